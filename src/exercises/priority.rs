//! The judge of a priority.

use super::case::{Case, near, tried};
use super::verdict::Verdict;

/// δ, ε and α.
type Surprise = (f64, f64, f64);

const OUTSIDE: &str = "add ε before the power is taken";
const FACTOR: &str = "α is an exponent, not a factor";
const NO_ALPHA: &str = "α is missing";

/// Judges p^α = (|δ| + ε)^α, given as a function of δ, ε and α.
pub fn check_priority(answer: impl Fn(f64, f64, f64) -> f64) -> Verdict {
    let tried = |cases: &[Case<Surprise, f64>]| {
        tried(
            cases,
            |&(td_error, offset, alpha)| answer(td_error, offset, alpha),
            |(td_error, offset, alpha), found, right| {
                format!(
                    "for δ = {td_error}, ε = {offset} and α = {alpha} it gives \
                     {found}, but must give {right}"
                )
            },
        )
    };
    Verdict::new()
        .claim("a larger error has a larger priority", || {
            let square = "it is |δ| that counts, not its square";
            tried(&[
                case((3.0, 0.0, 1.0), 3.0).slip(9.0, square),
                case((8.0, 0.0, 1.0), 8.0),
            ])
        })
        .claim("an error below 0 surprises as much", || {
            tried(&[case((-3.0, 0.0, 1.0), 3.0)
                .slip(-3.0, "a priority is never below 0: take |δ|")
                .slip(0.0, "an error below 0 is a surprise too: take |δ|")])
        })
        .claim("an error of 0 keeps a chance", || {
            let missing = "ε is missing: this transition is never drawn again";
            tried(&[case((0.0, 0.25, 1.0), 0.25).slip(0.0, missing)])
        })
        .claim("α is the exponent of the whole sum", || {
            tried(&[case((8.0, 1.0, 0.5), 3.0)
                .slip(9.0, NO_ALPHA)
                .slip(4.5, FACTOR)
                .slip(3.828_427_124_746_19, OUTSIDE)
                .slip(81.0, "the exponent is α, not 1 / α")])
        })
        .claim("with α = 0 all priorities are 1", || {
            tried(&[case((8.0, 1.0, 0.0), 1.0)
                .slip(9.0, NO_ALPHA)
                .slip(0.0, FACTOR)
                .slip(2.0, OUTSIDE)])
        })
}

fn case(surprise: Surprise, priority: f64) -> Case<Surprise, f64> {
    let case = Case::new(surprise, priority).compared(|a, b| near(*a, *b));
    case.when(|p| p.is_nan(), "a root of a number below 0: take |δ|")
}
