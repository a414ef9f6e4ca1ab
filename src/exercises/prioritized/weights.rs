//! The judge of the importance weights.

use super::near;
use crate::exercises::verdict::{Trial, Verdict, each, ensure, hinted};

/// Judges wᵢ = (N·Pᵢ)^−β / maxₖ (N·Pₖ)^−β, given as a function of the probabilities of
/// all N transitions and of β.
pub fn check_importance_weights(
    answer: impl Fn(&[f64], f64) -> Vec<f64>,
) -> Verdict {
    let weighed = |(probabilities, beta)| Weighed::new(&answer, probabilities, beta);
    Verdict::new()
        .claim("there is one weight for each transition", || {
            each([&HALVES[..], &EQUAL, &[1.0]], |probabilities| {
                weighed((probabilities, 1.0)).are_counted()
            })
        })
        .claim("with β = 0 nothing is taken back", || {
            weighed((&HALVES, 0.0)).are_in_proportion()
        })
        .claim("with β = 1 the bias of the draw is gone", || {
            weighed((&HALVES, 1.0)).are_in_proportion()
        })
        .claim("β in between takes a part of it back", || {
            weighed((&SQUARES, 0.5)).are_in_proportion()
        })
        .claim("the largest weight is 1", || {
            each([(&EQUAL, 1.0), (&HALVES, 1.0), (&SQUARES, 0.5)], |case| {
                weighed((case.0, case.1)).are_normalised()
            })
        })
}

/// N·P = 2, 1, ½, ½.
const HALVES: [f64; 4] = [0.5, 0.25, 0.125, 0.125];
/// Squares, so that half of a power is a round number.
const SQUARES: [f64; 4] = [0.64, 0.16, 0.16, 0.04];
const EQUAL: [f64; 4] = [0.25; 4];

/// The weights that an answer gives.
struct Weighed<'a> {
    probabilities: &'a [f64],
    beta: f64,
    weights: Vec<f64>,
}

impl<'a> Weighed<'a> {
    fn new(
        answer: impl Fn(&[f64], f64) -> Vec<f64>,
        probabilities: &'a [f64],
        beta: f64,
    ) -> Self {
        Self {
            probabilities,
            beta,
            weights: answer(probabilities, beta),
        }
    }

    /// (N·P)^exponent of each transition.
    fn powers(&self, exponent: f64) -> Vec<f64> {
        let amount = self.probabilities.len() as f64;
        let powers = self.probabilities.iter();
        powers.map(|p| libm::pow(amount * p, exponent)).collect()
    }

    fn says(&self) -> String {
        format!(
            "for P = {:?} and β = {} it gives {:.3?}",
            self.probabilities, self.beta, self.weights
        )
    }

    fn are_counted(&self) -> Trial {
        let (found, expected) = (self.weights.len(), self.probabilities.len());
        ensure(found == expected, || {
            format!("for {expected} transitions it gives {found} weights")
        })
    }

    /// However large the weights are, they must fall as (N·P)^−β.
    fn are_in_proportion(&self) -> Trial {
        self.are_counted()?;
        let expected = normalised(&self.powers(-self.beta));
        ensure(is_multiple(&self.weights, &expected), || {
            let is = |exponent| is_multiple(&self.weights, &self.powers(exponent));
            let hint = hinted([
                (
                    self.beta > 0.0 && is(self.beta),
                    "the exponent has lost its sign: what is drawn more often must \
                     count for less",
                ),
                (
                    self.weights.iter().all(|&weight| weight == 0.0),
                    "β is an exponent, not a factor",
                ),
                (is(0.0), "they do not depend on P"),
                (
                    self.beta < 1.0 && is(-1.0),
                    "β is the exponent of 1 / (N·P), and is missing here",
                ),
                (is(-2.0 * self.beta), "this is the square of each"),
            ]);
            format!(
                "{}, but each must be in proportion to {expected:.3?}{hint}",
                self.says()
            )
        })
    }

    fn are_normalised(&self) -> Trial {
        let largest = self.weights.iter().copied().fold(f64::NAN, f64::max);
        ensure(near(largest, 1.0), || {
            let sum: f64 = self.weights.iter().sum();
            let mean = sum / self.weights.len() as f64;
            let least = self.weights.iter().copied().fold(f64::NAN, f64::min);
            let of_p: Vec<f64> = self
                .probabilities
                .iter()
                .map(|&p| libm::pow(p, -self.beta))
                .collect();
            let amount = self.probabilities.len() as f64;
            let inverse: Vec<f64> = of_p.iter().map(|w| w / amount).collect();
            let are = |expected: &[f64]| are_near(&self.weights, expected);
            let hint = hinted([
                (
                    are(&self.powers(-self.beta)) || are(&self.powers(self.beta)),
                    "divide each weight by the largest",
                ),
                (
                    are(&of_p),
                    "N is missing: divide by the largest, and N cancels",
                ),
                (
                    are(&inverse),
                    "β is the exponent of N too: divide by the largest, and N \
                     cancels",
                ),
                (near(sum, 1.0), "divide by the largest, not by the sum"),
                (near(mean, 1.0), "divide by the largest, not by the mean"),
                (near(least, 1.0), "divide by the largest, not by the least"),
            ]);
            format!(
                "{}, of which the largest is {largest:.3}{hint}",
                self.says()
            )
        })
    }
}

/// Each divided by the largest.
fn normalised(weights: &[f64]) -> Vec<f64> {
    let largest = weights.iter().copied().fold(f64::NAN, f64::max);
    weights.iter().map(|weight| weight / largest).collect()
}

fn are_near(found: &[f64], expected: &[f64]) -> bool {
    let pairs = || found.iter().zip(expected);
    found.len() == expected.len() && pairs().all(|(a, b)| near(*a, *b))
}

/// True where the numbers above 0 in `found` are the same multiple of `expected`.
fn is_multiple(found: &[f64], expected: &[f64]) -> bool {
    found.iter().all(|&weight| weight > 0.0)
        && are_near(&normalised(found), &normalised(expected))
}
