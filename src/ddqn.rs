//! Double DQN: one network chooses the next action, the other values it.
//!
//! Source: van Hasselt, Guez and Silver (2016), "Deep reinforcement learning with
//! double Q-learning".

use crate::dqn::dqn_on;
use crate::foundations::{
    CartPole, Environment, Mlp, PerSample, QNetwork, States, argmax, describe,
};
use crate::objective::SquaredError;
use crate::recipe::Recipe;
use crate::target::Bootstrap;
use dfdx::prelude::*;

// ANCHOR: double_value
/// v(s′) = Q(s′, argmaxₐ Q(s′, a; θ); θ⁻): the online network chooses the action,
/// the target network values it.
///
/// The maximum of one network's noisy values is too large on average, because it
/// prefers what is overestimated. Two networks with errors of their own seldom
/// overestimate the same action. Here the target network is an old copy of the
/// online one, so the two often do.
///
/// Source: van Hasselt, Guez and Silver (2016), the target of Double DQN.
#[derive(Clone, Copy)]
pub struct DoubleValue;

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Bootstrap<N, S, A>
    for DoubleValue
{
    fn next_values(
        &self,
        online: &N,
        target: &N,
        next_states: States<S>,
    ) -> PerSample {
        let best_actions = argmax(&online.q(next_states.clone()));
        target.q(next_states).select(best_actions)
    }
}
// ANCHOR_END: double_value

describe!(DoubleValue as "DoubleValue");

// ANCHOR: ddqn
/// DQN whose next values are those of [`DoubleValue`].
pub fn ddqn() -> Recipe<Mlp<4, 2>, 4, 2> {
    ddqn_on(CartPole::new())
}

/// The same with any network, on any environment.
pub fn ddqn_on<N: QNetwork<S, A>, const S: usize, const A: usize>(
    environment: impl Environment<S, A> + 'static,
) -> Recipe<N, S, A> {
    Recipe {
        objective: Box::new(SquaredError {
            bootstrap: DoubleValue,
        }),
        ..dqn_on(environment)
    }
}
// ANCHOR_END: ddqn
