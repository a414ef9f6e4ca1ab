//! Which agents, worlds, seeds and studies the book records, and what is recorded of
//! them.

pub mod cart_pole;
pub mod catalogue;
pub mod corners;
pub mod entry;
pub mod faults;
pub(crate) mod lecture;
pub mod records;
pub mod studies;
pub mod variants;
