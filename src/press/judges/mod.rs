//! Judges of the exercises: what an answer does right, and where it goes wrong.
//!
//! ```
//! use deepq::prelude::*;
//! use deepq::press::judges::check_replay;
//!
//! let verdict = check_replay(UniformReplay::new);
//! assert!(verdict.is_right(), "{verdict}");
//! ```

mod bootstrap;
mod replay;
mod target;
mod verdict;

pub use bootstrap::{Line, check_max_value};
pub use replay::{check_recent_replay, check_replay};
pub use target::check_td_target;
pub use verdict::{Finding, Verdict};
