//! A cart-pole whose training episodes are filmed.

use crate::foundations::{
    CartPole, CartPoleState, Describe, Description, Environment, Random, Step,
};
use std::sync::{Arc, Mutex, PoisonError};

// ANCHOR: filmed
/// The states of the newest training episode on a [`Filmed`] cart-pole, its start state
/// first.
#[derive(Clone, Default)]
pub struct Footage(Arc<Mutex<Vec<CartPoleState>>>);

/// The cart-pole, which keeps the states of its newest training episode. An evaluation
/// plays in copies that keep nothing.
///
/// Filming changes nothing about a run, so it is described as the cart-pole itself.
#[derive(Clone, Default)]
pub struct Filmed {
    world: CartPole,
    footage: Footage,
    is_evaluation: bool,
}
// ANCHOR_END: filmed

impl Footage {
    /// The states so far.
    pub fn states(&self) -> Vec<CartPoleState> {
        self.change(|states| states.clone())
    }

    fn change<T>(&self, change: impl FnOnce(&mut Vec<CartPoleState>) -> T) -> T {
        // What a thread that failed has written is a film all the same.
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Filmed {
    /// What it films into.
    pub fn footage(&self) -> Footage {
        self.footage.clone()
    }

    fn keep(&self, keep: impl FnOnce(&mut Vec<CartPoleState>)) {
        if !self.is_evaluation {
            self.footage.change(keep);
        }
    }
}

impl Describe for Filmed {
    fn describe(&self) -> Description {
        self.world.describe()
    }
}

impl Environment<4, 2> for Filmed {
    fn reset(&mut self, random: &mut Random) -> [f32; 4] {
        let state = self.world.reset(random);
        self.keep(|states| *states = vec![self.world.state()]);
        state
    }

    fn step(&mut self, action: usize) -> Step<4> {
        let step = self.world.step(action);
        self.keep(|states| states.push(self.world.state()));
        step
    }

    fn enter_evaluation(&mut self) {
        self.is_evaluation = true;
    }
}
