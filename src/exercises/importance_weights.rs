//! The judge of the importance weights.

use super::case::{Case, near};
use super::verdict::{Trial, Verdict, each, ensure, hinted};

/// N·P = 2, 1, ½, ½.
const HALVES: &[f64] = &[0.5, 0.25, 0.125, 0.125];
/// Squares, so that half of a power is a round number.
const SQUARES: &[f64] = &[0.64, 0.16, 0.16, 0.04];
const EQUAL: &[f64] = &[0.25; 4];

/// Judges wᵢ = (N·Pᵢ)^−β / maxₖ (N·Pₖ)^−β, given as a function of the probabilities of
/// all N transitions and of β.
pub fn check_importance_weights(
    answer: impl Fn(&[f64], f64) -> Vec<f64>,
) -> Verdict {
    let in_proportion = |p, beta| in_proportion(p, beta, &answer(p, beta));
    let normalised = |p, beta| normalised(p, beta, &answer(p, beta));
    Verdict::new()
        .claim("there is one weight for each transition", || {
            each([HALVES, EQUAL, &[1.0]], |p| counted(p, &answer(p, 1.0)))
        })
        .claim("with β = 0 nothing is taken back", || {
            in_proportion(HALVES, 0.0)
        })
        .claim("with β = 1 the bias of the draw is gone", || {
            in_proportion(HALVES, 1.0)
        })
        .claim("β in between takes a part of it back", || {
            in_proportion(SQUARES, 0.5)
        })
        .claim("the largest weight is 1", || {
            normalised(EQUAL, 1.0)?;
            normalised(HALVES, 1.0)?;
            normalised(SQUARES, 0.5)
        })
}

fn counted(p: &[f64], weights: &[f64]) -> Trial {
    let (found, expected) = (weights.len(), p.len());
    ensure(found == expected, || {
        format!("for {expected} transitions it gives {found} weights")
    })
}

/// However large the weights are, they must fall as (N·P)^−β.
fn in_proportion(p: &[f64], beta: f64, found: &[f64]) -> Trial {
    counted(p, found)?;
    let right = over_largest(&powers(p, -beta));
    Case::new((), right)
        .compared(|found, expected| is_multiple(found, expected))
        .slip(
            powers(p, beta),
            "the exponent has lost its sign: what is drawn more often must count for \
             less",
        )
        .slip(powers(p, 0.0), "they do not depend on P")
        .slip(
            powers(p, -1.0),
            "β is the exponent of 1 / (N·P), and is missing here",
        )
        .slip(powers(p, -2.0 * beta), "this is the square of each")
        .when(
            |found| found.iter().all(|&weight| weight == 0.0),
            "β is an exponent, not a factor",
        )
        .tried(
            |()| found.to_vec(),
            |(), found, right| {
                let given = given(p, beta, found);
                format!("{given}, but each must be in proportion to {right:.3?}")
            },
        )
}

fn normalised(p: &[f64], beta: f64, found: &[f64]) -> Trial {
    let largest = largest(found);
    ensure(near(largest, 1.0), || {
        let amount = p.len() as f64;
        let of_p: Vec<f64> = p.iter().map(|&p| libm::pow(p, -beta)).collect();
        let over_amount: Vec<f64> = of_p.iter().map(|w| w / amount).collect();
        let sum: f64 = found.iter().sum();
        let least = found.iter().copied().fold(f64::NAN, f64::min);
        let is = |slip: &[f64]| are_near(found, slip);
        let hint = hinted([
            (
                is(&powers(p, -beta)) || is(&powers(p, beta)),
                "divide each weight by the largest",
            ),
            (
                is(&of_p),
                "N is missing: divide by the largest, and N cancels",
            ),
            (
                is(&over_amount),
                "β is the exponent of N too: divide by the largest, and N cancels",
            ),
            (near(sum, 1.0), "divide by the largest, not by the sum"),
            (
                near(sum / found.len() as f64, 1.0),
                "divide by the largest, not by the mean",
            ),
            (near(least, 1.0), "divide by the largest, not by the least"),
        ]);
        let given = given(p, beta, found);
        format!("{given}, of which the largest is {largest:.3}{hint}")
    })
}

fn given(p: &[f64], beta: f64, found: &[f64]) -> String {
    format!("for P = {p:?} and β = {beta} it gives {found:.3?}")
}

/// (N·P)^exponent of each transition.
fn powers(p: &[f64], exponent: f64) -> Vec<f64> {
    let amount = p.len() as f64;
    p.iter().map(|p| libm::pow(amount * p, exponent)).collect()
}

fn largest(weights: &[f64]) -> f64 {
    weights.iter().copied().fold(f64::NAN, f64::max)
}

fn over_largest(weights: &[f64]) -> Vec<f64> {
    let largest = largest(weights);
    weights.iter().map(|weight| weight / largest).collect()
}

fn are_near(found: &[f64], expected: &[f64]) -> bool {
    let mut pairs = found.iter().zip(expected);
    found.len() == expected.len() && pairs.all(|(&a, &b)| near(a, b))
}

/// True where the numbers above 0 in `found` are the same multiple of `expected`.
fn is_multiple(found: &[f64], expected: &[f64]) -> bool {
    found.iter().all(|&weight| weight > 0.0)
        && are_near(&over_largest(found), &over_largest(expected))
}
