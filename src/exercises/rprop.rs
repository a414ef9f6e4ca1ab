//! The judge of a step of Rprop.

use super::case::{Case, near, tried};
use super::verdict::Verdict;

/// The gradient, the one before, and the step size Δ.
type Arguments = [f64; 3];
/// The new step size, and what is added to the weight.
type Step = [f64; 2];

/// Judges one step of Rprop with η⁺ = 1.2, η⁻ = 0.5 and Δ in [1e-6, 50], given as a
/// function of the gradient, of the one before and of the step size. It returns the new
/// step size and what is added to the weight.
pub fn check_rprop(answer: impl Fn(f64, f64, f64) -> [f64; 2]) -> Verdict {
    let case = |arguments: Arguments, step: Step| {
        Case::new(arguments, step)
            .compared(|a: &Step, b: &Step| near(a[0], b[0]) && near(a[1], b[1]))
    };
    let tried = |cases: &[Case<Arguments, Step>]| {
        tried(
            cases,
            |[gradient, before, delta]| answer(*gradient, *before, *delta),
            |[gradient, before, delta], found, step| {
                format!(
                    "with the gradient {gradient}, {before} before and a step size of \
                     {delta} it is {found:?}, but must be {step:?}"
                )
            },
        )
    };
    Verdict::new()
        .claim("where the sign stays, the step grows", || {
            tried(&[
                case([1.0, 2.0, 0.1], [0.12, -0.12])
                    .slip([0.12, 0.12], "the weight moves against its gradient")
                    .slip([0.12, -0.1], "the new step size moves the weight"),
                case([-1.0, -2.0, 0.1], [0.12, 0.12]),
            ])
        })
        .claim("the size of a gradient does not count", || {
            tried(&[case([1e-3, 5.0, 0.1], [0.12, -0.12])
                .slip([0.12, -0.12e-3], "only the sign of the gradient counts")])
        })
        .claim("where the sign changes, the step shrinks and waits", || {
            tried(&[case([3.0, -1.0, 0.1], [0.05, 0.0])
                .slip([0.05, -0.05], "no step at once: it would jump back")])
        })
        .claim("next to a gradient of 0 the step size stays", || {
            tried(&[
                case([1.0, 0.0, 0.1], [0.1, -0.1])
                    .slip([0.12, -0.12], "0 has no sign that could stay"),
                case([0.0, 1.0, 0.1], [0.1, 0.0])
                    .slip([0.05, 0.0], "0 has no sign that could change"),
            ])
        })
        .claim("the step size stays within its bounds", || {
            tried(&[
                case([1.0, 1.0, 50.0], [50.0, -50.0]),
                case([1.0, -1.0, 1e-6], [1e-6, 0.0]),
            ])
        })
}
