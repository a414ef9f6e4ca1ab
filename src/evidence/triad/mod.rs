//! What the book shows of the deadly triad.

pub(crate) mod corners;
pub(crate) mod discount;
pub(crate) mod numbers;
