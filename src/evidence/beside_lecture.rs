//! The recorded runs beside those that the lecture prints.

use crate::experiments::{PrintedRun, printed_runs};
use crate::lab::runs::Row;
use crate::lab::stats::{RunSummary, Sheet, mean, none, table};

/// The table of each seed's run beside the lecture's run under the same seed; alone where
/// the lecture has no such agent.
///
/// The lecture's random numbers are others than ours, so the same seed is not the
/// same run: what can be compared is the spread.
pub fn runs_beside_lecture(recipe: &str, rows: &[Row]) -> String {
    let printed = printed_runs(recipe);
    if printed.is_empty() {
        return Sheet::of_runs(rows).to_aligned(0);
    }
    let ours = RunSummary::of(rows);
    let line = |run: &RunSummary| {
        let theirs = printed.iter().find(|printed| printed.seed == run.seed);
        let cell = |text: fn(&PrintedRun) -> String| theirs.map_or_else(none, text);
        vec![
            run.seed.to_string(),
            run.steps.to_string(),
            cell(|run| run.steps.to_string()),
            format!("{:.1}", run.last_score),
            cell(|run| format!("{:.1}", run.last_score)),
            best(run.best_score, run.best_episode),
            cell(|run| best(run.best_score, run.best_episode + 1)),
        ]
    };
    let mut lines: Vec<Vec<String>> = ours.iter().map(line).collect();
    lines.push(vec![
        "mean".to_owned(),
        format!("{:.0}", mean_of(&ours, |run| run.steps as f64)),
        format!("{:.0}", mean_of(&printed, |run| run.steps as f64)),
        format!("{:.1}", mean_of(&ours, |run| run.last_score)),
        format!("{:.1}", mean_of(&printed, |run| run.last_score)),
        format!("{:.1}", mean_of(&ours, |run| run.best_score)),
        format!("{:.1}", mean_of(&printed, |run| run.best_score)),
    ]);
    let titles = "seed | steps | in the lecture | last score | in the lecture | best score \
         | in the lecture";
    table(0, titles, lines)
}

fn best(score: f64, episode: usize) -> String {
    format!("{score:.1} (episode {episode})")
}

fn mean_of<T>(runs: &[T], of: fn(&T) -> f64) -> f64 {
    mean(&runs.iter().map(of).collect::<Vec<f64>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::runs::results::samples::run;

    #[test]
    fn the_lectures_episodes_are_counted_from_1_beside_ours() {
        // The lecture prints, for seed 12: 57535 steps, 500.0, and 500.0 at 181.
        let table = runs_beside_lecture("dqn", &run(12, &[1.0, 5.0]));
        let line = "| 12 | 20 | 57535 | 5.0 | 500.0 | 5.0 (episode 2) \
                    | 500.0 (episode 182) |";
        assert!(table.contains(line), "{table}");
    }
}
