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

/// The largest half width of the TD errors over the mean |Q|, from the tenth to the
/// hundredth episode that learns.
pub(crate) fn width(run: &[&Row]) -> Option<f64> {
    let learning = learning(run);
    let after = learning.get(10..learning.len().min(100))?;
    largest(after, |row| Some(half_width(row)? / row.mean_abs_q?))
}

/// The largest loss over the square of the mean |Q|, or over 1 where that is larger, in
/// the first three episodes that learn.
pub(crate) fn first_loss(run: &[&Row]) -> Option<f64> {
    let relative = |row: &Row| Some(row.loss? / row.mean_abs_q?.max(1.0).powi(2));
    largest(learning(run).get(..3)?, relative)
}

/// The median of what is promised over what is obtained at the end, of a run whose
/// score has not risen; 0 of one whose score has.
pub(crate) fn empty_promise(run: &[&Row]) -> Option<f64> {
    let promise = median(end(run)?, |row| Some(row.start_q? / row.start_return?))?;
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
pub(crate) fn learning<'a>(run: &[&'a Row]) -> Vec<&'a Row> {
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
pub(crate) fn early<'a>(run: &[&'a Row]) -> Vec<&'a Row> {
    let mut rows = learning(run);
    rows.truncate(EARLY);
    rows
}

/// The last rows of a run that has as many before them.
pub(crate) fn end<'a, 'b>(run: &'b [&'a Row]) -> Option<&'b [&'a Row]> {
    (run.len() >= 2 * END).then(|| &run[run.len() - END..])
}

/// The finite values of a column: a rule of its own speaks of the others.
fn values(run: &[&Row], of: impl Fn(&Row) -> Option<f64>) -> Vec<f64> {
    let values = run.iter().filter_map(|row| of(row));
    values.filter(|value| value.is_finite()).collect()
}

pub(crate) fn largest(
    run: &[&Row],
    of: impl Fn(&Row) -> Option<f64>,
) -> Option<f64> {
    values(run, of).into_iter().max_by(f64::total_cmp)
}

pub(crate) fn median(run: &[&Row], of: impl Fn(&Row) -> Option<f64>) -> Option<f64> {
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
pub(crate) fn asymmetry(row: &Row) -> Option<f64> {
    let middle = f64::midpoint(row.td_error_p90?, row.td_error_p10?);
    let half_width = half_width(row)?;
    (half_width > 0.0).then(|| middle / half_width)
}
