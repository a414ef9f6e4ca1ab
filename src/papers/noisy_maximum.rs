//! The maximum of estimates that are right on average, by the number of actions.
//!
//! Source: van Hasselt et al. (2016), figure 1: every true value is the same, and each
//! estimate has an error from N(0, 1).

use crate::foundations::random::{Random, Stream, random};
use crate::papers::normal::normal;
use serde::{Deserialize, Serialize};

/// The numbers of actions of the figure.
pub const ACTIONS: [usize; 10] = [2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024];
/// The draws of each.
pub const DRAWS: usize = 10_000;

// ANCHOR: errors
/// The error of one estimate of the value of a state, where each action has the true value
/// 0: of the largest of `actions` estimates, and of what a second set of estimates says of
/// the action that the first chooses.
pub fn errors(actions: usize, random: &mut Random) -> (f64, f64) {
    let mut chosen = (f64::NEG_INFINITY, 0.0);
    for _ in 0..actions {
        let (first, second) = (normal(random), normal(random));
        if first > chosen.0 {
            chosen = (first, second);
        }
    }
    chosen
}
// ANCHOR_END: errors

// ANCHOR: expected
/// The mean of the largest of m draws from N(0, 1):
///
/// ∫ (1 − Φ(x)ᵐ) dx over x > 0 − ∫ Φ(x)ᵐ dx over x < 0, with Φ the distribution function.
pub fn expected_maximum(actions: usize) -> f64 {
    const WIDTH: f64 = 1e-3;
    let below = |x: f64| 0.5 * libm::erfc(-x / std::f64::consts::SQRT_2);
    let middles = (0..8_000).map(|i| (f64::from(i) + 0.5) * WIDTH);
    let heights = middles.map(|x| {
        let power = |x| libm::pow(below(x), actions as f64);
        1.0 - power(x) - power(-x)
    });
    WIDTH * heights.sum::<f64>()
}
// ANCHOR_END: expected

/// A number of actions: the mean errors.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The number of actions.
    pub actions: usize,
    /// Of the largest estimate.
    pub single: f64,
    /// Of the second estimate.
    pub double: f64,
}

/// The rows of the figure.
pub fn lines() -> Vec<Line> {
    let mut random = random(0, Stream::Weights);
    let line = |actions| {
        let (mut single, mut double) = (0.0, 0.0);
        for _ in 0..DRAWS {
            let (first, second) = errors(actions, &mut random);
            single += first;
            double += second;
        }
        Line {
            actions,
            single: single / DRAWS as f64,
            double: double / DRAWS as f64,
        }
    };
    ACTIONS.map(line).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_expected_maximum_of_two_and_of_three_is_known() {
        let root = std::f64::consts::PI.sqrt();
        assert!((expected_maximum(2) - 1.0 / root).abs() < 1e-6);
        assert!((expected_maximum(3) - 1.5 / root).abs() < 1e-6);
        assert!(expected_maximum(1).abs() < 1e-9);
    }

    #[test]
    fn the_larger_of_two_normal_errors_is_one_over_the_root_of_pi() {
        let mut random = random(1, Stream::Weights);
        let draws = (0..50_000).map(|_| errors(2, &mut random).0);
        let mean = draws.sum::<f64>() / 50_000.0;
        // E max of two draws from N(0, 1) is 1/√π.
        assert!(
            (mean - 1.0 / std::f64::consts::PI.sqrt()).abs() < 0.02,
            "{mean}"
        );
    }
}
