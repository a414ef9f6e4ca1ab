//! The units in which DQN as it was published counts, and what they convert to.

use crate::lab::stats::{Sheet, grouped};

// Mnih et al. (2015), extended data table 1: "action repeat", "update frequency" and
// "target network update frequency", the last in parameter updates.
const FRAMES_PER_ACTION: usize = 4;
const ACTIONS_PER_LEARNER_STEP: usize = 4;
const LEARNER_STEPS_PER_COPY: usize = 10_000;

/// The table of the period of the target network in each unit, in Markdown.
pub(crate) fn units() -> String {
    let steps = LEARNER_STEPS_PER_COPY * ACTIONS_PER_LEARNER_STEP;
    let lines = [
        ("frames for each action", FRAMES_PER_ACTION),
        (
            "environment steps for each learner step",
            ACTIONS_PER_LEARNER_STEP,
        ),
        ("learner steps for each copy", LEARNER_STEPS_PER_COPY),
        ("environment steps for each copy", steps),
        ("frames for each copy", steps * FRAMES_PER_ACTION),
    ];
    let lines = lines.map(|(what, number)| vec![what.to_owned(), grouped(number)]);
    Sheet::new(&["setting", "Mnih et al. (2015)"], lines.to_vec()).to_aligned(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_period_of_the_paper_is_160_000_frames() {
        let table = units();
        assert!(table.contains("| environment steps for each copy | 40,000 |"));
        assert!(
            table.contains("| frames for each copy | 160,000 |"),
            "{table}"
        );
    }
}
