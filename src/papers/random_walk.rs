//! A random walk of 19 states: how many rewards a target should have.
//!
//! Each step goes to the left or to the right with equal chance. The walk starts in the
//! middle, and ends beyond the leftmost state with −1 or beyond the rightmost with 1.
//!
//! Source: Sutton and Barto (2018), example 7.1 and figure 7.2.

use crate::foundations::random::{Random, Stream, random};
use rand::Rng;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

// ANCHOR: walk
/// The states of the walk.
pub const STATES: usize = 19;
/// The episodes over which the error is taken.
pub const EPISODES: usize = 10;
/// The runs over which it is a mean.
pub const RUNS: usize = 100;

/// The true value of a state: it rises evenly from −1 to 1, beyond the ends.
pub fn true_value(state: usize) -> f64 {
    let middle = (STATES as f64 - 1.0) / 2.0;
    (state as f64 - middle) / (middle + 1.0)
}

/// An episode: the states that were visited, and the reward at its end.
pub fn episode(random: &mut Random) -> (Vec<usize>, f64) {
    let mut states = vec![STATES / 2];
    loop {
        let state = states[states.len() - 1];
        match (state, random.gen_bool(0.5)) {
            (0, false) => return (states, -1.0),
            (state, true) if state == STATES - 1 => return (states, 1.0),
            (state, true) => states.push(state + 1),
            (state, false) => states.push(state - 1),
        }
    }
}
// ANCHOR_END: walk

// ANCHOR: n_step_td
/// Learns from one episode with n-step targets, in the order of its steps:
///
/// V(sₜ) ← V(sₜ) + α (G − V(sₜ)), where G is V(sₜ₊ₙ), or the last reward where the episode
/// is over by then. All other rewards are 0, and γ is 1.
///
/// Source: Sutton and Barto (2018), equation 7.2.
pub fn learn(
    values: &mut [f64; STATES],
    (states, reward): &(Vec<usize>, f64),
    n: usize,
    alpha: f64,
) {
    for (t, &state) in states.iter().enumerate() {
        let target = match states.get(t + n) {
            Some(&later) => values[later],
            None => *reward,
        };
        values[state] += alpha * (target - values[state]);
    }
}
// ANCHOR_END: n_step_td

/// √(Σₛ (V(s) − v(s))² / 19).
pub fn error(values: &[f64; STATES]) -> f64 {
    let squares = values.iter().enumerate();
    let squares = squares.map(|(state, v)| (v - true_value(state)).powi(2));
    (squares.sum::<f64>() / STATES as f64).sqrt()
}

/// The error after each of the first episodes, as a mean over them and over the runs.
/// The runs of all settings play the same episodes.
pub fn mean_error(n: usize, alpha: f64) -> f64 {
    let of_run = |run: usize| {
        let mut random = random(run as u64, Stream::Exploration);
        let mut values = [0.0; STATES];
        let errors = (0..EPISODES).map(|_| {
            learn(&mut values, &episode(&mut random), n, alpha);
            error(&values)
        });
        errors.sum::<f64>() / EPISODES as f64
    };
    (0..RUNS).map(of_run).sum::<f64>() / RUNS as f64
}

/// The numbers of rewards, n, of the figure.
pub const LOOK_AHEADS: [usize; 6] = [1, 2, 4, 8, 16, 32];
/// The step sizes of the figure: 0.05, 0.1, …, 1.
pub fn alphas() -> impl Iterator<Item = f64> {
    (1..=20).map(|twentieth| f64::from(twentieth) / 20.0)
}

/// A point of the figure.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// n, the rewards of a target.
    pub n: usize,
    /// α, the step size.
    pub alpha: f64,
    /// The mean error.
    pub error: f64,
}

/// The rows of the figure.
pub fn lines() -> Vec<Line> {
    let points = LOOK_AHEADS
        .into_iter()
        .flat_map(|n| alphas().map(move |alpha| (n, alpha)));
    let points: Vec<(usize, f64)> = points.collect();
    let lines = points.into_par_iter().map(|(n, alpha)| Line {
        n,
        alpha,
        error: mean_error(n, alpha),
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_true_values_rise_in_tenths() {
        assert_eq!(true_value(9), 0.0);
        assert!((true_value(0) + 0.9).abs() < 1e-12);
        assert!((true_value(18) - 0.9).abs() < 1e-12);
    }

    #[test]
    fn a_target_asks_the_value_n_steps_later_or_takes_the_last_reward() {
        let mut values = [0.0; STATES];
        values[17] = 0.5;
        let walked = (vec![16, 17, 18], 1.0);
        learn(&mut values, &walked, 1, 0.5);
        // 16 learns from 17, 17 from 18, and 18 from the end.
        assert_eq!(values[16..], [0.25, 0.25, 0.5]);
        let mut values = [0.0; STATES];
        learn(&mut values, &walked, 2, 0.5);
        assert_eq!(values[16..], [0.0, 0.5, 0.5]);
    }

    #[test]
    fn values_that_are_right_have_no_error() {
        assert_eq!(error(&std::array::from_fn(true_value)), 0.0);
        // The mean of (k/10)² over k from −9 to 9 is 0.3.
        assert!((error(&[0.0; STATES]) - 0.3_f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn a_walk_goes_to_a_neighbour_on_each_step() {
        let (states, reward) = episode(&mut random(3, Stream::Exploration));
        assert!(states.windows(2).all(|pair| pair[0].abs_diff(pair[1]) == 1));
        let end = states[states.len() - 1];
        assert_eq!(end, if reward > 0.0 { STATES - 1 } else { 0 });
    }
}
