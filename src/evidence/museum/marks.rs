//! What a fault leaves in a run, as numbers of each run and as marks that each
//! run has or has not.

use crate::evidence::failures::claims::FIRST;
use crate::evidence::outcomes::{OfRuns, Outcome};
use crate::experiments::CART_POLE;
use crate::lab::runs::{Row, by_seed};
use crate::lab::stats::{at_the_end, in_episode, mean, median, of_runs};

const fn outcome(title: &'static str, of: OfRuns) -> Outcome {
    Outcome {
        title,
        decimals: 2,
        of,
    }
}

/// The predicted return of the start states after the last episode.
pub(crate) const LAST_PREDICTED: Outcome =
    outcome("predicted return, at the end", |rows| {
        at_the_end(rows, |row| row.start_q)
    });

/// And in the middle of a run.
pub(crate) const PREDICTED: Outcome =
    outcome("predicted return after 100 episodes", |rows| {
        in_episode(rows, 100, |row| row.start_q)
    });

/// The action gap as a part of the mean |Q|: the median of a run's episodes.
pub(crate) const GAP: Outcome = outcome("action gap over mean |Q|", |rows| {
    of_runs(rows, |run| {
        let parts = run
            .iter()
            .filter_map(|row| Some(row.action_gap? / row.mean_abs_q?));
        median(&parts.collect::<Vec<_>>())
    })
});

/// How often a score that solves the task is followed by one that does not.
pub(crate) const FALLS: Outcome = outcome("falls from a solving score", |rows| {
    of_runs(rows, |run| {
        let solves = |row: &Row| row.score >= CART_POLE.solved;
        let pairs = run.windows(2);
        let falls = pairs.filter(|two| solves(two[0]) && !solves(two[1]));
        Some(falls.count() as f64)
    })
});

/// The mean score of all episodes.
pub(crate) const SCORES: Outcome = outcome("mean score, all episodes", |rows| {
    of_runs(rows, |run| Some(mean_of(run, |row| row.score)))
});

/// The mean return of all training episodes.
pub(crate) const RETURNS: Outcome =
    outcome("mean return of the training, all episodes", |rows| {
        of_runs(rows, |run| Some(mean_of(run, |row| row.episode_return)))
    });

/// How far the mean score is above the mean return of the training.
pub(crate) const SCORES_OVER_RETURNS: Outcome =
    outcome("score minus return of the training, all episodes", |rows| {
        of_runs(rows, |run| {
            Some(mean_of(run, |row| row.score - row.episode_return))
        })
    });

fn mean_of(run: &[&Row], of: fn(&Row) -> f64) -> f64 {
    mean(&run.iter().map(|row| of(row)).collect::<Vec<_>>())
}

/// The mean loss of the first episodes that learn, of each run.
pub(crate) fn first_losses(rows: &[Row]) -> Vec<f64> {
    let runs = by_seed(rows).into_iter();
    let losses = runs.map(|(_, run)| {
        let losses = run.iter().filter_map(|row| row.loss).take(FIRST);
        mean(&losses.collect::<Vec<_>>())
    });
    losses.collect()
}

/// The median TD error is above zero in every episode that learns.
pub(crate) fn trails(run: &[&Row]) -> bool {
    let mut medians = run.iter().filter_map(|row| row.td_error_p50);
    medians.all(|median| median > 0.0)
}

/// In the first episodes that learn, all but a tenth of the TD errors are above
/// zero.
pub(crate) fn trails_at_first(run: &[&Row]) -> bool {
    let tenths = run.iter().filter_map(|row| row.td_error_p10);
    tenths.take(FIRST).all(|tenth| tenth > 0.0)
}

/// The loss of the first episode that learns is larger than the square of its
/// mean |Q|.
pub(crate) fn leaps_at_first(run: &[&Row]) -> bool {
    let first = run
        .iter()
        .find_map(|row| Some((row.loss?, row.mean_abs_q?)));
    first.is_some_and(|(loss, value)| loss > value * value)
}

/// The predicted return of the last episode is between one reward and two.
pub(crate) fn has_one_reward(run: &[&Row]) -> bool {
    let last = run.last().and_then(|row| row.start_q);
    last.is_some_and(|predicted| (1.0..2.0).contains(&predicted))
}

/// At the end the predicted return is more than a thousand times the achieved
/// one, and the mean of the last scores is below the best of as many first ones.
pub(crate) fn grows_for_nothing(run: &[&Row]) -> bool {
    let score = |row: &&Row| row.score;
    let best = run.iter().take(CART_POLE.window).map(score);
    let last = run.iter().rev().take(CART_POLE.window).map(score);
    let surplus = run
        .last()
        .and_then(|row| Some(row.start_q? > 1_000.0 * row.start_return?));
    surplus == Some(true)
        && mean(&last.collect::<Vec<_>>()) < best.fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::outcomes::tests::run;

    #[test]
    fn a_fall_is_a_score_below_the_line_after_one_above_it() {
        let scores = |episode: usize| {
            if episode.is_multiple_of(40) {
                0.0
            } else {
                480.0
            }
        };
        assert_eq!((FALLS.of)(&run(1, scores)), [3.0]);
        assert_eq!((SCORES.of)(&run(1, |_| 7.0)), [7.0]);
    }

    #[test]
    fn a_mark_is_of_the_episodes_that_learn() {
        let row = |loss, mean_abs_q, tenth, median| Row {
            loss,
            mean_abs_q,
            td_error_p10: tenth,
            td_error_p50: median,
            ..Row::default()
        };
        let idle = row(None, None, None, None);
        let first = row(Some(5.0), Some(2.0), Some(0.1), Some(0.2));
        let later = row(Some(1.0), Some(2.0), Some(-0.1), Some(0.1));
        let early = [&idle, &first];
        let whole = [&idle, &first, &later];
        assert!(leaps_at_first(&whole) && !leaps_at_first(&[&later]));
        assert!(trails(&whole) && trails_at_first(&early));
        assert!(!trails_at_first(&whole));
    }

    #[test]
    fn values_that_grow_without_a_score_grow_for_nothing() {
        let rows = |end: f64| {
            let mut rows = run(1, |episode| if episode == 1 { 20.0 } else { 9.0 });
            for row in &mut rows {
                row.start_q = Some(end);
            }
            rows
        };
        let grows = |end| grows_for_nothing(&rows(end).iter().collect::<Vec<_>>());
        assert!(grows(1e6) && !grows(80.0));
    }
}
