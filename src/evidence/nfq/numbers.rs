//! The numbers of the prose on NFQ.

use crate::error::Error;
use crate::evidence::dqn::numbers::last;
use crate::evidence::nfq::chase::{Targets, chase};
use crate::evidence::nfq::neighbours::{STEPS, angles, of_neighbours, random_play};
use crate::evidence::page::Named;
use crate::experiments::{CART_POLE, Records};
use crate::exploration::Clock;
use crate::lab::runs::Row;
use crate::lab::stats::{
    Band, format_count, grouped, median, of_runs, solved_runs, trailing_mean,
};
use crate::nfq::nfq;
use crate::tiles::cell;
use std::collections::BTreeSet;

/// The settings of NFQ, what the pictures of its chapter show, and what its recorded
/// runs came to.
pub(crate) fn fitted(records: &Records) -> Result<Vec<Named>, Error> {
    let rows = |name| records.rows(name);
    let (nfq, dqn) = (rows("nfq")?, rows("dqn")?);
    let mut numbers = settings()?;
    numbers.extend(pictures()?);
    numbers.push(("nfq_table_steps", grouped(TABLE_STEPS)));
    numbers.push(("nfq_visited", grouped(visited_cells())));
    numbers.extend(runs(&nfq, &dqn));
    numbers.extend(diagnostics(&nfq));
    Ok(numbers)
}

fn settings() -> Result<Vec<Named>, Error> {
    let recipe = nfq();
    let epsilon = recipe.exploration.value(Clock::default());
    let (batch, fits) = (grouped(recipe.batch_size), recipe.fits.to_string());
    let weights = recipe.agent(0)?.weights().0;
    let weights = weights.iter().map(|weight| weight.values.len()).sum();
    Ok(vec![
        ("nfq_batch", batch),
        ("nfq_fits", fits),
        ("nfq_epsilon", epsilon.to_string()),
        ("nfq_weights", grouped(weights)),
    ])
}

/// The steps of play at random of which the cells in a table are counted.
const TABLE_STEPS: usize = 5_000;

/// The cells of a table that play at random visits.
fn visited_cells() -> usize {
    let play = random_play(TABLE_STEPS).into_iter();
    let cells: BTreeSet<usize> = play.map(|step| cell(step.state, 0, 1)).collect();
    cells.len()
}

/// What the two sketches show.
fn pictures() -> Result<Vec<Named>, Error> {
    let [played, shuffled] = angles(STEPS);
    let correlation = |angles: &[f64]| format!("{:.2}", of_neighbours(angles));
    let points = chase(Targets::Own)?;
    let (first, last) = (points[0], points[points.len() - 1]);
    let one_digit = |number: f32| format!("{number:.1}");
    Ok(vec![
        ("nfq_stream_steps", grouped(STEPS)),
        ("nfq_correlation", correlation(&played)),
        ("nfq_shuffled_correlation", correlation(&shuffled)),
        ("nfq_first_target", one_digit(first.target)),
        ("nfq_last_target", one_digit(last.target)),
        ("nfq_first_gap", one_digit(first.target - first.estimate)),
        ("nfq_last_gap", one_digit(last.target - last.estimate)),
    ])
}

/// When the runs are solved, after how many steps of the optimiser, and what is left
/// afterwards.
fn runs(nfq: &[Row], dqn: &[Row]) -> Vec<Named> {
    let (recipe, other) = (self::nfq(), crate::dqn::dqn());
    let fits = |steps: usize| steps / recipe.batch_size * recipe.fits;
    let learner_steps = |steps: usize| steps.saturating_sub(other.warm_up);
    let through = |updates: &[f64], batch_size: usize| -> Vec<f64> {
        updates.iter().map(|n| n * batch_size as f64).collect()
    };
    let (nfq_updates, dqn_updates) =
        (solved_after(nfq, fits), solved_after(dqn, learner_steps));
    let lowest = of_runs(nfq, |run| {
        let means = means(run);
        let solved = means
            .iter()
            .position(|&(_, mean)| mean >= CART_POLE.solved)?;
        means[solved..]
            .iter()
            .map(|&(_, mean)| mean)
            .reduce(f64::min)
    });
    vec![
        ("nfq_solved", solved_runs(&CART_POLE, nfq).to_string()),
        ("nfq_solved_fits", range(&nfq_updates)),
        ("nfq_dqn_solved_updates", range(&dqn_updates)),
        (
            "nfq_solved_samples",
            range(&through(&nfq_updates, recipe.batch_size)),
        ),
        (
            "nfq_dqn_solved_samples",
            range(&through(&dqn_updates, other.batch_size)),
        ),
        ("nfq_lowest_after", range(&lowest)),
    ]
}

