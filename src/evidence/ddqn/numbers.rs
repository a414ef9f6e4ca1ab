//! The numbers of the prose on double DQN.

use crate::error::Error;
use crate::evidence::ddqn::noise::{MOST_ACTIONS, TRIALS, mean_of_largest};
use crate::evidence::ddqn::promises::{STEPS, after, crossings, recorded};
use crate::evidence::page::Numbers;
use crate::evidence::triad::discount::last_values;
use crate::experiments::Records;
use crate::lab::stats::grouped;

/// What the maximum of noise comes to, and what the runs promise.
pub(crate) fn numbers(
    records: &Records,
    numbers: &mut Numbers,
) -> Result<(), Error> {
    numbers.add("double_trials", grouped(TRIALS));
    numbers.add("double_most_actions", MOST_ACTIONS);
    numbers.rounded("double_noise_of_two", mean_of_largest(2), 2);
    numbers.rounded("double_noise_of_most", mean_of_largest(MOST_ACTIONS), 2);

    let [dqn, double] = recorded(records)?;
    numbers.solved("double_dqn_solved", &dqn);
    numbers.solved("double_solved", &double);
    let crossings = [crossings(&dqn), crossings(&double)].concat();
    let ends = ["double_first_crossing", "double_last_crossing"];
    numbers.ends(ends, &crossings);
    // Early enough that poles still fall.
    let steps = STEPS[2];
    numbers.add("double_steps", grouped(steps));
    for (names, rows) in [
        (["double_dqn_promise", "double_dqn_obtained"], &dqn),
        (["double_promise", "double_obtained"], &double),
    ] {
        let [promised, obtained] = after(rows, steps);
        numbers.median(names[0], &promised);
        numbers.median(names[1], &obtained);
    }
    numbers.median("double_dqn_max_q", &last_values(&dqn));
    numbers.median("double_max_q", &last_values(&double));
    Ok(())
}
