//! The numbers of the prose on the game: how the kept network came about, and what it
//! says of the states in which episodes start.

use crate::dqn::dqn;
use crate::error::Error;
use crate::evidence::dqn::numbers::copies_until;
use crate::evidence::page::Numbers;
use crate::experiments::Records;
use crate::foundations::random::random;
use crate::foundations::{CartPole, Environment, LEFT, RIGHT, Stream, TIME_STEP};
use crate::lab::runs::{Row, by_seed};
use crate::lab::stats::{RunSummary, grouped};

/// The numbers of the kept network and of the run that it comes from.
pub(crate) fn numbers(records: &Records, prose: &mut Numbers) -> Result<(), Error> {
    let rows = records.rows("dqn")?;
    let runs = by_seed(&rows);
    let ((seed, run), summary) = (&runs[0], &RunSummary::of(&rows)[0]);
    let [held, free] = falls(*seed);
    prose.add("play_held_steps", held);
    prose.add("play_free_steps", free);
    if let Some(kept) = run.iter().find(|r| r.episode == summary.best_episode) {
        training(kept, prose);
    }
    let last = run.last().and_then(|row| row.start_q);
    prose.count("play_last_q", last.unwrap_or(f64::NAN));
    let weights = records.weights("dqn")?.0;
    let count = weights.iter().map(|weight| weight.values.len()).sum();
    prose.add("play_weights", grouped(count));
    Ok(())
}

/// How much the kept network has learned from, what it says of the starts of its
/// evaluation, and what its policy gets.
fn training(kept: &Row, prose: &mut Numbers) {
    let recipe = dqn();
    let copies = |steps| copies_until(steps, &recipe.card());
    // Copies before the first learner step are copies of the initial weights.
    let copies = copies(kept.steps).saturating_sub(copies(recipe.warm_up));
    let seconds = kept.steps as f64 * TIME_STEP;
    prose.add("play_training_steps", grouped(kept.steps));
    prose.rounded("play_training_seconds", seconds, 0);
    prose.add("play_copies", copies);
    prose.rounded("play_promise", kept.start_q.unwrap_or(f64::NAN), 0);
    prose.rounded("play_score", kept.score, 0);
}

/// How many steps the pole stands while one key is held, and while none is.
fn falls(seed: u64) -> [usize; 2] {
    [[LEFT, LEFT], [LEFT, RIGHT]].map(|pushes| {
        let mut world = CartPole::new();
        world.reset(&mut random(seed, Stream::Evaluation));
        while !world.step(pushes[world.steps() % 2]).is_last() {}
        world.steps()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_count_from_the_first_learner_step_on() {
        let of = |steps| {
            let mut prose = Numbers::default();
            let kept = Row {
                steps,
                ..Row::default()
            };
            training(&kept, &mut prose);
            prose
        };
        // The copies of steps 330, 345, …, 750 follow learner steps.
        assert_eq!(of(756).get("play_copies"), "29");
        assert_eq!(of(756).get("play_training_seconds"), "15");
        // Steps count from 0: the copy of step 750 is that of the step after these.
        assert_eq!(of(750).get("play_copies"), "28");
    }

    #[test]
    fn a_pole_that_nobody_pushes_stands_longer_than_one_that_is_pushed_one_way() {
        let [held, free] = falls(12);
        assert!(held < free, "{held} and {free}");
    }
}
