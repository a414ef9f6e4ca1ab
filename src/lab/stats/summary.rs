//! What runs come to: their best and last scores, and when they are solved.

use crate::lab::runs::{Row, Task, by_seed};
use crate::lab::stats::formats::{format_interval, none};
use crate::lab::stats::reliability::{interquartile_mean, interquartile_mean_of};
use crate::lab::stats::statistics::trailing_mean;

/// What one run comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct RunSummary {
    /// The seed.
    pub seed: u64,
    /// Training episodes.
    pub episodes: usize,
    /// Environment steps of training.
    pub steps: usize,
    /// The score after the last episode.
    pub last_score: f64,
    /// The best score.
    pub best_score: f64,
    /// The first episode with the best score, counted from 1.
    pub best_episode: usize,
}

impl RunSummary {
    /// The summary of each seed's rows.
    pub fn of(rows: &[Row]) -> Vec<Self> {
        let runs = by_seed(rows).into_iter();
        runs.map(|(_, run)| Self::of_run(&run)).collect()
    }

    fn of_run(run: &[&Row]) -> Self {
        let last = run[run.len() - 1];
        let mut best = run[0];
        for row in run {
            if row.score > best.score {
                best = row;
            }
        }
        Self {
            seed: last.seed,
            episodes: last.episode,
            steps: last.steps,
            last_score: last.score,
            best_score: best.score,
            best_episode: best.episode,
        }
    }
}

/// What the runs of an agent come to, by their means over the window of a task.
#[derive(Default)]
pub(crate) struct Runs {
    /// The last mean of each run that is long enough to have one.
    pub(crate) final_scores: Vec<f64>,
    /// The episode and the steps at which the mean of a run first solves the task, of
    /// each run that does.
    pub(crate) solved: Vec<(usize, usize)>,
    /// The steps until a run is solved; ∞ where it never is.
    pub(crate) steps: Vec<f64>,
}

impl Runs {
    pub(crate) fn of(task: &Task, rows: &[Row]) -> Self {
        let mut runs = Self::default();
        for (_, run) in by_seed(rows) {
            let scores: Vec<f64> = run.iter().map(|row| row.score).collect();
            let means = trailing_mean(&scores, task.window);
            let mut solved = run.iter().zip(&means);
            let solved =
                solved.find(|(_, mean)| mean.is_some_and(|m| m >= task.solved));
            let solved = solved.map(|(row, _)| (row.episode, row.steps));
            runs.final_scores.extend(means.last().copied().flatten());
            runs.solved.extend(solved);
            runs.steps
                .push(solved.map_or(f64::INFINITY, |(_, steps)| steps as f64));
        }
        runs
    }

    /// How many of them are solved.
    pub(crate) fn format_solved(&self) -> String {
        format!("{} of {}", self.solved.len(), self.steps.len())
    }

    /// The interquartile mean of the final scores, with its interval.
    pub(crate) fn format_score(&self) -> String {
        format_interval(interquartile_mean_of(&self.final_scores), 1)
    }

    /// The interquartile mean of the steps, with an interval where every run is
    /// solved: a bootstrap draw of others may have none in its middle half that is.
    pub(crate) fn format_steps(&self) -> String {
        let steps = interquartile_mean(&self.steps);
        if self.steps.iter().all(|steps| steps.is_finite()) {
            format_interval(interquartile_mean_of(&self.steps), 0)
        } else if steps.is_finite() {
            format!("{steps:.0}")
        } else {
            none()
        }
    }
}

/// How many of the runs in `rows` solve the task.
pub fn solved_runs(task: &Task, rows: &[Row]) -> usize {
    Runs::of(task, rows).solved.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::runs::results::samples::run;
    use crate::lab::runs::task::tests::SHORT;

    #[test]
    fn a_summary_names_the_first_episode_with_the_best_score() {
        let summary = RunSummary::of(&run(12, &[1.0, 5.0, 5.0, 2.0]));
        assert_eq!(
            summary,
            [RunSummary {
                seed: 12,
                episodes: 4,
                steps: 40,
                last_score: 2.0,
                best_score: 5.0,
                best_episode: 2,
            }]
        );
    }

    #[test]
    fn a_run_that_is_never_solved_is_not_dropped() {
        let solved = |s| run(s, &[100.0; 9]);
        let never = |s| run(s, &[10.0; 9]);
        // The middle half of four runs: with two that never are, one is among it.
        let steps =
            |runs: [Vec<Row>; 4]| Runs::of(&SHORT, &runs.concat()).format_steps();
        assert_eq!(steps([solved(1), solved(2), solved(3), never(4)]), "50");
        assert_eq!(steps([solved(1), solved(2), never(3), never(4)]), "–");
    }
}
