//! Who finds the treasure of the deep sea, and after how many dives.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::page::Numbers;
use crate::experiments::Records;
use crate::lab::plots::{Graph, GraphLine, PALETTE};
use crate::lab::stats::{Scale, format_count, grouped, median, table};
use crate::papers::deep_sea::{Line, MOST, SEEDS, SIZES};

/// A diver: its name, and the dives that it took.
type Diver = (&'static str, fn(&Line) -> Option<usize>);

/// All of them.
pub(crate) const DIVERS: [Diver; 3] = [
    ("at random", |line| line.random),
    ("ε-greedy", |line| line.epsilon_greedy),
    ("optimistic", |line| line.optimistic),
];

/// The dives of each run in a sea of that size; ∞ where the treasure is not found.
pub(crate) fn dives(lines: &[Line], size: usize, (_, of): Diver) -> Vec<f64> {
    let runs = lines.iter().filter(|line| line.size == size);
    let dives =
        runs.map(|line| of(line).map_or(f64::INFINITY, |dives| dives as f64));
    dives.collect()
}

fn median_dives(lines: &[Line], size: usize, diver: Diver) -> f64 {
    median(&dives(lines, size, diver)).unwrap_or(f64::NAN)
}

/// The figure and the table.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let lines: Vec<Line> = records.paper("papers/deep-sea")?;
    let of_diver = |(diver, color): (Diver, _)| GraphLine {
        name: diver.0,
        color,
        points: SIZES
            .map(|size| (size as f64, median_dives(&lines, size, diver)))
            .into_iter()
            .filter(|(_, dives)| dives.is_finite())
            .collect(),
    };
    let graph = Graph {
        title: "Deep sea: dives until the treasure is found",
        x_label: "Size N",
        y_label: "Dives, median of the seeds, on a logarithmic axis",
        scales: [Scale::Linear, Scale::Logarithmic],
        reference: Some((MOST as f64, "the end of a run")),
        has_dots: true,
        lines: DIVERS.into_iter().zip(PALETTE).map(of_diver).collect(),
    };
    let of_size = |size: usize| {
        let chance = std::f64::consts::LN_2 * libm::exp2(size as f64);
        let cells = DIVERS.map(|diver| {
            let dives = dives(&lines, size, diver);
            let found = dives.iter().filter(|dives| dives.is_finite()).count();
            match median(&dives) {
                Some(median) if median.is_finite() => {
                    format!("{} ({found} of {})", format_count(median), dives.len())
                }
                _ => format!("> {} ({found} of {})", grouped(MOST), dives.len()),
            }
        });
        [&[size.to_string(), format_count(chance)][..], &cells].concat()
    };
    let titles = "N | ln 2 · 2ᴺ | at random | ε-greedy | optimistic";
    Ok(vec![
        Artifact::figure(records, "deep-sea", graph.draw()?),
        Artifact::table(records, "deep-sea", table(0, titles, SIZES.map(of_size))),
    ])
}

/// The numbers of the prose.
pub(crate) fn numbers(prose: &mut Numbers) {
    prose.add("sea_seeds", SEEDS);
    prose.add("sea_most", grouped(MOST));
}
