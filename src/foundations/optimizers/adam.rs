//! Adam.

use crate::error::{Error, check_range};
use crate::foundations::description::describe;
use crate::foundations::optimizer::Optimizer;
use crate::foundations::per_weight::PerWeight;
use crate::foundations::rule::{Number, Rule, single};
use crate::foundations::tensors::{Dev, Gradients};
use dfdx::prelude::TensorCollection;

// ANCHOR: adam
/// Adam: RMSprop whose gradient is a running mean too, and whose running means are
/// corrected for their start at 0.
///
/// ```text
/// m ← β₁ m + (1 − β₁) g       m and v start at 0
/// v ← β₂ v + (1 − β₂) g²
/// m̂ = m / (1 − β₁ᵗ)           t = 1 on the first step
/// v̂ = v / (1 − β₂ᵗ)
/// θ ← θ − η m̂ / (√v̂ + ε)
/// ```
///
/// Source: Kingma and Ba (2015), algorithm 1.
pub struct Adam {
    /// β₁, the share of the running mean that one step keeps, in [0, 1).
    pub beta1: f64,
    /// β₂, the share of the running square that one step keeps, in [0, 1).
    pub beta2: f64,
    /// ε, added to the root of the corrected running square, above 0.
    pub epsilon: f64,
    /// m and v.
    pub kept: PerWeight<2>,
}
// ANCHOR_END: adam

impl Adam {
    /// The defaults of the paper and of PyTorch: β₁ = 0.9, β₂ = 0.999, ε = 1e-8.
    pub fn new() -> Self {
        Self {
            beta1: 0.9,
            beta2: 0.999,
            epsilon: 1e-8,
            kept: PerWeight::default(),
        }
    }
}

impl Default for Adam {
    fn default() -> Self {
        Self::new()
    }
}

describe!(Adam as "Adam" { beta1, beta2, epsilon });

impl<N: TensorCollection<f32, Dev>> Optimizer<N> for Adam {
    fn update(
        &mut self,
        network: &mut N,
        gradients: &mut Gradients,
        learning_rate: f64,
    ) {
        let (betas, t) = ([self.beta1, self.beta2], self.kept.next_step());
        let step = Step::new(betas, self.epsilon, learning_rate, t);
        self.kept.update(step, network, gradients);
    }

    fn check(&self) -> Result<(), Error> {
        check_betas_and_epsilon([self.beta1, self.beta2], self.epsilon)
    }
}

/// Checks the settings of Adam and of its relatives.
pub(super) fn check_betas_and_epsilon(
    [beta1, beta2]: [f64; 2],
    epsilon: f64,
) -> Result<(), Error> {
    let is_share = |beta: f64| (0.0..1.0).contains(&beta);
    check_range("Adam's beta1", beta1, is_share(beta1), "[0, 1)")?;
    check_range("Adam's beta2", beta2, is_share(beta2), "[0, 1)")?;
    let is_positive = epsilon > 0.0 && epsilon.is_finite();
    check_range("Adam's epsilon", epsilon, is_positive, "(0, ∞)")
}

/// Step t. The corrections are the same for all weights, so they are made once: that of
/// m is part of the step size.
#[derive(Clone, Copy)]
pub(super) struct Step {
    /// 1 − β₁.
    new_mean: f32,
    /// β₂.
    old_square: f32,
    /// 1 − β₂.
    new_square: f32,
    /// η / (1 − β₁ᵗ).
    size: f32,
    /// √(1 − β₂ᵗ).
    root_correction: f32,
    epsilon: f32,
}

impl Step {
    // ANCHOR: bias_correction
    pub(super) fn new(
        [beta1, beta2]: [f64; 2],
        epsilon: f64,
        learning_rate: f64,
        t: usize,
    ) -> Self {
        let correction = |beta| 1.0 - libm::pow(beta, t as f64);
        Self {
            new_mean: single(1.0 - beta1),
            old_square: single(beta2),
            new_square: single(1.0 - beta2),
            size: single(learning_rate / correction(beta1)),
            root_correction: single(libm::sqrt(correction(beta2))),
            epsilon: single(epsilon),
        }
    }
    // ANCHOR_END: bias_correction

    // ANCHOR: moments
    /// m and v after a gradient.
    #[inline(always)]
    pub(super) fn moments<T: Number>(self, g: T, m: T, v: T) -> (T, T) {
        let m = m.clone() + (g.clone() - m) * self.new_mean;
        let v = v * self.old_square + g.clone() * self.new_square * g;
        (m, v)
    }

    /// The weight after the step.
    #[inline(always)]
    pub(super) fn moved<T: Number>(self, weight: T, m: &T, v: &T) -> T {
        let root = v.sqrt() / self.root_correction + self.epsilon;
        weight - m.clone() * self.size / root
    }
    // ANCHOR_END: moments
}

// ANCHOR: adam_step
impl Rule<2> for Step {
    #[inline(always)]
    fn step<T: Number>(self, weight: T, g: T, [m, v]: [T; 2]) -> (T, [T; 2]) {
        let (m, v) = self.moments(g, m, v);
        (self.moved(weight, &m, &v), [m, v])
    }
}
// ANCHOR_END: adam_step

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundations::rule::tests::assert_same_on_tensors;

    #[test]
    fn a_step_of_a_tensor_is_that_of_each_of_its_weights() {
        assert_same_on_tensors(Step::new([0.9, 0.999], 1e-8, 0.1, 2));
    }
}
