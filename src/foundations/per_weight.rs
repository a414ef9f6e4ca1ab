//! What an optimiser remembers of each weight.

use crate::foundations::pass::{self, Numbers};
use crate::foundations::rule::Rule;
use crate::foundations::tensors::{Dev, Gradients};
use dfdx::prelude::TensorCollection;
use std::fmt::{Debug, Formatter};

// ANCHOR: per_weight
/// `K` numbers for each weight of a network, all 0 before the first step, and how many
/// steps there were: what an optimiser remembers.
///
/// An optimiser of your own is a [`Rule`], and this beside its settings:
///
/// ```
/// use deepq::prelude::*;
///
/// /// θ ← θ − η sign(b), where b ← μ b + (1 − μ) g.
/// #[derive(Debug, Default)]
/// struct SignDescent {
///     kept: PerWeight<1>,
/// }
///
/// #[derive(Clone, Copy)]
/// struct Step(f32);
///
/// impl Rule<1> for Step {
///     #[inline(always)]
///     fn step<T: Number>(self, weight: T, g: T, [b]: [T; 1]) -> (T, [T; 1]) {
///         let b = b * 0.9 + g * 0.1;
///         let sign = (b.clone() * 1e30).clamp(-1.0, 1.0);
///         (weight - sign * self.0, [b])
///     }
/// }
///
/// impl<N: TensorCollection<f32, Dev>> Optimizer<N> for SignDescent {
///     fn update(&mut self, network: &mut N, gradients: &mut Gradients, rate: f64) {
///         self.kept.update(Step(rate as f32), network, gradients);
///     }
/// }
/// ```
#[derive(Default)]
pub struct PerWeight<const K: usize> {
    numbers: Numbers<K>,
    steps: usize,
}
// ANCHOR_END: per_weight

/// Without the numbers, so that an optimiser which derives `Debug` is described alike
/// before and after training.
impl<const K: usize> Debug for PerWeight<K> {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        write!(f, "PerWeight<{K}>")
    }
}

impl<const K: usize> PerWeight<K> {
    /// t of the step to come: 1 before the first.
    pub fn next_step(&self) -> usize {
        self.steps + 1
    }

    /// Moves every weight of `network` by `rule`.
    pub fn update<N: TensorCollection<f32, Dev>>(
        &mut self,
        rule: impl Rule<K>,
        network: &mut N,
        gradients: &mut Gradients,
    ) {
        pass::update(rule, network, gradients, &mut self.numbers);
        self.steps += 1;
    }
}
