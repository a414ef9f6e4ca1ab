//! The numbers of the prose on NFQ.

use crate::error::Error;
use crate::evidence::nfq::chase::{Targets, chase};
use crate::evidence::nfq::kept;
use crate::evidence::nfq::neighbours::{STEPS, angles, of_neighbours, random_play};
use crate::evidence::page::Numbers;
use crate::experiments::{CART_POLE, Records};
use crate::exploration::Clock;
use crate::lab::runs::Row;
use crate::lab::stats::{
    Runs, at_the_end, format_count, grouped, mean, of_runs, trailing_mean,
};
use crate::nfq::nfq;
use crate::tiles::cell;
use std::collections::BTreeSet;

/// The settings of NFQ, what the pictures of its chapter show, and what its recorded
/// runs came to.
pub(crate) fn numbers(records: &Records, prose: &mut Numbers) -> Result<(), Error> {
    kept::numbers(records, prose)?;
    settings(prose)?;
    pictures(prose)?;
    let nfq = records.rows("nfq")?;
    runs(&nfq, &records.rows("dqn")?, prose);
    diagnostics(&nfq, prose);
    Ok(())
}

fn settings(prose: &mut Numbers) -> Result<(), Error> {
    let recipe = nfq();
    prose.add("nfq_batch", grouped(recipe.batch_size));
    prose.add("nfq_fits", recipe.fits);
    let epsilon = recipe.exploration.value(Clock::default());
    prose.add("nfq_epsilon", epsilon);
    let weights = recipe.agent(0)?.weights().0;
    let weights = weights.iter().map(|weight| weight.values.len()).sum();
    prose.add("nfq_weights", grouped(weights));
    Ok(())
}

/// The steps of play at random of which the cells in a table are counted.
const TABLE_STEPS: usize = 5_000;

/// What the two sketches show, and the cells of a table that play at random visits.
fn pictures(prose: &mut Numbers) -> Result<(), Error> {
    let [played, shuffled] = angles(STEPS);
    prose.add("nfq_stream_steps", grouped(STEPS));
    prose.rounded("nfq_correlation", of_neighbours(&played), 2);
    prose.rounded("nfq_shuffled_correlation", of_neighbours(&shuffled), 2);
    let points = chase(Targets::Own)?;
    let (first, last) = (points[0], points[points.len() - 1]);
    for (name, number) in [
        ("nfq_first_target", first.target),
        ("nfq_last_target", last.target),
        ("nfq_first_gap", first.target - first.estimate),
        ("nfq_last_gap", last.target - last.estimate),
    ] {
        prose.rounded(name, number, 1);
    }
    let play = random_play(TABLE_STEPS).into_iter();
    let visited: BTreeSet<usize> = play.map(|step| cell(step.state, 0, 1)).collect();
    prose.add("nfq_table_steps", grouped(TABLE_STEPS));
    prose.add("nfq_visited", grouped(visited.len()));
    Ok(())
}

/// When the runs are solved, after how many steps of the optimiser, and what is left
/// afterwards.
fn runs(nfq: &[Row], dqn: &[Row], prose: &mut Numbers) {
    let [updates, dqn_updates] = optimiser_steps(nfq, dqn);
    let [samples, dqn_samples] = transitions(nfq, dqn);
    let steps = [nfq, dqn].map(|rows| solved_after(rows, |steps| steps));
    prose.solved("nfq_solved", nfq);
    prose.range("nfq_solved_fits", &updates, format_count);
    prose.range("nfq_dqn_solved_updates", &dqn_updates, format_count);
    prose.range("nfq_solved_samples", &samples, format_count);
    prose.range("nfq_dqn_solved_samples", &dqn_samples, format_count);
    prose.rounded("nfq_times_steps", times(&steps), 1);
    prose.rounded("nfq_times_samples", times(&[samples, dqn_samples]), 1);
    prose.range("nfq_lowest_after", &lowest_after(nfq), format_count);
}

/// The steps of the optimiser until each run of NFQ, and of DQN, is solved.
pub(crate) fn optimiser_steps(nfq: &[Row], dqn: &[Row]) -> [Vec<f64>; 2] {
    let (recipe, other) = (self::nfq(), crate::dqn::dqn());
    let fits = |steps: usize| steps / recipe.batch_size * recipe.fits;
    let learner_steps = |steps: usize| steps.saturating_sub(other.warm_up);
    [solved_after(nfq, fits), solved_after(dqn, learner_steps)]
}

