//! The judge of the squared error of all values.

use super::case::{Case, tried};
use super::verdict::Verdict;

/// The values of three actions in each state.
type Values = Vec<[f64; 3]>;

/// Judges Σ (Q(s, a) − qπ(s, a))² over every action in every state, given as a function of
/// the estimates and of the exact values.
pub fn check_error_of_all(
    answer: impl Fn(&[[f64; 3]], &[[f64; 3]]) -> f64,
) -> Verdict {
    let case = |estimates: &[[f64; 3]], exact: &[[f64; 3]], error: f64| {
        Case::new([estimates.to_vec(), exact.to_vec()], error)
    };
    let tried = |cases: &[Case<[Values; 2], f64>]| {
        tried(
            cases,
            |[estimates, exact]| answer(estimates, exact),
            |[estimates, exact], found, error| {
                format!(
                    "of {estimates:?} beside {exact:?} it makes {found}, but must make \
                     {error}"
                )
            },
        )
    };
    Verdict::new()
        .claim("exact values have no error", || {
            tried(&[case(&[[1.0, 2.0, 3.0]], &[[1.0, 2.0, 3.0]], 0.0)])
        })
        .claim("an error counts alike in both directions", || {
            tried(&[case(&[[3.0, 1.0, 5.0]], &[[1.0, 3.0, 5.0]], 8.0)
                .slip(
                    0.0,
                    "errors of different signs cancel, their squares do not",
                )
                .slip(4.0, "each error is squared")])
        })
        .claim("every action counts, in every state", || {
            let estimates = [[9.0, 0.0, 0.0], [2.0, 2.0, 2.0]];
            let exact = [[9.0, 1.0, 2.0], [2.0, 4.0, 2.0]];
            tried(&[case(&estimates, &exact, 9.0)
                .slip(1.5, "this is a mean over all values")
                .slip(4.5, "this is a mean over the states")
                .slip(3.0, "this is a mean over the actions, or a square root")
                .slip(
                    4.0,
                    "the best actions alone do not tell what the others are worth",
                )
                .slip(5.0, "the first state is no better than the others")])
        })
}
