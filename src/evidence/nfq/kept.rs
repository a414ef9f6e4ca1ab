//! NFQ that keeps all it has played, beside agents of the fair comparison over equally
//! many steps.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::curves::{curves_of, titled};
use crate::evidence::equal_steps::mean_scores;
use crate::evidence::page::Numbers;
use crate::experiments::{CART_POLE, GROWING_BATCH_STEPS, Records};
use crate::foundations::{Dev, Weights};
use crate::growing_batch::{Small, growing_batch};
use crate::lab::plots::{Over, Summary, learning_curves_over};
use crate::lab::runs::{Row, by_seed};
use crate::lab::stats::{
    Runs, format_count, format_interval, grouped, interquartile_mean_of, table,
};
use dfdx::prelude::BuildModule;
use std::ops::Range;

/// The beginning of these runs, the whole of them, and their end.
pub(crate) const FIRST: Range<usize> = 0..500;
pub(crate) const ALL: Range<usize> = 0..GROWING_BATCH_STEPS;
const END: Range<usize> = GROWING_BATCH_STEPS - 1_000..GROWING_BATCH_STEPS;

/// NFQ that keeps all, NFQ that forgets, and DQN, under the same seeds.
const AGENTS: [&str; 3] = ["growing-batch", "fair/nfq", "fair/dqn"];

/// The first steps of each run: as many as this comparison has.
pub(crate) fn beginning(mut rows: Vec<Row>) -> Vec<Row> {
    rows.retain(|row| row.steps <= GROWING_BATCH_STEPS);
    rows
}

/// The figure and the table of the agents.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let agents = titled(&AGENTS, |name| records.rows(name))?;
    let lines = agents.iter().map(|(title, rows)| {
        let score = |steps| {
            let scores = mean_scores(rows, steps);
            format_interval(interquartile_mean_of(&scores), 1)
        };
        let solved = Runs::of(&CART_POLE, &beginning(rows.clone()));
        vec![
            (*title).to_owned(),
            solved.format_solved(),
            score(FIRST),
            score(ALL),
            score(END),
        ]
    });
    let titles = format!(
        "agent | solved | mean score, first {} steps | all steps | last {} steps",
        FIRST.len(),
        grouped(END.len())
    );
    let table = table(1, &titles, lines);
    let agents: Vec<(&str, Vec<Row>)> =
        agents.into_iter().map(|(t, r)| (t, beginning(r))).collect();
    let (over, summary) = (Over::Steps, Summary::InterquartileMean);
    let title = "The first steps of three agents";
    let curves = curves_of(&agents);
    let svg = learning_curves_over(&CART_POLE, over, summary, title, &curves)?;
    Ok(vec![
        Artifact::figure(records, "nfq-kept", svg),
        Artifact::table(records, "nfq-kept", table),
    ])
}

/// The transitions that have gone through the network at the end of each run: each fit of
/// an episode reads all that was played.
pub(crate) fn transitions(rows: &[Row]) -> Vec<f64> {
    let epochs = growing_batch().epochs;
    let runs = by_seed(rows).into_iter();
    let read = runs.map(|(_, run)| run.iter().map(|row| row.steps).sum::<usize>());
    read.map(|read| (epochs * read) as f64).collect()
}

/// The settings of the agent, and what its runs come to.
pub(crate) fn numbers(records: &Records, prose: &mut Numbers) -> Result<(), Error> {
    let recipe = growing_batch();
    let weights = Weights::of(&Small::<4, 2>::build(&Dev::default())).0;
    let weights: usize = weights.iter().map(|weight| weight.values.len()).sum();
    prose.add("kept_weights", weights);
    prose.add("kept_epochs", recipe.epochs);
    prose.add("kept_steps", grouped(GROWING_BATCH_STEPS));
    prose.add("kept_first_steps", FIRST.len());
    let rows = records.rows(AGENTS[0])?;
    prose.add("kept_seeds", by_seed(&rows).len());
    let runs = by_seed(&rows).into_iter();
    let balances =
        |run: &[&Row]| run.iter().any(|row| row.score >= CART_POLE.solved);
    let good = runs.filter(|(_, run)| balances(run));
    prose.add("kept_balanced", good.count());
    prose.range("kept_transitions", &transitions(&rows), format_count);
    Ok(())
}
