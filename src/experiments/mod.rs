//! Which agents, worlds, seeds and studies the book records.

pub mod cart_pole;
pub mod catalogue;
pub mod corners;
pub mod exhibits;
pub mod faults;
pub(crate) mod lecture;
pub mod studies;
pub mod variants;
