//! Worlds besides the cart-pole as tasks: how they are drawn, which agents go with them,
//! and what the book records in them.

pub(crate) mod acrobot;
pub mod agents;
pub(crate) mod breakout;
pub(crate) mod film;
pub(crate) mod frozen_lake;
pub mod list;
pub(crate) mod mountain_car;
pub(crate) mod shapes;
