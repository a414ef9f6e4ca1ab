//! From an agent to rows on disk: evaluation, runs, experiments, recordings.

pub mod evaluation;
pub mod experiment;
pub mod folders;
pub(crate) mod known;
pub mod length;
pub(crate) mod lock;
pub mod origin;
pub(crate) mod packing;
pub mod provenance;
pub(crate) mod record;
pub mod recording;
pub mod results;
pub mod task;
pub mod trial;

pub use evaluation::{Evaluation, Score};
pub use experiment::{Event, Experiment, on_one_thread};
pub use folders::Folders;
pub use length::Length;
pub(crate) use lock::Lock;
pub use origin::Origin;
pub(crate) use packing::unpacked;
pub use provenance::Provenance;
pub use recording::Recording;
pub use results::{
    COLUMNS, Results, Row, TWIN_COLUMNS, by_seed, parse_rows, parse_rows_with,
    to_csv,
};
pub(crate) use results::{line_of, of_common_seeds};
pub use task::Task;
pub use trial::{EVALUATION_EPISODES, Run, Trial};
