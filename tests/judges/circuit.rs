//! The quantum circuit: an expectation, read off amplitudes.

use super::judged::Judged;
use deepq::exercises::Verdict;
use deepq::prelude::*;
use deepq::qubits::{Complex, Register};

/// The verdict on a sum over the amplitudes of what each counts, given its place.
fn by(of: fn(usize, Complex) -> f64) -> Verdict {
    check_expectation(|amplitudes| {
        amplitudes.iter().enumerate().map(|(i, z)| of(i, *z)).sum()
    })
}

fn sign(i: usize) -> f64 {
    [1.0, -1.0, -1.0, 1.0][i]
}

/// The ⟨Z⟩ of the first digit, and of the second.
fn of_each(amplitudes: [Complex; 4]) -> [f64; 2] {
    let [a, b, c, d] = amplitudes.map(Complex::square);
    [a + b - c - d, a - b + c - d]
}

#[test]
fn expectation_is_judged() {
    Judged::new("expectation")
        .right("a sum with signs", &by(|i, z| sign(i) * z.square()))
        .right(
            "the chapter's",
            &check_expectation(|amplitudes| {
                Register(amplitudes).expectation([0, 1])
            }),
        )
        .wrong("no signs", [2, 3, 4], &by(|_, z| z.square()))
        .wrong(
            "amplitudes in place of squares",
            [2, 3, 4],
            &by(|i, z| sign(i) * z.re),
        )
        .wrong("real parts", [3], &by(|i, z| sign(i) * z.re * z.re))
        .wrong(
            "z² in place of |z|²",
            [3],
            &by(|i, z| sign(i) * (z.re * z.re - z.im * z.im)),
        )
        .wrong(
            "the product of the two",
            [2],
            &check_expectation(|amplitudes| {
                let [first, second] = of_each(amplitudes);
                first * second
            }),
        )
        .wrong(
            "one qubit alone",
            [1, 2, 3, 4],
            &check_expectation(|amplitudes| of_each(amplitudes)[0]),
        )
        .told();
}
