//! From an agent to rows on disk: evaluation, runs, experiments, recordings.

pub mod evaluation;
pub mod experiment;
pub mod folders;
pub mod recording;
pub mod results;
pub mod task;
pub mod trial;
