//! How far values are from the true ones on the random walk, by the rewards of a target.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::page::Numbers;
use crate::experiments::Records;
use crate::lab::plots::{Graph, GraphLine, PALETTE};
use crate::lab::stats::{Scale, table};
use crate::papers::random_walk::{EPISODES, LOOK_AHEADS, Line, RUNS, STATES};

/// Values that never learn: the error of zeros. Beyond it nothing is drawn.
const LARGEST: f64 = 0.55;

/// The line with the least error of so many rewards.
pub(crate) fn best(lines: &[Line], n: usize) -> Option<&Line> {
    let of_n = lines.iter().filter(|line| line.n == n);
    of_n.min_by(|a, b| a.error.total_cmp(&b.error))
}

/// The figure and the table.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let lines: Vec<Line> = records.paper("papers/random-walk")?;
    let names = LOOK_AHEADS.map(|n| format!("n = {n}"));
    let mut series = Vec::new();
    for ((n, name), color) in LOOK_AHEADS.into_iter().zip(&names).zip(PALETTE) {
        let points = lines
            .iter()
            .filter(|line| line.n == n && line.error < LARGEST);
        series.push(GraphLine {
            name,
            color,
            points: points.map(|line| (line.alpha, line.error)).collect(),
        });
    }
    let graph = Graph {
        title: "The random walk: the error of the first episodes",
        x_label: "Step size α",
        y_label: "Root mean squared error of the values",
        scales: [Scale::Linear; 2],
        reference: None,
        has_dots: false,
        lines: series,
    };
    let of_best = LOOK_AHEADS.into_iter().filter_map(|n| best(&lines, n));
    let of_best = of_best.map(|line| {
        vec![
            line.n.to_string(),
            format!("{:.2}", line.alpha),
            format!("{:.3}", line.error),
        ]
    });
    let titles = "n | best α of the figure | error";
    Ok(vec![
        Artifact::figure(records, "random-walk", graph.draw()?),
        Artifact::table(records, "random-walk", table(0, titles, of_best)),
    ])
}

/// The numbers of the prose.
pub(crate) fn numbers(prose: &mut Numbers) {
    prose.add("walk_states", STATES);
    prose.add("walk_episodes", EPISODES);
    prose.add("walk_runs", RUNS);
}
