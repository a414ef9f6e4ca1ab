//! The numbers of the prose on DQN: its settings, and what its recorded runs came to.

use crate::dqn::dqn;
use crate::error::Error;
use crate::evidence::dqn::stages;
use crate::evidence::outcomes::{EQUAL_SCORES, final_scores};
use crate::evidence::page::Numbers;
use crate::experiments::{
    CART_POLE, EPISODES, Records, SEEDS, STEPS, TEN_SEEDS, discounted,
    with_slow_target,
};
use crate::exploration::Clock;
use crate::foundations::{LARGEST_ANGLE, STEP_LIMIT, TIME_STEP, TRACK_HALF_LENGTH};
use crate::lab::runs::{EVALUATION_EPISODES, Row, by_seed, of_common_seeds};
use crate::lab::stats::{at_the_end, grouped, grouped_text, mean};
use crate::recipe::RecipeCard;

/// The settings, what came out, and the stages of one run.
pub(crate) fn numbers(records: &Records, prose: &mut Numbers) -> Result<(), Error> {
    let rows = |name| records.rows(name);
    let (dqn_rows, slow) = (rows("dqn")?, rows("slow-target")?);
    let discounted = rows("discounted")?;
    settings(prose);
    prose.solved("no_target_solved", &rows("no-target")?);
    prose.solved("online_solved", &rows("online")?);
    prose.solved("slow_solved", &slow);
    prose.solved("discounted_solved", &discounted);
    prose.add("dqn_copies", copies(&dqn_rows, &dqn().card()));
    prose.add("slow_copies", copies(&slow, &with_slow_target().card()));
    for (names, rows) in [
        (["dqn_least_max_q", "dqn_largest_max_q"], &dqn_rows),
        (
            ["no_replay_least_max_q", "no_replay_largest_max_q"],
            &rows("no-replay")?,
        ),
        (["slow_least_max_q", "slow_largest_max_q"], &slow),
        (
            ["discounted_least_max_q", "discounted_largest_max_q"],
            &discounted,
        ),
    ] {
        prose.ends(names, &at_the_end(rows, |row| row.max_abs_q));
    }
    ladder(records, prose)?;
    losses(records, prose)?;
    stages::numbers(records, prose)
}

/// How often a run ends higher without a target network than without replay, of all seeds.
fn ladder(records: &Records, prose: &mut Numbers) -> Result<(), Error> {
    let no_replay = records.all_seeds("no-replay")?;
    let no_target = of_common_seeds(records.all_seeds("no-target")?, &no_replay);
    prose.add("ladder_seeds", by_seed(&no_target).len());
    let [no_target, no_replay] = [no_target, no_replay].map(|r| final_scores(&r));
    prose.higher("ladder_replay_worth_more", &no_target, &no_replay);
    Ok(())
}

/// What the runs with other losses came to.
fn losses(records: &Records, prose: &mut Numbers) -> Result<(), Error> {
    prose.add("equal_steps", grouped(STEPS));
    prose.add("ten_seeds", TEN_SEEDS.len());
    for (names, recipe) in [
        (["huber_least_q", "huber_largest_q"], "pieces/huber"),
        (
            ["huber_slow_least_q", "huber_slow_largest_q"],
            "pieces/huber-slow-target",
        ),
        (
            ["equal_slow_least_q", "equal_slow_largest_q"],
            "pieces/slow-target",
        ),
    ] {
        let rows = records.rows(recipe)?;
        prose.ends(names, &at_the_end(&rows, |row| row.max_abs_q));
    }
    let slow = records.rows("pieces/slow-target")?;
    let huber = records.rows("pieces/huber-slow-target")?;
    let [scores, of_huber] = [&slow, &huber].map(|rows| (EQUAL_SCORES.of)(rows));
    prose.add(
        "equal_slow_copies",
        copies(&slow, &with_slow_target().card()),
    );
    prose.higher("huber_slow_higher", &of_huber, &scores);
    let rows = records.rows("pieces/dqn")?;
    let terminal = rows.iter().filter_map(|row| row.terminal_share);
    let share = mean(&terminal.collect::<Vec<f64>>());
    prose.percent("terminal_share", share);
    Ok(())
}

/// The settings of the experiments.
fn settings(prose: &mut Numbers) {
    let recipe = dqn();
    let card = recipe.card();
    let slow = with_slow_target().card();
    let at = |step| recipe.exploration.value(Clock { step, episode: 0 });
    let gamma = discounted().gamma;
    prose.add("seeds", SEEDS.len());
    prose.add("episodes", EPISODES);
    prose.add("evaluation_episodes", EVALUATION_EPISODES);
    prose.add("window", CART_POLE.window);
    prose.add("solved", CART_POLE.solved);
    prose.add("step_limit", STEP_LIMIT);
    prose.add("track_half_length", TRACK_HALF_LENGTH);
    prose.rounded("largest_angle", LARGEST_ANGLE.to_degrees(), 0);
    prose.add("time_step", TIME_STEP);
    prose.add("capacity", grouped(recipe.replay.capacity()));
    prose.add("batch_size", recipe.batch_size);
    prose.add("warm_up", recipe.warm_up);
    prose.add("copy_every", card.target_update.value("every"));
    prose.add("slow_copy_every", slow.target_update.value("every"));
    prose.add("discount", gamma);
    prose.rounded("largest_discounted_return", 1.0 / (1.0 - gamma), 0);
    prose.add("epsilon_start", at(0));
    prose.add("epsilon_end", at(usize::MAX - 1));
    let steps = card.exploration.value("steps");
    prose.add("epsilon_steps", grouped_text(&steps));
}

/// The copies that the target network of the longest run has received.
fn copies(rows: &[Row], card: &RecipeCard) -> String {
    let steps = rows.iter().map(|row| row.steps).max().unwrap_or(0);
    grouped(copies_until(steps, card))
}

/// The copies that a target network receives in `steps` steps: one on step 0 too.
pub(crate) fn copies_until(steps: usize, card: &RecipeCard) -> usize {
    let every = card.target_update.value("every").parse();
    steps.div_ceil(every.expect("DQN copies every C steps"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_settings_are_those_of_the_lecture() {
        let mut prose = Numbers::default();
        settings(&mut prose);
        assert_eq!(prose.get("copy_every"), "15");
        assert_eq!(prose.get("epsilon_steps"), "20,000");
        assert_eq!(prose.get("epsilon_start"), "1");
        assert_eq!(prose.get("epsilon_end"), "0.3");
        assert_eq!(prose.get("capacity"), "50,000");
    }
}
