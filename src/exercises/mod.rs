//! Judges of the exercises: what an answer does right, and where it goes wrong.
//!
//! ```
//! use deepq::prelude::*;
//! use deepq::exercises::check_replay;
//!
//! let verdict = check_replay(UniformReplay::new);
//! assert!(verdict.is_right(), "{verdict}");
//! ```
//!
//! ## A judge of your own
//!
//! The judge `check_loss` is the file `loss.rs`, and a good one to begin with. For
//! `check_mine`:
//!
//! 1. Write `mine.rs`. `check_mine` takes the answer, a function or a piece, and gives a
//!    [`Verdict`]: one claim after the other, each a sentence on what a right answer
//!    does. Choose the inputs of a claim so that a typical slip breaks this claim alone.
//! 2. Where inputs have one right output, make each a `Case`: the input, the output, the
//!    outputs of typical slips with a hint. `tried` tries an answer on them, and words a
//!    fault by the closure that you give it. Other claims `ensure` something, and `hinted`
//!    words what is typical. What is random has its rules in `chance.rs`.
//! 3. Name the file and its function below: the prelude has all of them.
//! 4. In `tests/judges`, list right answers and typical wrong ones by name, the wrong ones
//!    with the claims that they break. The first run of the test writes every word said of
//!    them to `tests/snapshots/mine.txt`: read it, and commit it.

#![expect(
    clippy::needless_pass_by_value,
    reason = "the answers of all exercises are handed in alike"
)]

mod backup;
mod biased_estimate;
mod bootstrap;
mod bounded_step;
mod case;
mod chance;
mod changes;
mod copied_all;
mod double_value;
mod draws;
mod epsilon_greedy;
mod error_of_all;
mod expectation;
mod filled;
mod find;
mod found;
mod half_life;
mod hard_copy;
mod heads;
mod huber;
mod importance_weights;
mod improvement;
mod interquartile_mean;
mod joined;
mod lambda_returns;
mod layer_norm;
mod linear_schedule;
mod loss;
mod max_value;
mod median_time;
mod memory_rule;
mod moments;
mod n_step_target;
mod optimizer;
mod polyak;
mod priority;
mod q_update;
mod replay;
mod returns;
mod rprop;
mod second_opinion;
mod softmax;
mod td_target;
mod value_after;
mod verdict;
mod world;

pub use backup::check_backup;
pub use biased_estimate::check_biased_estimate;
pub use bootstrap::Line;
pub use bounded_step::check_bounded_step;
pub use changes::check_changes;
pub use copied_all::check_copied_all;
pub use double_value::{check_clipped_value, check_double_value};
pub use draws::check_draws;
pub use epsilon_greedy::check_epsilon_greedy;
pub use error_of_all::check_error_of_all;
pub use expectation::check_expectation;
pub use find::check_find;
pub use found::check_found;
pub use half_life::check_half_life;
pub use hard_copy::check_hard_copy;
pub use heads::check_heads;
pub use huber::check_huber;
pub use importance_weights::check_importance_weights;
pub use improvement::check_improvement;
pub use interquartile_mean::check_interquartile_mean;
pub use joined::check_joined;
pub use lambda_returns::check_lambda_returns;
pub use layer_norm::check_layer_norm;
pub use linear_schedule::check_linear_schedule;
pub use loss::check_loss;
pub use max_value::check_max_value;
pub use median_time::check_median_time;
pub use memory_rule::check_memory_rule;
pub use moments::check_moments;
pub use n_step_target::check_n_step_target;
pub use optimizer::check_adam;
pub use polyak::check_polyak;
pub use priority::check_priority;
pub use q_update::check_q_update;
pub use replay::{check_recent_replay, check_replay};
pub use returns::check_returns;
pub use rprop::check_rprop;
pub use second_opinion::check_second_opinion;
pub use softmax::check_softmax;
pub use td_target::check_td_target;
pub use value_after::check_value_after;
pub use verdict::{Finding, Verdict};
pub use world::check_world;
