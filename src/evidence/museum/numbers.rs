//! The numbers of the prose on the museum.

use crate::dqn::dqn;
use crate::error::Error;
use crate::evidence::page::Numbers;
use crate::experiments::{
    OUTLIERS, find, following_by, greedy_too_soon, with_large_rewards,
    with_rate_times,
};
use crate::lab::stats::grouped_text;

/// The settings of the faults.
pub(crate) fn numbers(prose: &mut Numbers) -> Result<(), Error> {
    // Without the digits that rounding leaves behind.
    let rate = |factor| {
        let rate = with_rate_times(factor, dqn()).learning_rate;
        let rate = format!("{:.6}", rate.at_start());
        rate.trim_end_matches('0').to_owned()
    };
    let soon = greedy_too_soon().card().exploration.value("steps");
    let tau = |tau| following_by(tau).card().target_update.value("tau");
    let reward = with_large_rewards().card().replay.value("factor");
    prose.add("small_tau", tau(0.001));
    prose.add("tiny_tau", tau(0.0001));
    prose.add("large_reward", reward.trim_end_matches(".0"));
    let sparse = find("learn-every-4")?.provenance()?.recipe;
    prose.add("unit_every", sparse.target_update.value("every"));
    prose.add("unit_times", sparse.learn_every);
    prose.add("high_rate", rate(10.0));
    prose.add("low_rate", rate(0.1));
    prose.add("soon_greedy_steps", grouped_text(&soon));
    prose.add("outlier_one_in", grouped_text(&OUTLIERS.one_in.to_string()));
    prose.count("outlier_reward", OUTLIERS.reward);
    Ok(())
}
