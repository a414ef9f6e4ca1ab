//! What more actions do to the values of DQN and of double DQN.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::comparison::fair::{in_numbers, rows_of, values};
use crate::evidence::page::Numbers;
use crate::experiments::Records;
use crate::experiments::more_actions::ACTIONS;

/// DQN and double DQN, with as few actions as there can be and with more.
const AGENTS: [(&str, &str); 4] = [
    ("DQN, 2 actions", "fair/dqn"),
    ("Double DQN, 2 actions", "fair/double"),
    ("DQN, 8 actions", "fair/dqn-8-actions"),
    ("Double DQN, 8 actions", "fair/double-8-actions"),
];

/// The tables of the values and of the scores.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let agents = rows_of(records, &AGENTS)?;
    Ok(vec![
        Artifact::table(records, "more-actions-values", values(&agents)),
        Artifact::table(records, "more-actions", in_numbers(&agents)),
    ])
}

/// The numbers of the prose.
pub(crate) fn numbers(prose: &mut Numbers) {
    prose.add("more_actions", ACTIONS);
}
