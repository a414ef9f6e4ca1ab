//! What the book shows of prioritised replay.

pub(crate) mod numbers;
pub(crate) mod sketch;
pub(crate) mod sum_tree;
