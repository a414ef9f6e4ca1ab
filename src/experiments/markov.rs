//! A state that does not tell all that the future depends on: a cart-pole whose speeds
//! the agent does not see, and the same with its last two states in one.

use crate::dqn::dqn_on;
use crate::experiments::corners::GAMMA;
use crate::experiments::entry::{Entry, OnCartPole, on_cart_pole};
use crate::experiments::pieces::at_equal_steps;
use crate::experiments::settings::Configure;
use crate::foundations::{
    CartPole, Environment, FrameStacked, Mlp, Random, Step, describe,
};
use crate::recipe::Recipe;
use crate::{agent::Agent, error::Error};

// ANCHOR: without_speeds
/// A cart-pole of which the agent sees the position and the angle, and neither of the
/// speeds.
#[derive(Clone, Default)]
pub struct WithoutSpeeds {
    cart_pole: CartPole,
    state: [f32; 4],
}

describe!(WithoutSpeeds as "WithoutSpeeds");

impl WithoutSpeeds {
    fn seen(&mut self, state: [f32; 4]) -> [f32; 2] {
        self.state = state;
        let [position, _, angle, _] = state;
        [position, angle]
    }
}

impl Environment<2, 2> for WithoutSpeeds {
    fn reset(&mut self, random: &mut Random) -> [f32; 2] {
        let state = self.cart_pole.reset(random);
        self.seen(state)
    }

    fn step(&mut self, action: usize) -> Step<2> {
        let step = self.cart_pole.step(action);
        Step {
            state: self.seen(step.state),
            reward: step.reward,
            terminated: step.terminated,
            truncated: step.truncated,
        }
    }

    // A picture shows what the agent does not see.
    fn unwrapped(&self, _: [f32; 2]) -> Vec<f32> {
        self.state.to_vec()
    }
}
// ANCHOR_END: without_speeds

// ANCHOR: worlds
/// DQN with a discount that does not see the speeds.
pub fn without_speeds() -> Recipe<Mlp<2, 2>, 2, 2> {
    Recipe {
        gamma: GAMMA,
        ..dqn_on(WithoutSpeeds::default())
    }
}

/// The same that sees the last two states: their difference tells the speeds.
pub fn with_two_frames() -> Recipe<Mlp<4, 2>, 4, 2> {
    Recipe {
        gamma: GAMMA,
        ..dqn_on(FrameStacked::<_, 2, 4>::new(WithoutSpeeds::default()))
    }
}
// ANCHOR_END: worlds

const HIDDEN: OnCartPole<2> =
    OnCartPole(|settings, seed| -> Result<Agent<2, 2>, Error> {
        Agent::new(without_speeds().with(settings)?, seed)
    });

const STACKED: OnCartPole<4> =
    OnCartPole(|settings, seed| -> Result<Agent<4, 2>, Error> {
        Agent::new(with_two_frames().with(settings)?, seed)
    });

/// The agents whose state is not the whole, to be compared with the first of
/// [`PIECES`](crate::experiments::PIECES), whose state is.
pub const MARKOV: [Entry; 2] = [
    at_equal_steps(on_cart_pole("markov/hidden", "without speeds", &HIDDEN)),
    at_equal_steps(on_cart_pole("markov/stacked", "two frames", &STACKED)),
];
