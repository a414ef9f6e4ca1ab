//! What the book shows of target networks.

pub(crate) mod numbers;
pub(crate) mod sketch;
