//! What the rows of a run say about what is wrong with it.

pub mod causes;
pub mod diagnosis;
pub mod diagnostics;
mod measures;
pub mod rule;
pub mod rules;
