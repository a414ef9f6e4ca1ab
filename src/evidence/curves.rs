//! The runs of several recipes in one figure, and in one table.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::experiments::{Records, find};
use crate::lab::plots::{Curve, Over, PALETTE, Summary, learning_curves_over};
use crate::lab::runs::Row;
use crate::lab::stats::tables;

/// The learning curves over the episodes of the `recipes`, under the seeds of the
/// catalogue, and their table: both are called `name`.
pub(crate) fn curves(
    records: &Records,
    name: &str,
    title: &str,
    recipes: &[&str],
) -> Result<Vec<Artifact>, Error> {
    curves_over(Over::Episodes, records, name, title, recipes)
}

/// As [`curves`], over the episodes or over the steps.
pub(crate) fn curves_over(
    over: Over,
    records: &Records,
    name: &str,
    title: &str,
    recipes: &[&str],
) -> Result<Vec<Artifact>, Error> {
    let task = find(recipes[0])?.task;
    let mut runs = Vec::new();
    for recipe in recipes {
        runs.push((find(recipe)?.title, records.rows(recipe)?));
    }
    let curves = curves_of(runs.iter().map(|(name, rows)| (*name, &rows[..])));
    let svg =
        learning_curves_over(task, over, Summary::MeanAndRange, title, &curves)?;
    Ok(vec![
        Artifact::figure(records, name, svg),
        Artifact::table(records, name, tables::comparison(task, &runs)),
    ])
}

/// The curves of several agents, each in the next colour.
pub(crate) fn curves_of<'a>(
    agents: impl IntoIterator<Item = (&'a str, &'a [Row])>,
) -> Vec<Curve<'a>> {
    let agents = agents.into_iter().enumerate();
    let curve = |(i, (name, rows))| Curve {
        name,
        color: PALETTE[i],
        rows,
    };
    agents.map(curve).collect()
}
