//! The numbers of the prose on double DQN.

use crate::error::Error;
use crate::evidence::ddqn::more_actions;
use crate::evidence::ddqn::noise::{MOST_ACTIONS, TRIALS, mean_of_largest};
use crate::evidence::ddqn::promises::{STEPS, after, crossings, recorded};
use crate::evidence::ddqn::temptation;
use crate::evidence::ddqn::{noisy_maximum, polynomials};
use crate::evidence::outcomes::{LAST_STEPS, last_surplus};
use crate::evidence::page::Numbers;
use crate::experiments::Records;
use crate::lab::stats::{
    at_the_end, format_interval, grouped, interquartile_mean_of,
};

/// What the maximum of noise comes to, and what the runs predict.
pub(crate) fn numbers(records: &Records, prose: &mut Numbers) -> Result<(), Error> {
    prose.add("double_trials", grouped(TRIALS));
    prose.add("double_most_actions", MOST_ACTIONS);
    prose.rounded("double_noise_of_two", mean_of_largest(2), 2);
    prose.rounded("double_noise_of_most", mean_of_largest(MOST_ACTIONS), 2);

    let [dqn, double] = recorded(records)?;
    prose.solved("double_dqn_solved", &dqn);
    prose.solved("double_solved", &double);
    let crossings = [crossings(&dqn), crossings(&double)].concat();
    let ends = ["double_first_crossing", "double_last_crossing"];
    prose.ends(ends, &crossings);
    // Early enough that poles still fall.
    let steps = STEPS[2];
    prose.add("double_steps", grouped(steps));
    for (names, rows) in [
        (["double_dqn_promise", "double_dqn_obtained"], &dqn),
        (["double_promise", "double_obtained"], &double),
    ] {
        let [promised, obtained] = after(rows, steps);
        prose.median(names[0], &promised);
        prose.median(names[1], &obtained);
    }
    let last = |rows| at_the_end(rows, |row| row.max_abs_q);
    prose.median("double_dqn_max_q", &last(&dqn));
    prose.median("double_max_q", &last(&double));
    more_actions::numbers(prose);
    noisy_maximum::numbers(prose);
    polynomials::numbers(prose);
    temptation::numbers(records, prose)?;
    with_a_discount(records, prose)
}

/// By how much the predicted return is above the achieved one at the end of the runs with
/// a discount.
fn with_a_discount(records: &Records, prose: &mut Numbers) -> Result<(), Error> {
    let surplus =
        |name| -> Result<Vec<f64>, Error> { Ok(last_surplus(&records.rows(name)?)) };
    let (dqn, double) = (surplus("fair/dqn")?, surplus("fair/double")?);
    let mean = |runs: &[f64]| format_interval(interquartile_mean_of(runs), 1);
    prose.add("fair_last", grouped(LAST_STEPS.len()));
    prose.add("double_surplus_of_dqn", mean(&dqn));
    prose.add("double_surplus", mean(&double));
    prose.higher("double_surplus_lower", &dqn, &double);
    Ok(())
}
