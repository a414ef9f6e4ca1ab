//! RMSprop.

use crate::error::{Error, check_range};
use crate::foundations::description::describe;
use crate::foundations::optimizer::Optimizer;
use crate::foundations::per_weight::PerWeight;
use crate::foundations::rule::{Number, Rule, single};
use crate::foundations::tensors::{Dev, Gradients};
use dfdx::prelude::TensorCollection;

// ANCHOR: rms_prop
/// RMSprop: each weight moves by its gradient, divided by the recent size of that
/// gradient.
///
/// ```text
/// v ← α v + (1 − α) g²        v starts at 0
/// θ ← θ − η g / (√v + ε)
/// ```
///
/// dfdx has an RMSprop too, but its running square starts at one, and its ε is inside
/// the square root. Both change the meaning of η: where the gradient is 1, the first
/// step is 10 η here, as in PyTorch, and about η there.
///
/// Source: Tieleman and Hinton (2012), lecture 6.5, as PyTorch implements it.
///
/// ```
/// use deepq::prelude::*;
///
/// let slower = RmsProp { alpha: 0.95, epsilon: 0.01, ..RmsProp::new() };
/// assert_eq!(slower.describe(), "RmsProp { alpha: 0.95, epsilon: 0.01 }");
/// ```
pub struct RmsProp {
    /// α, the share of the running square that one step keeps, in [0, 1).
    pub alpha: f64,
    /// ε, added to the root of the running square, above 0.
    pub epsilon: f64,
    /// v.
    pub kept: PerWeight<1>,
}
// ANCHOR_END: rms_prop

impl RmsProp {
    /// PyTorch's defaults: α = 0.99, ε = 1e-8.
    pub fn new() -> Self {
        Self {
            alpha: 0.99,
            epsilon: 1e-8,
            kept: PerWeight::default(),
        }
    }
}

impl Default for RmsProp {
    fn default() -> Self {
        Self::new()
    }
}

describe!(RmsProp as "RmsProp" { alpha, epsilon });

impl<N: TensorCollection<f32, Dev>> Optimizer<N> for RmsProp {
    fn update(
        &mut self,
        network: &mut N,
        gradients: &mut Gradients,
        learning_rate: f64,
    ) {
        let step = Step {
            alpha: single(self.alpha),
            epsilon: single(self.epsilon),
            learning_rate: single(learning_rate),
        };
        self.kept.update(step, network, gradients);
    }

    fn check(&self) -> Result<(), Error> {
        check_alpha_and_epsilon(self.alpha, self.epsilon)
    }
}

/// Checks the settings of RMSprop, centred or not.
pub(super) fn check_alpha_and_epsilon(
    alpha: f64,
    epsilon: f64,
) -> Result<(), Error> {
    let is_share = (0.0..1.0).contains(&alpha);
    check_range("RMSprop's alpha", alpha, is_share, "[0, 1)")?;
    let is_positive = epsilon > 0.0 && epsilon.is_finite();
    check_range("RMSprop's epsilon", epsilon, is_positive, "(0, ∞)")
}

#[derive(Clone, Copy)]
struct Step {
    alpha: f32,
    epsilon: f32,
    learning_rate: f32,
}

// ANCHOR: rms_prop_step
impl Rule<1> for Step {
    #[inline(always)]
    fn step<T: Number>(self, weight: T, g: T, [v]: [T; 1]) -> (T, [T; 1]) {
        let v = v * self.alpha + g.square() * (1.0 - self.alpha);
        let step = g * self.learning_rate / (v.sqrt() + self.epsilon);
        (weight - step, [v])
    }
}
// ANCHOR_END: rms_prop_step

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundations::rule::tests::assert_same_on_tensors;

    #[test]
    fn a_step_of_a_tensor_is_that_of_each_of_its_weights() {
        assert_same_on_tensors(Step {
            alpha: 0.99,
            epsilon: 1e-8,
            learning_rate: 0.1,
        });
    }
}
