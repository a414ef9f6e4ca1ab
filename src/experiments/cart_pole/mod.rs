//! The cart-pole as a task: when it counts as solved, and how an episode looks.

pub mod curves;
pub mod episode;
pub(crate) mod frame;

use crate::lab::runs::Task;

/// CartPole-v1 of Gymnasium: a reward of 1 on every step, of which there are 500 at
/// most.
pub const CART_POLE: Task = Task {
    name: "CartPole-v1",
    solved: 475.0,
    scores: 0.0..500.0,
    window: 25,
};
