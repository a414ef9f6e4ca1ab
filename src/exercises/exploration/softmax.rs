//! The judge of softmax.

use super::is_equal;
use crate::exercises::verdict::{Trial, Verdict, each, ensure};
use crate::exploration::softmax;

/// Judges exp(qₐ/T) / Σ exp(q/T), given as a function of the values and T.
pub fn check_softmax(answer: impl Fn(&[f32; 3], f64) -> [f64; 3]) -> Verdict {
    let weighs = |q_values, temperature| weighs(&answer, q_values, temperature);
    Verdict::new()
        .claim("the probabilities sum to 1", || {
            each([[0.0, 0.0, 0.0], [1.0, 2.0, 3.0]], |q| {
                sums_to_one(&answer, q)
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

fn sums_to_one(
    answer: impl Fn(&[f32; 3], f64) -> [f64; 3],
    q_values: [f32; 3],
) -> Trial {
    let found = answer(&q_values, 1.0);
    let sum: f64 = found.iter().sum();
    ensure(is_equal(sum, 1.0), || {
        format!(
            "for the values {q_values:?} it gives {}, whose sum is {sum:.4}",
            rounded(found)
        )
    })
}

/// The probabilities must be those of the course's softmax.
fn weighs(
    answer: impl Fn(&[f32; 3], f64) -> [f64; 3],
    q_values: [f32; 3],
    temperature: f64,
) -> Trial {
    let found = answer(&q_values, temperature);
    let expected = softmax(&q_values, temperature);
    let agree = |p: [f64; 3]| found.iter().zip(p).all(|(&a, b)| is_equal(a, b));
    let total: f64 = q_values.iter().map(|&q| f64::from(q)).sum();
    let hints = [
        (
            softmax(&q_values, 1.0 / temperature),
            "the temperature is multiplied where it must divide",
        ),
        (softmax(&q_values, 1.0), "the temperature is missing"),
        (
            softmax(&q_values.map(|q| -q), temperature),
            "the sign is wrong: the worst action is the likeliest",
        ),
        (
            q_values.map(|q| f64::from(q) / total),
            "these are shares of the values: the exponential is missing",
        ),
    ];
    let fitting = hints.iter().find(|(p, _)| agree(*p));
    let hint = match fitting {
        Some((_, hint)) => format!(" ({hint})"),
        None if found.iter().all(|p| p.is_finite()) => String::new(),
        None if q_values[0] > 0.0 => " (the exponential overflows, and ∞ / ∞ is no \
                                      number: subtract the largest value first)"
            .to_owned(),
        None => " (all exponentials are 0, and 0 / 0 is no number: subtract the \
                 largest value, also where it lies below 0)"
            .to_owned(),
    };
    ensure(agree(expected), || {
        format!(
            "for the values {q_values:?} and T = {temperature} it gives {}, but must \
             give {}{hint}",
            rounded(found),
            rounded(expected)
        )
    })
}

fn rounded(numbers: [f64; 3]) -> String {
    let [a, b, c] = numbers.map(|number| format!("{number:.4}"));
    format!("[{a}, {b}, {c}]")
}
