//! The numbers of the prose on DQN: its settings, and what its recorded runs came to.

use crate::dqn::dqn;
use crate::error::Error;
use crate::evidence::dqn::stages;
use crate::evidence::page::Named;
use crate::experiments::{
    CART_POLE, EPISODES, Records, SEEDS, discounted, with_slow_target,
};
use crate::exploration::Clock;
use crate::foundations::{LARGEST_ANGLE, STEP_LIMIT, TIME_STEP, TRACK_HALF_LENGTH};
use crate::lab::runs::{EVALUATION_EPISODES, Row};
use crate::lab::stats::{
    Band, at_the_end, format_count, grouped, grouped_text, solved_runs,
};
use crate::recipe::RecipeCard;

/// The settings, what came out, and the stages of one run.
pub(crate) fn numbers(records: &Records) -> Result<Vec<Named>, Error> {
    let rows = |name| records.rows(name);
    let (dqn_rows, no_replay) = (rows("dqn")?, rows("no-replay")?);
    let (no_target, online) = (rows("no-target")?, rows("online")?);
    let (slow, discounted) = (rows("slow-target")?, rows("discounted")?);
    let mut numbers = settings();
    numbers.extend([
        (
            "no_target_solved",
            solved_runs(&CART_POLE, &no_target).to_string(),
        ),
        (
            "online_solved",
            solved_runs(&CART_POLE, &online).to_string(),
        ),
        ("slow_solved", solved_runs(&CART_POLE, &slow).to_string()),
        (
            "discounted_solved",
            solved_runs(&CART_POLE, &discounted).to_string(),
        ),
        ("dqn_copies", copies(&dqn_rows, &dqn().card())),
        ("slow_copies", copies(&slow, &with_slow_target().card())),
    ]);
    let of = [&dqn_rows[..], &no_replay, &slow, &discounted];
    numbers.extend(largest_values(of));
    numbers.extend(stages::numbers(records)?);
    Ok(numbers)
}

/// The settings of the experiments.
fn settings() -> Vec<Named> {
    let recipe = dqn();
    let card = recipe.card();
    let at = |step| recipe.exploration.value(Clock { step, episode: 0 });
    vec![
        ("seeds", SEEDS.len().to_string()),
        ("episodes", EPISODES.to_string()),
        ("evaluation_episodes", EVALUATION_EPISODES.to_string()),
        ("window", CART_POLE.window.to_string()),
        ("solved", CART_POLE.solved.to_string()),
        ("step_limit", STEP_LIMIT.to_string()),
        ("track_half_length", TRACK_HALF_LENGTH.to_string()),
        (
            "largest_angle",
            format!("{:.0}", LARGEST_ANGLE.to_degrees()),
        ),
        ("time_step", TIME_STEP.to_string()),
        ("capacity", grouped(recipe.replay.capacity())),
        ("batch_size", recipe.batch_size.to_string()),
        ("warm_up", recipe.warm_up.to_string()),
        ("copy_every", card.target_update.value("every")),
        (
            "slow_copy_every",
            with_slow_target().card().target_update.value("every"),
        ),
        ("discount", discounted().gamma.to_string()),
        (
            "largest_discounted_return",
            format!("{:.0}", 1.0 / (1.0 - discounted().gamma)),
        ),
        ("epsilon_start", at(0).to_string()),
        ("epsilon_end", at(usize::MAX - 1).to_string()),
        (
            "epsilon_steps",
            grouped_text(&card.exploration.value("steps")),
        ),
    ]
}

/// The values of a column at the end of each run.
pub(crate) fn last(rows: &[Row], of: fn(&Row) -> Option<f64>) -> Option<Band> {
    Band::of(&at_the_end(rows, of))
}

/// The copies that the target network of the longest run has received.
fn copies(rows: &[Row], card: &RecipeCard) -> String {
    let steps = rows.iter().map(|row| row.steps).max().unwrap_or(0);
    let every = card.target_update.value("every").parse();
    // A copy is made on step 0 too.
    grouped(every.map_or(0, |every: usize| steps.div_ceil(every)))
}

/// max |Q| in the last episode of each run: the least and the largest of the runs.
fn largest_values([dqn, no_replay, slow, discounted]: [&[Row]; 4]) -> Vec<Named> {
    let band = |rows| last(rows, |row| row.max_abs_q);
    let least = |rows| format_count(band(rows).map_or(f64::NAN, |band| band.min));
    let largest = |rows| format_count(band(rows).map_or(f64::NAN, |band| band.max));
    vec![
        ("dqn_least_max_q", least(dqn)),
        ("dqn_largest_max_q", largest(dqn)),
        ("no_replay_least_max_q", least(no_replay)),
        ("no_replay_largest_max_q", largest(no_replay)),
        ("slow_least_max_q", least(slow)),
        ("slow_largest_max_q", largest(slow)),
        ("discounted_least_max_q", least(discounted)),
        ("discounted_largest_max_q", largest(discounted)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_settings_are_those_of_the_lecture() {
        let settings = settings();
        let find = |name| {
            let found = settings.iter().find(|(known, _)| *known == name);
            found.unwrap().1.clone()
        };
        assert_eq!(find("copy_every"), "15");
        assert_eq!(find("epsilon_steps"), "20,000");
        assert_eq!(find("epsilon_start"), "1");
        assert_eq!(find("epsilon_end"), "0.3");
        assert_eq!(find("capacity"), "50,000");
    }
}
