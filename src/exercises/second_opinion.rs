//! The judge of the double estimate of a maximum.

use super::case::{Case, tried};
use super::verdict::Verdict;

/// Judges the double estimate of the largest of several values, given as a function of two
/// sets of estimates: what the second set says of the action that the first set chooses.
pub fn check_second_opinion(answer: impl Fn(&[f64], &[f64]) -> f64) -> Verdict {
    type Sets = [Vec<f64>; 2];
    let case = |first: &[f64], second: &[f64], value: f64| -> Case<Sets, f64> {
        Case::new([first.to_vec(), second.to_vec()], value)
    };
    let tried = |cases: &[Case<Sets, f64>]| {
        tried(
            cases,
            |[first, second]| answer(first, second),
            |[first, second], found, value| {
                format!(
                    "of {first:?} and {second:?} it makes {found}, but must make {value}"
                )
            },
        )
    };
    Verdict::new()
        .claim("sets that agree say their largest value", || {
            tried(&[case(&[1.0, 3.0, 2.0], &[1.0, 3.0, 2.0], 3.0)])
        })
        .claim("the first set chooses", || {
            tried(&[case(&[0.0, 9.0, 4.0], &[7.0, 1.0, 2.0], 1.0)
                .slip(7.0, "this is the largest of the second set")
                .slip(0.0, "the second set chose, and the first valued it")])
        })
        .claim("the second set values the choice", || {
            tried(&[case(&[5.0, 8.0], &[3.0, -2.0], -2.0)
                .slip(8.0, "the set that chose is lucky with its choice")
                .slip(3.0, "this is another action than the first set’s choice")
                .slip(1.0, "this is the place of the action, not its value")])
        })
        .claim("estimates may all be below 0", || {
            tried(&[case(&[-4.0, -1.0, -2.0], &[-6.0, -5.0, -3.0], -5.0)
                .slip(0.0, "no estimate is 0")])
        })
}
