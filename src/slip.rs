//! A memory in which something is wrong: what a slip in the code around a memory comes
//! to, as a piece.

use crate::foundations::random::Random;
use crate::replay::{PrioritySpread, Replay, Sample, Transition};
use std::fmt::Debug;

// ANCHOR: slip
/// What a slip changes about a memory of type `R`.
pub trait Slip<const S: usize, R>: Debug {
    /// The transition that is stored in place of `transition`.
    fn stored(&self, transition: Transition<S>) -> Transition<S> {
        transition
    }

    /// Changes what `memory` has drawn.
    fn spoil(&self, _memory: &R, _sample: &mut Sample<S>) {}

    /// False when the memory never hears of TD errors.
    fn hears(&self) -> bool {
        true
    }
}
// ANCHOR_END: slip

/// A memory with a slip.
#[derive(Debug)]
pub struct Slipped<R, X> {
    /// The memory.
    pub memory: R,
    /// The slip.
    pub slip: X,
}

impl<const S: usize, R: Replay<S>, X: Slip<S, R>> Replay<S> for Slipped<R, X> {
    fn store(&mut self, transition: Transition<S>) {
        self.memory.store(self.slip.stored(transition));
    }

    fn sample(&mut self, batch_size: usize, random: &mut Random) -> Sample<S> {
        let mut sample = self.memory.sample(batch_size, random);
        self.slip.spoil(&self.memory, &mut sample);
        sample
    }

    fn update(&mut self, indices: &[usize], td_errors: &[f32]) {
        if self.slip.hears() {
            self.memory.update(indices, td_errors);
        }
    }

    fn len(&self) -> usize {
        self.memory.len()
    }

    fn capacity(&self) -> usize {
        self.memory.capacity()
    }

    fn age(&self, index: usize) -> Option<usize> {
        self.memory.age(index)
    }

    fn relative_frequency(&self, index: usize) -> Option<f64> {
        self.memory.relative_frequency(index)
    }

    fn priorities(&self) -> Option<PrioritySpread> {
        self.memory.priorities()
    }
}
