//! What the lecture prints of its runs, to set beside our own.
//!
//! Source: R. Berta, "Deep Q-Networks (DQN)", lecture notes on reinforcement
//! learning (2025), the output of its experiments.

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The last score of the one run of DQN that the lecture lets go on for 500 episodes;
/// its best score is 500, first in episode 176.
pub const LONG_RUN_LAST_SCORE: f64 = 292.2;

/// The line that the lecture prints at the end of one run.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct PrintedRun {
    /// The recipe, by our name for it.
    pub recipe: String,
    /// The seed.
    pub seed: u64,
    /// Environment steps of training.
    pub steps: usize,
    /// The score after the last episode.
    pub last_score: f64,
    /// The best score.
    pub best_score: f64,
    /// The first episode with the best score, counted from 0 as the lecture does.
    pub best_episode: usize,
}

/// The lecture's runs of `recipe`.
pub fn printed_runs(recipe: &str) -> Vec<PrintedRun> {
    let file = include_str!("../../book/reference/lecture.csv");
    let mut runs: Vec<PrintedRun> = lines_of_file(file);
    runs.retain(|run| run.recipe == recipe);
    runs
}

/// The lines of a file that is part of the crate.
pub(crate) fn lines_of_file<T: DeserializeOwned>(file: &str) -> Vec<T> {
    let mut reader = csv::Reader::from_reader(file.as_bytes());
    let lines: Result<Vec<T>, _> = reader.deserialize().collect();
    lines.expect("the file is part of the crate, and a test reads it")
}
