//! Worlds besides the cart-pole, each in a file of its own, and each step by step the
//! one of Gymnasium.

pub mod acrobot;
pub mod frozen_lake;
pub mod mountain_car;

pub use acrobot::Acrobot;
pub use frozen_lake::FrozenLake;
pub use mountain_car::MountainCar;
