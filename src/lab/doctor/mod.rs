//! What the rows of a run say about what is wrong with it.

pub mod causes;
pub mod diagnosis;
pub mod diagnostics;
mod measures;
pub mod rule;
pub mod rules;

pub use causes::NO_BOUND;
pub use diagnosis::{Diagnosis, consultation};
pub use diagnostics::{DIAGNOSTICS, Diagnostic, diagnostic};
pub use rule::{Bound, Cause, Rule};
pub use rules::{RULES, SHARED_STREAM};
