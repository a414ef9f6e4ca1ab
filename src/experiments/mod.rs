//! Which agents, worlds, seeds and studies the book records, and what is recorded of
//! them.

pub mod cart_pole;
pub mod catalogue;
pub mod choices;
pub mod circuit;
pub mod corners;
pub mod doors;
pub mod entry;
pub mod fair;
pub mod faults;
pub mod growing_batch;
pub(crate) mod lecture;
pub mod look_ahead;
pub mod map;
pub mod markov;
pub mod more_actions;
pub mod papers;
pub mod pieces;
pub mod records;
pub mod settings;
pub mod streams;
pub mod studies;
pub mod sweep;
pub mod training;
pub mod undiscounted;
pub mod units;
pub mod variants;
pub mod worlds;

pub use cart_pole::CART_POLE;
pub use catalogue::{entries, find};
pub use circuit::*;
pub use corners::*;
pub use entry::{EPISODES, Entry, SEEDS, TEN_SEEDS};
pub use fair::*;
pub use faults::{FAULTS, Fault};
pub use growing_batch::*;
pub(crate) use lecture::lines_of_file;
pub use lecture::{LONG_RUN_LAST_SCORE, PrintedRun, printed_runs};
pub use look_ahead::*;
pub use map::*;
pub use markov::*;
pub use more_actions::*;
pub use papers::{PAPERS, Paper, Rows, papers};
pub use pieces::*;
pub use records::Records;
pub use settings::{Configure, Settings};
pub use streams::*;
pub use studies::{
    DISCOUNT, EQUAL_TERMS, FAILURES, Job, LONGER, STUDIES, Study, WITH_NETWORK,
    everything, selected,
};
pub use sweep::*;
pub use undiscounted::*;
pub use units::{Unit, makespan, plan};
pub use variants::*;
pub use worlds::agents::{
    BREAKOUT_EVALUATION, BREAKOUT_STEPS, CLASSIC_STEPS, CleanRlMlp, IN_WORLDS,
    LAKE_EVALUATION, LAKE_STEPS, cleanrl_dqn_on,
};
pub use worlds::list::{WORLDS, find_in, recipes_in};
