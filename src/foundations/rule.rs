//! The rule of an optimiser: its equations, for one weight or for many at once.

use crate::foundations::tensors::Dev;
use dfdx::prelude::Tensor;
use std::ops::{Add, Div, Mul, Sub};

// ANCHOR: rule
/// One step of an optimiser, as it is for each weight. `K` numbers are kept of each
/// weight, 0 before the first step.
///
/// The equations are written once for the processor, which takes weight after weight,
/// and for the graphics card, which takes all weights of a tensor at once. Write
/// `#[inline(always)]` above `step`: then the processor takes as many weights at once as
/// its vectors hold.
pub trait Rule<const K: usize>: Copy {
    /// The weight after a step, and what is kept for the next one.
    fn step<T: Number>(self, weight: T, gradient: T, kept: [T; K]) -> (T, [T; K]);
}
// ANCHOR_END: rule

/// What is made of a gradient before an optimiser sees it.
pub(crate) trait Clip: Copy {
    /// The gradient that the optimiser sees.
    fn clip<T: Number>(self, gradient: T) -> T;
}

/// A number of single precision, or a tensor of them: it is added, multiplied and divided
/// as they are.
pub trait Number:
    Clone
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Add<f32, Output = Self>
    + Mul<f32, Output = Self>
    + Div<f32, Output = Self>
{
    /// x².
    #[must_use]
    fn square(&self) -> Self;
    /// √x.
    #[must_use]
    fn sqrt(&self) -> Self;
    /// The larger of two.
    #[must_use]
    fn maximum(&self, other: &Self) -> Self;
    /// `low` where x is below it, `high` where x is above it.
    #[must_use]
    fn clamp(self, low: f32, high: f32) -> Self;
}

impl Number for f32 {
    #[inline(always)]
    fn square(&self) -> Self {
        self * self
    }

    #[inline(always)]
    fn sqrt(&self) -> Self {
        Self::sqrt(*self)
    }

    #[inline(always)]
    fn maximum(&self, other: &Self) -> Self {
        self.max(*other)
    }

    #[inline(always)]
    fn clamp(self, low: f32, high: f32) -> Self {
        Self::clamp(self, low, high)
    }
}

/// The numbers of a tensor, whatever its shape was.
pub(crate) type Flat = Tensor<(usize,), f32, Dev>;

impl Number for Flat {
    fn square(&self) -> Self {
        self.clone().square()
    }

    fn sqrt(&self) -> Self {
        self.clone().sqrt()
    }

    fn maximum(&self, other: &Self) -> Self {
        self.clone().maximum(other.clone())
    }

    fn clamp(self, low: f32, high: f32) -> Self {
        Self::clamp(self, low, high)
    }
}

/// A setting in the precision of weights and gradients.
#[expect(
    clippy::cast_possible_truncation,
    reason = "weights and gradients have this precision"
)]
pub(crate) fn single(setting: f64) -> f32 {
    setting as f32
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use dfdx::prelude::TensorFromVec;

    const WEIGHTS: [f32; 5] = [1.0, -2.0, 0.5, 0.0, 1e-3];

    /// Takes some steps by `rule` with each weight alone and with all in a tensor, and
    /// asserts that the weights are the same.
    pub(crate) fn assert_same_on_tensors<R: Rule<K>, const K: usize>(rule: R) {
        let tensor = |numbers: Vec<f32>| -> Flat {
            let count = numbers.len();
            Dev::default().tensor_from_vec(numbers, (count,))
        };
        let mut alone = WEIGHTS.map(|weight| (weight, [0.0; K]));
        let zeros = || tensor(vec![0.0; WEIGHTS.len()]);
        let mut all = (tensor(WEIGHTS.to_vec()), std::array::from_fn(|_| zeros()));
        for gradients in [[0.5, -1e-6, 3.0, 0.0, -0.1], [-0.5, 0.2, 3.0, 1.0, 0.0]] {
            for (one, gradient) in alone.iter_mut().zip(gradients) {
                *one = rule.step(one.0, gradient, one.1);
            }
            all = rule.step(all.0, tensor(gradients.to_vec()), all.1);
            assert_eq!(all.0.as_vec(), alone.map(|one| one.0));
        }
    }
}
