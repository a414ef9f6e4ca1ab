//! The target: what Q(s, a) is pulled towards, the value of the next state in it, and
//! the network that gives it.
//!
//! Source: Mnih et al. (2015), algorithm 1.

use crate::foundations::{Describe, PerSample, QNetwork, States, describe};
use dfdx::prelude::*;

// ANCHOR: td_target
/// y = r + γ (1 − terminated) v(s′), shape `(B,)`.
///
/// A terminal s′ has no future, so its value counts as 0. A truncated s′ has one:
/// the episode was only cut short there, and its value counts in full.
///
/// Source: Sutton and Barto (2018), equation 6.8; Mnih et al. (2015), algorithm 1.
///
/// ```
/// use deepq::prelude::*;
///
/// let device = Dev::default();
/// let column = |numbers: [f32; 2]| per_sample(&device, numbers.to_vec());
/// let (rewards, terminated) = (column([1.0, 1.0]), column([0.0, 1.0]));
/// let y = td_target(rewards, terminated, column([10.0, 10.0]), 0.5);
/// assert_eq!(y.as_vec(), [6.0, 1.0]);
/// ```
pub fn td_target(
    rewards: PerSample,
    terminated: PerSample,
    next_values: PerSample,
    gamma: f32,
) -> PerSample {
    rewards + next_values * (-terminated + 1.0) * gamma
}
// ANCHOR_END: td_target

// ANCHOR: bootstrap
/// How the value v(s′) of the next state is read off the two networks.
pub trait Bootstrap<N, const S: usize, const A: usize>: Describe {
    /// v(s′), shape `(B, S)` → `(B,)`.
    fn next_values(
        &self,
        online: &N,
        target: &N,
        next_states: States<S>,
    ) -> PerSample;
}
// ANCHOR_END: bootstrap

// ANCHOR: max_value
/// v(s′) = maxₐ Q(s′, a; θ⁻).
///
/// Source: Mnih et al. (2015), algorithm 1.
#[derive(Clone, Copy)]
pub struct MaxValue;

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Bootstrap<N, S, A>
    for MaxValue
{
    fn next_values(
        &self,
        _online: &N,
        target: &N,
        next_states: States<S>,
    ) -> PerSample {
        target.q(next_states).max::<_, Axis<1>>()
    }
}
// ANCHOR_END: max_value

describe!(MaxValue as "MaxValue");

// ANCHOR: target_update
/// When and how the target network θ⁻ follows the online network θ.
pub trait TargetUpdate<N>: Describe {
    /// Called after every environment step; `step` counts them from 0.
    fn update(&self, target: &mut N, online: &N, step: usize);
}
// ANCHOR_END: target_update

// ANCHOR: hard_copy
/// θ⁻ ← θ on every step that is a multiple of `every`; frozen in between.
#[derive(Clone, Copy)]
pub struct HardCopy {
    /// The environment steps from one copy to the next; 0 copies on step 0 only.
    pub every: usize,
}

impl<N: Clone> TargetUpdate<N> for HardCopy {
    fn update(&self, target: &mut N, online: &N, step: usize) {
        if step.is_multiple_of(self.every) {
            target.clone_from(online);
        }
    }
}
// ANCHOR_END: hard_copy

describe!(HardCopy as "HardCopy" { every });
