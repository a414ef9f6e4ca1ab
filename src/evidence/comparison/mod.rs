//! What the book shows of the fair comparison.

pub(crate) mod equal_terms;
pub(crate) mod numbers;
pub mod references;
