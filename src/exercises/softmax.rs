//! The judge of softmax.

use super::case::{Case, roughly};
use super::verdict::{Trial, Verdict, each, ensure};
use crate::exploration::softmax;

/// Judges exp(qₐ/T) / Σ exp(q/T), given as a function of the values and T.
pub fn check_softmax(answer: impl Fn(&[f32; 3], f64) -> [f64; 3]) -> Verdict {
    let weighs = |q_values, temperature| weighs(&answer, q_values, temperature);
    Verdict::new()
        .claim("the probabilities sum to 1", || {
            each([[0.0, 0.0, 0.0], [1.0, 2.0, 3.0]], |q| {
                let found = answer(&q, 1.0);
                let sum: f64 = found.iter().sum();
                ensure(roughly(sum, 1.0), || {
                    let found = rounded(&found);
                    format!(
                        "for the values {q:?} it gives {found}, whose sum is {sum:.4}"
                    )
                })
            })
        })
        .claim("a lead of 1 is a factor e in the odds, at T = 1", || {
            weighs([1.0, 2.0, 4.0], 1.0)
        })
        .claim("the temperature divides the values", || {
            each([0.5, 2.0], |temperature| {
                weighs([1.0, 2.0, 4.0], temperature)
            })
        })
        .claim("large values do not overflow", || {
            weighs([10_000.0, 9_999.0, 10_001.0], 1.0)?;
            weighs([1.0, 2.0, 3.0], 0.001)
        })
        .claim("values far below 0 do not vanish", || {
            weighs([-10_000.0, -9_999.0, -10_001.0], 1.0)
        })
}

/// The probabilities must be those of the course's softmax.
fn weighs(
    answer: impl Fn(&[f32; 3], f64) -> [f64; 3],
    q_values: [f32; 3],
    temperature: f64,
) -> Trial {
    let total: f64 = q_values.iter().map(|&q| f64::from(q)).sum();
    let not_finite = if q_values[0] > 0.0 {
        "the exponential overflows, and ∞ / ∞ is no number: subtract the largest \
         value first"
    } else {
        "all exponentials are 0, and 0 / 0 is no number: subtract the largest \
         value, also where it lies below 0"
    };
    let right = softmax(&q_values, temperature);
    Case::new((q_values, temperature), right)
        .compared(|found, p| found.iter().zip(p).all(|(&a, &b)| roughly(a, b)))
        .slip(
            softmax(&q_values, 1.0 / temperature),
            "the temperature is multiplied where it must divide",
        )
        .slip(softmax(&q_values, 1.0), "the temperature is missing")
        .slip(
            softmax(&q_values.map(|q| -q), temperature),
            "the sign is wrong: the worst action is the likeliest",
        )
        .slip(
            q_values.map(|q| f64::from(q) / total),
            "these are shares of the values: the exponential is missing",
        )
        .when(|found| !found.iter().all(|p| p.is_finite()), not_finite)
        .tried(
            |(q_values, temperature)| answer(q_values, *temperature),
            |(q_values, temperature), found, right| {
                format!(
                    "for the values {q_values:?} and T = {temperature} it gives {}, \
                     but must give {}",
                    rounded(found),
                    rounded(right)
                )
            },
        )
}

fn rounded(numbers: &[f64; 3]) -> String {
    let [a, b, c] = numbers.map(|number| format!("{number:.4}"));
    format!("[{a}, {b}, {c}]")
}
