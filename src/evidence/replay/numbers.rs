//! The numbers of the prose on experience replay: what memories cost, and what the runs
//! with and without replay came to.

use crate::dqn::dqn;
use crate::error::Error;
use crate::evidence::comparison::references::{OFFICIAL_WINDOW, solved_officially};
use crate::evidence::page::Numbers;
use crate::experiments::{CART_POLE, Records};
use crate::lab::runs::{Row, by_seed, of_common_seeds};
use crate::lab::stats::{
    RunSummary, at_the_end, format_count, grouped, mean, median, of_runs,
};
use crate::replay::Ring;

/// What memories cost, and what the runs came to.
pub(crate) fn numbers(records: &Records, prose: &mut Numbers) -> Result<(), Error> {
    let (dqn, no_replay) = (records.rows("dqn")?, records.rows("no-replay")?);
    sizes(prose);
    prose.solved("dqn_solved", &dqn);
    prose.solved("no_replay_solved", &no_replay);
    let age = |rows| mean(&at_the_end(rows, |row| row.sample_age));
    prose.count("dqn_age", age(&dqn));
    prose.rounded("no_replay_age", age(&no_replay), 1);
    prose.add("fallen", FALLEN);
    lives(&dqn, prose);
    of_all_seeds(records, prose)
}

/// How often and how deep the scores fall in the runs of all seeds.
fn of_all_seeds(records: &Records, prose: &mut Numbers) -> Result<(), Error> {
    let no_replay = records.all_seeds("no-replay")?;
    let dqn = of_common_seeds(records.all_seeds("dqn")?, &no_replay);
    let all_falls = |rows| falls(rows).into_iter().sum::<usize>();
    prose.add("no_replay_many", by_seed(&no_replay).len());
    prose.add("dqn_falls", all_falls(&dqn));
    prose.add("no_replay_falls", all_falls(&no_replay));
    prose.add("soon", SOON);
    let lowest = lowest_soon_after_solved;
    prose.range("dqn_lowest_soon", &lowest(&dqn), format_count);
    prose.range("no_replay_lowest_soon", &lowest(&no_replay), format_count);
    Ok(())
}

/// What memories cost.
fn sizes(prose: &mut Numbers) {
    let cart_pole = Ring::<4>::BYTES_PER_TRANSITION;
    let stacked = Ring::<{ SCREENS * SCREEN }>::BYTES_PER_TRANSITION;
    let megabytes = (cart_pole * dqn().replay.capacity()) as f64 / 1e6;
    let gigabytes = |each: usize| (each * SCREEN_TRANSITIONS) as f64 / 1e9;
    prose.add("bytes_per_transition", cart_pole);
    prose.rounded("memory_megabytes", megabytes, 1);
    prose.add("screen_side", SCREEN_SIDE);
    prose.add("screens", SCREENS);
    prose.add("screen_transitions", grouped(SCREEN_TRANSITIONS));
    prose.rounded("screens_gigabytes", gigabytes(stacked), 0);
    prose.rounded("frames_gigabytes", gigabytes(SCREEN), 1);
}

// Mnih et al. (2015), "Methods": a state is four screens of 84 by 84 points, and the
// memory holds a million transitions.
const SCREEN_SIDE: usize = 84;
const SCREEN: usize = SCREEN_SIDE * SCREEN_SIDE;
const SCREENS: usize = 4;
const SCREEN_TRANSITIONS: usize = 1_000_000;

/// A score below this is one of a policy that has lost its skill.
const FALLEN: f64 = 100.0;
/// "Soon after" is within this many episodes.
const SOON: usize = 5;

/// How often the score of each run falls from [`CART_POLE.solved`] or more to below [`FALLEN`] from one
/// episode to the next.
pub(crate) fn falls(rows: &[Row]) -> Vec<usize> {
    let is_fall =
        |pair: &&[&Row]| pair[0].score >= CART_POLE.solved && pair[1].score < FALLEN;
    let runs = by_seed(rows).into_iter();
    let falls = runs.map(|(_, run)| run.windows(2).filter(is_fall).count());
    falls.collect()
}

/// The lowest score of each run within [`SOON`] episodes after one of [`CART_POLE.solved`]
/// or more.
pub(crate) fn lowest_soon_after_solved(rows: &[Row]) -> Vec<f64> {
    of_runs(rows, |run| {
        let scores: Vec<f64> = run.iter().map(|row| row.score).collect();
        let high = (0..scores.len()).filter(|&i| scores[i] >= CART_POLE.solved);
        let soon = high.flat_map(|i| scores[i + 1..].iter().take(SOON));
        soon.copied().reduce(f64::min)
    })
}

/// How long runs are, how often their transitions are drawn, and which network is
/// kept.
fn lives(dqn: &[Row], prose: &mut Numbers) {
    let steps = at_the_end(dqn, |row| Some(row.steps as f64));
    prose.ends(["dqn_least_steps", "dqn_largest_steps"], &steps);
    prose.count("first_step_draws", draws(0.0, mean(&steps)));
    prose.count("late_step", LATE);
    prose.count("late_step_draws", draws(LATE, mean(&steps)));
    let runs = by_seed(dqn);
    let officially = runs.iter().filter_map(|(_, run)| solved_officially(run));
    prose.add("official_window", OFFICIAL_WINDOW);
    prose.add("solved_officially", officially.count());
    if let Some(kept) = RunSummary::of(dqn).iter().min_by_key(|run| run.seed) {
        prose.add("kept_seed", kept.seed);
        prose.add("kept_episode", kept.best_episode);
    }
    let distances = dqn.iter().filter_map(|row| row.target_distance);
    let distance = median(&distances.collect::<Vec<f64>>()).unwrap_or(f64::NAN);
    prose.rounded("dqn_target_distance", 100.0 * distance, 1);
}

/// A step late in the run.
const LATE: f64 = 50_000.0;

/// How often a uniform memory draws the transition of step `stored` until step `end`,
/// on average: Σ batch size / transitions in the memory.
fn draws(stored: f64, end: f64) -> f64 {
    let recipe = dqn();
    let (batch, warm_up) = (recipe.batch_size as f64, recipe.warm_up as f64);
    let capacity = recipe.replay.capacity() as f64;
    let mut sum = 0.0;
    let mut stored_so_far = stored.max(warm_up) + 1.0;
    while stored_so_far <= end && stored_so_far - stored <= capacity {
        sum += batch / stored_so_far.min(capacity);
        stored_so_far += 1.0;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::runs::results::samples::run;

    #[test]
    fn a_fall_is_from_solved_to_fallen_within_one_run() {
        let mut rows = run(1, &[475.0, 99.0, 500.0, 100.0, 90.0, 476.0]);
        assert_eq!(falls(&rows), [1]);
        rows.extend(run(2, &[9.0]));
        assert_eq!(falls(&rows), [1, 0]);
        assert_eq!(lowest_soon_after_solved(&rows), [90.0]);
    }

    #[test]
    fn a_transition_is_drawn_by_a_share_of_each_batch() {
        // 64 · (1/321 + … + 1/1000), and nothing before learning starts.
        let sum: f64 = (321..=1000).map(|n| 64.0 / f64::from(n)).sum();
        assert!((draws(0.0, 1000.0) - sum).abs() < 1e-9);
        assert_eq!(draws(0.0, 320.0), 0.0);
        // In a full memory each lives for 50,000 steps: 64 draws.
        assert!((draws(60_000.0, 1e6) - 64.0).abs() < 0.01);
    }
}
