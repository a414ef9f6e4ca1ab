//! What rows come to: statistics with their intervals, and numbers as text.

pub(crate) mod columns;
pub mod factorial;
pub(crate) mod formats;
pub mod proportion;
pub mod reliability;
pub(crate) mod scale;
pub(crate) mod sheet;
pub mod statistics;
pub(crate) mod summary;
pub mod survival;
pub(crate) mod tables;

pub(crate) use columns::{
    at_the_end, in_episode, median_at_the_end, median_in, of_runs,
};
pub use factorial::{effect, effect_of};
pub use formats::{
    format_count, format_interval, grouped, grouped_text, none, three_digits,
};
pub use proportion::percent_of;
pub use reliability::{
    DRAWS, Estimate, TAIL, improvement_of, interquartile_mean,
    interquartile_mean_of, probability_of_improvement,
};
pub use scale::Scale;
pub(crate) use scale::decades;
pub use sheet::Sheet;
pub(crate) use statistics::mean;
pub use statistics::{Band, median, standard_deviation, trailing_mean};
pub(crate) use summary::Runs;
pub use summary::{RunSummary, solved_runs};
pub use survival::{
    Waiting, hazard_ratio, kaplan_meier, median_time, median_time_of,
};
pub(crate) use tables::table;
