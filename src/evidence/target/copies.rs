//! How far values have come after each copy of the target network.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::page::Numbers;
use crate::experiments::corners::GAMMA;
use crate::experiments::{COPIED_EVERY, Records};
use crate::lab::plots::{Graph, GraphLine, PALETTE};
use crate::lab::runs::Row;
use crate::lab::stats::{Scale, median, of_runs, table};
use crate::target::value_after;

/// Copies since learning began: as far as the shortest of these runs goes.
const MOST: usize = 115;
/// Those of the table.
pub(crate) const SHOWN: [usize; 6] = [1, 5, 20, 50, 80, 110];

/// The mean |Q| of the batches of each run in the first episode that ends after `copies`
/// copies since learning began.
pub(crate) fn values(rows: &[Row], copies: usize) -> Vec<f64> {
    after(rows, copies, |row| row.mean_abs_q)
}

/// A number of each run in that episode.
pub(crate) fn after(
    rows: &[Row],
    copies: usize,
    of: fn(&Row) -> Option<f64>,
) -> Vec<f64> {
    of_runs(rows, |run| {
        let begin = run.iter().find(|row| row.mean_abs_q.is_some())?;
        let end = begin.target_updates? + copies;
        let row = run.iter().find(|row| row.target_updates >= Some(end))?;
        of(row)
    })
}

/// What the closed form says.
pub(crate) fn expected(copies: usize) -> f64 {
    value_after(copies, f64::from(GAMMA))
}

/// The numbers of the prose.
pub(crate) fn numbers(prose: &mut Numbers) {
    let [_, often, seldom] = COPIED_EVERY;
    prose.add("copies_often", often);
    prose.add("copies_seldom", seldom);
}

/// The figure and the table.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let agents = ["fair/copies-500", "fair/copies-100"];
    let mut rows = Vec::new();
    for name in agents {
        rows.push(records.rows(name)?);
    }
    let line = |name, color, of: &dyn Fn(usize) -> f64| GraphLine {
        name,
        color,
        points: (1..=MOST).map(|k| (k as f64, of(k))).collect(),
    };
    let measured = |rows: &[Row], k| median(&values(rows, k)).unwrap_or(f64::NAN);
    let graph = Graph {
        title: "How far values come with each copy, γ = 0.99",
        x_label: "Copies since learning began",
        y_label: "Mean |Q| of a batch, median of the runs",
        scales: [Scale::Linear; 2],
        reference: None,
        has_dots: false,
        lines: vec![
            line("a copy every 500 steps", PALETTE[0], &|k| {
                measured(&rows[0], k)
            }),
            line("a copy every 100 steps", PALETTE[1], &|k| {
                measured(&rows[1], k)
            }),
            line("the closed form", PALETTE[2], &expected),
        ],
    };
    let lines = SHOWN.map(|k| {
        let numbers = [expected(k), measured(&rows[0], k), measured(&rows[1], k)];
        let numbers = numbers.map(|number| format!("{number:.1}"));
        [&[k.to_string()][..], &numbers].concat()
    });
    let titles = "copies | closed form | a copy every 500 steps | every 100 steps";
    Ok(vec![
        Artifact::figure(records, "copies", graph.draw()?),
        Artifact::table(records, "copies", table(0, titles, lines)),
    ])
}
