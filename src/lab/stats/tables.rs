//! Tables in Markdown, written from raw rows.

use crate::lab::runs::{Row, Task};
use crate::lab::stats::formats::none;
use crate::lab::stats::statistics::Band;
use crate::lab::stats::summary::Runs;
use std::fmt::Write;

/// The table of several recipes: how many of their runs solve the task, when
/// they first do, and the mean score over the last window of episodes. Runs
/// that never solve it are counted, not dropped.
pub fn comparison(task: &Task, recipes: &[(&str, Vec<Row>)]) -> String {
    let Task { solved, window, .. } = task;
    let mut table = format!(
        "| agent | runs that reach a mean of {solved} | in episode | after steps \
         | mean score of the last {window} episodes | worst run | best run |\n\
         |:---|---:|---:|---:|---:|---:|---:|\n"
    );
    for (title, rows) in recipes {
        let runs = Runs::of(task, rows);
        let band = Band::of(&runs.final_scores);
        let score = |of: fn(Band) -> f64| {
            band.map_or_else(none, |band| format!("{:.1}", of(band)))
        };
        let line = [
            (*title).to_owned(),
            format!("{} of {}", runs.solved.len(), runs.steps.len()),
            range(runs.solved.iter().map(|&(episode, _)| episode)),
            range(runs.solved.iter().map(|&(_, steps)| steps)),
            score(|band| band.mean),
            score(|band| band.min),
            score(|band| band.max),
        ];
        push_line(&mut table, &line);
    }
    table
}

/// The least and the largest of `numbers`.
fn range(numbers: impl Iterator<Item = usize> + Clone) -> String {
    match (numbers.clone().min(), numbers.max()) {
        (Some(least), Some(largest)) if least == largest => least.to_string(),
        (Some(least), Some(largest)) => format!("{least}–{largest}"),
        _ => none(),
    }
}

pub(crate) fn push_line(table: &mut String, cells: &[String]) {
    writeln!(table, "| {} |", cells.join(" | ")).expect("writing to memory");
}

/// Words as a cell of a table, where an upright line would begin another.
pub(crate) fn cell(words: &str) -> String {
    words.replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::runs::results::samples::run;
    use crate::lab::runs::task::tests::SHORT;

    #[test]
    fn a_comparison_counts_the_runs_that_never_reach_the_mean() {
        let reaches = [[80.0; 5], [100.0; 5]].concat();
        let rows = [run(12, &reaches), run(34, &[20.0; 10])].concat();
        // The mean of 80 and 100 is 90 once 2.5 of 5 scores are 100: so 3.
        let table = comparison(&SHORT, &[("DQN", rows)]);
        let line = "| DQN | 1 of 2 | 8 | 80 | 60.0 | 20.0 | 100.0 |";
        assert!(table.contains(line), "{table}");
        let table = comparison(&SHORT, &[("Short", run(12, &[100.0; 4]))]);
        let line = "| Short | 0 of 1 | – | – | – | – | – |";
        assert!(table.contains(line), "{table}");
    }
}
