//! What the book shows of exploration.

pub(crate) mod numbers;
pub(crate) mod sketch;
