//! Tables in Markdown, written from raw rows.

use crate::lab::runs::{Row, Task};
use crate::lab::stats::formats::none;
use crate::lab::stats::sheet::Sheet;
use crate::lab::stats::statistics::Band;
use crate::lab::stats::summary::Runs;

/// A table in Markdown under `titles`, with ` | ` between them: `words` columns
/// of words, and on the right of them numbers, which end under one another.
pub(crate) fn table(
    words: usize,
    titles: &str,
    lines: impl IntoIterator<Item = Vec<String>>,
) -> String {
    let titles: Vec<&str> = titles.split(" | ").collect();
    Sheet::new(&titles, lines.into_iter().collect()).to_aligned(words)
}

/// The table of several recipes: how many of their runs solve the task, when
/// they first do, and the mean score over the last window of episodes. Runs
/// that never solve it are counted, not dropped.
pub fn comparison(task: &Task, recipes: &[(&str, Vec<Row>)]) -> String {
    let Task { solved, window, .. } = task;
    let line = |(title, rows): &(&str, Vec<Row>)| {
        let runs = Runs::of(task, rows);
        let band = Band::of(&runs.final_scores);
        let score = |of: fn(Band) -> f64| {
            band.map_or_else(none, |band| format!("{:.1}", of(band)))
        };
        vec![
            (*title).to_owned(),
            runs.format_solved(),
            range(runs.solved.iter().map(|&(episode, _)| episode)),
            range(runs.solved.iter().map(|&(_, steps)| steps)),
            score(|band| band.mean),
            score(|band| band.min),
            score(|band| band.max),
        ]
    };
    let titles = &format!(
        "agent | runs that reach a mean of {solved} | in episode | after steps \
         | mean score of the last {window} episodes | worst run | best run"
    );
    table(1, titles, recipes.iter().map(line))
}

/// The least and the largest of `numbers`.
fn range(numbers: impl Iterator<Item = usize> + Clone) -> String {
    match (numbers.clone().min(), numbers.max()) {
        (Some(least), Some(largest)) if least == largest => least.to_string(),
        (Some(least), Some(largest)) => format!("{least}–{largest}"),
        _ => none(),
    }
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
