//! Qubits on a classical computer: their amplitudes, the gates that turn them, and what
//! is measured in the end.
//!
//! Source: Nielsen and Chuang (2010), "Quantum computation and quantum information",
//! chapters 2 and 4; the gradient is that of Jones and Gacon (2020), "Efficient
//! calculation of gradients in classical simulations of variational quantum algorithms".

use std::f64::consts::FRAC_PI_2;
use std::ops::{Add, Mul, Neg};

// ANCHOR: complex
/// A complex number, re + i im.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Complex {
    /// The real part.
    pub re: f64,
    /// The imaginary part.
    pub im: f64,
}

impl Complex {
    /// i z: a quarter turn of z about 0.
    #[must_use]
    pub fn times_i(self) -> Self {
        Self {
            re: -self.im,
            im: self.re,
        }
    }

    /// |z|².
    pub fn square(self) -> f64 {
        self.re * self.re + self.im * self.im
    }
}

impl Add for Complex {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            re: self.re + other.re,
            im: self.im + other.im,
        }
    }
}

impl Mul<Complex> for f64 {
    type Output = Complex;

    fn mul(self, z: Complex) -> Complex {
        Complex {
            re: self * z.re,
            im: self * z.im,
        }
    }
}

impl Neg for Complex {
    type Output = Self;

    fn neg(self) -> Self {
        -1.0 * self
    }
}
// ANCHOR_END: complex

// ANCHOR: axis
/// The axis that a rotation turns a qubit about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pauli {
    /// X swaps the amplitudes of 0 and 1.
    X,
    /// Y swaps them too, and turns them by −i and i.
    Y,
    /// Z changes the sign of the amplitude of 1.
    Z,
}

impl Pauli {
    /// P(α, β): what the Pauli matrix of this axis makes of the amplitudes of 0 and 1.
    ///
    /// X(α, β) = (β, α), Y(α, β) = (−iβ, iα), Z(α, β) = (α, −β).
    #[inline]
    pub fn on(self, [zero, one]: [Complex; 2]) -> [Complex; 2] {
        match self {
            Self::X => [one, zero],
            Self::Y => [-one.times_i(), zero.times_i()],
            Self::Z => [zero, -one],
        }
    }
}
// ANCHOR_END: axis

// ANCHOR: gate
/// A step of a circuit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Gate {
    /// R(φ) = cos(φ/2) − i sin(φ/2) P turns one qubit by the angle φ about an axis.
    Rotation {
        /// The axis of P.
        axis: Pauli,
        /// The qubit that turns.
        qubit: usize,
        /// cos(φ/2).
        cos: f64,
        /// sin(φ/2).
        sin: f64,
    },
    /// CZ: the amplitudes in which both qubits are 1 change their sign.
    Cz(usize, usize),
}

impl Gate {
    /// The rotation of a qubit by `angle`, in radians.
    pub fn rotation(axis: Pauli, qubit: usize, angle: f64) -> Self {
        let (sin, cos) = libm::sincos(angle / 2.0);
        Self::Rotation {
            axis,
            qubit,
            cos,
            sin,
        }
    }

    /// The gate that undoes this one: the rotation by −φ, and CZ itself.
    #[must_use]
    pub fn inverse(self) -> Self {
        match self {
            Self::Rotation {
                axis,
                qubit,
                cos,
                sin,
            } => Self::Rotation {
                axis,
                qubit,
                cos,
                sin: -sin,
            },
            Self::Cz(..) => self,
        }
    }
}
// ANCHOR_END: gate

// ANCHOR: register
/// Some qubits: one complex amplitude for each of the `D` = 2ⁿ rows of zeros and ones.
///
/// Digit q of the binary number i, counted from its end, is qubit q in amplitude i.
#[derive(Clone, Debug, PartialEq)]
pub struct Register<const D: usize>(pub [Complex; D]);

impl<const D: usize> Register<D> {
    /// |0…0⟩: every qubit is 0.
    pub fn zeros() -> Self {
        let mut amplitudes = [Complex::default(); D];
        amplitudes[0].re = 1.0;
        Self(amplitudes)
    }

    /// |0…0⟩ after these gates, one after the other.
    pub fn after(gates: &[Gate]) -> Self {
        let mut register = Self::zeros();
        for gate in gates {
            register.apply(*gate);
        }
        register
    }

    /// Changes the amplitudes as a gate does.
    pub fn apply(&mut self, gate: Gate) {
        match gate {
            Gate::Rotation {
                axis,
                qubit,
                cos,
                sin,
            } => self.change_pairs(qubit, |pair| {
                let [zero, one] = axis.on(pair).map(Complex::times_i);
                [cos * pair[0] + -sin * zero, cos * pair[1] + -sin * one]
            }),
            Gate::Cz(a, b) => self.scale(|i| {
                if is_one(i, a) && is_one(i, b) {
                    -1.0
                } else {
                    1.0
                }
            }),
        }
    }

