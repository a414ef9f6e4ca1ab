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
        by_seed(rows)
            .iter()
            .map(|(_, run)| Self::of_run(run))
            .collect()
    }

    fn of_run(run: &[&Row]) -> Self {
        let last = run[run.len() - 1];
        let best =
            run.iter().fold(
                run[0],
                |best, row| {
                    if row.score > best.score { row } else { best }
                },
            );
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

/// The means of one run over the window of a task.
pub(crate) struct RunMeans {
    /// The episode and the steps at which the mean first solves the task.
    pub(crate) solved: Option<(usize, usize)>,
    /// The mean at the end of the run.
    pub(crate) last: Option<f64>,
}

impl RunMeans {
    pub(crate) fn of(task: &Task, run: &[&Row]) -> Self {
        let scores: Vec<f64> = run.iter().map(|row| row.score).collect();
        let means = trailing_mean(&scores, task.window);
        let is_solved =
            |mean: &Option<f64>| mean.is_some_and(|mean| mean >= task.solved);
        let solved = means.iter().position(is_solved);
        Self {
            solved: solved.map(|i| (run[i].episode, run[i].steps)),
            last: means.last().copied().flatten(),
        }
    }
}

/// What is compared of each run.
pub(crate) struct Runs {
    /// The mean of the last scores.
    pub(crate) final_scores: Vec<f64>,
    /// The steps until the run is solved; ∞ where it never is.
    pub(crate) steps: Vec<f64>,
}

impl Runs {
    pub(crate) fn of(task: &Task, rows: &[Row]) -> Self {
        let runs = by_seed(rows);
        let means = runs.iter().map(|(_, run)| RunMeans::of(task, run));
        let steps = |run: RunMeans| {
            run.solved.map_or(f64::INFINITY, |(_, steps)| steps as f64)
        };
        Self {
            final_scores: means.clone().filter_map(|run| run.last).collect(),
            steps: means.map(steps).collect(),
        }
    }

    /// How many of them are solved.
    pub(crate) fn format_solved(&self) -> String {
        let solved = self.steps.iter().filter(|steps| steps.is_finite());
        format!("{} of {}", solved.count(), self.steps.len())
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
    let runs = by_seed(rows).into_iter();
    let solved = runs.filter(|(_, run)| RunMeans::of(task, run).solved.is_some());
    solved.count()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::lab::runs::task::tests::SHORT;

    /// A run of `scores`, ten steps each.
    pub(crate) fn run(seed: u64, scores: &[f64]) -> Vec<Row> {
        let row = |(i, &score): (usize, &f64)| Row {
            seed,
            episode: i + 1,
            steps: 10 * (i + 1),
            score,
            ..Row::default()
        };
        scores.iter().enumerate().map(row).collect()
    }

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
        let one = Runs::of(
            &SHORT,
            &[solved(1), solved(2), solved(3), never(4)].concat(),
        );
        assert_eq!(one.format_steps(), "50");
        let two =
            Runs::of(&SHORT, &[solved(1), solved(2), never(3), never(4)].concat());
        assert_eq!(two.format_steps(), "–");
    }
}
