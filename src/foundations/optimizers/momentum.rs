//! Gradient descent with momentum.

use crate::error::{Error, check_range};
use crate::foundations::description::describe;
use crate::foundations::optimizer::Optimizer;
use crate::foundations::per_weight::PerWeight;
use crate::foundations::rule::{Number, Rule, single};
use crate::foundations::tensors::{Dev, Gradients};
use dfdx::prelude::TensorCollection;

/// Gradient descent with momentum: each weight moves by a decaying sum of its gradients.
///
/// ```text
/// b ← μ b + g                 b starts at 0
/// θ ← θ − η b
/// ```
///
/// A steady gradient moves the weight by η g / (1 − μ), because the new gradient counts
/// in full. η scales the whole sum, so a change of η acts at once.
///
/// Source: Polyak (1964), "Some methods of speeding up the convergence of iteration
/// methods", as PyTorch's `SGD(momentum=μ)` implements it.
pub struct Momentum {
    /// μ, the share of the sum that one step keeps, in [0, 1).
    pub momentum: f64,
    /// b.
    pub kept: PerWeight<1>,
}

impl Momentum {
    /// μ = 0.9, the usual value.
    pub fn new() -> Self {
        Self {
            momentum: 0.9,
            kept: PerWeight::default(),
        }
    }
}

impl Default for Momentum {
    fn default() -> Self {
        Self::new()
    }
}

describe!(Momentum as "Momentum" { momentum });

impl<N: TensorCollection<f32, Dev>> Optimizer<N> for Momentum {
    fn update(
        &mut self,
        network: &mut N,
        gradients: &mut Gradients,
        learning_rate: f64,
    ) {
        let step = Step {
            momentum: single(self.momentum),
            learning_rate: single(learning_rate),
        };
        self.kept.update(step, network, gradients);
    }

    fn check(&self) -> Result<(), Error> {
        check_momentum(self.momentum)
    }
}

/// Checks μ.
pub(super) fn check_momentum(momentum: f64) -> Result<(), Error> {
    let is_share = (0.0..1.0).contains(&momentum);
    check_range("momentum", momentum, is_share, "[0, 1)")
}

#[derive(Clone, Copy)]
struct Step {
    momentum: f32,
    learning_rate: f32,
}

impl Rule<1> for Step {
    #[inline(always)]
    fn step<T: Number>(self, weight: T, g: T, [b]: [T; 1]) -> (T, [T; 1]) {
        let b = b * self.momentum + g;
        (weight - b.clone() * self.learning_rate, [b])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundations::rule::tests::assert_same_on_tensors;

    #[test]
    fn a_step_of_a_tensor_is_that_of_each_of_its_weights() {
        assert_same_on_tensors(Step {
            momentum: 0.9,
            learning_rate: 0.1,
        });
    }
}
