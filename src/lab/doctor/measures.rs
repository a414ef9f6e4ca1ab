//! What the doctor's rules measure: numbers worked out from the rows of one run.
//!
//! Each is `None` where the run has not the columns, or is too short.

use crate::lab::doctor::diagnostics::DIAGNOSTICS;
use crate::lab::runs::Row;
use crate::lab::stats::statistics;

/// So many episodes at the start of a run tell where it comes from.
const START: usize = 10;
/// So many episodes at the end of a run tell what it comes to.
const END: usize = 25;
/// So many episodes after the first that learns are early.
const EARLY: usize = 40;
/// A score that has not risen to so many times that of the start has not risen.
const RISEN: f64 = 5.0;

/// How many numbers are NaN or infinite.
#[expect(clippy::unnecessary_wraps, reason = "other measures may have no value")]
pub(crate) fn not_finite(run: &[&Row]) -> Option<f64> {
    let values = DIAGNOSTICS
        .iter()
        .flat_map(|d| run.iter().filter_map(|row| (d.of)(row)));
    Some(values.filter(|value| !value.is_finite()).count() as f64)
}

/// The steps at the end of the first episode that learns.
pub(crate) fn first_steps(run: &[&Row]) -> Option<f64> {
    Some(learning(run).first()?.steps as f64)
}

/// The largest share of greedy steps in an episode.
pub(crate) fn greedy_share(run: &[&Row]) -> Option<f64> {
    largest(run, |row| row.greedy_share)
}

/// ε in the episode of step 1,000.
pub(crate) fn epsilon(run: &[&Row]) -> Option<f64> {
    run.iter().find(|row| row.steps >= 1_000)?.epsilon
}

/// The median age of a sample, as a share of the steps so far, in the early episodes.
pub(crate) fn sample_age(run: &[&Row]) -> Option<f64> {
    let share = |row: &Row| Some(row.sample_age? / row.steps as f64);
    median(early(&learning(run)), share)
}

/// The largest distance of the target network.
pub(crate) fn largest_distance(run: &[&Row]) -> Option<f64> {
    largest(run, |row| row.target_distance)
}

/// The median distance of the target network.
pub(crate) fn median_distance(run: &[&Row]) -> Option<f64> {
    median(run, |row| row.target_distance)
}

/// The highest probability of a transition, times their number.
pub(crate) fn priority_spread(run: &[&Row]) -> Option<f64> {
    largest(run, |row| row.priority_spread)
}

/// The median exponent of the weights.
pub(crate) fn weight_slope(run: &[&Row]) -> Option<f64> {
    median(run, |row| row.weight_slope)
}

/// How far the median exponent of the weights lies from 0.
pub(crate) fn weight_steepness(run: &[&Row]) -> Option<f64> {
    weight_slope(run).map(f64::abs)
}

/// The largest half width of the TD errors over the mean |Q|, from the tenth to the
/// hundredth episode that learns.
pub(crate) fn width(run: &[&Row]) -> Option<f64> {
    let learning = learning(run);
    let after = learning.get(10..learning.len().min(100))?;
    largest(after, |row| Some(half_width(row)? / row.mean_abs_q?))
}

/// The largest median TD error of the first three episodes that learn.
pub(crate) fn first_error(run: &[&Row]) -> Option<f64> {
    let learning = learning(run);
    largest(learning.get(..3)?, |row| row.td_error_p50.map(f64::abs))
}

/// The largest loss over the square of the mean |Q|, or over 1 where that is larger, in
/// the first three episodes that learn.
pub(crate) fn first_loss(run: &[&Row]) -> Option<f64> {
    let relative = |row: &Row| Some(row.loss? / row.mean_abs_q?.max(1.0).powi(2));
    largest(learning(run).get(..3)?, relative)
}

/// The median asymmetry of the TD errors in the early episodes.
pub(crate) fn early_asymmetry(run: &[&Row]) -> Option<f64> {
    median(early(&learning(run)), asymmetry)
}

