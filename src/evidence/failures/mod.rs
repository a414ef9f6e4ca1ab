//! What the book shows where a DQN does not learn: the diagnostics of runs.

pub(crate) mod claims;

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::page::Page;
use crate::evidence::series::panels;
use crate::experiments::Records;
use crate::lab::doctor::diagnostics::diagnostics;
use crate::lab::doctor::{DIAGNOSTICS, Diagnostic};
use crate::lab::plots::panel::panel;
use crate::lab::plots::{Curve, PALETTE};
use crate::lab::stats::table;

pub(crate) const PAGE: Page = Page {
    chapter: "failures",
    artifacts: &[|records| {
        let title = "The ladder: with neither part, with each, and with both";
        let agents = [
            ("online", "Online"),
            ("no-target", "With replay"),
            ("no-replay", "With a target network"),
            ("dqn", "With both: DQN"),
        ];
        let columns = ["score", "max_abs_q"];
        panels(records, "ladder-panel", title, &agents, &columns)
    }],
    sketches: &[sketches],
    numbers: |_, _| Ok(()),
    claims: claims::CLAIMS,
};

/// What to look at first, in the order in which one does.
const FIRST: [&str; 6] = [
    "sample_age",
    "target_distance",
    "td_error_p50",
    "start_q",
    "start_return",
    "score",
];

/// The panels of a healthy agent, and the table of what its charts show.
fn sketches(records: &Records) -> Result<Vec<Artifact>, Error> {
    let rows = records.rows("dqn")?;
    let agent = [Curve {
        name: "DQN",
        color: PALETTE[0],
        rows: &rows,
    }];
    let is_first = |d: &&Diagnostic| FIRST.contains(&d.column);
    let others: Vec<_> = DIAGNOSTICS.iter().filter(|d| !is_first(d)).collect();
    let first = panel("Six diagnostics of DQN", &agent, &diagnostics(&FIRST))?;
    let others = panel("The other diagnostics of DQN", &agent, &others)?;
    Ok(vec![
        Artifact::figure(records, "panel-dqn", first),
        Artifact::figure(records, "panel-dqn-others", others),
        Artifact::table(records, "diagnostics", in_words()),
    ])
}

/// The table of the diagnostics.
fn in_words() -> String {
    let line = |diagnostic: &Diagnostic| {
        let column = format!("`{}`", diagnostic.column);
        let [title, healthy] = [diagnostic.title, diagnostic.healthy];
        vec![column, title.to_owned(), healthy.to_owned()]
    };
    let titles = "column | what it is | when all is well it";
    table(3, titles, DIAGNOSTICS.iter().map(line))
}
