//! What the book shows of all parts together.

pub(crate) mod numbers;
pub(crate) mod swaps;
