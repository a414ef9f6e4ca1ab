//! A memory in which something is wrong: what a bug in the code around a memory comes
//! to, as a piece.

use crate::exploration::Clock;
use crate::foundations::{Describe, Description, Random};
use crate::replay::{Replay, Sample, Transition};

// ANCHOR: replay_fault
/// What a bug changes about a memory of type `R`.
pub trait ReplayFault<const S: usize, R>: Describe {
    /// The transition that is stored in place of `transition`.
    fn stored(&self, transition: Transition<S>) -> Transition<S> {
        transition
    }

    /// Changes what `memory` has drawn.
    fn corrupt_sample(&self, _memory: &R, _sample: &mut Sample<S>) {}

    /// False when the memory is told no TD errors.
    fn receives_td_errors(&self) -> bool {
        true
    }
}
// ANCHOR_END: replay_fault

/// A memory with a bug.
pub struct FaultyReplay<R, X> {
    /// The memory.
    pub memory: R,
    /// The bug.
    pub fault: X,
}

impl<const S: usize, R: Replay<S>, X: ReplayFault<S, R>> Replay<S>
    for FaultyReplay<R, X>
{
    fn store(&mut self, transition: Transition<S>) {
        self.memory.store(self.fault.stored(transition));
    }

    fn sample(
        &mut self,
        batch_size: usize,
        clock: Clock,
        random: &mut Random,
    ) -> Sample<S> {
        let mut sample = self.memory.sample(batch_size, clock, random);
        self.fault.corrupt_sample(&self.memory, &mut sample);
        sample
    }

    fn update(&mut self, indices: &[usize], td_errors: &[f32]) {
        if self.fault.receives_td_errors() {
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

    fn relative_probability(&self, index: usize) -> Option<f64> {
        self.memory.relative_probability(index)
    }
}

impl<R: Describe, X: Describe> Describe for FaultyReplay<R, X> {
    fn describe(&self) -> Description {
        // The names that the records have had from the start.
        Description::new("Slipped")
            .with("memory", &self.memory)
            .with("slip", &self.fault)
    }
}
