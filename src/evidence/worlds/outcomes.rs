//! What the runs in each world come to, and what is published of others.

use crate::experiments::lines_of_file;
use crate::lab::runs::Row;
use crate::lab::stats::{mean, of_runs};
use serde::Deserialize;

/// The recorded agents of this page.
pub(super) const CART_POLE: &str = "worlds/cart-pole";
pub(super) const ACROBOT: &str = "worlds/acrobot";
pub(super) const MOUNTAIN_CAR: &str = "worlds/mountain-car";
pub(super) const LAKE: &str = "worlds/frozen-lake";
pub(super) const BREAKOUT: &str = "worlds/breakout";

/// The training episodes at the end of a run whose returns make its mean.
pub(super) const LAST_EPISODES: usize = 100;

/// What CleanRL publishes of its DQN: the mean over three runs and their deviation.
///
/// Source: docs.cleanrl.dev/rl-algorithms/dqn, "Experiment results" of `dqn.py`.
#[derive(Debug, Deserialize)]
pub(super) struct Published {
    /// The recipe, by our name for it.
    pub(super) recipe: String,
    pub(super) mean: f64,
    pub(super) deviation: f64,
}

pub(super) fn published() -> Vec<Published> {
    lines_of_file(include_str!("../../../book/reference/cleanrl.csv"))
}

/// The mean return of the last training episodes of each run.
pub(super) fn last_returns(rows: &[Row]) -> Vec<f64> {
    of_runs(rows, |run| {
        let last = run.iter().rev().take(LAST_EPISODES);
        let returns: Vec<f64> = last.map(|row| row.episode_return).collect();
        Some(mean(&returns))
    })
}

/// The mean return of the first training episodes of each run, in which nothing is
/// learned yet.
pub(super) fn first_returns(rows: &[Row]) -> Vec<f64> {
    of_runs(rows, |run| {
        let first = run.iter().take(LAST_EPISODES);
        let returns: Vec<f64> = first.map(|row| row.episode_return).collect();
        Some(mean(&returns))
    })
}

/// How many training episodes come to an end before their limit while ε is a half or
/// more, and how many such episodes there are.
pub(super) fn arrivals_at_random(rows: &[Row]) -> (usize, usize) {
    let at_random = |row: &&Row| row.epsilon.is_some_and(|epsilon| epsilon >= 0.5);
    let episodes: Vec<&Row> = rows.iter().filter(at_random).collect();
    let worst = episodes.iter().map(|row| row.episode_return);
    let worst = worst.fold(f64::INFINITY, f64::min);
    let reached = episodes.iter().filter(|row| row.episode_return > worst);
    (reached.count(), episodes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arrival_is_a_better_return_than_the_worst_while_the_agent_explores() {
        let row = |epsilon, episode_return| Row {
            epsilon: Some(epsilon),
            episode_return,
            ..Row::default()
        };
        let rows = [
            row(1.0, -200.0),
            row(0.7, -180.0),
            row(0.5, -200.0),
            row(0.4, -150.0),
        ];
        assert_eq!(arrivals_at_random(&rows), (1, 3));
    }
}
