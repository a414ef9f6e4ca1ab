//! Judges of the exercises: what an answer does right, and where it goes wrong.
//!
//! ```
//! use deepq::prelude::*;
//! use deepq::exercises::check_replay;
//!
//! let verdict = check_replay(UniformReplay::new);
//! assert!(verdict.is_right(), "{verdict}");
//! ```

mod bootstrap;
mod combining;
mod double;
mod dueling;
mod exploration;
mod hard_copy;
mod loss;
mod n_step;
mod nfq;
mod polyak;
mod prioritized;
mod reliability;
mod replay;
mod rule;
mod target;
mod verdict;
mod world;

pub use bootstrap::{Line, check_max_value};
pub use combining::{check_changes, check_copied_all};
pub use double::{check_clipped_value, check_double_value};
pub use dueling::{check_heads, check_joined};
pub use exploration::{check_epsilon_greedy, check_ramp, check_softmax};
pub use hard_copy::check_hard_copy;
pub use loss::check_loss;
pub use n_step::check_n_step_target;
pub use nfq::{check_q_update, check_returns};
pub use polyak::{check_half_life, check_polyak};
pub use prioritized::{check_find, check_importance_weights, check_priority};
pub use reliability::{check_improvement, check_interquartile_mean};
pub use replay::{check_recent_replay, check_replay};
pub use rule::check_memory_rule;
pub use target::check_td_target;
pub use verdict::{Finding, Verdict};
pub use world::check_world;
