//! What an estimate converges to where some samples are drawn more often than others, and
//! how importance weights take that back.
//!
//! One value is estimated of rewards that are 10 for one transition in ten, and 0 for the
//! others. Their mean is 1.
//!
//! Source: Schaul et al. (2016), section 3.4, says that it is biased; the experiment is
//! the course's own.

use crate::exploration::{Clock, Constant};
use crate::foundations::random::{Stream, random};
use crate::per::{Prioritization, PrioritizedReplay};
use crate::replay::{Replay, Transition};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

// ANCHOR: setting
/// The transitions of the memory; one in ten is rewarded.
const TRANSITIONS: usize = 1_000;
const LARGE: f32 = 10.0;
/// The transitions of each update, and how far it moves the estimate.
const BATCH: usize = 32;
const STEP: f32 = 0.01;
/// The updates, and the last ones over which the estimate is a mean.
const UPDATES: usize = 20_000;
const LAST: usize = 10_000;
/// The estimate at the start. From 0 it would never move: an error of 0 has a priority so
/// small that its weight makes all others small.
const START: f32 = 5.0;
// ANCHOR_END: setting

// ANCHOR: fixed_point
/// The estimate that no longer moves on average. Transitions are drawn by |r − Q|^α, and
/// count by weights of the power −β of that, so it solves
///
/// Σᵢ |rᵢ − Q|^(α (1 − β)) (rᵢ − Q) = 0.
///
/// With rewards 0 and 10 and k = α (1 − β): 0.1 (10 − Q)^(k + 1) = 0.9 Q^(k + 1).
pub fn fixed_point(alpha: f64, beta: f64) -> f64 {
    let power = 1.0 / (alpha * (1.0 - beta) + 1.0);
    let ratio = libm::pow(1.0 / 9.0, power);
    f64::from(LARGE) * ratio / (1.0 + ratio)
}
// ANCHOR_END: fixed_point

// ANCHOR: estimate
/// The mean estimate of a memory with the exponents α and β, in which each update moves
/// Q by a step times the weighted mean of the errors of a batch.
pub fn estimate(alpha: f64, beta: f64, seed: u64) -> f64 {
    let settings = Prioritization::new(alpha, Constant(beta));
    let mut memory = PrioritizedReplay::new(TRANSITIONS, settings);
    for i in 0..TRANSITIONS {
        memory.store(rewarded(if i % 10 == 0 { LARGE } else { 0.0 }));
    }
    let mut random = random(seed, Stream::Replay);
    let (mut q, mut sum) = (START, 0.0_f64);
    for update in 0..UPDATES {
        let sample = memory.sample(BATCH, Clock::default(), &mut random);
        let errors = sample.transitions.iter().map(|t| t.reward - q);
        let errors: Vec<f32> = errors.collect();
        let weighted = sample.weights.iter().zip(&errors);
        let weighted = weighted.map(|(weight, error)| weight * error);
        q += STEP * weighted.sum::<f32>() / BATCH as f32;
        memory.update(&sample.indices, &errors);
        if update >= UPDATES - LAST {
            sum += f64::from(q);
        }
    }
    sum / LAST as f64
}
// ANCHOR_END: estimate

fn rewarded(reward: f32) -> Transition<1> {
    Transition {
        state: [0.0],
        action: 0,
        reward,
        next_state: [0.0],
        terminated: true,
        truncated: false,
        discount: 1.0,
    }
}

/// α and β of the table.
pub const EXPONENTS: [(f64, f64); 6] = [
    (0.0, 0.0),
    (0.6, 0.0),
    (1.0, 0.0),
    (0.6, 0.4),
    (0.6, 1.0),
    (1.0, 1.0),
];
/// The seeds of each.
pub const SEEDS: u64 = 10;

/// A line of the table.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// α of the priorities.
    pub alpha: f64,
    /// β of the weights.
    pub beta: f64,
    /// The seed.
    pub seed: u64,
    /// What the estimate comes to.
    pub estimate: f64,
}

/// The rows of the table.
pub fn lines() -> Vec<Line> {
    let seeds = |(alpha, beta)| (0..SEEDS).map(move |seed| (alpha, beta, seed));
    let runs: Vec<_> = EXPONENTS.into_iter().flat_map(seeds).collect();
    let lines = runs.into_par_iter().map(|(alpha, beta, seed)| Line {
        alpha,
        beta,
        seed,
        estimate: estimate(alpha, beta, seed),
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_priorities_or_with_whole_weights_it_is_the_mean() {
        assert!((fixed_point(0.0, 0.0) - 1.0).abs() < 1e-12);
        assert!((fixed_point(1.0, 1.0) - 1.0).abs() < 1e-12);
        // 0.1 (10 − Q)² = 0.9 Q², so 10 − Q = 3 Q.
        assert!((fixed_point(1.0, 0.0) - 2.5).abs() < 1e-12);
    }

    #[test]
    fn estimates_come_to_the_fixed_point() {
        for (alpha, beta) in [(0.6, 0.0), (0.6, 1.0)] {
            let (estimate, expected) =
                (estimate(alpha, beta, 1), fixed_point(alpha, beta));
            assert!((estimate - expected).abs() < 0.1, "{estimate} {expected}");
        }
    }
}
