//! AMSGrad.

use super::adam::{self, check_betas_and_epsilon};
use crate::error::Error;
use crate::foundations::description::describe;
use crate::foundations::optimizer::Optimizer;
use crate::foundations::per_weight::PerWeight;
use crate::foundations::rule::{Number, Rule};
use crate::foundations::tensors::{Dev, Gradients};
use dfdx::prelude::TensorCollection;

/// AMSGrad: Adam that divides by the largest running square so far.
///
/// ```text
/// m ← β₁ m + (1 − β₁) g       m, v and u start at 0
/// v ← β₂ v + (1 − β₂) g²
/// u ← max(u, v)
/// θ ← θ − η m / (1 − β₁ᵗ) / (√(u / (1 − β₂ᵗ)) + ε)
/// ```
///
/// The maximum is that of v before its bias correction, as in PyTorch's
/// `Adam(amsgrad=True)`. The paper corrects neither m nor u.
///
/// Source: Reddi, Kale and Kumar (2018), "On the convergence of Adam and beyond",
/// algorithm 2, with the corrections of Adam.
pub struct AmsGrad {
    /// β₁, the share of the running mean that one step keeps, in [0, 1).
    pub beta1: f64,
    /// β₂, the share of the running square that one step keeps, in [0, 1).
    pub beta2: f64,
    /// ε, added to the root of the corrected maximum, above 0.
    pub epsilon: f64,
    /// m, v and u.
    pub kept: PerWeight<3>,
}

impl AmsGrad {
    /// PyTorch's defaults: β₁ = 0.9, β₂ = 0.999, ε = 1e-8.
    pub fn new() -> Self {
        Self {
            beta1: 0.9,
            beta2: 0.999,
            epsilon: 1e-8,
            kept: PerWeight::default(),
        }
    }
}

impl Default for AmsGrad {
    fn default() -> Self {
        Self::new()
    }
}

describe!(AmsGrad as "AmsGrad" { beta1, beta2, epsilon });

impl<N: TensorCollection<f32, Dev>> Optimizer<N> for AmsGrad {
    fn update(
        &mut self,
        network: &mut N,
        gradients: &mut Gradients,
        learning_rate: f64,
    ) {
        let (betas, t) = ([self.beta1, self.beta2], self.kept.next_step());
        let step = adam::Step::new(betas, self.epsilon, learning_rate, t);
        self.kept.update(Step(step), network, gradients);
    }

    fn check(&self) -> Result<(), Error> {
        check_betas_and_epsilon([self.beta1, self.beta2], self.epsilon)
    }
}

#[derive(Clone, Copy)]
struct Step(adam::Step);

impl Rule<3> for Step {
    #[inline(always)]
    fn step<T: Number>(self, weight: T, g: T, [m, v, u]: [T; 3]) -> (T, [T; 3]) {
        let (m, v) = self.0.moments(g, m, v);
        let u = u.maximum(&v);
        (self.0.moved(weight, &m, &u), [m, v, u])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundations::rule::tests::assert_same_on_tensors;

    #[test]
    fn a_step_of_a_tensor_is_that_of_each_of_its_weights() {
        assert_same_on_tensors(Step(adam::Step::new([0.9, 0.999], 1e-8, 0.1, 2)));
    }
}