/// What the columns of its rows show.
fn diagnostics(rows: &[Row]) -> Vec<Named> {
    let batch = nfq().batch_size as f64;
    let first_batch = of_runs(rows, |run| {
        let first = run.iter().find(|row| row.loss.is_some())?;
        Some(first.episode as f64)
    });
    let late = |of: fn(&Row) -> f64| {
        let means = of_runs(rows, move |run| {
            let tail = &run[run.len().saturating_sub(LATE)..];
            let values: Vec<f64> = tail.iter().map(|row| of(row)).collect();
            Band::of(&values).map(|band| band.mean)
        });
        Band::of(&means).map_or(f64::NAN, |band| band.mean)
    };
    let training_return = late(|row| row.episode_return);
    let losses = |at: fn(&[f64]) -> Option<&f64>| {
        let losses = of_runs(rows, move |run| {
            let losses: Vec<f64> = run.iter().filter_map(|row| row.loss).collect();
            at(&losses).copied()
        });
        median(&losses).map_or_else(String::new, format_count)
    };
    let errors: Vec<f64> = rows.iter().filter_map(|row| row.td_error_p50).collect();
    let above = errors.iter().filter(|&&error| error > 0.0).count() as f64;
    let largest = last_fit(rows);
    vec![
        ("nfq_first_batch_episodes", range(&first_batch)),
        ("nfq_late_episodes", LATE.to_string()),
        ("nfq_late_score", format!("{:.0}", late(|row| row.score))),
        ("nfq_training_return", format!("{training_return:.0}")),
        (
            "nfq_late_batch_episodes",
            format!("{:.0}", batch / training_return),
        ),
        ("nfq_first_loss", losses(<[f64]>::first)),
        ("nfq_last_loss", losses(<[f64]>::last)),
        (
            "nfq_errors_above",
            format!("{:.0}", 100.0 * above / errors.len() as f64),
        ),
        ("nfq_largest_values", largest),
    ]
}

/// "Late in a run" is within this many episodes of its end.
const LATE: usize = 100;

/// The largest |Q| of the last batch of each run, from the least to the largest.
fn last_fit(rows: &[Row]) -> String {
    let learned: Vec<Row> =
        rows.iter().filter(|r| r.loss.is_some()).cloned().collect();
    let band = last(&learned, |row| row.max_abs_q);
    band.map_or_else(String::new, |band| range(&[band.min, band.max]))
}

/// The steps so far and the mean of the last scores, at each episode that
/// has so many behind it.
fn means(run: &[&Row]) -> Vec<(usize, f64)> {
    let scores: Vec<f64> = run.iter().map(|row| row.score).collect();
    let means = trailing_mean(&scores, CART_POLE.window)
        .into_iter()
        .zip(run);
    means
        .filter_map(|(mean, row)| Some((row.steps, mean?)))
        .collect()
}

/// The steps of the optimiser until each run is solved, as a function of the steps of
/// the environment.
fn solved_after(rows: &[Row], updates: impl Fn(usize) -> usize) -> Vec<f64> {
    of_runs(rows, |run| {
        let means = means(run);
        let &(steps, _) =
            means.iter().find(|&&(_, mean)| mean >= CART_POLE.solved)?;
        Some(updates(steps) as f64)
    })
}

/// The least and the largest of `numbers`.
fn range(numbers: &[f64]) -> String {
    let said = |band: Band| {
        format!("{} to {}", format_count(band.min), format_count(band.max))
    };
    Band::of(numbers).map_or_else(String::new, said)
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
        let numbers = runs(&run(1, &scores), &[]);
        assert!(numbers.contains(&("nfq_lowest_after", "400 to 400".to_owned())));
        assert!(numbers.contains(&("nfq_solved", "1".to_owned())));
    }

    #[test]
    fn the_network_of_nfq_has_as_many_weights_as_its_layers() {
        let weights = 4 * 512 + 512 + 512 * 128 + 128 + 128 * 2 + 2;
        let named = ("nfq_weights", grouped(weights));
        assert!(settings().unwrap().contains(&named));
    }
}
