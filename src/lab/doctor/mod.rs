//! What the rows of a run say about what is wrong with it.

pub mod case;
pub mod causes;
pub mod diagnosis;
pub mod diagnostics;
pub mod facts;
pub mod further;
mod rise;
pub mod rule;
pub mod rules;
mod words;

pub use case::{Case, Columns};
pub use causes::NO_BOUND;
pub use diagnosis::{Diagnosis, Verdict};
pub use diagnostics::{DIAGNOSTICS, Diagnostic, diagnostic};
pub use facts::{FACTS, Fact, Facts};
pub use further::{FURTHER, Further};
pub use rise::Rise;
pub use rule::{Bound, Cause, Rule, Scope};
pub use rules::{RATES, SHARED_STREAM, TASK, WIRING, rules};
pub use words::{consultation, known_facts};
