//! Stochastic gradient descent.

use crate::foundations::description::describe;
use crate::foundations::optimizer::Optimizer;
use crate::foundations::per_weight::PerWeight;
use crate::foundations::rule::{Number, Rule, single};
use crate::foundations::tensors::{Dev, Gradients};
use dfdx::prelude::TensorCollection;

/// Stochastic gradient descent: θ ← θ − η g.
///
/// Source: Robbins and Monro (1951), "A stochastic approximation method".
#[derive(Clone, Copy)]
pub struct Sgd;

describe!(Sgd as "Sgd");

impl<N: TensorCollection<f32, Dev>> Optimizer<N> for Sgd {
    fn update(
        &mut self,
        network: &mut N,
        gradients: &mut Gradients,
        learning_rate: f64,
    ) {
        let step = Step {
            learning_rate: single(learning_rate),
        };
        PerWeight::default().update(step, network, gradients);
    }
}

#[derive(Clone, Copy)]
struct Step {
    learning_rate: f32,
}

impl Rule<0> for Step {
    #[inline(always)]
    fn step<T: Number>(self, weight: T, g: T, []: [T; 0]) -> (T, [T; 0]) {
        (weight - g * self.learning_rate, [])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundations::rule::tests::assert_same_on_tensors;

    #[test]
    fn a_step_of_a_tensor_is_that_of_each_of_its_weights() {
        assert_same_on_tensors(Step { learning_rate: 0.1 });
    }
}
