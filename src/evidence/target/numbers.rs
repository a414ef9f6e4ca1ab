//! The numbers of the prose on target networks.

use crate::error::Error;
use crate::evidence::page::Named;
use crate::evidence::target::sketch::{EVERY, GAMMA, LIMIT, RATE, STEPS, chase};
use crate::experiments::{CART_POLE, Records, with_slow_target};
use crate::lab::runs::{Row, by_seed, of_common_seeds};
use crate::lab::stats::{Band, in_episode, median, solved_runs};
use crate::target::HardCopy;

/// What the chapter on target networks says of its sketch and of its runs.
pub(crate) fn frozen(records: &Records) -> Result<Vec<Named>, Error> {
    let rows = |name| records.rows(name);
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
    numbers.extend(of_many_seeds(records)?);
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
    median(&in_episode(rows, episode, of)).unwrap_or(f64::NAN)
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
    let copies = |row: &Row| Some(row.steps.div_ceil(every) as f64);
    let range = |band: Band| format!("{} to {}", band.min, band.max);
    let copies = in_episode(rows, episode, copies);
    Band::of(&copies).map_or_else(String::new, range)
}

/// How many runs are solved, of all seeds that were recorded without a target network.
fn of_many_seeds(records: &Records) -> Result<Vec<Named>, Error> {
    let none = records.all_seeds("no-target")?;
    let solved = |name| -> Result<String, Error> {
        let rows = records.all_seeds(name)?;
        Ok(solved_runs(&CART_POLE, &of_common_seeds(rows, &none)).to_string())
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
        let rows = [row(1, 1, 500, 0.0), row(2, 1, 1_001, 0.0)];
        assert_eq!(copies_in(&rows, 1), "1 to 3");
        assert_eq!(copies_in(&rows, 2), "");
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
}
