//! Normalisation with a bug: an evaluation that does not know what the training
//! knows.

use crate::error::Error;
use crate::foundations::{
    Describe, Description, Environment, Normalized, Random, Step, Weights, hand_on,
};

// ANCHOR: fresh_statistics
/// Normalised states whose mean and variance stay in the training: each
/// evaluation begins with none and collects its own, and so does an agent with a
/// loaded model.
///
/// The network then sees other numbers for the same state than those that it has
/// learned from. The training itself is all right.
#[derive(Clone)]
pub struct FreshStatistics<E, const S: usize> {
    normalized: Normalized<E, S>,
    fresh: Normalized<E, S>,
}

impl<E: Clone, const S: usize> FreshStatistics<E, S> {
    /// `environment` with normalised states.
    pub fn new(environment: E) -> Self {
        let fresh = Normalized::new(environment);
        Self {
            normalized: fresh.clone(),
            fresh,
        }
    }
}

impl<E, const S: usize, const A: usize> Environment<S, A> for FreshStatistics<E, S>
where
    E: Environment<S, A> + Clone,
{
    fn reset(&mut self, random: &mut Random) -> [f32; S] {
        self.normalized.reset(random)
    }

    fn step(&mut self, action: usize) -> Step<S> {
        self.normalized.step(action)
    }

    fn restore(&mut self, _kept: &Weights) -> Result<(), Error> {
        self.normalized = self.fresh.clone();
        Ok(())
    }

    hand_on!(normalized: kept unwrapped);
}
// ANCHOR_END: fresh_statistics

impl<E: Describe, const S: usize> Describe for FreshStatistics<E, S> {
    fn describe(&self) -> Description {
        Description::new("FreshStatistics").of(self.normalized.describe())
    }
}
