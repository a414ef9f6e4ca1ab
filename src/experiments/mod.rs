//! Which agents, worlds, seeds and studies the book records, and what is recorded of
//! them.

pub mod cart_pole;
pub mod catalogue;
pub mod corners;
pub mod doors;
pub mod entry;
pub mod faults;
pub(crate) mod lecture;
pub mod records;
pub mod studies;
pub mod variants;

pub use cart_pole::CART_POLE;
pub use catalogue::{entries, find};
pub use corners::{
    CORNERS, GAMMA, LARGEST_RETURN, full_returns, linear, network, newest, one_step,
    prioritised, table, ten_steps, uniform,
};
pub use entry::{EPISODES, Entry, SEEDS};
pub use faults::{FAULTS, Fault};
pub use lecture::{LONG_RUN_LAST_SCORE, PrintedRun, printed_runs};
pub use records::Records;
pub use studies::{
    DISCOUNT, EQUAL_TERMS, FAILURES, Job, LONGER, everything, selected,
};
pub use variants::{
    OUTLIERS, at_the_lectures_rate, discounted, dueling_over_batch,
    evaluated_on_its_training_stream, exploring_for_ever, failing_at_the_limit,
    following_by, greedy_too_soon, per_with_bounded_priorities,
    per_with_bounded_weights, per_with_outliers, per_with_slower_target,
    per_with_wrong_sign, per_without_weights, with_large_rewards, with_larger_steps,
    with_maximum_over_batch, with_one_network, with_rate_times, with_slow_target,
    without_both, without_mask, without_replay, without_target_network,
    without_warm_up,
};
