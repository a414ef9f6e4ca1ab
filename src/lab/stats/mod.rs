//! What rows come to: statistics with their intervals, and numbers as text.

pub mod columns;
pub(crate) mod formats;
pub mod reliability;
pub(crate) mod scale;
pub(crate) mod sheet;
pub mod statistics;
pub(crate) mod summary;
pub(crate) mod tables;
