//! The judge of the τ of a half-life.

use super::case::roughly;
use super::verdict::{Trial, Verdict, each, ensure, hinted};

/// Half-lives in steps: one, as many as the copies of DQN are apart, and long ones.
const HALF_LIVES: [f64; 4] = [1.0, 15.0, 69.0, 1_000.0];

/// Judges τ = 1 − 2^(−1/n), given as a function of the half-life n: with that τ, half
/// of the distance to a θ that holds still is left after n steps.
pub fn check_half_life(answer: impl Fn(f64) -> f64) -> Verdict {
    Verdict::new()
        .claim("τ is a share, between 0 and 1", || {
            each(HALF_LIVES, |steps| {
                let tau = answer(steps);
                ensure(tau > 0.0 && tau < 1.0, || {
                    format!("for a half-life of {steps} steps τ is {tau}")
                })
            })
        })
        .claim("after one half-life, half of the distance is left", || {
            each(HALF_LIVES, |steps| halved(answer(steps), steps))
        })
}

/// With `tau`, half must be left after `steps` steps.
fn halved(tau: f64, steps: f64) -> Trial {
    let left = libm::pow(1.0 - tau, steps);
    ensure(roughly(left, 0.5), || {
        let is = |slip: f64| (tau - slip).abs() < 1e-12;
        let hint = hinted([
            (
                is(1.0 / steps),
                "1/n is the τ after whose n steps about 1/e is left",
            ),
            (
                is(0.5 / steps),
                "a half is not τ times n: each step takes its share of what is left",
            ),
            (
                is(libm::log(2.0) / steps),
                "ln 2 / n comes near for a long half-life, and not for a short one",
            ),
            (
                is(libm::pow(0.5, 1.0 / steps)),
                "this is the share that is kept, 1 − τ",
            ),
            (
                is(1.0 - libm::exp(-1.0 / steps)),
                "after these n steps 1/e is left, not a half",
            ),
        ]);
        format!(
            "for a half-life of {steps} steps τ is {tau:.6}, and after these steps \
             {left:.3} of the distance is left{hint}"
        )
    })
}
