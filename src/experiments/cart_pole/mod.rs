//! The cart-pole as a task: when it counts as solved, and how an episode looks.

pub mod episode;
pub(crate) mod frame;
