//! The cart-pole as a task: when it counts as solved, and how its runs and episodes
//! look.

pub mod episode;
pub mod filmed;
pub(crate) mod frame;

use crate::error::Error;
use crate::lab::plots::{Curve, Over, Summary, Svg, learning_curves_over};
use crate::lab::runs::Task;

/// CartPole-v1 of Gymnasium: a reward of 1 on every step, of which there are 500 at
/// most.
pub const CART_POLE: Task = Task {
    name: "CartPole-v1",
    solved: 475.0,
    scores: 0.0..500.0,
    window: 25,
};

/// The learning curves of agents on the cart-pole over the episodes, with mean and
/// range. For another task there is [`learning_curves_over`].
pub fn learning_curves(title: &str, curves: &[Curve]) -> Result<Svg, Error> {
    let (over, summary) = (Over::default(), Summary::default());
    learning_curves_over(&CART_POLE, over, summary, title, curves)
}
