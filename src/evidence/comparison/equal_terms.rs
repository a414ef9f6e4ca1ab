//! Agents after equally many episodes, under the same seeds.

use crate::experiments::CART_POLE;
use crate::lab::runs::{Row, Task};
use crate::lab::stats::{Runs, format_interval, improvement_of, none, table};

/// The table of several agents: how many runs solve the task, after how many steps, the
/// interquartile mean of the final scores, and how likely a run of the agent beats one
/// of the first agent. Intervals are those of 95 % of the bootstrap draws.
///
/// A final score is the mean of the last scores. A run that never reaches the mean
/// counts as slower than all that do: where the middle half of the runs has such a run,
/// the agent has no number of steps.
pub fn equal_terms(agents: &[(&str, Vec<Row>)]) -> String {
    let Some((title, rows)) = agents.first() else {
        return String::new();
    };
    let baseline = Runs::of(&CART_POLE, rows);
    let line = |(i, (title, rows)): (usize, &(&str, Vec<Row>))| {
        let runs = Runs::of(&CART_POLE, rows);
        let better = improvement_of(&runs.final_scores, &baseline.final_scores);
        vec![
            (*title).to_owned(),
            runs.format_solved(),
            runs.format_steps(),
            runs.format_score(),
            match i {
                0 => none(),
                _ => format_interval(better, 2),
            },
        ]
    };
    let Task { solved, window, .. } = CART_POLE;
    let titles = &format!(
        "agent | runs that reach a mean of {solved} | after steps \
         | final score, last {window} episodes | better than {title}"
    );
    table(1, titles, agents.iter().enumerate().map(line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::runs::results::samples::run;

    #[test]
    fn agents_are_compared_by_their_final_scores_and_with_the_first() {
        let good: Vec<Row> = (1..=4).flat_map(|s| run(s, &[500.0; 30])).collect();
        let bad: Vec<Row> = (1..=4).flat_map(|s| run(s, &[100.0; 30])).collect();
        let table = equal_terms(&[("Good", good), ("Bad", bad)]);
        let lines: Vec<&str> = table.lines().skip(2).collect();
        assert_eq!(
            lines,
            [
                "| Good | 4 of 4 | 250 (250–250) | 500.0 (500.0–500.0) | – |",
                "| Bad | 0 of 4 | – | 100.0 (100.0–100.0) | 0.00 (0.00–0.00) |",
            ]
        );
    }
}
