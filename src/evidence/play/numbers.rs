//! The numbers of the prose on the game: how the kept network came about, and what it
//! says of the states in which episodes start.

use crate::dqn::dqn;
use crate::error::Error;
use crate::evidence::page::Named;
use crate::evidence::play::web::{Moves, kept_agent};
use crate::experiments::Records;
use crate::foundations::{LEFT, RIGHT, TIME_STEP};
use crate::lab::runs::{Row, by_seed};
use crate::lab::stats::{RunSummary, format_count, grouped};
use std::cell::Cell;

/// The numbers of the kept network and of the run that it comes from.
pub(crate) fn play(records: &Records) -> Result<Vec<Named>, Error> {
    let rows = records.rows("dqn")?;
    let runs = by_seed(&rows);
    let ((seed, run), summary) = (&runs[0], &RunSummary::of(&rows)[0]);
    let mut numbers = falls(*seed);
    let mut kept = run.iter().filter(|r| r.episode == summary.best_episode);
    numbers.extend(kept.next().into_iter().flat_map(|row| training(row)));
    let last = run.last().and_then(|row| row.start_q);
    numbers.push(("play_last_q", last.map_or_else(String::new, format_count)));
    let weights = kept_agent(records)?.weights().0;
    let count = weights.iter().map(|weight| weight.values.len()).sum();
    numbers.push(("play_weights", grouped(count)));
    Ok(numbers)
}

/// How much the kept network has learned from, what it says of the starts of its
/// evaluation, and what its policy gets.
fn training(kept: &Row) -> Vec<Named> {
    let recipe = dqn();
    let every = recipe.card().target_update.value("every").parse();
    let every: usize = every.unwrap_or(usize::MAX);
    // Steps count from 0. Copies before the first learner step are copies of the
    // initial weights.
    let too_soon = recipe.warm_up.div_ceil(every);
    let copies = kept.steps.div_ceil(every).saturating_sub(too_soon);
    let seconds = kept.steps as f64 * TIME_STEP;
    let rounded = |number| format!("{number:.0}");
    vec![
        ("play_training_steps", grouped(kept.steps)),
        ("play_training_seconds", rounded(seconds)),
        ("play_copies", copies.to_string()),
        (
            "play_promise",
            kept.start_q.map_or_else(String::new, rounded),
        ),
        ("play_score", rounded(kept.score)),
    ]
}

/// How long the pole stands while one key is held, and while none is.
fn falls(seed: u64) -> Vec<Named> {
    let turns = Cell::new(LEFT);
    let in_turn = |_| turns.replace(LEFT + RIGHT - turns.get());
    let steps = |moves: Moves| moves.actions.len().to_string();
    vec![
        ("play_held_steps", steps(Moves::play(seed, |_| LEFT))),
        ("play_free_steps", steps(Moves::play(seed, in_turn))),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_count_from_the_first_learner_step_on() {
        // The copies of steps 330, 345, …, 750 follow learner steps.
        let kept = Row {
            steps: 756,
            ..Row::default()
        };
        let numbers = training(&kept);
        assert!(numbers.contains(&("play_copies", "29".to_owned())));
        // Steps count from 0: the copy of step 750 is that of the step after these.
        let earlier = Row { steps: 750, ..kept };
        let numbers_then = training(&earlier);
        assert!(numbers_then.contains(&("play_copies", "28".to_owned())));
        assert!(numbers.contains(&("play_training_seconds", "15".to_owned())));
    }

    #[test]
    fn a_pole_that_nobody_pushes_stands_longer_than_one_that_is_pushed_one_way() {
        let steps: Vec<usize> = falls(12)
            .iter()
            .map(|(_, steps)| steps.parse().unwrap())
            .collect();
        assert!(steps[0] < steps[1], "{steps:?}");
    }
}
