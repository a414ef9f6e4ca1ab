//! Rprop.

use crate::error::{Error, check_range};
use crate::foundations::description::describe;
use crate::foundations::optimizer::Optimizer;
use crate::foundations::per_weight::PerWeight;
use crate::foundations::rule::{Number, Rule, single};
use crate::foundations::tensors::{Dev, Gradients};
use dfdx::prelude::TensorCollection;

// ANCHOR: rprop
/// Rprop: each weight has a step size of its own, and of its gradient only the sign
/// counts.
///
/// ```text
/// c = sign(g) sign(p)         p, the gradient before, starts at 0
/// Δ ← Δ η⁺ if c > 0           the same way as before: a larger step
/// Δ ← Δ η⁻ if c < 0           back again: a smaller step, and none at once, g ← 0
/// θ ← θ − Δ sign(g)           Δ starts at the learning rate, and stays within bounds
/// p ← g
/// ```
///
/// It wants the gradient of all the data: by the noise of small batches signs change,
/// and the steps shrink.
///
/// Source: Riedmiller and Braun (1993), "A direct adaptive method for faster
/// backpropagation learning"; without its way back, as PyTorch implements it, Igel and
/// Hüsken (2000), "Improving the Rprop learning algorithm".
pub struct Rprop {
    /// η⁺, the factor of a step size when the sign stays, above 1.
    pub larger: f64,
    /// η⁻, the factor when the sign changes, in (0, 1).
    pub smaller: f64,
    /// The least Δ and the largest, above 0.
    pub bounds: [f64; 2],
    /// p and Δ.
    pub kept: PerWeight<2>,
}
// ANCHOR_END: rprop

impl Rprop {
    /// PyTorch's defaults, which are the paper's: η⁺ = 1.2, η⁻ = 0.5, Δ in [1e-6, 50].
    pub fn new() -> Self {
        Self {
            larger: 1.2,
            smaller: 0.5,
            bounds: [1e-6, 50.0],
            kept: PerWeight::default(),
        }
    }
}

impl Default for Rprop {
    fn default() -> Self {
        Self::new()
    }
}

describe!(Rprop as "Rprop" { larger, smaller, bounds });

impl<N: TensorCollection<f32, Dev>> Optimizer<N> for Rprop {
    fn update(
        &mut self,
        network: &mut N,
        gradients: &mut Gradients,
        learning_rate: f64,
    ) {
        let is_first = self.kept.next_step() == 1;
        let step = Step {
            // What is kept of a weight is 0 before the first step.
            start: if is_first { single(learning_rate) } else { 0.0 },
            larger: single(self.larger),
            smaller: single(self.smaller),
            bounds: self.bounds.map(single),
        };
        self.kept.update(step, network, gradients);
    }

    fn check(&self) -> Result<(), Error> {
        let Self {
            larger, smaller, ..
        } = *self;
        let grows = larger > 1.0 && larger.is_finite();
        check_range("Rprop's larger", larger, grows, "(1, ∞)")?;
        let shrinks = smaller > 0.0 && smaller < 1.0;
        check_range("Rprop's smaller", smaller, shrinks, "(0, 1)")?;
        let [least, largest] = self.bounds;
        let is_positive = least > 0.0 && least.is_finite();
        check_range("Rprop's least step", least, is_positive, "(0, ∞)")?;
        let is_above = largest >= least && largest.is_finite();
        check_range("Rprop's largest step", largest, is_above, "[the least, ∞)")
    }
}

#[derive(Clone, Copy)]
struct Step {
    start: f32,
    larger: f32,
    smaller: f32,
    bounds: [f32; 2],
}

/// −1, 0 or 1.
#[inline(always)]
fn sign<T: Number>(x: T) -> T {
    (x * f32::MAX).clamp(-1.0, 1.0)
}

impl Rule<2> for Step {
    #[inline(always)]
    fn step<T: Number>(self, weight: T, g: T, [p, delta]: [T; 2]) -> (T, [T; 2]) {
        let stays = sign(g.clone()) * sign(p);
        let changes = stays.clone().clamp(-1.0, 0.0) * -1.0;
        let stays = stays.clamp(0.0, 1.0);
        let factor =
            stays * (self.larger - 1.0) + changes.clone() * (self.smaller - 1.0);
        let [least, largest] = self.bounds;
        let delta = ((delta + self.start) * (factor + 1.0)).clamp(least, largest);
        let g = sign(g) * (changes * -1.0 + 1.0);
        (weight - g.clone() * delta.clone(), [g, delta])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundations::rule::tests::assert_same_on_tensors;

    const STEP: Step = Step {
        start: 0.0,
        larger: 1.2,
        smaller: 0.5,
        bounds: [1e-6, 50.0],
    };

    #[test]
    fn a_step_of_a_tensor_is_that_of_each_of_its_weights() {
        assert_same_on_tensors(Step { start: 0.1, ..STEP });
    }

    #[test]
    fn a_step_grows_while_the_sign_stays_and_waits_where_it_changes() {
        let mut weight = (1.0_f32, [0.0, 0.0]);
        let mut after = |step: Step, g: f32| {
            weight = step.step(weight.0, g, weight.1);
            weight.0
        };
        let near = |a: f32, b: f32| (a - b).abs() < 1e-6;
        assert!(near(after(Step { start: 0.1, ..STEP }, 1e-30), 0.9));
        assert!(near(after(STEP, 7.0), 0.78));
        // Back: half of 0.12, but no step at once.
        assert!(near(after(STEP, -3.0), 0.78));
        assert!(near(after(STEP, -3.0), 0.84));
        assert!(near(after(STEP, -3.0), 0.912));
    }
}
