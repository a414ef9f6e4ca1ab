//! The numbers of the prose on experience replay: what memories cost, and what the runs
//! with and without replay came to.

use crate::dqn::dqn;
use crate::error::Error;
use crate::evidence::comparison::references::{OFFICIAL_WINDOW, solved_officially};
use crate::evidence::dqn::numbers::last;
use crate::evidence::page::Named;
use crate::experiments::{CART_POLE, Records, SEEDS};
use crate::lab::runs::{Row, by_seed};
use crate::lab::stats::{Band, RunSummary, grouped, grouped_text, solved_runs};
use crate::replay::Ring;

/// What memories cost, and what the runs came to.
pub(crate) fn numbers(records: &Records) -> Result<Vec<Named>, Error> {
    let (dqn, no_replay) = (records.rows("dqn")?, records.rows("no-replay")?);
    let mut numbers = sizes();
    numbers.extend([
        ("dqn_solved", solved_runs(&CART_POLE, &dqn).to_string()),
        (
            "no_replay_solved",
            solved_runs(&CART_POLE, &no_replay).to_string(),
        ),
        ("dqn_age", last_mean(&dqn, |row| row.sample_age, 0)),
        (
            "no_replay_age",
            last_mean(&no_replay, |row| row.sample_age, 1),
        ),
    ]);
    numbers.extend(falls_of(&dqn, &no_replay));
    numbers.extend(lives(&dqn));
    Ok(numbers)
}

/// What memories cost.
fn sizes() -> Vec<Named> {
    let capacity = dqn().replay.capacity();
    let cart_pole = Ring::<4>::BYTES_PER_TRANSITION;
    let stacked = Ring::<{ SCREENS * SCREEN }>::BYTES_PER_TRANSITION;
    vec![
        ("bytes_per_transition", cart_pole.to_string()),
        (
            "memory_megabytes",
            format!("{:.1}", (cart_pole * capacity) as f64 / 1e6),
        ),
        ("screen_side", SCREEN_SIDE.to_string()),
        ("screens", SCREENS.to_string()),
        ("screen_transitions", grouped(SCREEN_TRANSITIONS)),
        (
            "screens_gigabytes",
            format!("{:.0}", in_billions(stacked * SCREEN_TRANSITIONS)),
        ),
        (
            "frames_gigabytes",
            format!("{:.1}", in_billions(SCREEN * SCREEN_TRANSITIONS)),
        ),
    ]
}

// Mnih et al. (2015), "Methods": a state is four screens of 84 by 84 points, and the
// memory holds a million transitions.
const SCREEN_SIDE: usize = 84;
const SCREEN: usize = SCREEN_SIDE * SCREEN_SIDE;
const SCREENS: usize = 4;
const SCREEN_TRANSITIONS: usize = 1_000_000;

fn in_billions(bytes: usize) -> f64 {
    bytes as f64 / 1e9
}

fn last_mean(rows: &[Row], of: fn(&Row) -> Option<f64>, digits: usize) -> String {
    let mean = last(rows, of).map_or(f64::NAN, |band| band.mean);
    match digits {
        0 => grouped_text(&format!("{mean:.0}")),
        _ => format!("{mean:.digits$}"),
    }
}

/// A score below this is one of a policy that has lost its skill.
const FALLEN: f64 = 100.0;
/// "Soon after" is within this many episodes.
const SOON: usize = 5;

/// How often good policies are lost, and how far scores drop soon after one.
fn falls_of(dqn: &[Row], no_replay: &[Row]) -> Vec<Named> {
    let lowest = |rows| format!("{:.0}", lowest_soon_after_solved(rows));
    vec![
        ("fallen", FALLEN.to_string()),
        ("dqn_falls", falls(dqn).to_string()),
        ("no_replay_falls", falls(no_replay).to_string()),
        ("soon", SOON.to_string()),
        ("dqn_lowest_soon", lowest(dqn)),
        ("no_replay_lowest_soon", lowest(no_replay)),
    ]
}

/// How often a run's score falls from [`CART_POLE.solved`] or more to below [`FALLEN`] from one
/// episode to the next.
fn falls(rows: &[Row]) -> usize {
    let is_fall =
        |pair: &&[&Row]| pair[0].score >= CART_POLE.solved && pair[1].score < FALLEN;
    let runs = by_seed(rows).into_iter();
    let falls = runs.map(|(_, run)| run.windows(2).filter(is_fall).count());
    falls.sum()
}

/// The lowest score within [`SOON`] episodes after one of [`CART_POLE.solved`] or more.
fn lowest_soon_after_solved(rows: &[Row]) -> f64 {
    let mut lowest = f64::INFINITY;
    for (_, run) in by_seed(rows) {
        for (i, row) in run.iter().enumerate() {
            if row.score >= CART_POLE.solved {
                let next = run[i + 1..].iter().take(SOON);
                lowest = next.fold(lowest, |lowest, row| lowest.min(row.score));
            }
        }
    }
    lowest
}

/// How long runs are, how often their transitions are drawn, and which network is
/// kept.
fn lives(dqn: &[Row]) -> Vec<Named> {
    let steps = last(dqn, |row| Some(row.steps as f64));
    let steps = steps.unwrap_or(Band {
        min: 0.0,
        mean: 0.0,
        max: 0.0,
    });
    let count = |number: f64| grouped_text(&format!("{number:.0}"));
    let runs = by_seed(dqn);
    let officially = runs.iter().filter_map(|(_, run)| solved_officially(run));
    let kept = RunSummary::of(dqn).into_iter().min_by_key(|run| run.seed);
    let kept = kept.map_or((SEEDS[0], 0), |run| (run.seed, run.best_episode));
    let mut distances: Vec<f64> =
        dqn.iter().filter_map(|row| row.target_distance).collect();
    distances.sort_by(f64::total_cmp);
    let median = distances.get(distances.len() / 2).copied();
    vec![
        ("dqn_least_steps", count(steps.min)),
        ("dqn_largest_steps", count(steps.max)),
        ("first_step_draws", count(draws(0.0, steps.mean))),
        ("late_step", count(LATE)),
        ("late_step_draws", count(draws(LATE, steps.mean))),
        ("official_window", OFFICIAL_WINDOW.to_string()),
        ("solved_officially", officially.count().to_string()),
        ("kept_seed", kept.0.to_string()),
        ("kept_episode", kept.1.to_string()),
        (
            "dqn_target_distance",
            format!("{:.1}", 100.0 * median.unwrap_or(f64::NAN)),
        ),
    ]
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
        assert_eq!(falls(&rows), 1);
        rows.extend(run(2, &[9.0]));
        assert_eq!(falls(&rows), 1);
        assert_eq!(lowest_soon_after_solved(&rows), 90.0);
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
