//! The judges of the exercises on Polyak averaging: θ⁻ ← τ θ + (1 − τ) θ⁻, and the τ
//! of a half-life.

use super::verdict::{Trial, Verdict, each, ensure, hinted};

/// One step, and the θ⁻ that it must come to. Every number is exact, in whatever order
/// it is computed.
struct Case {
    target: &'static [f32],
    online: &'static [f32],
    tau: f32,
    moved: &'static [f32],
}

const ONE_WEIGHT: Case = Case {
    target: &[2.0],
    online: &[10.0],
    tau: 0.25,
    moved: &[4.0],
};
const NEGATIVE: Case = Case {
    target: &[-4.0],
    online: &[4.0],
    tau: 0.125,
    moved: &[-3.0],
};
const SEVERAL_WEIGHTS: Case = Case {
    target: &[2.0, 0.0, -4.0],
    online: &[10.0, 8.0, 4.0],
    tau: 0.25,
    moved: &[4.0, 2.0, -2.0],
};
const EQUAL: Case = Case {
    target: &[8.0, -2.0],
    online: &[8.0, -2.0],
    tau: 0.25,
    moved: &[8.0, -2.0],
};
const ALL: Case = Case {
    tau: 1.0,
    moved: &[10.0],
    ..ONE_WEIGHT
};
const NOTHING: Case = Case {
    tau: 0.0,
    moved: &[2.0],
    ..ONE_WEIGHT
};

/// Judges θ⁻ ← τ θ + (1 − τ) θ⁻, given as a function of the weights of the target
/// network, those of the online network, and τ, which changes the former.
pub fn check_polyak(answer: impl Fn(&mut [f32], &mut [f32], f32)) -> Verdict {
    let tried = |cases: &[Case]| each(cases, |case| case.tried(&answer));
    Verdict::new()
        .claim("θ⁻ takes the share τ of θ and keeps the rest", || {
            tried(&[ONE_WEIGHT, NEGATIVE])
        })
        .claim("every weight moves", || tried(&[SEVERAL_WEIGHTS]))
        .claim("networks that are equal stay equal", || tried(&[EQUAL]))
        .claim("with a τ of 1 it is a copy, with 0 nothing moves", || {
            tried(&[ALL, NOTHING])
        })
        .claim("θ is left as it was", || SEVERAL_WEIGHTS.spared(&answer))
}

impl Case {
    /// θ⁻ and θ after the step.
    fn moved_by(
        &self,
        answer: impl Fn(&mut [f32], &mut [f32], f32),
    ) -> (Vec<f32>, Vec<f32>) {
        let (mut target, mut online) = (self.target.to_vec(), self.online.to_vec());
        answer(&mut target, &mut online, self.tau);
        (target, online)
    }

    fn tried(&self, answer: impl Fn(&mut [f32], &mut [f32], f32)) -> Trial {
        let (found, online) = self.moved_by(answer);
        ensure(found == self.moved, || {
            format!(
                "from θ⁻ {:?} towards θ {:?} with τ {} it comes to {found:?}, but \
                 must come to {:?}{}",
                self.target,
                self.online,
                self.tau,
                self.moved,
                self.hint(&found, &online)
            )
        })
    }

    /// The online network must not move.
    fn spared(&self, answer: impl Fn(&mut [f32], &mut [f32], f32)) -> Trial {
        let (_, online) = self.moved_by(answer);
        ensure(online == self.online, || {
            format!(
                "θ was {:?} and is {online:?} afterwards (only the loss moves θ)",
                self.online
            )
        })
    }

    /// The first slip that explains what was found.
    fn hint(&self, found: &[f32], online: &[f32]) -> &'static str {
        let tau = self.tau;
        let all = |of: fn(f32, f32, f32) -> f32| {
            let pairs = self.target.iter().zip(self.online);
            let weights: Vec<f32> = pairs.map(|(&t, &o)| of(t, o, tau)).collect();
            found == weights
        };
        let is_untouched = found == self.target;
        if tau == 0.0 || tau == 1.0 {
            // Several slips come to the same.
            ""
        } else if is_untouched && online != self.online {
            " (this moves θ; it is θ⁻ that follows)"
        } else if is_untouched {
            " (θ⁻ does not move)"
        } else if found.first() == self.moved.first() {
            " (only some of the weights move)"
        } else if all(|t, o, tau| tau * t + (1.0 - tau) * o) {
            " (the roles are swapped: the small share τ is that of θ)"
        } else if all(|t, o, tau| tau * o + t) {
            " (θ⁻ keeps all of itself: its share is 1 − τ)"
        } else if all(|_, o, tau| tau * o) {
            " (nothing of θ⁻ is kept: its share is 1 − τ)"
        } else if all(|_, o, _| o) {
            " (this is a copy)"
        } else {
            ""
        }
    }
}

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

/// With `tau`, half must be left after so many steps.
fn halved(tau: f64, steps: f64) -> Trial {
    let left = libm::pow(1.0 - tau, steps);
    ensure((left - 0.5).abs() < 1e-6, || {
        let slips: [(f64, &str); 5] = [
            (
                1.0 / steps,
                "1/n is the τ after whose n steps about 1/e is left",
            ),
            (
                0.5 / steps,
                "a half is not τ times n: each step takes its share of what is left",
            ),
            (
                libm::log(2.0) / steps,
                "ln 2 / n comes near for a long half-life, and not for a short one",
            ),
            (
                libm::pow(0.5, 1.0 / steps),
                "this is the share that is kept, 1 − τ",
            ),
            (
                1.0 - libm::exp(-1.0 / steps),
                "after these n steps 1/e is left, not a half",
            ),
        ];
        let is_slip = |slip: f64| (tau - slip).abs() < 1e-12;
        let hint = hinted(slips.map(|(slip, hint)| (is_slip(slip), hint)));
        format!(
            "for a half-life of {steps} steps τ is {tau:.6}, and after these steps \
             {left:.3} of the distance is left{hint}"
        )
    })
}