/// The transitions that go through the network until each run of NFQ, and of DQN, is
/// solved.
pub(crate) fn transitions(nfq: &[Row], dqn: &[Row]) -> [Vec<f64>; 2] {
    let [mut of_nfq, mut of_dqn] = optimiser_steps(nfq, dqn);
    let through = |updates: &mut [f64], batch_size: usize| {
        for n in updates {
            *n *= batch_size as f64;
        }
    };
    through(&mut of_nfq, self::nfq().batch_size);
    through(&mut of_dqn, crate::dqn::dqn().batch_size);
    [of_nfq, of_dqn]
}

/// How many times as much the first come to as the second, on average.
pub(crate) fn times([first, second]: &[Vec<f64>; 2]) -> f64 {
    mean(first) / mean(second)
}

/// The lowest mean score of each run after it was solved.
pub(crate) fn lowest_after(rows: &[Row]) -> Vec<f64> {
    of_runs(rows, |run| {
        let scores: Vec<f64> = run.iter().map(|row| row.score).collect();
        let means = trailing_mean(&scores, CART_POLE.window).into_iter();
        let solved = means.flatten().skip_while(|&mean| mean < CART_POLE.solved);
        solved.reduce(f64::min)
    })
}

/// "Late in a run" is within this many episodes of its end.
const LATE: usize = 100;

/// What the columns of its rows show.
fn diagnostics(rows: &[Row], prose: &mut Numbers) {
    let training_return = late(rows, |row| row.episode_return);
    let first_batch = first_batch_episodes(rows);
    prose.range("nfq_first_batch_episodes", &first_batch, format_count);
    prose.add("nfq_late_episodes", LATE);
    prose.rounded("nfq_late_score", late(rows, |row| row.score), 0);
    prose.rounded("nfq_training_return", training_return, 0);
    prose.rounded("nfq_late_batch_episodes", late_batch_episodes(rows), 0);

    let mut learned = rows.to_vec();
    learned.retain(|row| row.loss.is_some());
    let first_loss = of_runs(&learned, |run| run[0].loss);
    prose.median("nfq_first_loss", &first_loss);
    prose.median("nfq_last_loss", &at_the_end(&learned, |row| row.loss));
    let errors: Vec<f64> = rows.iter().filter_map(|row| row.td_error_p50).collect();
    let above = errors.iter().filter(|&&error| error > 0.0).count() as f64;
    prose.percent("nfq_errors_above", above / errors.len() as f64);
    // Of the last batch of each run.
    let largest = at_the_end(&learned, |row| row.max_abs_q);
    prose.range("nfq_largest_values", &largest, format_count);
}

/// The episodes until the first batch of each run is full.
pub(crate) fn first_batch_episodes(rows: &[Row]) -> Vec<f64> {
    of_runs(rows, |run| {
        let first = run.iter().find(|row| row.loss.is_some())?;
        Some(first.episode as f64)
    })
}

/// How many episodes of the length of the late ones a batch holds.
pub(crate) fn late_batch_episodes(rows: &[Row]) -> f64 {
    nfq().batch_size as f64 / late(rows, |row| row.episode_return)
}

/// The mean of a column late in the runs.
fn late(rows: &[Row], of: fn(&Row) -> f64) -> f64 {
    let means = of_runs(rows, |run| {
        let tail = &run[run.len().saturating_sub(LATE)..];
        let values: Vec<f64> = tail.iter().map(|row| of(row)).collect();
        Some(mean(&values))
    });
    mean(&means)
}

/// The steps of the optimiser until each run is solved, as a function of the steps of
/// the environment.
fn solved_after(rows: &[Row], updates: impl Fn(usize) -> usize) -> Vec<f64> {
    let solved = Runs::of(&CART_POLE, rows).solved.into_iter();
    solved.map(|(_, steps)| updates(steps) as f64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::runs::results::samples::run;

    #[test]
    fn a_run_is_solved_after_the_updates_of_its_steps() {
        let rows = run(1, &[500.0; 40]);
        assert_eq!(solved_after(&rows, |steps| 2 * steps), [500.0]);
        assert!(solved_after(&run(1, &[400.0; 40]), |steps| steps).is_empty());
    }

    #[test]
    fn what_is_left_of_a_solved_run_is_its_lowest_mean() {
        let scores = [vec![500.0; 25], vec![0.0; 5], vec![500.0; 30]].concat();
        let mut prose = Numbers::default();
        runs(&run(1, &scores), &[], &mut prose);
        assert_eq!(prose.get("nfq_lowest_after"), "400 to 400");
        assert_eq!(prose.get("nfq_solved"), "1");
    }

    #[test]
    fn the_network_of_nfq_has_as_many_weights_as_its_layers() {
        let weights = 4 * 512 + 512 + 512 * 128 + 128 + 128 * 2 + 2;
        let mut prose = Numbers::default();
        settings(&mut prose).unwrap();
        assert_eq!(prose.get("nfq_weights"), grouped(weights));
    }
}
