//! The numbers of the prose on all parts together.

use crate::error::Error;
use crate::evidence::page::Named;
use crate::evidence::polyak::numbers::early;
use crate::experiments::{CART_POLE, Records};
use crate::lab::stats::{format_count, solved_runs};

/// How many runs of the agents with several parts are solved, and what two of them
/// promise early in a run.
pub(crate) fn numbers(records: &Records) -> Result<Vec<Named>, Error> {
    let mut numbers = Vec::new();
    for (number, name) in [
        ("all_solved", "all"),
        ("all_dqn_solved", "dqn"),
        ("all_per_solved", "per"),
        ("all_polyak_solved", "polyak"),
        ("all_dueling_solved", "dueling"),
    ] {
        let rows = records.all_seeds(name)?;
        numbers.push((number, solved_runs(&CART_POLE, &rows).to_string()));
    }
    for (promise, obtained, name) in [
        ("all_early_promise", "all_early_return", "all"),
        ("all_per_early_promise", "all_per_early_return", "per"),
    ] {
        let rows = records.all_seeds(name)?;
        numbers.push((promise, format_count(early(&rows, |row| row.start_q))));
        numbers.push((obtained, format_count(early(&rows, |row| row.start_return))));
    }
    Ok(numbers)
}
