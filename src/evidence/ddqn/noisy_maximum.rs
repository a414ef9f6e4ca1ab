//! The maximum of noisy estimates, by the number of actions.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::page::Numbers;
use crate::experiments::Records;
use crate::lab::stats::{grouped, table};
use crate::papers::noisy_maximum::{DRAWS, Line, expected_maximum};

/// The table.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let lines: Vec<Line> = records.paper("papers/noisy-maximum")?;
    let lines = lines.iter().map(|line| {
        let number = |error: f64| format!("{error:.2}").replace('-', "−");
        vec![
            grouped(line.actions),
            number(line.single),
            number(expected_maximum(line.actions)),
            number(line.double),
        ]
    });
    let titles = "actions | largest of one set | expected | a second set says";
    Ok(vec![Artifact::table(
        records,
        "noisy-maximum",
        table(0, titles, lines),
    )])
}

/// The numbers of the prose.
pub(crate) fn numbers(prose: &mut Numbers) {
    prose.add("noise_draws", grouped(DRAWS));
}
