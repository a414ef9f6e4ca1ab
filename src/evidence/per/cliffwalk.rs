//! What each way to draw costs on the Blind Cliffwalk.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::page::Numbers;
use crate::experiments::Records;
use crate::lab::plots::{Graph, GraphLine, PALETTE};
use crate::lab::stats::{Scale, format_count, grouped, median, table};
use crate::papers::cliffwalk::{LENGTHS, Line, SEEDS};

/// What the prose says: on rows of so many states or more, a uniform memory takes more than
/// so many times the updates of the largest first.
pub(crate) const LONG: usize = 10;
pub(crate) const TIMES: f64 = 10.0;

/// A way to draw: its name, and the updates that it took.
type Way = (&'static str, fn(&Line) -> usize);

/// All of them.
pub(crate) const WAYS: [Way; 5] = [
    ("uniform", |line| line.uniform),
    ("by rank", |line| line.rank),
    ("in proportion", |line| line.proportional),
    ("the largest first", |line| line.greedy),
    ("an oracle", |line| line.oracle),
];

/// The median updates of a way on a row of so many states.
pub(crate) fn updates(lines: &[Line], states: usize, (_, of): Way) -> f64 {
    let runs = lines.iter().filter(|line| line.states == states);
    let runs: Vec<f64> = runs.map(|line| of(line) as f64).collect();
    median(&runs).unwrap_or(f64::NAN)
}

/// The figure and the table.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let lines: Vec<Line> = records.paper("papers/cliffwalk")?;
    let of_way = |(way, color): (&Way, _)| GraphLine {
        name: way.0,
        color,
        points: LENGTHS
            .map(|states| (states as f64, updates(&lines, states, *way)))
            .to_vec(),
    };
    let graph = Graph {
        title: "The Blind Cliffwalk: updates until the values are known",
        x_label: "States",
        y_label: "Updates, on a logarithmic axis",
        scales: [Scale::Linear, Scale::Logarithmic],
        reference: None,
        has_dots: true,
        lines: WAYS.iter().zip(PALETTE).map(of_way).collect(),
    };
    let of_length = |states: usize| {
        let transitions = lines.iter().find(|line| line.states == states);
        let transitions = transitions.map_or(0, |line| line.transitions);
        let ways = WAYS.map(|way| updates(&lines, states, way));
        let times = format!("{:.1}", ways[0] / updates(&lines, states, WAYS[3]));
        let words = [states.to_string(), grouped(transitions)];
        [&words[..], &ways.map(format_count), &[times]].concat()
    };
    let titles = "states | transitions | uniform | by rank | in proportion \
         | the largest first | an oracle | uniform over the largest first";
    Ok(vec![
        Artifact::figure(records, "cliffwalk", graph.draw()?),
        Artifact::table(
            records,
            "cliffwalk",
            table(0, titles, LENGTHS.map(of_length)),
        ),
    ])
}

/// The numbers of the prose.
pub(crate) fn numbers(prose: &mut Numbers) {
    prose.add("cliff_seeds", SEEDS);
    prose.add("cliff_long", LONG);
    prose.add("cliff_times", TIMES);
}
