//! The bytes of a file as a table, and the facts that are among its rows.

use crate::error::Error;
use crate::lab::doctor::Facts;
use crate::lab::reading::facts::facts_of_json;
use crate::lab::reading::table::{Table, table};
use std::path::Path;

#[cfg(feature = "readers")]
pub(super) fn table_and_facts(
    path: &Path,
    file: &[u8],
) -> Result<(Table, Facts), Error> {
    use crate::lab::reading::beside::facts_of_table;
    use crate::lab::reading::events::{events, is_event_file};

    if !is_event_file(file) {
        return Ok((table(path, file)?, facts_among_rows(file)));
    }
    let events = events(path, file)?;
    if events.table.lines.is_empty() {
        return Err(Error::NoRows(path.to_owned()));
    }
    let mut facts = Facts::default();
    for text in &events.texts {
        facts.fill(&facts_of_table(text));
    }
    Ok((events.table, facts))
}

#[cfg(not(feature = "readers"))]
pub(super) fn table_and_facts(
    path: &Path,
    file: &[u8],
) -> Result<(Table, Facts), Error> {
    Ok((table(path, file)?, facts_among_rows(file)))
}

/// The facts in the configuration that `RLlib` writes into each line.
fn facts_among_rows(file: &[u8]) -> Facts {
    let line = file.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line: Option<serde_json::Value> = serde_json::from_slice(line).ok();
    let config = line.as_ref().and_then(|line| line.get("config"));
    config.map(facts_of_json).unwrap_or_default()
}
