//! The judge of a mean and a variance that run along.

use super::case::{Case, tried};
use super::verdict::{Trial, Verdict};

/// A count, a mean and a variance.
type Moments = (f64, f64, f64);

/// Judges the mean and the variance of numbers that come one at a time, given as a
/// function from (count, mean, variance) and a number to those with the number: the
/// variance is the mean square of the distances to the mean.
pub fn check_moments(answer: impl Fn(Moments, f64) -> Moments) -> Verdict {
    let after = |numbers: &[f64]| {
        numbers
            .iter()
            .fold((0.0, 0.0, 0.0), |moments, &number| answer(moments, number))
    };
    let tried = |numbers: &'static [f64],
                 right: f64,
                 of: fn(Moments) -> f64,
                 name: &str,
                 slips: &[(f64, &'static str)]|
     -> Trial {
        let case = Case::new(numbers, right)
            .compared(|found, right| (found - right).abs() < 1e-6)
            .slips(slips.iter().copied())
            .when(
                |found| !found.is_finite(),
                "divide by the count that includes the new number",
            );
        tried(
            &[case],
            |numbers| of(after(numbers)),
            |numbers, found, right| {
                format!(
                    "after {numbers:?} the {name} is {found:.6}, but must be {right}"
                )
            },
        )
    };
    Verdict::new()
        .claim("each number counts", || {
            let still = "the count must rise with each number";
            tried(&[7.0, 5.0], 2.0, |m| m.0, "count", &[(0.0, still)])
        })
        .claim("the mean is that of all numbers so far", || {
            let mean = |m: Moments| m.1;
            tried(&[7.0], 7.0, mean, "mean", &[])?;
            let numbers = &[1.0, 2.0, 3.0, 4.0, 10.0];
            let halves = (6.375, "a number counts 1 / count, and not a half");
            tried(numbers, 4.0, mean, "mean", &[(20.0, "this is the sum"), halves])
        })
        .claim("the variance is the mean square distance to it", || {
            let variance = |m: Moments| m.2;
            tried(&[7.0], 0.0, variance, "variance", &[(49.0, "this is the square")])?;
            // Of 2 and 6 the mean is 4, and each is 2 away from it.
            let slips = [
                (8.0, "this divides by the count less one, or takes the old mean twice"),
                (2.0, "this takes the new mean twice, or the root"),
                (16.0, "the sum of squares must be divided by the count"),
            ];
            tried(&[2.0, 6.0], 4.0, variance, "variance", &slips)?;
            tried(&[1.0, 2.0, 3.0, 4.0, 5.0], 2.0, variance, "variance", &[])
        })
        .claim("a large mean costs no digits of the variance", || {
            let far = &[1e9 + 1.0, 1e9 + 2.0, 1e9 + 3.0, 1e9 + 4.0, 1e9 + 5.0];
            let squares = "the mean of squares less the square of the mean loses them";
            tried(far, 2.0, |m| m.2, "variance", &[(0.0, squares), (128.0, squares)])
        })
}
