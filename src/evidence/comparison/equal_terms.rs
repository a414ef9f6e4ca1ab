//! Agents on equal terms: the same settings, the same many seeds.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::curves::{curves_of, titled};
use crate::experiments::{CART_POLE, EQUAL_TERMS, Records};
use crate::lab::plots::{
    DotFigure, Dots, Over, PALETTE, Summary, Svg, learning_curves_over,
};
use crate::lab::runs::{Row, Task};
use crate::lab::stats::{
    Estimate, Runs, Scale, format_interval, improvement_of, interquartile_mean_of,
    none, table,
};

/// The room that the names of the agents take.
const AGENT_NAMES: u32 = 270;

/// The figures and the table of the fair comparison.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let agents = titled(&(EQUAL_TERMS.recipes)(), |name| records.all_seeds(name))?;
    let curves = |over, title| {
        let summary = Summary::InterquartileMean;
        learning_curves_over(&CART_POLE, over, summary, title, &curves_of(&agents))
    };
    let figure = |name, svg: Svg| Artifact::figure(records, name, svg);
    let by_episode = "Six agents on equal terms, by episode";
    let by_step = "Six agents on equal terms, by environment step";
    Ok(vec![
        figure("equal-episodes", curves(Over::Episodes, by_episode)?),
        figure("equal-steps", curves(Over::Steps, by_step)?),
        figure("equal-scores", scores(&agents)?),
        figure("equal-improvement", improvement(&agents)?),
        figure("equal-solved", solved(&agents)?),
        Artifact::table(records, "equal-terms", equal_terms(&agents)),
    ])
}

/// One line of dots for each agent.
fn dots<'a>(
    agents: &[(&'a str, Vec<Row>)],
    of: impl Fn(&Runs) -> (Vec<f64>, Option<Estimate>),
) -> Vec<Dots<'a>> {
    let agents = agents.iter().zip(PALETTE);
    let line = |((name, rows), color): (&(&'a str, Vec<Row>), _)| {
        let (runs, estimate) = of(&Runs::of(&CART_POLE, rows));
        Dots {
            name,
            color,
            runs,
            estimate,
        }
    };
    agents.map(line).collect()
}

/// The final score of every run, with the interquartile means.
fn scores(agents: &[(&str, Vec<Row>)]) -> Result<Svg, Error> {
    let figure = DotFigure {
        title: "Final scores: every run, and the interquartile mean",
        x_label: &format!(
            "Mean score of the last {} episodes, with 95 % interval",
            CART_POLE.window
        ),
        scale: Scale::Linear,
        range: CART_POLE.scores,
        reference: Some(CART_POLE.solved),
        names: AGENT_NAMES,
        agents: dots(agents, |runs| {
            let scores = runs.final_scores.clone();
            let estimate = interquartile_mean_of(&scores);
            (scores, Some(estimate))
        }),
    };
    figure.draw()
}

/// How likely a run of each other agent beats one of the first.
fn improvement(agents: &[(&str, Vec<Row>)]) -> Result<Svg, Error> {
    let (baseline, rows) = agents.first().expect("the study names its agents");
    let baseline_scores = Runs::of(&CART_POLE, rows).final_scores;
    let mut agents = dots(agents, |runs| {
        let better = improvement_of(&runs.final_scores, &baseline_scores);
        (Vec::new(), Some(better))
    });
    agents.remove(0);
    let figure = DotFigure {
        title: &format!("How likely a run scores higher than one of {baseline}"),
        x_label: "Probability of improvement, with 95 % interval",
        scale: Scale::Linear,
        range: 0.0..1.0,
        reference: Some(0.5),
        names: AGENT_NAMES,
        agents,
    };
    figure.draw()
}

/// The steps after which every run is solved, and the runs that never are.
fn solved(agents: &[(&str, Vec<Row>)]) -> Result<Svg, Error> {
    let agents = dots(agents, |runs| (runs.steps.clone(), None));
    let steps = agents.iter().flat_map(|agent| &agent.runs);
    let last = steps
        .filter(|run| run.is_finite())
        .fold(0.0, |a: f64, &b| a.max(b));
    let figure = DotFigure {
        title: &format!(
            "Steps until a run has a mean of {}: every run",
            CART_POLE.solved
        ),
        x_label: "Environment steps of training",
        scale: Scale::Linear,
        range: 0.0..10_000.0 * (last / 10_000.0).ceil().max(1.0),
        reference: None,
        names: AGENT_NAMES,
        agents,
    };
    figure.draw()
}

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
    use crate::experiments::SEEDS;
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

    #[test]
    fn the_study_brings_seeds_that_the_chapters_do_not_have() {
        let seeds = EQUAL_TERMS.seeds;
        assert!(seeds.iter().all(|seed| !SEEDS.contains(seed)));
        assert!((EQUAL_TERMS.recipes)().len() <= PALETTE.len());
    }
}
