//! What the book shows of the dueling network.

pub(crate) mod numbers;
pub(crate) mod sketch;
