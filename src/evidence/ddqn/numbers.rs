//! The numbers of the prose on double DQN.

use crate::error::Error;
use crate::evidence::ddqn::noise::{MOST_ACTIONS, TRIALS, mean_of_largest};
use crate::evidence::ddqn::promises::{STEPS, after, crossings, recorded};
use crate::evidence::page::Named;
use crate::evidence::triad::discount::last_values;
use crate::experiments::{CART_POLE, Records};
use crate::lab::stats::{format_count, grouped, median, solved_runs};

/// What the maximum of noise comes to, and what the runs promise.
pub(crate) fn numbers(records: &Records) -> Result<Vec<Named>, Error> {
    let agents = recorded(records)?;
    let [dqn, double] = &agents;
    let crossings = [crossings(dqn), crossings(double)].concat();
    let episode = |episode: Option<&usize>| {
        episode.map_or_else(String::new, ToString::to_string)
    };
    // Early enough that poles still fall.
    let steps = STEPS[2];
    let medians = |rows| {
        let values = after(rows, steps).into_iter();
        let medians =
            values.map(|v| median(&v).map_or_else(String::new, format_count));
        medians.collect::<Vec<String>>()
    };
    let last =
        |rows| median(&last_values(rows)).map_or_else(String::new, format_count);
    let (of_dqn, of_double) = (medians(dqn), medians(double));
    let mut numbers = noise();
    numbers.extend([
        (
            "double_dqn_solved",
            solved_runs(&CART_POLE, dqn).to_string(),
        ),
        ("double_solved", solved_runs(&CART_POLE, double).to_string()),
        ("double_first_crossing", episode(crossings.iter().min())),
        ("double_last_crossing", episode(crossings.iter().max())),
        ("double_steps", grouped(steps)),
        ("double_dqn_promise", of_dqn[0].clone()),
        ("double_dqn_obtained", of_dqn[1].clone()),
        ("double_promise", of_double[0].clone()),
        ("double_obtained", of_double[1].clone()),
        ("double_dqn_max_q", last(dqn)),
        ("double_max_q", last(double)),
    ]);
    Ok(numbers)
}

/// The maximum of noise, for the two actions of the cart-pole and for many.
fn noise() -> Vec<Named> {
    vec![
        ("double_trials", grouped(TRIALS)),
        ("double_most_actions", MOST_ACTIONS.to_string()),
        ("double_noise_of_two", format!("{:.2}", mean_of_largest(2))),
        (
            "double_noise_of_most",
            format!("{:.2}", mean_of_largest(MOST_ACTIONS)),
        ),
    ]
}
