//! Series: agents that differ in how much of one thing they have, side by side, each
//! under the seeds that all of them have.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::curves::curves_of;
use crate::experiments::{CART_POLE, Records};
use crate::lab::doctor::diagnostics::diagnostics;
use crate::lab::plots::panel::panel;
use crate::lab::plots::{Over, Summary, Svg, learning_curves_over};
use crate::lab::runs::Row;
use crate::lab::stats::tables;

/// The learning curves of a series and its table: both are called `name`. Each of the
/// `agents` is a recipe, and what it is called here.
pub(crate) fn series(
    records: &Records,
    name: &str,
    title: &str,
    agents: &[(&str, &'static str)],
) -> Result<Vec<Artifact>, Error> {
    let (over, summary) = (Over::Episodes, Summary::InterquartileMean);
    made(records, name, agents, |agents| {
        learning_curves_over(&CART_POLE, over, summary, title, &curves_of(agents))
    })
}

/// As [`series`], with a panel of these columns in place of the learning curves.
pub(crate) fn panels(
    records: &Records,
    name: &str,
    title: &str,
    agents: &[(&str, &'static str)],
    columns: &[&str],
) -> Result<Vec<Artifact>, Error> {
    made(records, name, agents, |agents| {
        panel(title, &curves_of(agents), &diagnostics(columns))
    })
}

fn made(
    records: &Records,
    name: &str,
    agents: &[(&str, &'static str)],
    draw: impl FnOnce(Vec<(&str, &[Row])>) -> Result<Svg, Error>,
) -> Result<Vec<Artifact>, Error> {
    let agents = of_common_seeds(records, agents)?;
    let named = agents.iter().map(|(name, rows)| (*name, &rows[..]));
    let svg = draw(named.collect())?;
    Ok(vec![
        Artifact::figure(records, name, svg),
        Artifact::table(records, name, tables::comparison(&CART_POLE, &agents)),
    ])
}

/// The rows of each agent, of the seeds that all of them have.
fn of_common_seeds(
    records: &Records,
    agents: &[(&str, &'static str)],
) -> Result<Vec<(&'static str, Vec<Row>)>, Error> {
    let mut read = Vec::new();
    for (recipe, label) in agents {
        read.push((*label, records.all_seeds(recipe)?));
    }
    let has = |rows: &[Row], seed| rows.iter().any(|row| row.seed == seed);
    let mut seeds: Vec<u64> = read[0].1.iter().map(|row| row.seed).collect();
    seeds.retain(|&seed| read.iter().all(|(_, rows)| has(rows, seed)));
    for (_, rows) in &mut read {
        rows.retain(|row| seeds.contains(&row.seed));
    }
    Ok(read)
}