/// The median asymmetry of the TD errors at the end.
pub(crate) fn late_asymmetry(run: &[&Row]) -> Option<f64> {
    median(end(&learning(run))?, asymmetry)
}

/// The median TD error over the mean |Q| at the end.
pub(crate) fn late_error(run: &[&Row]) -> Option<f64> {
    let share = |row: &Row| Some(row.td_error_p50? / row.mean_abs_q?);
    median(end(&learning(run))?, share)
}

/// The median of what is promised over what is obtained at the end, of a run whose
/// score has not risen; 0 of one whose score has.
pub(crate) fn empty_promise(run: &[&Row]) -> Option<f64> {
    let promise = |row: &Row| Some(row.start_q? / row.start_return?);
    let promise = median(end(run)?, promise)?;
    Some(if rise(run)? < RISEN { promise } else { 0.0 })
}

/// The highest mean score over [`END`] episodes, over that of the start. A start of 0
/// or less has no multiples.
pub(crate) fn rise(run: &[&Row]) -> Option<f64> {
    let start = mean_score(run.get(..START)?);
    (start > 0.0).then_some(best(run)? / start)
}

/// The mean score at the end over the highest mean score, of a run whose score has
/// risen; 1 of one whose score has not.
pub(crate) fn kept(run: &[&Row]) -> Option<f64> {
    let kept = mean_score(end(run)?) / best(run)?;
    Some(if rise(run)? < RISEN { 1.0 } else { kept })
}

/// The highest mean score over [`END`] episodes.
fn best(run: &[&Row]) -> Option<f64> {
    end(run)?;
    let means = run.windows(END).map(mean_score);
    means.max_by(f64::total_cmp)
}

/// The rows of the episodes that learn.
fn learning<'a>(run: &[&'a Row]) -> Vec<&'a Row> {
    let learns = |row: &&Row| {
        let columns = [
            row.loss,
            row.gradient_norm,
            row.mean_abs_q,
            row.max_abs_q,
            row.td_error_p10,
            row.td_error_p50,
            row.td_error_p90,
            row.action_gap,
            row.sample_age,
        ];
        columns.iter().any(Option::is_some)
    };
    run.iter().copied().filter(learns).collect()
}

/// The first rows of the episodes that learn.
fn early<'a, 'b>(learning: &'b [&'a Row]) -> &'b [&'a Row] {
    &learning[..learning.len().min(EARLY)]
}

/// The last rows of a run that has as many before them.
fn end<'a, 'b>(run: &'b [&'a Row]) -> Option<&'b [&'a Row]> {
    (run.len() >= 2 * END).then(|| &run[run.len() - END..])
}

/// The finite values of a column: a rule of its own speaks of the others.
fn values(run: &[&Row], of: impl Fn(&Row) -> Option<f64>) -> Vec<f64> {
    let values = run.iter().filter_map(|row| of(row));
    values.filter(|value| value.is_finite()).collect()
}

fn largest(run: &[&Row], of: impl Fn(&Row) -> Option<f64>) -> Option<f64> {
    values(run, of).into_iter().max_by(f64::total_cmp)
}

fn median(run: &[&Row], of: impl Fn(&Row) -> Option<f64>) -> Option<f64> {
    statistics::median(&values(run, of))
}

fn mean_score(run: &[&Row]) -> f64 {
    run.iter().map(|row| row.score).sum::<f64>() / run.len() as f64
}

/// Half of the distance between the tenths of the TD errors.
fn half_width(row: &Row) -> Option<f64> {
    Some((row.td_error_p90? - row.td_error_p10?) / 2.0)
}

/// How far the middle between the tenths of the TD errors lies from 0, where their half
/// width is 1.
fn asymmetry(row: &Row) -> Option<f64> {
    let middle = f64::midpoint(row.td_error_p90?, row.td_error_p10?);
    let half_width = half_width(row)?;
    (half_width > 0.0).then(|| middle / half_width)
}
