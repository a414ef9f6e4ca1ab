//! Returns in place of rewards: how many real rewards a target has before it asks the
//! network.
//!
//! Source: Sutton and Barto (2018), chapter 7.

use crate::exploration::Clock;
use crate::foundations::{Describe, Description, Random, describe};
use crate::replay::{Replay, Sample, Transition};
use std::collections::VecDeque;

// ANCHOR: look_ahead
/// How far the transitions that are stored look ahead.
pub trait LookAhead<const S: usize>: Describe {
    /// Takes out of `pending`, the latest transitions of the episode in their order,
    /// those whose return is known now.
    fn ready(&self, pending: &mut VecDeque<Transition<S>>) -> Vec<Transition<S>>;
}

/// A memory that stores returns: each transition waits until its own is known.
pub struct ReturnReplay<R, L, const S: usize> {
    /// The memory.
    pub memory: R,
    /// How far the transitions look ahead.
    pub look_ahead: L,
    pending: VecDeque<Transition<S>>,
}
// ANCHOR_END: look_ahead

impl<R, L, const S: usize> ReturnReplay<R, L, S> {
    /// `memory`, with transitions that look ahead.
    pub fn new(memory: R, look_ahead: L) -> Self {
        Self {
            memory,
            look_ahead,
            pending: VecDeque::new(),
        }
    }
}

// ANCHOR: n_step
/// (sₜ, aₜ, G, sₜ₊ₙ) with G = rₜ + γ rₜ₊₁ + … + γⁿ⁻¹ rₜ₊ₙ₋₁: n rewards, before a
/// target adds γⁿ v(sₜ₊ₙ).
///
/// The end of an episode cuts a window short: it has k < n rewards, and a discount of
/// γᵏ. Where the episode terminated, nothing is bootstrapped.
///
/// Source: Sutton and Barto (2018), equation 7.1.
#[derive(Clone, Copy)]
pub struct NStep {
    /// n, the number of rewards; 1 at least.
    pub n: usize,
}

impl<const S: usize> LookAhead<S> for NStep {
    fn ready(&self, pending: &mut VecDeque<Transition<S>>) -> Vec<Transition<S>> {
        let mut ready = Vec::new();
        let Some(&last) = pending.back() else {
            return ready;
        };
        let longest = if last.is_last() { 0 } else { self.n.max(1) - 1 };
        while pending.len() > longest {
            ready.extend(n_step_transition(pending));
            pending.pop_front();
        }
        ready
    }
}
// ANCHOR_END: n_step

describe!(NStep as "NStep" { n });

/// A whole window as one transition: from its first state to its last, with the
/// discounted sum of its rewards, and the product of its discounts.
fn n_step_transition<const S: usize>(
    window: &VecDeque<Transition<S>>,
) -> Option<Transition<S>> {
    let (first, last) = (window.front()?, window.back()?);
    let backwards = window.iter().rev();
    Some(Transition {
        state: first.state,
        action: first.action,
        reward: backwards.fold(0.0, |later, t| t.reward + t.discount * later),
        discount: window.iter().map(|t| t.discount).product(),
        ..*last
    })
}

// ANCHOR: full_returns
/// (sₜ, aₜ, Gₜ) with Gₜ = rₜ + γ Gₜ₊₁: all rewards until the end of the episode, and
/// nothing after it, so that nothing is bootstrapped.
///
/// An episode waits until it is over. Where it was truncated, its returns count
/// the rewards until then: those that would have followed are lost. Each stored
/// transition has a discount of 0.
///
/// Source: Sutton and Barto (2018), equation 3.9, as the target of chapter 5.
#[derive(Clone, Copy)]
pub struct FullReturns;

impl<const S: usize> LookAhead<S> for FullReturns {
    fn ready(&self, pending: &mut VecDeque<Transition<S>>) -> Vec<Transition<S>> {
        let is_over = pending.back().is_some_and(Transition::is_last);
        if !is_over {
            return Vec::new();
        }
        let mut later = 0.0;
        for transition in pending.iter_mut().rev() {
            transition.reward += transition.discount * later;
            transition.discount = 0.0;
            later = transition.reward;
        }
        pending.drain(..).collect()
    }
}
// ANCHOR_END: full_returns

describe!(FullReturns as "FullReturns");

impl<R: Replay<S>, L: LookAhead<S>, const S: usize> Replay<S>
    for ReturnReplay<R, L, S>
{
    fn store(&mut self, transition: Transition<S>) {
        self.pending.push_back(transition);
        for ready in self.look_ahead.ready(&mut self.pending) {
            self.memory.store(ready);
        }
    }

    fn sample(
        &mut self,
        batch_size: usize,
        clock: Clock,
        random: &mut Random,
    ) -> Sample<S> {
        self.memory.sample(batch_size, clock, random)
    }

    fn update(&mut self, indices: &[usize], td_errors: &[f32]) {
        self.memory.update(indices, td_errors);
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

impl<R: Describe, L: Describe, const S: usize> Describe for ReturnReplay<R, L, S> {
    fn describe(&self) -> Description {
        // The name that the records have had from the start.
        Description::new("Returns")
            .with("memory", &self.memory)
            .with("look_ahead", &self.look_ahead)
    }
}
