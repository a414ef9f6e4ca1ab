//! What the runs of equally many steps come to: how soon, how high, how steady, and how far
//! the values go. Each function has a number for every run.

use crate::evidence::equal_steps::{mean_scores, means_over};
use crate::experiments::{CART_POLE, FAIR_STEPS, LARGEST_RETURN};
use crate::lab::runs::{Row, by_seed};
use crate::lab::stats::{Runs, Waiting};
use std::ops::Range;

/// A number of each run.
pub(crate) type OfRuns = fn(&[Row]) -> Vec<f64>;

/// The end of a run.
pub(crate) const LAST_STEPS: Range<usize> = FAIR_STEPS - 10_000..FAIR_STEPS;
/// The whole run.
const ALL_STEPS: Range<usize> = 0..FAIR_STEPS;
/// The second half of a run, by which most agents have learned what they will.
const SECOND_HALF: Range<usize> = FAIR_STEPS / 2..FAIR_STEPS;

/// How long each run takes until it is solved; one that never is, is watched to its end.
pub(crate) fn waits(rows: &[Row]) -> Vec<Waiting> {
    let solved = Runs::of(&CART_POLE, rows).steps.into_iter();
    let ends = by_seed(rows).into_iter();
    let ends = ends.map(|(_, run)| run.last().map_or(0, |row| row.steps));
    let wait = |(solved, end): (f64, usize)| {
        let end = end.min(FAIR_STEPS) as f64;
        Waiting {
            time: end.min(solved),
            happened: solved <= end,
        }
    };
    solved.zip(ends).map(wait).collect()
}

/// The steps until each run is solved; those of the whole run where it never is.
pub(crate) fn steps_until_solved(rows: &[Row]) -> Vec<f64> {
    waits(rows).into_iter().map(|wait| wait.time).collect()
}

/// The mean score of all steps.
pub(crate) fn all_scores(rows: &[Row]) -> Vec<f64> {
    mean_scores(rows, ALL_STEPS)
}

/// The mean score of the last steps.
pub(crate) fn last_scores(rows: &[Row]) -> Vec<f64> {
    mean_scores(rows, LAST_STEPS)
}

/// The share of the steps of the second half after which the score is one that solves
/// the task, in percent.
pub(crate) fn steadiness(rows: &[Row]) -> Vec<f64> {
    means_over(rows, SECOND_HALF, |row| {
        Some(100.0 * f64::from(row.score >= CART_POLE.solved))
    })
}

/// Whether the batches of an episode have a value that is larger than any return; nothing
/// before learning starts.
pub(crate) fn is_impossible(row: &Row) -> Option<bool> {
    Some(row.max_abs_q? > LARGEST_RETURN)
}

/// The share of the steps in whose episodes a batch has an impossible value, in percent.
pub(crate) fn impossible(rows: &[Row]) -> Vec<f64> {
    means_over(rows, ALL_STEPS, |row| {
        Some(100.0 * f64::from(is_impossible(row)?))
    })
}

/// By how much the return that is predicted of the start states is above the achieved one,
/// over the last steps.
pub(crate) fn last_surplus(rows: &[Row]) -> Vec<f64> {
    means_over(rows, LAST_STEPS, |row| {
        Some(row.start_q? - row.start_return?)
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Episodes of 500 steps with these scores, to the last step.
    pub(crate) fn run(seed: u64, scores: impl Fn(usize) -> f64) -> Vec<Row> {
        let row = |episode| Row {
            seed,
            episode,
            steps: 500 * episode,
            score: scores(episode),
            max_abs_q: Some(if episode <= 60 { 90.0 } else { 110.0 }),
            start_q: Some(80.0),
            start_return: Some(50.0),
            ..Row::default()
        };
        (1..=120).map(row).collect()
    }

    #[test]
    fn a_run_that_is_never_solved_is_watched_to_its_end() {
        let short = &run(3, |_| 100.0)[..10];
        let rows = [run(1, |_| 500.0), run(2, |_| 100.0), short.to_vec()].concat();
        let waits = waits(&rows);
        // The mean of 25 episodes is there after 25 episodes of 500 steps.
        let expected = [(12_500.0, true), (60_000.0, false), (5_000.0, false)];
        let found = waits.iter().map(|wait| (wait.time, wait.happened));
        assert_eq!(found.collect::<Vec<_>>(), expected);
        assert_eq!(steps_until_solved(&rows), [12_500.0, 60_000.0, 5_000.0]);
    }

    #[test]
    fn each_outcome_is_over_its_own_part_of_a_run() {
        // 475 or more from the 91st to the 105th episode: of the second half, which begins
        // with the 61st, a quarter; of the last 20 episodes the first 5.
        let scores = |episode| {
            if (91..=105).contains(&episode) {
                480.0
            } else {
                0.0
            }
        };
        let rows = run(1, scores);
        assert_eq!(steadiness(&rows), [25.0]);
        assert_eq!(last_scores(&rows), [120.0]);
        assert_eq!(all_scores(&rows), [60.0]);
        // Impossible from the 61st of 120 episodes on.
        assert_eq!(impossible(&rows), [50.0]);
        assert_eq!(last_surplus(&rows), [30.0]);
    }
}
