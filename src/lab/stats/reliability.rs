//! What a few runs say: estimates that one outlier does not decide, and how far to
//! trust them.
//!
//! Source: Agarwal et al. (2021), "Deep reinforcement learning at the edge of the
//! statistical precipice", whose package is rliable.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// An estimate, and its interval of 95 %: of a statistic of runs, what lies between the
/// outer 2.5 % of its bootstrap draws.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The statistic of the runs themselves.
    pub value: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end of the interval.
    pub high: f64,
}

// ANCHOR: interquartile_mean
/// The interquartile mean: the mean of what is left when the lowest quarter of the
/// runs and the highest quarter are left out, each rounded down to whole runs; NaN
/// for no runs.
///
/// It feels single runs less than a mean, and more of the runs than a median.
///
/// Source: Agarwal et al. (2021), section 4.3.
///
/// ```
/// use deepq::lab::stats::reliability::interquartile_mean;
/// assert_eq!(interquartile_mean(&[0.0, 9.0, 1.0, 100.0]), 5.0);
/// ```
pub fn interquartile_mean(scores: &[f64]) -> f64 {
    let mut sorted = scores.to_vec();
    sorted.sort_by(f64::total_cmp);
    let quarter = sorted.len() / 4;
    let middle = &sorted[quarter..sorted.len() - quarter];
    middle.iter().sum::<f64>() / middle.len() as f64
}
// ANCHOR_END: interquartile_mean

// ANCHOR: improvement
/// P(X > Y) + ½ P(X = Y): how likely a run of the first agent beats one of the second;
/// NaN where one has no runs.
///
/// Source: Agarwal et al. (2021), section 4.3; Mann and Whitney (1947).
///
/// ```
/// use deepq::lab::stats::reliability::probability_of_improvement;
/// assert_eq!(probability_of_improvement(&[1.0, 3.0], &[1.0, 2.0]), 0.625);
/// ```
pub fn probability_of_improvement(first: &[f64], second: &[f64]) -> f64 {
    let wins = |x: f64| {
        let against = second.iter().map(|&y| {
            if x > y {
                1.0
            } else if x < y {
                0.0
            } else {
                0.5
            }
        });
        against.sum::<f64>()
    };
    let sum: f64 = first.iter().map(|&x| wins(x)).sum();
    sum / (first.len() * second.len()) as f64
}
// ANCHOR_END: improvement

/// The interquartile mean of `scores` with its interval.
pub fn interquartile_mean_of(scores: &[f64]) -> Estimate {
    estimated([scores], |[scores]| interquartile_mean(scores))
}

/// The probability that the first agent improves on the second, with its interval.
pub fn improvement_of(first: &[f64], second: &[f64]) -> Estimate {
    estimated([first, second], |[first, second]| {
        probability_of_improvement(first, second)
    })
}

// ANCHOR: bootstrap
/// The bootstrap draws of an interval.
pub const DRAWS: usize = 10_000;

/// The share of the draws that an interval leaves out at either end.
pub const TAIL: f64 = 0.025;

/// A statistic of the runs of some agents, with its interval. The runs of each
/// agent are drawn anew [`DRAWS`] times, always under one seed, so that a table
/// is the same each time.
pub(crate) fn estimated<T: Copy, const N: usize>(
    agents: [&[T]; N],
    statistic: impl Fn(&[Vec<T>; N]) -> f64,
) -> Estimate {
    let mut random = ChaCha8Rng::seed_from_u64(0);
    let mut draw = || statistic(&agents.map(|runs| resampled(runs, &mut random)));
    let draws = (0..DRAWS).map(|_| draw()).collect();
    interval(statistic(&agents.map(<[T]>::to_vec)), draws)
}

/// As many runs, drawn with replacement.
fn resampled<T: Copy>(runs: &[T], random: &mut ChaCha8Rng) -> Vec<T> {
    let amount = runs.len();
    let drawn = (0..amount).map(|_| runs[random.gen_range(0..amount)]);
    drawn.collect()
}

fn interval(value: f64, mut draws: Vec<f64>) -> Estimate {
    draws.sort_by(f64::total_cmp);
    Estimate {
        value,
        low: percentile(&draws, TAIL),
        high: percentile(&draws, 1.0 - TAIL),
    }
}
// ANCHOR_END: bootstrap

/// The value below which this share of the sorted values lies, between two of them in
/// proportion.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a rank is not below 0, and far below 2^52"
)]
fn percentile(sorted: &[f64], share: f64) -> f64 {
    let rank = share * (sorted.len() - 1) as f64;
    let below = sorted[rank.floor() as usize];
    let above = sorted[rank.ceil() as usize];
    if below == above {
        // Both may be ∞.
        return below;
    }
    below + (above - below) * rank.fract()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_lies_between_its_neighbours() {
        let sorted = [0.0, 10.0, 20.0, 30.0, 40.0];
        assert_eq!(percentile(&sorted, 0.0), 0.0);
        assert_eq!(percentile(&sorted, 0.5), 20.0);
        assert!((percentile(&sorted, 0.975) - 39.0).abs() < 1e-12);
    }
}
