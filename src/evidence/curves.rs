//! The runs of several recipes in one figure, and in one table.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::experiments::{Records, find};
use crate::lab::plots::{
    AgentLine, Curve, Over, PALETTE, Summary, learning_curves_apart,
    learning_curves_over,
};
use crate::lab::runs::{Row, by_seed};
use crate::lab::stats::tables;
use plotters::style::RGBColor;

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
    let agents = titled(recipes, |name| records.rows(name))?;
    let (summary, curves) = (Summary::MeanAndRange, curves_of(&agents));
    let svg = learning_curves_over(task, over, summary, title, &curves)?;
    Ok(vec![
        Artifact::figure(records, name, svg),
        Artifact::table(records, name, tables::comparison(task, &agents)),
    ])
}

/// As [`curves`], with a chart for each of the `recipes`, so that all runs are seen.
pub(crate) fn curves_apart(
    records: &Records,
    name: &str,
    title: &str,
    recipes: &[&str],
) -> Result<Vec<Artifact>, Error> {
    let task = find(recipes[0])?.task;
    let agents = titled(recipes, |name| records.rows(name))?;
    let svg = learning_curves_apart(task, title, &curves_of(&agents))?;
    Ok(vec![
        Artifact::figure(records, name, svg),
        Artifact::table(records, name, tables::comparison(task, &agents)),
    ])
}

/// The titles of the `recipes`, each with its `rows`.
pub(crate) fn titled(
    recipes: &[&str],
    rows: impl Fn(&str) -> Result<Vec<Row>, Error>,
) -> Result<Vec<(&'static str, Vec<Row>)>, Error> {
    let agent = |name: &&str| Ok((find(name)?.title, rows(name)?));
    recipes.iter().map(agent).collect()
}

/// The curves of several agents, each in the next colour.
pub(crate) fn curves_of(
    agents: &[(impl AsRef<str>, impl AsRef<[Row]>)],
) -> Vec<Curve<'_>> {
    assert!(
        agents.len() <= PALETTE.len(),
        "a figure has a colour for each agent"
    );
    let agents = agents.iter().zip(PALETTE);
    let curves = agents.map(|((name, rows), color)| Curve {
        name: name.as_ref(),
        color,
        rows: rows.as_ref(),
    });
    curves.collect()
}

/// A column of one agent over the episodes, a line for each run.
pub(crate) fn lines_of<'a>(
    name: &'a str,
    color: RGBColor,
    rows: &[Row],
    of: impl Fn(&Row) -> Option<f64>,
) -> AgentLine<'a> {
    let point = |row: &&Row| Some((row.episode, of(row)?));
    let runs = by_seed(rows).into_iter();
    let runs = runs.map(|(_, run)| run.iter().filter_map(point).collect());
    AgentLine::median(name, color, runs.collect())
}
