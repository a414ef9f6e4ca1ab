//! Series: agents that differ in how much of one thing they have, side by side, each
//! under the seeds that all of them have.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::curves::curves_of;
use crate::experiments::{CART_POLE, Records};
use crate::lab::doctor::diagnostics::diagnostics;
use crate::lab::plots::panel::panel;
use crate::lab::plots::{Curve, Over, Summary, Svg, learning_curves_over};
use crate::lab::runs::{Row, of_common_seeds};
use crate::lab::stats::tables;
use std::mem::take;

/// The learning curves of a series and its table: both are called `name`. Each of the
/// `agents` is a recipe, and what it is called here.
pub(crate) fn series(
    records: &Records,
    name: &str,
    title: &str,
    agents: &[(&str, &'static str)],
) -> Result<Vec<Artifact>, Error> {
    let (over, summary) = (Over::Episodes, Summary::InterquartileMean);
    made(records, name, agents, |curves| {
        learning_curves_over(&CART_POLE, over, summary, title, curves)
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
    made(records, name, agents, |curves| {
        panel(title, curves, &diagnostics(columns))
    })
}

fn made(
    records: &Records,
    name: &str,
    agents: &[(&str, &'static str)],
    draw: impl FnOnce(&[Curve]) -> Result<Svg, Error>,
) -> Result<Vec<Artifact>, Error> {
    let agents = of_seeds_of_all(records, agents)?;
    let svg = draw(&curves_of(&agents))?;
    Ok(vec![
        Artifact::figure(records, name, svg),
        Artifact::table(records, name, tables::comparison(&CART_POLE, &agents)),
    ])
}

/// The rows of each agent, of the seeds that all of them have.
fn of_seeds_of_all(
    records: &Records,
    agents: &[(&str, &'static str)],
) -> Result<Vec<(&'static str, Vec<Row>)>, Error> {
    let mut read = Vec::new();
    for (recipe, label) in agents {
        read.push((*label, records.all_seeds(recipe)?));
    }
    let all = read.clone();
    for (_, rows) in &mut read {
        for (_, others) in &all {
            *rows = of_common_seeds(take(rows), others);
        }
    }
    Ok(read)
}
