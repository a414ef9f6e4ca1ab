//! What the runs of equally many steps come to: how soon, how high, how steady, and how far
//! the values go. Each function has a number for every run.

use crate::evidence::equal_steps::{self, AT_THE_END, mean_scores, means_over};
use crate::experiments::{CART_POLE, FAIR_STEPS, LARGEST_RETURN};
use crate::lab::runs::{Row, by_seed};
use crate::lab::stats::{Runs, Waiting};
use std::ops::Range;

/// A number of each run.
pub(crate) type OfRuns = fn(&[Row]) -> Vec<f64>;

/// What runs come to.
pub(crate) struct Outcome {
    /// What it is, as the title of a column.
    pub(crate) title: &'static str,
    pub(crate) decimals: usize,
    /// The number of each run.
    pub(crate) of: OfRuns,
}

const fn outcome(title: &'static str, decimals: usize, of: OfRuns) -> Outcome {
    Outcome {
        title,
        decimals,
        of,
    }
}

pub(crate) const SOLVED_AFTER: Outcome =
    outcome("steps until solved", 0, steps_until_solved);
pub(crate) const ALL_SCORES: Outcome =
    outcome("mean score, all steps", 1, all_scores);
pub(crate) const LAST_SCORES: Outcome =
    outcome("mean score, last 10,000 steps", 1, last_scores);
pub(crate) const STEADINESS: Outcome = outcome("steady, in %", 1, steadiness);
pub(crate) const IMPOSSIBLE: Outcome =
    outcome("impossible values, in %", 1, impossible);
pub(crate) const SURPLUS: Outcome =
    outcome("predicted minus achieved", 1, last_surplus);

/// How soon the task is solved, how high the scores are all along and at the end, how
/// steady they are, and how far the values go.
pub(crate) const OUTCOMES: [Outcome; 6] = [
    SOLVED_AFTER,
    ALL_SCORES,
    LAST_SCORES,
    STEADINESS,
    IMPOSSIBLE,
    SURPLUS,
];

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

/// The largest value of a batch of each run.
pub(crate) fn largest_values(rows: &[Row]) -> Vec<f64> {
    let runs = by_seed(rows).into_iter();
    let largest = runs.map(|(_, run)| {
        let values = run.iter().filter_map(|row| row.max_abs_q);
        values.fold(0.0, f64::max)
    });
    largest.collect()
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

/// The mean score of the last episodes.
pub(crate) const FINAL_SCORES: Outcome =
    outcome("mean score, last 25 episodes", 1, final_scores);

/// The mean score of the last episodes of each run, as many as the task asks for.
pub(crate) fn final_scores(rows: &[Row]) -> Vec<f64> {
    Runs::of(&CART_POLE, rows).final_scores
}

/// Whether each run is solved at any time.
pub(crate) fn are_solved(rows: &[Row]) -> Vec<bool> {
    let steps = Runs::of(&CART_POLE, rows).steps;
    steps.into_iter().map(f64::is_finite).collect()
}

/// Those of runs of [`crate::experiments::STEPS`] environment steps.
pub(crate) const EQUAL_SCORES: Outcome =
    outcome("mean score, all steps", 1, |rows| {
        mean_scores(rows, equal_steps::ALL_STEPS)
    });
pub(crate) const EQUAL_LAST_SCORES: Outcome =
    outcome("mean score, last 5,000 steps", 1, |rows| {
        mean_scores(rows, AT_THE_END)
    });

/// How many training episodes each run takes until it is solved; one that never is, is
/// watched to its end.
pub(crate) fn waits_in_episodes(rows: &[Row]) -> Vec<Waiting> {
    let wait = |(_, run): (u64, Vec<&Row>)| {
        let end = run.last().map_or(0, |row| row.episode);
        let rows: Vec<Row> = run.into_iter().cloned().collect();
        let solved = Runs::of(&CART_POLE, &rows).solved;
        Waiting {
            time: solved.first().map_or(end, |(episode, _)| *episode) as f64,
            happened: !solved.is_empty(),
        }
    };
    by_seed(rows).into_iter().map(wait).collect()
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
    fn the_last_steps_are_as_many_as_their_title_says() {
        let many = crate::lab::stats::grouped(LAST_STEPS.len());
        assert!(LAST_SCORES.title.contains(&format!("last {many} steps")));
        let many = crate::lab::stats::grouped(AT_THE_END.len());
        assert!(
            EQUAL_LAST_SCORES
                .title
                .contains(&format!("last {many} steps"))
        );
        let many = CART_POLE.window;
        assert!(
            FINAL_SCORES
                .title
                .contains(&format!("last {many} episodes"))
        );
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
        let expected = [(25.0, true), (120.0, false), (10.0, false)];
        let waits = waits_in_episodes(&rows);
        let found = waits.iter().map(|wait| (wait.time, wait.happened));
        assert_eq!(found.collect::<Vec<_>>(), expected);
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
