//! Agents on equal terms: the same settings, the same many seeds.

use crate::lab::figures::{SOLVED, WINDOW};
use crate::lab::reliability::{
    Estimate, improvement_of, interquartile_mean, interquartile_mean_of,
};
use crate::lab::results::{Row, by_seed};
use crate::lab::tables::{RunMeans, push_line};

/// The table of several agents: how many runs reach a mean score of [`SOLVED`] over
/// [`WINDOW`] episodes, after how many steps, the interquartile mean of the final
/// scores, and how likely a run of the agent beats one of the first agent. Intervals
/// are those of 95 % of the bootstrap draws.
///
/// A final score is the mean of the last [`WINDOW`] scores. A run that never reaches
/// the mean counts as slower than all that do: where the middle half of the runs has
/// such a run, the agent has no number of steps.
pub fn equal_terms(agents: &[(&str, Vec<Row>)]) -> String {
    let baseline = agents.first().map_or("", |(title, _)| title);
    let mut table = format!(
        "| agent | runs that reach a mean of {SOLVED} | after steps | final score, \
         last {WINDOW} episodes | better than {baseline} |\n\
         |:---|---:|---:|---:|---:|\n"
    );
    let Some((_, baseline)) = agents.first() else {
        return table;
    };
    let baseline = Runs::of(baseline);
    for (i, (title, rows)) in agents.iter().enumerate() {
        let runs = Runs::of(rows);
        let reached = runs.steps.iter().filter(|steps| steps.is_finite());
        let better = improvement_of(&runs.final_scores, &baseline.final_scores);
        let line = [
            (*title).to_owned(),
            format!("{} of {}", reached.count(), runs.steps.len()),
            runs.steps_in_words(),
            in_words(interquartile_mean_of(&runs.final_scores), 1),
            match i {
                0 => "–".to_owned(),
                _ => in_words(better, 2),
            },
        ];
        push_line(&mut table, &line);
    }
    table
}

/// What is compared of each run.
struct Runs {
    /// The mean of the last scores.
    final_scores: Vec<f64>,
    /// The steps until the run is solved; ∞ where it never is.
    steps: Vec<f64>,
}

impl Runs {
    fn of(rows: &[Row]) -> Self {
        let runs = by_seed(rows);
        let means = runs.iter().map(|(_, run)| RunMeans::of(run));
        let means: Vec<RunMeans> = means.collect();
        let steps = means.iter().map(|run| run.solved);
        let steps =
            steps.map(|solved| solved.map_or(f64::INFINITY, |(_, s)| s as f64));
        Self {
            final_scores: means.iter().filter_map(|run| run.last).collect(),
            steps: steps.collect(),
        }
    }

    fn steps_in_words(&self) -> String {
        let steps = interquartile_mean(&self.steps);
        if steps.is_finite() {
            format!("{steps:.0}")
        } else {
            "–".to_owned()
        }
    }
}

fn in_words(estimate: Estimate, digits: usize) -> String {
    let Estimate { value, low, high } = estimate;
    format!("{value:.digits$} ({low:.digits$}–{high:.digits$})")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A run of `scores`, ten steps each.
    fn run(seed: u64, scores: &[f64]) -> Vec<Row> {
        let rows = scores.iter().enumerate().map(|(i, &score)| Row {
            seed,
            episode: i + 1,
            steps: 10 * (i + 1),
            score,
            ..Row::default()
        });
        rows.collect()
    }

    #[test]
    fn agents_are_compared_by_their_final_scores_and_with_the_first() {
        let good: Vec<Row> = (1..=4).flat_map(|s| run(s, &[500.0; 30])).collect();
        let bad: Vec<Row> = (1..=4).flat_map(|s| run(s, &[100.0; 30])).collect();
        let table = equal_terms(&[("Good", good), ("Bad", bad)]);
        let lines: Vec<&str> = table.lines().skip(2).collect();
        assert_eq!(
            lines,
            [
                "| Good | 4 of 4 | 250 | 500.0 (500.0–500.0) | – |",
                "| Bad | 0 of 4 | – | 100.0 (100.0–100.0) | 0.00 (0.00–0.00) |",
            ]
        );
    }

    #[test]
    fn a_run_that_is_never_solved_is_not_dropped() {
        let solved = |s| run(s, &[500.0; 30]);
        let never = |s| run(s, &[10.0; 30]);
        // The middle half of four runs: with two that never are, one is among it.
        let one = Runs::of(&[solved(1), solved(2), solved(3), never(4)].concat());
        assert_eq!(one.steps_in_words(), "250");
        let two = Runs::of(&[solved(1), solved(2), never(3), never(4)].concat());
        assert_eq!(two.steps_in_words(), "–");
    }
}
