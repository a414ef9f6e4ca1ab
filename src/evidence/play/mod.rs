//! What the book shows of the game.

pub(crate) mod numbers;
pub(crate) mod web;
