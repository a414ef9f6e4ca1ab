//! What the book shows of Polyak averaging.

pub(crate) mod climb;
pub(crate) mod numbers;
pub(crate) mod promises;
pub(crate) mod sketch;
