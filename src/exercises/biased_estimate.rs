//! The judge of what an estimate converges to where large errors are drawn more often.

use super::case::{Case, near, tried};
use super::verdict::Verdict;

/// Judges the Q at which the weighted errors cancel, Σᵢ |rᵢ − Q|^(α (1 − β)) (rᵢ − Q) = 0,
/// given as a function of the share of rewarded transitions, their reward, α and β. The
/// other transitions have a reward of 0.
pub fn check_biased_estimate(answer: impl Fn(f64, f64, f64, f64) -> f64) -> Verdict {
    type Arguments = [f64; 4];
    let case = |arguments: Arguments, estimate: f64| {
        Case::new(arguments, estimate).compared(|a, b| near(*a, *b))
    };
    let tried = |cases: &[Case<Arguments, f64>]| {
        tried(
            cases,
            |[share, reward, alpha, beta]| answer(*share, *reward, *alpha, *beta),
            |[share, reward, alpha, beta], found, estimate| {
                format!(
                    "with a reward of {reward} in a share of {share}, α = {alpha} and \
                     β = {beta} it is {found}, but must be {estimate}"
                )
            },
        )
    };
    Verdict::new()
        .claim("without priorities it is the mean reward", || {
            tried(&[case([0.2, 10.0, 0.0, 0.0], 2.0).when(
                |estimate| !estimate.is_finite(),
                "with α = 0 the power of the error is 1, not 0",
            )])
        })
        .claim("weights with β = 1 take all of it back", || {
            tried(&[case([0.2, 10.0, 1.0, 1.0], 2.0).when(
                |estimate| !estimate.is_finite(),
                "with β = 1 the power of the error is 1, not 0",
            )])
        })
        .claim("large errors pull it towards the reward", || {
            // 0.2 (10 − Q)² = 0.8 Q², so 10 − Q = 2 Q.
            tried(&[case([0.2, 10.0, 1.0, 0.0], 10.0 / 3.0)
                .slip(2.0, "the mean counts every transition alike")
                .slip(
                    10.0 / 17.0,
                    "take the root of both sides: the power is not of the share",
                )])
        })
        .claim("α and β count as α (1 − β)", || {
            // With k = 1/2 and 8 times as many zeros, 10 − Q = 8^(2/3) Q.
            let of = |alpha, beta| case([1.0 / 9.0, 10.0, alpha, beta], 2.0);
            tried(&[
                of(0.5, 0.0),
                of(0.75, 1.0 / 3.0)
                    .slip(10.0 / (1.0 + libm::pow(8.0, 1.0 / 1.75)), "β counts too"),
                of(1.0, 0.5),
            ])
        })
        .claim("where half is rewarded, priorities change nothing", || {
            tried(&[case([0.5, 1.0, 0.7, 0.0], 0.5)])
        })
}
