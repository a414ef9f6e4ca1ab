//! The judge of the value that some copies of a target network let a network know.

use super::case::{Case, near, tried};
use super::verdict::Verdict;

/// Judges 1 + γ + … + γᵏ, given as a function of the copies k and of the discount γ: the
/// value of a state when every reward is 1, and each copy was learned before the next.
pub fn check_value_after(answer: impl Fn(usize, f64) -> f64) -> Verdict {
    let case = |copies: usize, gamma: f64, value: f64| {
        Case::new((copies, gamma), value).compared(|a, b| near(*a, *b))
    };
    let tried = |cases: &[Case<(usize, f64), f64>]| {
        tried(
            cases,
            |(copies, gamma)| answer(*copies, *gamma),
            |(copies, gamma), found, value| {
                format!(
                    "after {copies} copies with a discount of {gamma} it is {found}, \
                     but must be {value}"
                )
            },
        )
    };
    Verdict::new()
        .claim("before the first copy a target has one reward", || {
            tried(&[case(0, 0.5, 1.0)
                .slip(0.0, "the reward of the step itself needs no copy")
                .slip(2.0, "this is what many copies come to")])
        })
        .claim("each copy adds one reward, discounted once more", || {
            tried(&[
                case(1, 0.5, 1.5).slip(1.0, "one copy has been learned from"),
                case(3, 0.5, 1.875)
                    .slip(1.75, "this is one copy less")
                    .slip(4.0, "rewards that are further away count for less"),
            ])
        })
        .claim("with a discount of 1 each copy adds a whole reward", || {
            tried(&[case(4, 1.0, 5.0)
                .slip(4.0, "the reward of the step itself needs no copy")
                .when(|v| v.is_nan(), "0 / 0: add the rewards up instead")])
        })
        .claim("many copies come to 1 / (1 − γ)", || {
            tried(&[case(100_000, 0.99, 100.0)])
        })
}
