//! The judge of an expectation, read off amplitudes.

use super::case::{Case, near, tried};
use super::verdict::Verdict;
use crate::qubits::Complex;

/// The amplitudes of 00, 01, 10 and 11.
type Amplitudes = [Complex; 4];

const fn complex(re: f64, im: f64) -> Complex {
    Complex { re, im }
}

const ZERO: Complex = complex(0.0, 0.0);

/// Judges ⟨ZZ⟩ = |ψ₀₀|² − |ψ₀₁|² − |ψ₁₀|² + |ψ₁₁|², given as a function of the four
/// amplitudes of two qubits.
pub fn check_expectation(answer: impl Fn(Amplitudes) -> f64) -> Verdict {
    let case = |amplitudes: Amplitudes, zz: f64| {
        Case::new(amplitudes, zz).compared(|a, b| near(*a, *b))
    };
    let tried = |cases: &[Case<Amplitudes, f64>]| {
        tried(
            cases,
            |amplitudes| answer(*amplitudes),
            |amplitudes, found, zz| {
                let [a, b, c, d] = amplitudes.map(in_words);
                format!(
                    "for the amplitudes {a}, {b}, {c}, {d} it gives {found:.2}, but \
                     must give {zz:.2}"
                )
            },
        )
    };
    let squares = "the probabilities of all rows: those of 01 and 10 count negative";
    let first = "this is ⟨Z⟩ of one qubit alone";
    Verdict::new()
        .claim("qubits that are always equal give 1", || {
            let one = complex(1.0, 0.0);
            tried(&[
                case([one, ZERO, ZERO, ZERO], 1.0),
                case([ZERO, ZERO, ZERO, one], 1.0).slip(-1.0, first),
            ])
        })
        .claim("qubits that are never equal give −1", || {
            let (a, b) = (complex(0.6, 0.0), complex(-0.8, 0.0));
            tried(&[case([ZERO, a, b, ZERO], -1.0)
                .slip(1.0, squares)
                .slip(-0.28, first)
                .slip(0.28, first)
                .slip(
                    -0.28 * 0.28,
                    "the product of two ⟨Z⟩ forgets how the qubits go together",
                )
                .slip(0.2, "these are amplitudes: a probability is a square")])
        })
        .claim("the imaginary parts count as the real ones do", || {
            let (a, b) = (complex(0.0, 0.6), complex(0.8, 0.0));
            let real = "these are the real parts alone: |z|² is re² + im²";
            let square = "z² of a complex number can be negative: take |z|²";
            tried(&[case([a, b, ZERO, ZERO], -0.28)
                .slip(-0.64, real)
                .slip(-1.0, square)])
        })
        .claim(
            "qubits that know nothing of each other give ⟨Z⟩⟨Z⟩",
            || {
                // ⟨Z⟩ = 0.28 and −0.28.
                let [c, s] = [0.8, 0.6];
                let amplitudes =
                    [c * s, c * c, s * s, s * c].map(|re| complex(re, 0.0));
                tried(&[case(amplitudes, -0.28 * 0.28)])
            },
        )
}

fn in_words(Complex { re, im }: Complex) -> String {
    format!("{re:.2} + {im:.2}i")
}
