//! The numbers of the prose on all parts together.

use crate::error::Error;
use crate::evidence::page::Numbers;
use crate::evidence::polyak::promises::EARLY;
use crate::experiments::Records;
use crate::lab::stats::in_episode;

/// How many runs of the agents with several parts are solved, and what two of them
/// promise early in a run.
pub(crate) fn numbers(records: &Records, prose: &mut Numbers) -> Result<(), Error> {
    let rows = |name| records.all_seeds(name);
    let (all, per) = (rows("all")?, rows("per")?);
    prose.solved("all_solved", &all);
    prose.solved("all_dqn_solved", &rows("dqn")?);
    prose.solved("all_per_solved", &per);
    prose.solved("all_polyak_solved", &rows("polyak")?);
    prose.solved("all_dueling_solved", &rows("dueling")?);
    for (promise, obtained, rows) in [
        ("all_early_promise", "all_early_return", &all),
        ("all_per_early_promise", "all_per_early_return", &per),
    ] {
        prose.median(promise, &in_episode(rows, EARLY, |row| row.start_q));
        prose.median(obtained, &in_episode(rows, EARLY, |row| row.start_return));
    }
    Ok(())
}
