//! Every recipe of the course by its name.

use crate::agent::Agent;
use crate::dqn::dqn;
use crate::error::Error;
use crate::lab::museum;

/// A named recipe for the cart-pole.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Its name: on the command line, and of its files.
    pub name: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// True when the book shows its chart, table and animation; the others stand in
    /// comparisons only.
    pub shown_alone: bool,
    /// Makes an untrained agent from a seed.
    pub agent: fn(u64) -> Result<Agent<4, 2>, Error>,
}

/// Every recipe, in the order of the chapters.
pub const CATALOGUE: [Entry; 6] = [
    Entry {
        name: "dqn",
        title: "DQN",
        shown_alone: true,
        agent: |seed| Agent::new(dqn(), seed),
    },
    Entry {
        name: "no-replay",
        title: "DQN without replay",
        shown_alone: false,
        agent: |seed| Agent::new(museum::without_replay(), seed),
    },
    Entry {
        name: "no-target",
        title: "DQN without a target network",
        shown_alone: false,
        agent: |seed| Agent::new(museum::without_target_network(), seed),
    },
    Entry {
        name: "online",
        title: "Q-learning with neither",
        shown_alone: false,
        agent: |seed| Agent::new(museum::without_both(), seed),
    },
    Entry {
        name: "slow-target",
        title: "DQN with a slow target network",
        shown_alone: false,
        agent: |seed| Agent::new(museum::with_slow_target(), seed),
    },
    Entry {
        name: "discounted",
        title: "DQN with a discount",
        shown_alone: false,
        agent: |seed| Agent::new(museum::discounted(), seed),
    },
];

/// The recipe named `name`.
///
/// # Errors
/// [`Error::UnknownRecipe`], which suggests the name that is spelled most like it.
pub fn find(name: &str) -> Result<Entry, Error> {
    if let Some(entry) = CATALOGUE.iter().find(|entry| entry.name == name) {
        return Ok(*entry);
    }
    let names = CATALOGUE.map(|entry| entry.name);
    let distance = |known: &&str| strsim::levenshtein(known, name);
    let nearest = names.into_iter().min_by_key(distance).unwrap_or_default();
    Err(Error::UnknownRecipe {
        name: name.to_owned(),
        nearest: nearest.to_owned(),
        known: names.join(", "),
    })
}
