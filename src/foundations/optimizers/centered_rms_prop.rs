//! Centred RMSprop.

use super::rms_prop::check_alpha_and_epsilon;
use crate::error::Error;
use crate::foundations::description::describe;
use crate::foundations::optimizer::Optimizer;
use crate::foundations::per_weight::PerWeight;
use crate::foundations::rule::{Number, Rule, single};
use crate::foundations::tensors::{Dev, Gradients};
use dfdx::prelude::TensorCollection;

/// Centred RMSprop: the gradient is divided by its recent standard deviation.
///
/// ```text
/// v ← α v + (1 − α) g²        v and ḡ start at 0
/// ḡ ← α ḡ + (1 − α) g
/// θ ← θ − η g / (√(v − ḡ²) + ε)
/// ```
///
/// If g hardly changes, v − ḡ² is nearly 0, and rounding can take it below. It counts as
/// 0 then; PyTorch's `RMSprop(centered=True)` makes the weight NaN.
///
/// Source: Graves (2013), "Generating sequences with recurrent neural networks",
/// equations 38 to 41, without the momentum; ε as in PyTorch.
pub struct CenteredRmsProp {
    /// α, the share of both running means that one step keeps, in [0, 1).
    pub alpha: f64,
    /// ε, added to the standard deviation, above 0.
    pub epsilon: f64,
    /// v and ḡ.
    pub kept: PerWeight<2>,
}

impl CenteredRmsProp {
    /// PyTorch's defaults: α = 0.99, ε = 1e-8.
    pub fn new() -> Self {
        Self {
            alpha: 0.99,
            epsilon: 1e-8,
            kept: PerWeight::default(),
        }
    }
}

impl Default for CenteredRmsProp {
    fn default() -> Self {
        Self::new()
    }
}

describe!(CenteredRmsProp as "CenteredRmsProp" { alpha, epsilon });

impl<N: TensorCollection<f32, Dev>> Optimizer<N> for CenteredRmsProp {
    fn update(
        &mut self,
        network: &mut N,
        gradients: &mut Gradients,
        learning_rate: f64,
    ) {
        let step = Step {
            kept: single(self.alpha),
            new: single(1.0 - self.alpha),
            epsilon: single(self.epsilon),
            learning_rate: single(learning_rate),
        };
        self.kept.update(step, network, gradients);
    }

    fn check(&self) -> Result<(), Error> {
        check_alpha_and_epsilon(self.alpha, self.epsilon)
    }
}

#[derive(Clone, Copy)]
struct Step {
    /// α.
    kept: f32,
    /// 1 − α.
    new: f32,
    epsilon: f32,
    learning_rate: f32,
}

impl Rule<2> for Step {
    #[inline(always)]
    fn step<T: Number>(self, weight: T, g: T, [v, mean]: [T; 2]) -> (T, [T; 2]) {
        let v = v * self.kept + g.square() * self.new;
        let mean = mean.clone() + (g.clone() - mean) * self.new;
        let variance = (v.clone() - mean.square()).clamp(0.0, f32::INFINITY);
        let step = g * self.learning_rate / (variance.sqrt() + self.epsilon);
        (weight - step, [v, mean])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundations::rule::tests::assert_same_on_tensors;

    #[test]
    fn a_step_of_a_tensor_is_that_of_each_of_its_weights() {
        assert_same_on_tensors(Step {
            kept: 0.9,
            new: 0.1,
            epsilon: 1e-8,
            learning_rate: 0.1,
        });
    }
}
