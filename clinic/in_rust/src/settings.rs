//! The settings of a run, which all frameworks of the clinic read from
//! `clinic/settings.py`.

use crate::gym::python;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::process::Stdio;

/// The numbers of a run. A fault that is a setting is in them already.
#[derive(Clone, Debug, Deserialize)]
pub struct Settings {
    pub total_steps: usize,
    pub epsilon_steps: usize,
    pub epsilon_end: f64,
    pub gamma: f32,
    pub optimizer: String,
    pub batch_size: usize,
    pub buffer_size: usize,
    pub learning_starts: usize,
    pub learning_rate: f64,
    pub target_interval: usize,
    pub train_frequency: Frequency,
    pub reward_scale: f32,
    pub large_input: Option<f32>,
}

/// How often an agent learns.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Frequency {
    /// The environment steps from one learner step to the next.
    Steps(usize),
    /// A word: once an episode.
    Episode(IgnoredAny),
}

impl Frequency {
    /// The environment steps from one learner step to the next. An agent of the crate
    /// counts no episodes: a hundred steps stand for one.
    pub fn steps(&self) -> usize {
        match self {
            Self::Steps(steps) => *steps,
            Self::Episode(_) => 100,
        }
    }
}

/// What is known of a run: its settings, and what the JSON beside its rows says.
pub type Facts = Map<String, Value>;

/// The facts of all runs, by task, fault and seed.
#[derive(Clone, Debug, Deserialize)]
pub struct AllFacts(BTreeMap<String, BTreeMap<String, Vec<Facts>>>);

impl AllFacts {
    /// Asks Python.
    ///
    /// # Errors
    /// What Python says if it fails.
    pub fn read() -> Result<Self, String> {
        let answer = python("facts.py").stdin(Stdio::null()).output();
        let answer =
            answer.map_err(|error| format!("Python does not start: {error}"))?;
        if !answer.status.success() {
            return Err(String::from_utf8_lossy(&answer.stderr).into_owned());
        }
        serde_json::from_slice(&answer.stdout).map_err(|error| error.to_string())
    }

    /// The facts of one run.
    ///
    /// # Errors
    /// A sentence about the name that is unknown.
    pub fn of(&self, task: &str, fault: &str, seed: u64) -> Result<Facts, String> {
        let faults = self.0.get(task);
        let faults = faults.ok_or_else(|| format!("no task is called {task}"))?;
        let seeds = faults.get(fault);
        let seeds = seeds.ok_or_else(|| format!("{task} has no fault {fault}"))?;
        let facts = usize::try_from(seed).ok().and_then(|seed| seeds.get(seed));
        let facts = facts.ok_or_else(|| format!("there is no seed {seed}"))?;
        Ok(facts.clone())
    }
}
