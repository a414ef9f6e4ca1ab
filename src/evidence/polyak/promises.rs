//! What networks predict early in a run, beside what their policies achieve.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::curves::titled;
use crate::experiments::Records;
use crate::lab::runs::Row;
use crate::lab::stats::{Band, in_episode, none, table};

/// An episode early in a run.
pub const EARLY: usize = 100;

/// Agents with target networks that follow quickly and slowly.
const AGENTS: [&str; 5] = [
    "ddqn",
    "polyak",
    "polyak-larger",
    "dueling",
    "dueling-larger",
];

/// The table of the agents, as a file.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let agents = titled(&AGENTS, |name| records.rows(name))?;
    let table = promises(&agents);
    Ok(vec![Artifact::table(records, "promises", table)])
}

/// The table of what the networks predict after episode [`EARLY`], for the states
/// in which episodes start, and of what their greedy policies achieve: the least
/// and the largest of the runs.
pub fn promises(agents: &[(&str, Vec<Row>)]) -> String {
    let line = |(title, rows): &(&str, Vec<Row>)| {
        let promised = range(rows, |row| row.start_q);
        let obtained = range(rows, |row| row.start_return);
        vec![(*title).to_owned(), promised, obtained]
    };
    let titles = "agent | promised | obtained";
    table(1, titles, agents.iter().map(line))
}

fn range(rows: &[Row], of: fn(&Row) -> Option<f64>) -> String {
    let band = Band::of(&in_episode(rows, EARLY, of));
    band.map_or_else(none, |band| format!("{:.0}–{:.0}", band.min, band.max))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_is_that_of_the_early_episode_of_each_run() {
        let run = |seed: u64| {
            (1..=EARLY + 1).map(move |episode| Row {
                seed,
                episode,
                start_q: Some((seed * 1_000) as f64 + episode as f64),
                start_return: None,
                ..Row::default()
            })
        };
        let rows: Vec<Row> = run(1).chain(run(2)).collect();
        let table = promises(&[("DQN", rows)]);
        assert!(table.ends_with("| DQN | 1100–2100 | – |\n"), "{table}");
    }
}
