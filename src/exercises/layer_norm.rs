//! The judge of layer norm, for one row.

use super::case::{Case, tried};
use super::verdict::Verdict;

/// ε of layer norm.
const EPSILON: f64 = 1e-5;

/// A row of a slip, given the row, its mean and its variance.
type Slip = fn(f64, f64, f64) -> f64;

/// What typical slips make of a number of the row.
const SLIPS: [(Slip, &str); 5] = [
    (
        |x, _, variance| x / (variance + EPSILON).sqrt(),
        "the mean is not subtracted",
    ),
    (
        |x, mean, variance| (x - mean) / (variance + EPSILON),
        "divide by the root of the variance",
    ),
    (
        |x, mean, variance| (x - mean) / (variance.sqrt() + EPSILON),
        "ε is added to the variance, inside the root",
    ),
    (
        |x, mean, variance| (x - mean) / (1.25 * variance + EPSILON).sqrt(),
        "the variance of a row divides by the count, not by one less",
    ),
    (|x, mean, _| x - mean, "the size is left as it was"),
];

fn by(rule: Slip, row: &[f32]) -> Vec<f64> {
    let numbers: Vec<f64> = row.iter().map(|&x| f64::from(x)).collect();
    let count = numbers.len() as f64;
    let mean = numbers.iter().sum::<f64>() / count;
    let squares = numbers.iter().map(|x| (x - mean) * (x - mean));
    let variance = squares.sum::<f64>() / count;
    numbers.iter().map(|&x| rule(x, mean, variance)).collect()
}

/// Judges y = (x − mean) / √(variance + ε) with ε = 1e-5, given as a function of one
/// row.
pub fn check_layer_norm(answer: impl Fn(&[f32]) -> Vec<f32>) -> Verdict {
    let tried = |row: &'static [f32]| {
        let right = by(|x, mean, v| (x - mean) / (v + EPSILON).sqrt(), row);
        let slips = SLIPS.map(|(slip, hint)| (by(slip, row), hint));
        let case = Case::new(row, right)
            .compared(|found: &Vec<f64>, right| same(found, right))
            .slips(slips)
            .when(
                |found: &Vec<f64>| found.iter().any(|y| y.is_nan()),
                "equal numbers have no variance: ε keeps it from a division by 0",
            );
        tried(
            &[case],
            |row| answer(row).into_iter().map(f64::from).collect(),
            |row, found, right| {
                format!(
                    "for {row:?} it gives {found:.4?}, but must give {right:.4?}"
                )
            },
        )
    };
    Verdict::new()
        .claim("a row has the mean 0 and the variance 1", || {
            tried(&[1.0, 2.0, 3.0, 4.0, 5.0])
        })
        .claim("a longer vector is the same row", || {
            tried(&[1_000.0, 2_000.0, 3_000.0, 4_000.0, 5_000.0])
        })
        .claim("equal numbers become 0", || tried(&[4.0; 5]))
        .claim("ε counts where the numbers hardly differ", || {
            tried(&[0.001, -0.001, 0.001, -0.001, 0.0])
        })
}

/// Equal but for rounding in single precision.
fn same(found: &[f64], right: &[f64]) -> bool {
    let pairs = found.iter().zip(right);
    found.len() == right.len()
        && pairs.into_iter().all(|(a, b)| (a - b).abs() < 1e-3)
}
