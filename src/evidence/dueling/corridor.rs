//! How far a plain and a dueling network are from the exact values of the corridor.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::page::Numbers;
use crate::experiments::Records;
use crate::lab::plots::{Graph, GraphLine, PALETTE, Svg};
use crate::lab::stats::{Scale, grouped, median, table};
use crate::papers::corridor::{ACTIONS, CELLS, EPSILON, Line, SEEDS, STEPS};

/// The steps of the table.
pub(crate) const SHOWN: [usize; 3] = [50_000, 100_000, 200_000];

/// The lines of as many actions, after so many steps.
pub(crate) fn of(lines: &[Line], actions: usize, steps: usize) -> Vec<Line> {
    let are_meant = |line: &&Line| line.actions == actions && line.steps == steps;
    lines.iter().filter(are_meant).copied().collect()
}

/// How many times the error of the plain network is that of the dueling one.
pub(crate) fn ratio(line: &Line) -> f64 {
    line.single / line.dueling
}

fn middle(lines: &[Line], of: fn(&Line) -> f64) -> f64 {
    let numbers: Vec<f64> = lines.iter().map(of).collect();
    median(&numbers).unwrap_or(f64::NAN)
}

/// The median of this ratio for each number of actions.
pub(crate) fn ratios(lines: &[Line], steps: usize) -> [f64; 3] {
    ACTIONS.map(|actions| middle(&of(lines, actions, steps), ratio))
}

/// The figure and the table.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let lines: Vec<Line> = records.paper("papers/corridor")?;
    Ok(vec![
        Artifact::figure(records, "corridor", figure(&lines)?),
        Artifact::table(records, "corridor", in_numbers(&lines)),
    ])
}

/// A network: its name, and its error.
type Network = (&'static str, fn(&Line) -> f64);

fn figure(lines: &[Line]) -> Result<Svg, Error> {
    let networks: [Network; 2] = [
        ("plain", |line| line.single),
        ("dueling", |line| line.dueling),
    ];
    let pairs = ACTIONS
        .iter()
        .flat_map(|actions| networks.map(|of| (*actions, of)));
    let names = pairs
        .clone()
        .map(|(actions, (name, _))| format!("{name}, {actions} actions"));
    let names: Vec<String> = names.collect();
    let lines = pairs
        .enumerate()
        .map(|(i, (actions, (_, error)))| GraphLine {
            name: &names[i],
            color: PALETTE[i],
            points: STEPS
                .map(|steps| {
                    (steps as f64, middle(&of(lines, actions, steps), error))
                })
                .to_vec(),
        });
    let graph = Graph {
        title: "The corridor: squared error of all values, by the actions",
        x_label: "Steps",
        y_label: "Squared error, median of the seeds",
        scales: [Scale::Logarithmic; 2],
        reference: None,
        has_dots: true,
        lines: lines.collect(),
    };
    graph.draw()
}

fn in_numbers(lines: &[Line]) -> String {
    let pairs = SHOWN
        .iter()
        .flat_map(|steps| ACTIONS.map(|actions| (*steps, actions)));
    let line = |(steps, actions)| {
        let lines = of(lines, actions, steps);
        let number = |of| format!("{:.1}", middle(&lines, of));
        vec![
            grouped(steps),
            actions.to_string(),
            number(|line| line.single),
            number(|line| line.dueling),
            number(ratio),
        ]
    };
    let titles = "steps | actions | error of the plain network | of the dueling network \
         | plain over dueling";
    table(0, titles, pairs.map(line))
}

/// The numbers of the prose.
pub(crate) fn numbers(prose: &mut Numbers) {
    let [few, more, many] = ACTIONS;
    prose.add("corridor_few", few);
    prose.add("corridor_more", more);
    prose.add("corridor_many", many);
    prose.add("corridor_moves", 4);
    prose.add("corridor_cells", CELLS);
    prose.rounded("corridor_explores", 100.0 * f64::from(EPSILON), 1);
    prose.add("corridor_seeds", SEEDS);
}
