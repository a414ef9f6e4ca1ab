//! The target: what Q(s, a) is pulled towards, the value of the next state in it, and
//! the network that gives it.
//!
//! Source: Mnih et al. (2015), algorithm 1.

use crate::error::Error;
use crate::foundations::{
    Describe, Description, PerSample, QNetwork, States, describe,
};
use dfdx::prelude::*;

// ANCHOR: td_target
/// y = r + d v(s′), shape `(B,)`, where d = γ (1 − terminated).
///
/// A terminal s′ has no future, so its value has a discount of 0. A truncated s′ has
/// one: the episode was only cut short there, and its discount is γ. A reward that is
/// the sum of k rewards has γᵏ. So the discount d belongs to the transition:
/// [`Transition::bootstrap_discount`](crate::replay::Transition::bootstrap_discount).
///
/// Source: Sutton and Barto (2018), equation 6.8; Mnih et al. (2015), algorithm 1.
///
/// ```
/// use deepq::prelude::*;
///
/// let device = Dev::default();
/// let column = |numbers: [f32; 2]| per_sample(&device, numbers.to_vec());
/// let (rewards, discounts) = (column([1.0, 1.0]), column([0.5, 0.0]));
/// let y = td_target(rewards, discounts, column([10.0, 10.0]));
/// assert_eq!(y.as_vec(), [6.0, 1.0]);
/// ```
pub fn td_target(
    rewards: PerSample,
    discounts: PerSample,
    next_values: PerSample,
) -> PerSample {
    rewards + next_values * discounts
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
///
/// Its settings count environment steps. [`PerLearnerStep`] makes them count learner
/// steps.
pub trait TargetUpdate<N>: Describe {
    /// Moves θ⁻ towards θ.
    fn update(&self, target: &mut N, online: &N);

    /// Moves θ⁻ after environment step `step` if it is due.
    fn follow(&self, target: &mut N, online: &N, step: usize) {
        if self.is_due(step) {
            self.update(target, online);
        }
    }

    /// True if θ⁻ moves after environment step `step`, counted from 0.
    fn is_due(&self, _step: usize) -> bool {
        true
    }

    /// True if θ⁻ moves after learner step `learner_step`, counted from 0.
    fn is_due_after_learning(&self, _learner_step: usize) -> bool {
        false
    }

    /// Checks that the settings make sense.
    ///
    /// # Errors
    /// [`Error::OutOfRange`].
    fn check(&self) -> Result<(), Error> {
        Ok(())
    }
}
// ANCHOR_END: target_update

// ANCHOR: hard_copy
/// θ⁻ ← θ on every environment step that is a multiple of `every`; frozen in between.
#[derive(Clone, Copy)]
pub struct HardCopy {
    /// The environment steps from one copy to the next; 0 copies on step 0 only.
    pub every: usize,
}

impl<N: Clone> TargetUpdate<N> for HardCopy {
    fn update(&self, target: &mut N, online: &N) {
        target.clone_from(online);
    }

    fn is_due(&self, step: usize) -> bool {
        step.is_multiple_of(self.every)
    }
}
// ANCHOR_END: hard_copy

// ANCHOR: per_learner_step
/// A target update whose settings count learner steps in place of environment steps.
///
/// The two counts differ where the agent learns on every fourth step only, or several
/// times a step, and before it learns at all.
#[derive(Clone, Copy)]
pub struct PerLearnerStep<U>(pub U);

impl<N, U: TargetUpdate<N>> TargetUpdate<N> for PerLearnerStep<U> {
    fn update(&self, target: &mut N, online: &N) {
        self.0.update(target, online);
    }

    fn is_due(&self, _step: usize) -> bool {
        false
    }

    fn is_due_after_learning(&self, learner_step: usize) -> bool {
        self.0.is_due(learner_step)
    }

    fn check(&self) -> Result<(), Error> {
        self.0.check()
    }
}
// ANCHOR_END: per_learner_step

impl<U: Describe> Describe for PerLearnerStep<U> {
    fn describe(&self) -> Description {
        Description::new("PerLearnerStep").of(self.0.describe())
    }
}

describe!(HardCopy as "HardCopy" { every });
// ANCHOR: value_after
/// 1 + γ + … + γᵏ = (1 − γᵏ⁺¹) / (1 − γ): the value after k copies, where each reward is 1,
/// nothing ends, and the network has learned the targets of each copy before the next.
///
/// A target sees one reward and what the target network knows. Each copy lets it see one
/// reward further.
///
/// ```
/// use deepq::target::value_after;
/// assert_eq!(value_after(0, 0.5), 1.0);
/// assert_eq!(value_after(2, 0.5), 1.75);
/// assert!((value_after(10_000, 0.99) - 100.0).abs() < 1e-9);
/// ```
pub fn value_after(copies: usize, gamma: f64) -> f64 {
    (1.0 - libm::pow(gamma, (copies + 1) as f64)) / (1.0 - gamma)
}
// ANCHOR_END: value_after
