//! What the book shows where a DQN does not learn: the diagnostics of runs.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::page::Page;
use crate::evidence::series::panels;
use crate::experiments::Records;
use crate::lab::doctor::{DIAGNOSTICS, Diagnostic};
use crate::lab::plots::all_diagnostics;
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
};

/// The panel of a healthy agent, and the table of what its charts show.
fn sketches(records: &Records) -> Result<Vec<Artifact>, Error> {
    let panel = all_diagnostics("DQN", &records.rows("dqn")?)?;
    Ok(vec![
        Artifact::figure(records, "panel-dqn", panel),
        Artifact::table(records, "diagnostics", diagnostics()),
    ])
}

/// The table of the diagnostics.
fn diagnostics() -> String {
    let line = |diagnostic: &Diagnostic| {
        let column = format!("`{}`", diagnostic.column);
        let [title, healthy] = [diagnostic.title, diagnostic.healthy];
        vec![column, title.to_owned(), healthy.to_owned()]
    };
    let titles = "column | what it is | when all is well it";
    table(3, titles, DIAGNOSTICS.iter().map(line))
}
