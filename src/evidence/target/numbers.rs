//! The numbers of the prose on target networks.

use crate::error::Error;
use crate::evidence::comparisons::{recorded_rows, rows_of_all_seeds};
use crate::evidence::numbers::Named;
use crate::evidence::target::sketch::{EVERY, GAMMA, LIMIT, RATE, STEPS, chase};
use crate::experiments::catalogue::find;
use crate::experiments::variants::with_slow_target;
use crate::lab::runs::folders::Folders;
use crate::lab::runs::results::{Row, by_seed, of_common_seeds};
use crate::lab::stats::statistics::{Band, median};
use crate::lab::stats::tables::solved_runs;
use crate::target::HardCopy;

/// What the chapter on target networks says of its sketch and of its runs.
///
/// # Errors
/// [`Error::NotRecorded`], and those of reading.
pub(crate) fn frozen(folders: &Folders) -> Result<Vec<Named>, Error> {
    let rows = |name| recorded_rows(&find(name)?, name, folders);
    let (dqn, none) = (rows("dqn")?, rows("no-target")?);
    let slow = rows("slow-target")?;
    let mut numbers = sketch();
    let early =
        |rows: &[Row]| format!("{:.0}", median_in(rows, EARLY, |row| row.max_abs_q));
    numbers.extend([
        ("frozen_early", EARLY.to_string()),
        ("frozen_early_dqn", early(&dqn)),
        ("frozen_early_none", early(&none)),
        ("frozen_early_slow", early(&slow)),
        (
            "frozen_early_return",
            format!("{:.0}", longest_until(&[&dqn, &none, &slow], EARLY)),
        ),
        ("frozen_later", LATER.to_string()),
        ("frozen_later_copies", copies_in(&slow, LATER)),
        (
            "frozen_later_promise",
            format!("{:.1}", median_in(&slow, LATER, |row| row.start_q)),
        ),
        (
            "frozen_later_score",
            format!("{:.0}", median_in(&slow, LATER, |row| Some(row.score))),
        ),
    ]);
    numbers.extend(of_many_seeds(folders)?);
    Ok(numbers)
}

/// The example of one value.
fn sketch() -> Vec<Named> {
    let last = |every| {
        let seen = chase(HardCopy { every }, STEPS);
        format!("{:.1}", seen.last().map_or(f64::NAN, |(online, _)| *online))
    };
    vec![
        ("frozen_gamma", GAMMA.to_string()),
        ("frozen_rate", RATE.to_string()),
        ("frozen_every", EVERY.to_string()),
        ("frozen_steps", STEPS.to_string()),
        ("frozen_limit", format!("{LIMIT:.0}")),
        ("frozen_end", last(EVERY)),
        ("frozen_moving_end", last(1)),
    ]
}

/// An episode in which all runs have learned for a little while.
const EARLY: usize = 20;
/// An episode by which the slow copy has been renewed some times.
const LATER: usize = 100;

/// The median over the runs in that episode.
fn median_in(rows: &[Row], episode: usize, of: fn(&Row) -> Option<f64>) -> f64 {
    let there = rows.iter().filter(|row| row.episode == episode);
    median(&there.filter_map(of).collect::<Vec<_>>()).unwrap_or(f64::NAN)
}

/// The largest return of a training episode until then, which is its length.
fn longest_until(agents: &[&[Row]], episode: usize) -> f64 {
    let rows = agents.iter().flat_map(|rows| rows.iter());
    let until = rows.filter(|row| row.episode <= episode);
    until.fold(0.0, |longest, row| longest.max(row.episode_return))
}

/// How many copies the slow target network has received by the end of that episode:
/// the least and the most of the runs. There is one on step 0 too.
fn copies_in(rows: &[Row], episode: usize) -> String {
    let every = with_slow_target().card().target_update.value("every");
    let every: usize = every.parse().unwrap_or(usize::MAX);
    let there = rows.iter().filter(|row| row.episode == episode);
    let copies = there.map(|row| row.steps.div_ceil(every) as f64);
    let range = |band: Band| format!("{} to {}", band.min, band.max);
    Band::of(&copies.collect::<Vec<_>>()).map_or_else(String::new, range)
}

/// How many runs are solved, of all seeds that were recorded without a target network.
fn of_many_seeds(folders: &Folders) -> Result<Vec<Named>, Error> {
    let none = rows_of_all_seeds("no-target", folders)?;
    let solved = |name| -> Result<String, Error> {
        let rows = rows_of_all_seeds(name, folders)?;
        Ok(solved_runs(&of_common_seeds(rows, &none)).to_string())
    };
    Ok(vec![
        ("frozen_many", by_seed(&none).len().to_string()),
        ("frozen_many_dqn", solved("dqn")?),
        ("frozen_many_none", solved("no-target")?),
        ("frozen_many_slow", solved("slow-target")?),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(seed: u64, episode: usize, steps: usize, value: f64) -> Row {
        Row {
            seed,
            episode,
            steps,
            max_abs_q: Some(value),
            ..Row::default()
        }
    }

    #[test]
    fn a_copy_on_step_0_counts() {
        // Copies every 500 steps: on step 0, and on steps 0, 500 and 1,000.
        let rows = [row(1, 7, 500, 0.0), row(2, 7, 1_001, 0.0)];
        assert_eq!(copies_in(&rows, 7), "1 to 3");
        assert_eq!(copies_in(&rows, 8), "");
    }

    #[test]
    fn the_longest_episode_is_one_of_the_first() {
        let of = |episode, episode_return| Row {
            episode,
            episode_return,
            ..Row::default()
        };
        let (a, b) = ([of(1, 20.0), of(3, 90.0)], [of(2, 30.0)]);
        assert_eq!(longest_until(&[&a, &b], 2), 30.0);
    }

    #[test]
    fn the_median_is_that_of_the_runs_in_the_episode() {
        let rows = [
            row(1, 1, 9, 70.0),
            row(1, 2, 9, 1.0),
            row(2, 2, 9, 8.0),
            row(3, 2, 9, 2.0),
        ];
        assert_eq!(median_in(&rows, 2, |row| row.max_abs_q), 2.0);
    }
}
