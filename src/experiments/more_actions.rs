//! The cart-pole with more actions that do the same: the maximum is over more values, and
//! the task is as hard as before.

use crate::agent::Agent;
use crate::dqn::dqn_on;
use crate::experiments::corners::GAMMA;
use crate::experiments::entry::{Entry, Undrawn, on_cart_pole};
use crate::experiments::fair::{double, fair};
use crate::experiments::settings::Configure;
use crate::foundations::{CartPole, Environment, Mlp, Random, Step, describe};
use crate::recipe::Recipe;

/// The actions of this cart-pole.
pub const ACTIONS: usize = 8;

// ANCHOR: more_actions
/// A cart-pole with eight actions: the even ones push to the left, the odd ones to the
/// right.
#[derive(Clone, Default)]
pub struct MoreActions {
    cart_pole: CartPole,
}

describe!(MoreActions as "MoreActions");

impl Environment<4, ACTIONS> for MoreActions {
    fn reset(&mut self, random: &mut Random) -> [f32; 4] {
        self.cart_pole.reset(random)
    }

    fn step(&mut self, action: usize) -> Step<4> {
        self.cart_pole.step(action % 2)
    }
}
// ANCHOR_END: more_actions

/// DQN with a discount and eight actions.
fn with_more_actions() -> Recipe<Mlp<4, ACTIONS>, 4, ACTIONS> {
    Recipe {
        gamma: GAMMA,
        ..dqn_on(MoreActions::default())
    }
}

/// DQN and double DQN with eight actions.
pub const MORE_ACTIONS: [Entry; 2] = [
    fair(on_cart_pole(
        "fair/dqn-8-actions",
        "DQN, 8 actions",
        &Undrawn(|settings, seed| {
            Agent::new(with_more_actions().with(settings)?, seed)
        }),
    )),
    fair(on_cart_pole(
        "fair/double-8-actions",
        "double, 8 actions",
        &Undrawn(|settings, seed| {
            Agent::new(double(with_more_actions()).with(settings)?, seed)
        }),
    )),
];
