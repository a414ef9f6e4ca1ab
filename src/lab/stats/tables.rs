//! Tables in Markdown, written from raw rows.

use crate::experiments::lecture::{PrintedRun, printed_runs};
use crate::lab::plots::curves::{SOLVED, WINDOW};
use crate::lab::runs::results::{Row, by_seed};
use crate::lab::stats::statistics::{Band, trailing_mean};
use std::fmt::Write;

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

/// The table of each seed's run beside the lecture's run under the same seed.
///
/// The lecture's random numbers are others than ours, so the same seed is not the
/// same run: what can be compared is the spread.
pub fn runs_beside_lecture(recipe: &str, rows: &[Row]) -> String {
    let printed = printed_runs(recipe);
    let mut table = String::from(
        "| seed | steps | in the lecture | last score | in the lecture \
         | best score | in the lecture |\n\
         |---:|---:|---:|---:|---:|---:|---:|\n",
    );
    let ours = RunSummary::of(rows);
    for run in &ours {
        let theirs = printed.iter().find(|printed| printed.seed == run.seed);
        let cell = |text: fn(&PrintedRun) -> String| {
            theirs.map_or_else(|| "–".to_owned(), text)
        };
        let line = [
            run.seed.to_string(),
            run.steps.to_string(),
            cell(|run| run.steps.to_string()),
            format!("{:.1}", run.last_score),
            cell(|run| format!("{:.1}", run.last_score)),
            best(run.best_score, run.best_episode),
            cell(|run| best(run.best_score, run.best_episode + 1)),
        ];
        push_line(&mut table, &line);
    }
    let line = [
        "mean".to_owned(),
        format!("{:.0}", mean(ours.iter().map(|run| run.steps as f64))),
        format!("{:.0}", mean(printed.iter().map(|run| run.steps as f64))),
        format!("{:.1}", mean(ours.iter().map(|run| run.last_score))),
        format!("{:.1}", mean(printed.iter().map(|run| run.last_score))),
        format!("{:.1}", mean(ours.iter().map(|run| run.best_score))),
        format!("{:.1}", mean(printed.iter().map(|run| run.best_score))),
    ];
    push_line(&mut table, &line);
    table
}

/// The table of several recipes: how many of their runs reach a mean score of
/// [`SOLVED`] over [`WINDOW`] episodes, when they first do, and the mean score over
/// the last [`WINDOW`] episodes. Runs that never reach it are counted, not dropped.
pub fn comparison(recipes: &[(&str, Vec<Row>)]) -> String {
    let mut table = format!(
        "| agent | runs that reach a mean of {SOLVED} | in episode | after steps \
         | mean score of the last {WINDOW} episodes | worst run | best run |\n\
         |:---|---:|---:|---:|---:|---:|---:|\n"
    );
    for (title, rows) in recipes {
        let runs: Vec<RunMeans> = by_seed(rows)
            .iter()
            .map(|(_, run)| RunMeans::of(run))
            .collect();
        let reached: Vec<(usize, usize)> =
            runs.iter().filter_map(|run| run.solved).collect();
        let last: Vec<f64> = runs.iter().filter_map(|run| run.last).collect();
        let band = Band::of(&last);
        let score = |of: fn(&Band) -> f64| {
            band.as_ref()
                .map_or_else(none, |band| format!("{:.1}", of(band)))
        };
        let line = [
            (*title).to_owned(),
            format!("{} of {}", reached.len(), runs.len()),
            range(reached.iter().map(|&(episode, _)| episode)),
            range(reached.iter().map(|&(_, steps)| steps)),
            score(|band| band.mean),
            score(|band| band.min),
            score(|band| band.max),
        ];
        push_line(&mut table, &line);
    }
    table
}

/// How many of the runs in `rows` reach a mean score of [`SOLVED`] over [`WINDOW`]
/// episodes.
pub fn solved_runs(rows: &[Row]) -> usize {
    let runs = by_seed(rows).into_iter();
    let solved = runs.filter(|(_, run)| RunMeans::of(run).solved.is_some());
    solved.count()
}

/// The means over [`WINDOW`] episodes of one run.
pub(crate) struct RunMeans {
    /// The episode and the steps at which the mean first reaches [`SOLVED`].
    pub(crate) solved: Option<(usize, usize)>,
    /// The mean at the end of the run.
    pub(crate) last: Option<f64>,
}

impl RunMeans {
    pub(crate) fn of(run: &[&Row]) -> Self {
        let scores: Vec<f64> = run.iter().map(|row| row.score).collect();
        let means = trailing_mean(&scores, WINDOW);
        let is_solved = |mean: &Option<f64>| mean.is_some_and(|mean| mean >= SOLVED);
        let solved = means.iter().position(is_solved);
        Self {
            solved: solved.map(|i| (run[i].episode, run[i].steps)),
            last: means.last().copied().flatten(),
        }
    }
}

/// The least and the largest of `numbers`.
fn range(numbers: impl Iterator<Item = usize> + Clone) -> String {
    match (numbers.clone().min(), numbers.max()) {
        (Some(least), Some(largest)) if least == largest => least.to_string(),
        (Some(least), Some(largest)) => format!("{least}–{largest}"),
        _ => none(),
    }
}

/// What stands where there is no number.
pub(crate) fn none() -> String {
    "–".to_owned()
}

pub(crate) fn push_line(table: &mut String, cells: &[String]) {
    writeln!(table, "| {} |", cells.join(" | ")).expect("writing to memory");
}

/// Words as a cell of a table, where an upright line would begin another.
pub(crate) fn cell(words: &str) -> String {
    words.replace('|', "\\|")
}

fn best(score: f64, episode: usize) -> String {
    format!("{score:.1} (episode {episode})")
}

fn mean(numbers: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = numbers.len() as f64;
    numbers.sum::<f64>() / count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(scores: &[f64]) -> Vec<Row> {
        let row = |(i, &score): (usize, &f64)| Row {
            seed: 12,
            episode: i + 1,
            steps: 10 * (i + 1),
            score,
            ..Row::default()
        };
        scores.iter().enumerate().map(row).collect()
    }

    #[test]
    fn a_summary_names_the_first_episode_with_the_best_score() {
        let summary = RunSummary::of(&rows(&[1.0, 5.0, 5.0, 2.0]));
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
    fn a_comparison_counts_the_runs_that_never_reach_the_mean() {
        let reaches = [vec![450.0; 25], vec![500.0; 25]].concat();
        let mut rows = rows(&reaches);
        let fails = super::tests::rows(&[100.0; 50]);
        rows.extend(fails.into_iter().map(|row| Row { seed: 34, ..row }));
        // The mean of 450 and 500 is 475 once 12.5 of 25 scores are 500: so 13.
        let table = comparison(&[("DQN", rows)]);
        let line = "| DQN | 1 of 2 | 38 | 380 | 300.0 | 100.0 | 500.0 |";
        assert!(table.contains(line), "{table}");
        let table = comparison(&[("Short", super::tests::rows(&[500.0; 24]))]);
        let line = "| Short | 0 of 1 | – | – | – | – | – |";
        assert!(table.contains(line), "{table}");
    }

    #[test]
    fn the_lectures_episodes_are_counted_from_1_beside_ours() {
        // The lecture prints, for seed 12: 57535 steps, 500.0, and 500.0 at 181.
        let table = runs_beside_lecture("dqn", &rows(&[1.0, 5.0]));
        let line = "| 12 | 20 | 57535 | 5.0 | 500.0 | 5.0 (episode 2) \
                    | 500.0 (episode 182) |";
        assert!(table.contains(line), "{table}");
    }
}
