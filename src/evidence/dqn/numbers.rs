//! The numbers of the prose that come from recorded runs.

use crate::dqn::dqn;
use crate::error::Error;
use crate::evidence::comparison::references::{OFFICIAL_WINDOW, solved_officially};
use crate::evidence::comparisons::recorded_rows;
use crate::evidence::numbers::Named;
use crate::experiments::catalogue::find;
use crate::experiments::variants;
use crate::lab::plots::curves::SOLVED;
use crate::lab::runs::experiment::SEEDS;
use crate::lab::runs::folders::Folders;
use crate::lab::runs::results::{Row, by_seed};
use crate::lab::stats::formats::{grouped, grouped_text, in_words};
use crate::lab::stats::statistics::Band;
use crate::lab::stats::tables::{RunSummary, solved_runs};
use crate::recipe::RecipeCard;

/// What the recorded runs came to.
///
/// # Errors
/// [`Error::NotRecorded`], and those of reading.
pub(crate) fn recorded(folders: &Folders) -> Result<Vec<Named>, Error> {
    let rows = |name| recorded_rows(&find(name)?, name, folders);
    let (dqn, no_replay) = (rows("dqn")?, rows("no-replay")?);
    let (no_target, online) = (rows("no-target")?, rows("online")?);
    let (slow, discounted) = (rows("slow-target")?, rows("discounted")?);
    let mut numbers = vec![
        ("dqn_solved", solved_runs(&dqn).to_string()),
        ("no_replay_solved", solved_runs(&no_replay).to_string()),
        ("no_target_solved", solved_runs(&no_target).to_string()),
        ("online_solved", solved_runs(&online).to_string()),
        ("slow_solved", solved_runs(&slow).to_string()),
        ("discounted_solved", solved_runs(&discounted).to_string()),
        ("dqn_age", last_mean(&dqn, |row| row.sample_age, 0)),
        (
            "no_replay_age",
            last_mean(&no_replay, |row| row.sample_age, 1),
        ),
        ("dqn_copies", copies(&dqn, &crate::dqn::dqn().card())),
        (
            "slow_copies",
            copies(&slow, &variants::with_slow_target().card()),
        ),
    ];
    numbers.extend(falls_of(&dqn, &no_replay));
    numbers.extend(largest_values([&dqn, &no_replay, &slow, &discounted]));
    numbers.extend(lives(&dqn));
    Ok(numbers)
}

/// The values of a column at the end of each run.
pub(crate) fn last(rows: &[Row], of: fn(&Row) -> Option<f64>) -> Option<Band> {
    let last = by_seed(rows).into_iter();
    let last: Vec<f64> = last.filter_map(|(_, run)| of(run.last()?)).collect();
    Band::of(&last)
}

fn last_mean(rows: &[Row], of: fn(&Row) -> Option<f64>, digits: usize) -> String {
    let mean = last(rows, of).map_or(f64::NAN, |band| band.mean);
    match digits {
        0 => grouped_text(&format!("{mean:.0}")),
        _ => format!("{mean:.digits$}"),
    }
}

/// The copies that the target network of the longest run has received.
fn copies(rows: &[Row], card: &RecipeCard) -> String {
    let steps = rows.iter().map(|row| row.steps).max().unwrap_or(0);
    let every = card.target_update.value("every").parse();
    // A copy is made on step 0 too.
    grouped(every.map_or(0, |every: usize| steps.div_ceil(every)))
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

/// How often a run's score falls from [`SOLVED`] or more to below [`FALLEN`] from one
/// episode to the next.
fn falls(rows: &[Row]) -> usize {
    let is_fall = |pair: &&[&Row]| pair[0].score >= SOLVED && pair[1].score < FALLEN;
    let runs = by_seed(rows).into_iter();
    let falls = runs.map(|(_, run)| run.windows(2).filter(is_fall).count());
    falls.sum()
}

/// The lowest score within [`SOON`] episodes after one of [`SOLVED`] or more.
fn lowest_soon_after_solved(rows: &[Row]) -> f64 {
    let mut lowest = f64::INFINITY;
    for (_, run) in by_seed(rows) {
        for (i, row) in run.iter().enumerate() {
            if row.score >= SOLVED {
                let next = run[i + 1..].iter().take(SOON);
                lowest = next.fold(lowest, |lowest, row| lowest.min(row.score));
            }
        }
    }
    lowest
}

/// max |Q| in the last episode of each run: the least and the largest of the runs.
fn largest_values([dqn, no_replay, slow, discounted]: [&[Row]; 4]) -> Vec<Named> {
    let band = |rows| last(rows, |row| row.max_abs_q);
    let least = |rows| in_words(band(rows).map_or(f64::NAN, |band| band.min));
    let largest = |rows| in_words(band(rows).map_or(f64::NAN, |band| band.max));
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

    fn run(seed: u64, scores: &[f64]) -> Vec<Row> {
        let rows = scores.iter().map(|&score| Row {
            seed,
            score,
            ..Row::default()
        });
        rows.collect()
    }

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

    #[test]
    fn a_large_number_is_said_in_millions() {
        assert_eq!(in_words(7_435_934.0), "7.4 million");
        assert_eq!(in_words(27_257.1), "27,257");
        assert_eq!(in_words(46.5), "46");
    }
}
