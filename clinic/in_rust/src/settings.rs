//! The settings of a run, which all frameworks of the clinic read from
//! `clinic/settings.py`.

use crate::gym::{Seen, python};
use crate::name::Name;
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
    /// A memory loses the rewards here, and no wrapper.
    #[serde(flatten)]
    pub seen: Seen,
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

/// What is known of a run.
#[derive(Clone, Debug, Deserialize)]
pub struct Known {
    /// Its settings.
    pub settings: Settings,
    /// What the file beside its rows says of them.
    pub facts: Map<String, Value>,
}

/// What is known of all runs, by task, fault and seed.
#[derive(Clone, Debug, Deserialize)]
pub struct AllKnown(BTreeMap<String, BTreeMap<String, Vec<Known>>>);

impl AllKnown {
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

    /// What is known of one run.
    ///
    /// # Errors
    /// A sentence about the name that is unknown.
    pub fn of(&self, run: &Name) -> Result<Known, String> {
        let faults = self.0.get(&run.task);
        let faults =
            faults.ok_or_else(|| format!("no task is called {}", run.task))?;
        let seeds = faults.get(&run.fault);
        let seeds =
            seeds.ok_or_else(|| format!("{} has no {}", run.task, run.fault))?;
        let known = usize::try_from(run.seed).ok().and_then(|i| seeds.get(i));
        let known = known.ok_or_else(|| format!("there is no seed {}", run.seed))?;
        Ok(known.clone())
    }
}
