//! A number of each run: what a column comes to.

use crate::lab::runs::{Row, by_seed};
use crate::lab::stats::statistics::median;

/// What `of` reads off each run that has it.
pub(crate) fn of_runs(
    rows: &[Row],
    of: impl Fn(&[&Row]) -> Option<f64>,
) -> Vec<f64> {
    let runs = by_seed(rows).into_iter();
    runs.filter_map(|(_, run)| of(&run)).collect()
}

/// The values in the last episodes of the runs.
pub(crate) fn at_the_end(
    rows: &[Row],
    of: impl Fn(&Row) -> Option<f64>,
) -> Vec<f64> {
    of_runs(rows, |run| of(run.last()?))
}

/// The values in that episode of the runs, counted from 1.
pub(crate) fn in_episode(
    rows: &[Row],
    episode: usize,
    of: impl Fn(&Row) -> Option<f64>,
) -> Vec<f64> {
    of_runs(rows, |run| of(run.get(episode - 1)?))
}

/// The median over the runs in that episode; NaN where no run has a value.
pub(crate) fn median_in(
    rows: &[Row],
    episode: usize,
    of: impl Fn(&Row) -> Option<f64>,
) -> f64 {
    median(&in_episode(rows, episode, of)).unwrap_or(f64::NAN)
}

/// The median over the runs in their last episode; NaN where no run has a value.
pub(crate) fn median_at_the_end(
    rows: &[Row],
    of: impl Fn(&Row) -> Option<f64>,
) -> f64 {
    median(&at_the_end(rows, of)).unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_without_the_episode_or_the_column_has_no_value() {
        let row = |seed, episode, loss| Row {
            seed,
            episode,
            loss,
            ..Row::default()
        };
        let rows = [
            row(1, 1, Some(70.0)),
            row(1, 2, Some(8.0)),
            row(2, 1, Some(2.0)),
            row(3, 1, None),
        ];
        assert_eq!(in_episode(&rows, 1, |row| row.loss), [70.0, 2.0]);
        assert_eq!(in_episode(&rows, 2, |row| row.loss), [8.0]);
        assert_eq!(at_the_end(&rows, |row| row.loss), [8.0, 2.0]);
        let first = |run: &[&Row]| Some(run[0].seed as f64);
        assert_eq!(of_runs(&rows, first), [1.0, 2.0, 3.0]);
        assert_eq!(median_in(&rows, 1, |row| row.loss), 36.0);
        assert_eq!(median_at_the_end(&rows, |row| row.loss), 5.0);
        assert!(median_in(&rows, 3, |row| row.loss).is_nan());
        assert!(median_at_the_end(&rows[3..], |row| row.loss).is_nan());
    }
}
