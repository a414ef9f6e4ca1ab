//! Normal random numbers that are the same on every machine.

use rand::Rng;
use std::f64::consts::TAU;

/// A draw from the normal distribution of mean 0 and variance 1:
///
/// √(−2 ln u) cos(2π v), with u from (0, 1] and v from \[0, 1).
///
/// Source: Box and Muller (1958).
pub fn normal(random: &mut impl Rng) -> f64 {
    let (u, v) = (1.0 - random.r#gen::<f64>(), random.r#gen::<f64>());
    libm::sqrt(-2.0 * libm::log(u)) * libm::cos(TAU * v)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundations::random::{Stream, random};

    #[test]
    fn draws_have_the_moments_of_the_normal_distribution() {
        let mut random = random(1, Stream::Replay);
        let draws: Vec<f64> = (0..100_000).map(|_| normal(&mut random)).collect();
        let mean_of = |of: fn(f64) -> f64| {
            draws.iter().map(|&x| of(x)).sum::<f64>() / draws.len() as f64
        };
        assert!(mean_of(|x| x).abs() < 0.01);
        assert!((mean_of(|x| x * x) - 1.0).abs() < 0.02);
        // Of a normal distribution E[x⁴] = 3.
        assert!((mean_of(|x| x.powi(4)) - 3.0).abs() < 0.15);
    }
}
