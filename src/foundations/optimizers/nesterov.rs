//! Gradient descent with Nesterov's momentum.

use super::momentum::check_momentum;
use crate::error::Error;
use crate::foundations::description::describe;
use crate::foundations::optimizer::Optimizer;
use crate::foundations::per_weight::PerWeight;
use crate::foundations::rule::{Number, Rule, single};
use crate::foundations::tensors::{Dev, Gradients};
use dfdx::prelude::TensorCollection;

/// Gradient descent with Nesterov's momentum: the step looks ahead along the sum.
///
/// ```text
/// b ← μ b + g                 b starts at 0
/// θ ← θ − η (g + μ b)
/// ```
///
/// Source: Sutskever et al. (2013), "On the importance of initialization and momentum in
/// deep learning", equations 3 and 4, in the form of PyTorch's `SGD(nesterov=True)`.
pub struct Nesterov {
    /// μ, the share of the sum that one step keeps, in [0, 1).
    pub momentum: f64,
    /// b.
    pub kept: PerWeight<1>,
}

impl Nesterov {
    /// μ = 0.9, the usual value.
    pub fn new() -> Self {
        Self {
            momentum: 0.9,
            kept: PerWeight::default(),
        }
    }
}

impl Default for Nesterov {
    fn default() -> Self {
        Self::new()
    }
}

describe!(Nesterov as "Nesterov" { momentum });

impl<N: TensorCollection<f32, Dev>> Optimizer<N> for Nesterov {
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

#[derive(Clone, Copy)]
struct Step {
    momentum: f32,
    learning_rate: f32,
}

impl Rule<1> for Step {
    #[inline(always)]
    fn step<T: Number>(self, weight: T, g: T, [b]: [T; 1]) -> (T, [T; 1]) {
        let b = b * self.momentum + g.clone();
        let ahead = g + b.clone() * self.momentum;
        (weight - ahead * self.learning_rate, [b])
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
