//! The rules of the doctor: which number, beyond which bound, points to which cause.
//!
//! They are tried in the order in which one would look: first how the parts are wired,
//! then whether the task can be learned as it is set, and last the rates. No bound
//! knows a unit of reward, a number of episodes or a task: each is a share, a ratio of
//! two columns, or a count in units of the run itself.

mod rates;
mod task;
mod wiring;

pub use rates::RATES;
pub use task::TASK;
pub use wiring::WIRING;

use crate::lab::doctor::causes::SHARED_GENERATOR;
use crate::lab::doctor::rule::{Bound, Rule, Scope};

/// The rule that takes two recordings: what one evaluation more changes.
pub static SHARED_STREAM: Rule = Rule {
    symptom: "The training changes when only the evaluation does.",
    measured: "first episode that differs between two recordings of a seed",
    needs: &["steps", "episode_return", "loss"],
    measure: |_| None,
    bound: Bound::Above(0.0),
    scope: Scope::All,
    causes: &[&SHARED_GENERATOR],
};

/// Every rule that takes one run, in their order.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    WIRING.iter().chain(&TASK).chain(&RATES)
}
