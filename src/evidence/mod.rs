//! What the book shows of its recorded runs: figures, tables and numbers.

pub mod artifact;
pub mod checkup;
pub(crate) mod climb;
pub(crate) mod comparisons;
pub(crate) mod discount;
pub(crate) mod equal_terms;
pub(crate) mod museum;
pub mod numbers;
pub(crate) mod promises;
pub mod references;
pub(crate) mod series;
pub(crate) mod sketches;
pub(crate) mod swaps;
pub(crate) mod triad;
pub(crate) mod web;
