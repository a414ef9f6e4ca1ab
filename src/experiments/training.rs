//! A training that is watched: one episode after another, as long as someone looks.

use crate::error::Error;
use crate::experiments::cart_pole::episode::Episode;
use crate::experiments::cart_pole::filmed::Footage;
use crate::experiments::choices::{CAPACITY, Choices};
use crate::foundations::{STEP_LIMIT, Weights};
use crate::lab::doctor::{
    Case, Columns, Diagnosis, Facts, consultation, known_facts,
};
use crate::lab::runs::{Row, Run, Trial, to_csv};
use std::collections::BTreeMap;

// ANCHOR: training
/// The training of one agent that a reader has put together, with all its rows.
pub struct Training {
    run: Run<4, 2>,
    footage: Footage,
    rows: Vec<Row>,
    choices: Choices,
    seed: u64,
}

impl Training {
    /// An untrained agent that is made from `seed`.
    ///
    /// # Errors
    /// Those of [`Choices::agent`].
    pub fn new(choices: Choices, seed: u64) -> Result<Self, Error> {
        let (agent, footage) = choices.agent(seed)?;
        Ok(Self {
            run: Run::new(agent, seed),
            footage,
            rows: Vec::new(),
            choices,
            seed,
        })
    }

    /// Trains for one episode and evaluates: its row, and `None` after an error.
    ///
    /// # Errors
    /// Those of the agent, such as [`Error::NotFinite`].
    pub fn step(&mut self) -> Result<Option<&Row>, Error> {
        let Some(row) = self.run.next() else {
            return Ok(None);
        };
        self.rows.push(row?);
        Ok(self.rows.last())
    }

    /// The rows so far.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The states of the newest episode of the training.
    pub fn episode(&self) -> Episode {
        Episode(self.footage.states())
    }

    /// The name of a file of its rows.
    pub fn file_name(&self) -> String {
        format!("trained-here-{}.csv", self.seed)
    }

    /// Its rows as `deepq doctor` reads them.
    pub fn csv(&self) -> String {
        to_csv(&self.rows)
    }

    /// What the doctor says of the rows so far, since it knows the settings.
    pub fn diagnosis(&self) -> String {
        let (rows, facts) = (self.rows.iter().collect::<Vec<_>>(), self.facts());
        let case = Case::of(self.seed, &rows).with(Columns::new(), &facts);
        let diagnosis = Diagnosis::of_cases(&[case]);
        let said = consultation(&self.file_name(), &self.rows, &diagnosis);
        said + &known_facts(&facts)
    }

    /// The best weights so far as the bytes of a file, with the choices as its metadata:
    /// `deepq watch` plays it.
    ///
    /// # Errors
    /// Those of [`Weights::to_bytes`].
    pub fn model(&self) -> Result<Vec<u8>, Error> {
        let choices = (CHOICES_KEY.to_owned(), self.choices.to_json());
        self.run.best().weights.to_bytes(&BTreeMap::from([choices]))
    }
}
// ANCHOR_END: training

impl Training {
    /// The settings that the doctor can use.
    pub fn facts(&self) -> Facts {
        let card = self.run.agent().card();
        let settings = &self.choices.settings;
        // A target network that follows by a share does so on every step.
        let follows = settings.copy_every.or(settings.tau.map(|_| 1));
        let numbers = [
            ("target_interval", follows),
            ("batch_size", Some(card.batch_size)),
            ("buffer_size", Some(CAPACITY)),
            ("learning_starts", Some(card.warm_up)),
            ("train_frequency", Some(card.learn_every)),
            ("gradient_steps", Some(card.learner_steps)),
            ("time_limit", Some(STEP_LIMIT)),
        ];
        let numbers = numbers.map(|(name, number)| (name, number.map(|n| n as f64)));
        // By its digits: what is nearest to them in single precision is another number.
        let gamma = card.gamma.to_string().parse().ok();
        let others = [
            ("gamma", gamma),
            ("tau", settings.tau),
            ("learning_rate", settings.learning_rate),
        ];
        let mut facts = Facts::default();
        for (name, number) in others.into_iter().chain(numbers) {
            if let Some(number) = number {
                let known = facts.add(name, number);
                known.expect("a recipe refuses what the doctor would");
            }
        }
        facts
    }
}

/// The key under which a file says which choices trained it.
pub const CHOICES_KEY: &str = "choices";

/// The greedy episode of an agent of these `choices` with these `weights`, from the first
/// start state that an evaluation under `seed` would meet.
///
/// # Errors
/// Those of [`Choices::from_json`], of [`Choices::agent`] and of
/// [`Agent::set_weights`](crate::agent::Agent::set_weights).
pub fn play_chosen(
    choices: &str,
    weights: &Weights,
    seed: u64,
) -> Result<Episode, Error> {
    let (mut agent, _) = Choices::from_json(choices)?.agent(seed)?;
    agent.set_weights(weights)?;
    Ok(Episode::play(&agent, seed))
}
