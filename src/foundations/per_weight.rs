//! What an optimiser remembers of each weight.

use crate::foundations::pass::{self, Numbers};
use crate::foundations::rule::Rule;
use crate::foundations::tensors::{Dev, Gradients};
use dfdx::prelude::TensorCollection;

// ANCHOR: per_weight
/// `K` numbers for each weight of a network, all 0 before the first step, and how many
/// steps there were.
#[derive(Default)]
pub struct PerWeight<const K: usize> {
    numbers: Numbers<K>,
    steps: usize,
}
// ANCHOR_END: per_weight

impl<const K: usize> PerWeight<K> {
    /// t of the next step, which is 1 for the first.
    pub(crate) fn next_step(&self) -> usize {
        self.steps + 1
    }

    /// Moves every weight of `network` by `rule`.
    pub(crate) fn update<N: TensorCollection<f32, Dev>>(
        &mut self,
        rule: impl Rule<K>,
        network: &mut N,
        gradients: &mut Gradients,
    ) {
        pass::update(rule, network, gradients, &mut self.numbers);
        self.steps += 1;
    }
}
