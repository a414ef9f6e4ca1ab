//! The judge of the step that cannot overshoot.

use super::case::{Case, tried};
use super::verdict::Verdict;

/// The TD error, the size of the trace, the step where nothing bounds it, and kappa.
type Step = (f64, f64, f64, f64);

/// Judges α = η / max(1, η κ max(|δ|, 1) ‖z‖₁), given as a function of the TD error, the
/// size of the trace, η, and κ.
pub fn check_bounded_step(answer: impl Fn(f64, f64, f64, f64) -> f64) -> Verdict {
    let tried = |cases: &[Case<Step, f64>]| {
        tried(
            cases,
            |&(td_error, size, rate, kappa)| answer(td_error, size, rate, kappa),
            |(td_error, size, rate, kappa), found, right| {
                format!(
                    "for the error {td_error}, the size {size}, the rate {rate} and \
                     kappa {kappa} it gives {found}, but must give {right}"
                )
            },
        )
    };
    let shrink = "the bound shortens a step, and never makes it longer";
    Verdict::new()
        .claim("a small trace leaves the step as it is", || {
            tried(&[Case::new((0.5, 0.25, 0.5, 2.0), 0.5)
                .slip(2.0, shrink)
                .slip(4.0, shrink)])
        })
        .claim("a large trace shortens it", || {
            let factor = "kappa is missing";
            tried(&[Case::new((1.0, 8.0, 1.0, 2.0), 0.0625)
                .slip(0.125, factor)
                .slip(1.0, "the size of the trace is missing")])
        })
        .claim("an error above 1 shortens it, of either sign", || {
            let sign = "an error below 0 is as large as one above";
            tried(&[
                Case::new((4.0, 8.0, 1.0, 2.0), 0.015_625)
                    .slip(0.0625, "the error is missing"),
                Case::new((-4.0, 8.0, 1.0, 2.0), 0.015_625)
                    .slip(0.0625, sign)
                    .slip(1.0, sign),
            ])
        })
        .claim("an error below 1 counts as 1", || {
            tried(&[Case::new((0.25, 8.0, 1.0, 2.0), 0.0625).slip(
                0.25,
                "max(|δ|, 1): a small error does not make a step longer",
            )])
        })
        .claim("the rate cancels in a step that is bounded", || {
            tried(&[Case::new((1.0, 8.0, 0.5, 2.0), 0.0625)
                .slip(0.03125, "the bound has η too")])
        })
}
