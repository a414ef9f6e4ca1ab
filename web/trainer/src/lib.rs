//! Agents that train and play on a page, as WebAssembly.

mod game;

use deepq::experiments::choices::Choices;
use deepq::experiments::training::Training;
use wasm_bindgen::{prelude::wasm_bindgen, throw_str};

/// The choices that a page begins with, as JSON.
#[wasm_bindgen]
#[must_use]
pub fn defaults() -> String {
    Choices::default().to_json()
}

/// The training of one agent.
#[wasm_bindgen]
pub struct Trainer(Training);

#[wasm_bindgen]
impl Trainer {
    /// An untrained agent of these choices, which are JSON.
    ///
    /// # Errors
    /// Why the choices are refused, as a string.
    #[wasm_bindgen(constructor)]
    pub fn new(choices: &str, seed: u32) -> Result<Self, String> {
        // What no one has foreseen reaches the page as an exception with its message.
        std::panic::set_hook(Box::new(|panic| throw_str(&panic.to_string())));
        let choices = Choices::from_json(choices);
        let training =
            choices.and_then(|choices| Training::new(choices, seed.into()));
        Ok(Self(training.map_err(|error| error.to_string())?))
    }

    /// Trains for one episode: its row as JSON, and nothing after an error.
    ///
    /// # Errors
    /// What went wrong, as a string.
    pub fn step(&mut self) -> Result<Option<String>, String> {
        let row = self.0.step().map_err(|error| error.to_string())?;
        row.map(|row| serde_json::to_string(row).map_err(|e| e.to_string()))
            .transpose()
    }

    /// The states of the newest episode, four numbers each.
    #[must_use]
    pub fn states(&self) -> Vec<f64> {
        self.0.episode().0.concat()
    }

    /// The rows so far, as a file.
    #[must_use]
    pub fn csv(&self) -> String {
        self.0.csv()
    }

    /// The name of that file.
    #[must_use]
    pub fn file_name(&self) -> String {
        self.0.file_name()
    }

    /// The best weights so far, as a file of safetensors.
    ///
    /// # Errors
    /// Why there are none, as a string.
    pub fn model(&self) -> Result<Vec<u8>, String> {
        self.0.model().map_err(|error| error.to_string())
    }

    /// What the doctor says of the rows so far.
    #[must_use]
    pub fn diagnosis(&self) -> String {
        self.0.diagnosis()
    }
}