    /// Changes every two amplitudes that differ in `qubit` alone.
    #[inline]
    fn change_pairs(
        &mut self,
        qubit: usize,
        change: impl Fn([Complex; 2]) -> [Complex; 2],
    ) {
        for (zero, one) in pairs::<D>(qubit) {
            [self.0[zero], self.0[one]] = change([self.0[zero], self.0[one]]);
        }
    }

    /// Multiplies amplitude i by `factor(i)`.
    #[inline]
    fn scale(&mut self, factor: impl Fn(usize) -> f64) {
        for (i, amplitude) in self.0.iter_mut().enumerate() {
            *amplitude = factor(i) * *amplitude;
        }
    }
}

/// The places of every two amplitudes that differ in `qubit` alone: 0 there, and 1.
fn pairs<const D: usize>(qubit: usize) -> impl Iterator<Item = (usize, usize)> {
    let zeros = (0..D).filter(move |i| !is_one(*i, qubit));
    zeros.map(move |i| (i, i | 1 << qubit))
}

/// Whether `qubit` is 1 in amplitude i.
fn is_one(i: usize, qubit: usize) -> bool {
    i >> qubit & 1 == 1
}
// ANCHOR_END: register

// ANCHOR: expectation
/// The eigenvalue of ZZ in amplitude i: 1 where the two qubits are equal, else −1.
pub fn parity(i: usize, [a, b]: [usize; 2]) -> f64 {
    if is_one(i, a) == is_one(i, b) {
        1.0
    } else {
        -1.0
    }
}

impl<const D: usize> Register<D> {
    /// ⟨ZZ⟩ = Σᵢ |ψᵢ|² (±1): the probability that the two qubits are measured equal,
    /// minus the probability that they differ. In [−1, 1].
    pub fn expectation(&self, qubits: [usize; 2]) -> f64 {
        let terms = self.0.iter().enumerate();
        terms.map(|(i, z)| parity(i, qubits) * z.square()).sum()
    }
}
// ANCHOR_END: expectation

// ANCHOR: slopes
impl<const D: usize> Register<D> {
    /// d⟨ZZ⟩/dφ for the angle φ of each gate that led here; 0 for a gate without one.
    ///
    /// A rotation has the derivative dR/dφ = −(i/2) P R. So with |ψ⟩ the amplitudes
    /// right after the gate, and |η⟩ those of ZZ|ψ⟩ taken back to there,
    ///
    /// ```text
    /// d⟨ZZ⟩/dφ = 2 Re ⟨η| −(i/2) P |ψ⟩ = Im ⟨η| P |ψ⟩
    /// ```
    ///
    /// Both are walked back gate by gate, so all slopes together cost as much as
    /// running the circuit a few times.
    ///
    /// Source: Jones and Gacon (2020).
    pub fn slopes(&self, gates: &[Gate], qubits: [usize; 2]) -> Vec<f64> {
        let (mut ket, mut bra) = (self.clone(), self.clone());
        bra.scale(|i| parity(i, qubits));
        let mut slopes = vec![0.0; gates.len()];
        for (slope, gate) in slopes.iter_mut().zip(gates).rev() {
            if let Gate::Rotation { axis, qubit, .. } = *gate {
                *slope = bra.imaginary_product(axis, qubit, &ket);
            }
            ket.apply(gate.inverse());
            bra.apply(gate.inverse());
        }
        slopes
    }

    /// Im ⟨self|P|ket⟩ = Σᵢ Im(selfᵢ* (P ket)ᵢ).
    fn imaginary_product(&self, axis: Pauli, qubit: usize, ket: &Self) -> f64 {
        let imaginary = |bra: Complex, z: Complex| bra.re * z.im - bra.im * z.re;
        let terms = pairs::<D>(qubit).map(|(zero, one)| {
            let turned = axis.on([ket.0[zero], ket.0[one]]);
            imaginary(self.0[zero], turned[0]) + imaginary(self.0[one], turned[1])
        });
        terms.sum()
    }
}
// ANCHOR_END: slopes

// ANCHOR: parameter_shift
/// d⟨·⟩/dφ = (⟨·⟩(φ + π/2) − ⟨·⟩(φ − π/2)) / 2: the slope of an expectation in the
/// angle of one rotation, from two runs of the circuit. It is exact, because the
/// expectation is a sine wave of that angle.
///
/// Source: Mitarai et al. (2018), "Quantum circuit learning".
pub fn parameter_shift(expectation: impl Fn(f64) -> f64, angle: f64) -> f64 {
    let (above, below) = (angle + FRAC_PI_2, angle - FRAC_PI_2);
    (expectation(above) - expectation(below)) / 2.0
}
// ANCHOR_END: parameter_shift
