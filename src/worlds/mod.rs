//! Worlds besides the cart-pole, each in a file of its own, and each step by step the
//! one of the package that it is from: Gymnasium or MinAtar.

pub mod acrobot;
pub mod breakout;
pub mod frozen_lake;
pub mod mountain_car;

pub use acrobot::Acrobot;
pub use breakout::Breakout;
pub use frozen_lake::FrozenLake;
pub use mountain_car::MountainCar;
