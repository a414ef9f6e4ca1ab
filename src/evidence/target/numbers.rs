//! The numbers of the prose on target networks.

use crate::error::Error;
use crate::evidence::dqn::numbers::copies_until;
use crate::evidence::page::Numbers;
use crate::evidence::target::sketch::{EVERY, GAMMA, LIMIT, RATE, STEPS, chase};
use crate::evidence::target::{copies, map};
use crate::experiments::{CART_POLE, Records, with_slow_target};
use crate::lab::runs::{Row, by_seed, of_common_seeds};
use crate::lab::stats::{Runs, in_episode, median_in};
use crate::target::HardCopy;

/// An episode in which all runs have learned for a little while.
pub(crate) const EARLY: usize = 20;
/// An episode by which the slow copy has been renewed some times.
pub(crate) const LATER: usize = 100;

/// What the chapter on target networks says of its sketch and of its runs.
pub(crate) fn numbers(records: &Records, prose: &mut Numbers) -> Result<(), Error> {
    copies::numbers(prose);
    map::numbers(prose);
    sketch(prose);
    let rows = |name| records.rows(name);
    let (dqn, none) = (rows("dqn")?, rows("no-target")?);
    let slow = rows("slow-target")?;
    let early = |rows: &[Row]| median_in(rows, EARLY, |row| row.max_abs_q);
    prose.add("frozen_early", EARLY);
    prose.rounded("frozen_early_dqn", early(&dqn), 0);
    prose.rounded("frozen_early_none", early(&none), 0);
    prose.rounded("frozen_early_slow", early(&slow), 0);
    let longest = longest_until(&[&dqn, &none, &slow], EARLY);
    prose.rounded("frozen_early_return", longest, 0);

    prose.add("frozen_later", LATER);
    let copies = copies_in(&slow, LATER);
    prose.range("frozen_later_copies", &copies, |copies| copies.to_string());
    let promise = median_in(&slow, LATER, |row| row.start_q);
    prose.rounded("frozen_later_promise", promise, 1);
    let score = median_in(&slow, LATER, |row| Some(row.score));
    prose.rounded("frozen_later_score", score, 0);

    let [dqn_scores, none_scores] =
        [&dqn, &none].map(|rows| Runs::of(&CART_POLE, rows));
    prose.higher(
        "frozen_dqn_higher",
        &dqn_scores.final_scores,
        &none_scores.final_scores,
    );

    // All seeds that were recorded without a target network.
    let none = records.all_seeds("no-target")?;
    prose.add("frozen_many", by_seed(&none).len());
    for (number, recipe) in [
        ("frozen_many_dqn", "dqn"),
        ("frozen_many_none", "no-target"),
        ("frozen_many_slow", "slow-target"),
    ] {
        let rows = of_common_seeds(records.all_seeds(recipe)?, &none);
        prose.solved(number, &rows);
    }
    Ok(())
}

/// The example of one value.
fn sketch(prose: &mut Numbers) {
    prose.add("frozen_gamma", GAMMA);
    prose.add("frozen_rate", RATE);
    prose.add("frozen_every", EVERY);
    prose.add("frozen_steps", STEPS);
    prose.rounded("frozen_limit", LIMIT, 0);
    for (name, every) in [("frozen_end", EVERY), ("frozen_moving_end", 1)] {
        let seen = chase(HardCopy { every }, STEPS);
        let last = seen.last().map_or(f64::NAN, |(online, _)| *online);
        prose.rounded(name, last, 1);
    }
}

/// Whether the largest value of a batch is above every return that the run has seen, for
/// each run, early on.
pub(crate) fn beyond_returns(rows: &[Row]) -> Vec<bool> {
    let is_beyond = |(_, run): (u64, Vec<&Row>)| {
        let seen = &run[..EARLY.min(run.len())];
        let returns = seen.iter().map(|row| row.episode_return);
        let value = seen.last().and_then(|row| row.max_abs_q);
        value > returns.reduce(f64::max)
    };
    by_seed(rows).into_iter().map(is_beyond).collect()
}

/// The largest return of a training episode until then, which is its length.
pub(crate) fn longest_until(agents: &[&[Row]], episode: usize) -> f64 {
    let rows = agents.iter().flat_map(|rows| rows.iter());
    let until = rows.filter(|row| row.episode <= episode);
    until.fold(0.0, |longest, row| longest.max(row.episode_return))
}

/// How many copies the slow target network of each run has received by the end of that
/// episode.
pub(crate) fn copies_in(rows: &[Row], episode: usize) -> Vec<f64> {
    let slow = with_slow_target().card();
    let copies = |row: &Row| Some(copies_until(row.steps, &slow) as f64);
    in_episode(rows, episode, copies)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_on_step_0_counts() {
        let row = |seed, steps| Row {
            seed,
            steps,
            ..Row::default()
        };
        // Copies every 500 steps: on step 0, and on steps 0, 500 and 1,000.
        let rows = [row(1, 500), row(2, 1_001)];
        assert_eq!(copies_in(&rows, 1), [1.0, 3.0]);
        assert!(copies_in(&rows, 2).is_empty());
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
    fn a_value_is_beyond_the_returns_of_its_own_run() {
        let run = |seed, longest: f64, value| {
            let row = move |i| Row {
                seed,
                episode_return: if i == 1 { longest } else { 9.0 },
                max_abs_q: Some(value),
                ..Row::default()
            };
            (0..EARLY).map(row)
        };
        let later = Row {
            seed: 1,
            episode_return: 500.0,
            ..Row::default()
        };
        let first = run(1, 20.0, 21.0).chain([later]);
        let rows: Vec<Row> = first.chain(run(2, 30.0, 21.0)).collect();
        assert_eq!(beyond_returns(&rows), [true, false]);
    }
}
