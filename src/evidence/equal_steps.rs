//! Agents after equally many environment steps: learning curves and a table, with the
//! intervals of the seeds.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::curves::{curves_of, titled};
use crate::experiments::{CART_POLE, Records, STEPS};
use crate::lab::plots::{Over, Summary, learning_curves_over};
use crate::lab::runs::{Row, by_seed};
use crate::lab::stats::{
    Runs, format_interval, grouped, improvement_of, interquartile_mean_of, none,
    table,
};
use std::ops::Range;

/// The end of a run.
pub(crate) const AT_THE_END: Range<usize> = STEPS - 5_000..STEPS;

/// The whole run.
pub(crate) const ALL_STEPS: Range<usize> = 0..STEPS;

/// The figure and the table of the `recipes`, both called `name`. The first is what the
/// others are compared with.
pub(crate) fn at_equal_steps(
    records: &Records,
    name: &str,
    title: &str,
    recipes: &[&str],
) -> Result<Vec<Artifact>, Error> {
    let agents = titled(recipes, |name| records.rows(name))?;
    let (over, summary) = (Over::Steps, Summary::InterquartileMean);
    let curves = curves_of(&agents);
    let svg = learning_curves_over(&CART_POLE, over, summary, title, &curves)?;
    Ok(vec![
        Artifact::figure(records, name, svg),
        Artifact::table(records, name, in_numbers(&agents)),
    ])
}

/// The table of the agents: how many runs solve the task, the interquartile means of
/// their mean scores with intervals, and how likely a run is better at the end than one
/// of the first agent.
fn in_numbers(agents: &[(&str, Vec<Row>)]) -> String {
    let Some((title, rows)) = agents.first() else {
        return String::new();
    };
    let baseline = mean_scores(rows, AT_THE_END);
    let line = |(i, (title, rows)): (usize, &(&str, Vec<Row>))| {
        let interquartile = |steps| {
            let scores = mean_scores(rows, steps);
            format_interval(interquartile_mean_of(&scores), 1)
        };
        let better = improvement_of(&mean_scores(rows, AT_THE_END), &baseline);
        vec![
            (*title).to_owned(),
            Runs::of(&CART_POLE, rows).format_solved(),
            interquartile(ALL_STEPS),
            interquartile(AT_THE_END),
            match i {
                0 => none(),
                _ => format_interval(better, 2),
            },
        ]
    };
    let titles = &format!(
        "agent | runs that reach a mean of {} | mean score, all steps \
         | mean score, last {} steps | better at the end than {title}",
        CART_POLE.solved,
        grouped(AT_THE_END.len()),
    );
    table(1, titles, agents.iter().enumerate().map(line))
}

/// The mean score of each run over the environment `steps`.
pub(crate) fn mean_scores(rows: &[Row], steps: Range<usize>) -> Vec<f64> {
    means_over(rows, steps, |row| Some(row.score))
}

/// The mean of a number of each run over the environment `steps`: a row counts for as
/// many of them as its episode has, and one without the number for none. A run that does not
/// come to these steps has no mean.
pub(crate) fn means_over(
    rows: &[Row],
    steps: Range<usize>,
    of: impl Fn(&Row) -> Option<f64>,
) -> Vec<f64> {
    let mean = |run: &[&Row]| {
        let mut begin = 0;
        let (mut sum, mut count) = (0.0, 0.0);
        for row in run {
            let (first, end) = (begin.max(steps.start), row.steps.min(steps.end));
            begin = row.steps;
            if let Some(number) = of(row) {
                let shared = end.saturating_sub(first) as f64;
                sum += shared * number;
                count += shared;
            }
        }
        sum / count
    };
    let runs = by_seed(rows).into_iter();
    let means = runs.map(|(_, run)| mean(&run));
    means.filter(|mean| !mean.is_nan()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_counts_for_the_steps_of_its_episode() {
        let row = |episode, steps, score| Row {
            seed: 1,
            episode,
            steps,
            score,
            ..Row::default()
        };
        let rows = [row(1, 10, 100.0), row(2, 40, 200.0), row(3, 60, 500.0)];
        // 10 steps of 100, 30 of 200, and 10 of the 20 of 500.
        assert_eq!(mean_scores(&rows, 0..50), [240.0]);
        assert!(mean_scores(&rows, 60..90).is_empty());
        // 10 of 200 and 10 of 500.
        assert_eq!(mean_scores(&rows, 30..50), [350.0]);
    }

    #[test]
    fn an_agent_is_compared_with_the_first_over_the_same_steps() {
        let run = |seed, score| {
            (1..=80).map(move |episode| Row {
                seed,
                episode,
                steps: 500 * episode,
                score,
                ..Row::default()
            })
        };
        let rows = |score| (1..=4).flat_map(|seed| run(seed, score)).collect();
        let table = in_numbers(&[("DQN", rows(500.0)), ("Other", rows(100.0))]);
        let lines: Vec<&str> = table.lines().skip(2).collect();
        let [dqn, other] = lines[..] else {
            panic!("{table}");
        };
        let score = "500.0 (500.0–500.0)";
        assert_eq!(dqn, format!("| DQN | 4 of 4 | {score} | {score} | – |"));
        let score = "100.0 (100.0–100.0)";
        let better = "0.00 (0.00–0.00)";
        assert_eq!(
            other,
            format!("| Other | 0 of 4 | {score} | {score} | {better} |")
        );
    }
}
