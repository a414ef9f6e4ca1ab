//! Every recipe of the course by its name.

use crate::agent::Agent;
use crate::as_printed::{
    dueling_with_naive_sum, dueling_with_swapped_polyak, per_never_updated,
    per_with_squared_weights, printed_dqn, printed_dueling, printed_per,
    sign_lost_per, swapped_polyak,
};
use crate::ddqn::ddqn;
use crate::dqn::dqn;
use crate::dueling::{all, dueling};
use crate::error::Error;
use crate::experiments::corners::CORNERS;
use crate::experiments::exhibits::EXHIBITS;
use crate::experiments::variants::{self, at_the_lectures_rate, with_larger_steps};
use crate::lab::runs::experiment::{EPISODES, EVALUATION_EPISODES, Run, SEEDS};
use crate::lab::runs::recording::Provenance;
use crate::nfq::nfq;
use crate::per::per;
use crate::polyak::polyak;
use crate::rank::rank_per;

// ANCHOR: entry
/// A named recipe for the cart-pole, and the runs of it that the book records.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Its name: on the command line, and of its files. Entries that belong together
    /// have a folder, `folder/name`.
    pub name: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// Makes an untrained agent from a seed.
    pub agent: fn(u64) -> Result<Agent<4, 2>, Error>,
    /// The seeds, one run each.
    pub seeds: &'static [u64],
    /// The training episodes of each run.
    pub episodes: usize,
    /// Greedy episodes in each evaluation.
    pub evaluation_episodes: usize,
    /// True when the book shows its chart, table and animation; the others stand in
    /// comparisons only.
    pub shown_alone: bool,
}
// ANCHOR_END: entry

/// What an entry is unless it says otherwise.
pub(crate) const ENTRY: Entry = Entry {
    name: "",
    title: "",
    agent: |seed| Agent::new(dqn(), seed),
    seeds: &SEEDS,
    episodes: EPISODES,
    evaluation_episodes: EVALUATION_EPISODES,
    shown_alone: false,
};

impl Entry {
    /// The folder that its files lie in, of entries that belong together; none for
    /// most.
    pub fn folder(&self) -> Option<&'static str> {
        self.name.split_once('/').map(|(folder, _)| folder)
    }

    /// Where the rows of its runs come from.
    ///
    /// # Errors
    /// Those of making its agent.
    pub fn provenance(&self) -> Result<Provenance, Error> {
        let agent = (self.agent)(0)?;
        let card = agent.card().clone();
        Ok(Provenance::new(card, self.evaluation_episodes))
    }

    /// An untrained run.
    ///
    /// # Errors
    /// Those of making its agent.
    pub fn run(&self, seed: u64) -> Result<Run<4, 2>, Error> {
        let agent = (self.agent)(seed)?;
        Ok(Run::evaluated(agent, seed, self.evaluation_episodes))
    }
}

/// The recipes of the course's agents, in the order of the chapters.
pub const CATALOGUE: [Entry; 26] = [
    Entry {
        name: "nfq",
        title: "NFQ",
        agent: |seed| nfq().agent(seed),
        episodes: 2_500,
        ..ENTRY
    },
    Entry {
        name: "dqn",
        title: "DQN",
        agent: |seed| Agent::new(dqn(), seed),
        shown_alone: true,
        ..ENTRY
    },
    Entry {
        name: "no-replay",
        title: "DQN without replay",
        agent: |seed| Agent::new(variants::without_replay(), seed),
        ..ENTRY
    },
    Entry {
        name: "no-target",
        title: "DQN without a target network",
        agent: |seed| Agent::new(variants::without_target_network(), seed),
        ..ENTRY
    },
    Entry {
        name: "online",
        title: "Q-learning with neither",
        agent: |seed| Agent::new(variants::without_both(), seed),
        ..ENTRY
    },
    Entry {
        name: "slow-target",
        title: "DQN with a slow target network",
        agent: |seed| Agent::new(variants::with_slow_target(), seed),
        ..ENTRY
    },
    Entry {
        name: "discounted",
        title: "DQN with a discount",
        agent: |seed| Agent::new(variants::discounted(), seed),
        ..ENTRY
    },
    Entry {
        name: "ddqn",
        title: "Double DQN",
        agent: |seed| Agent::new(ddqn(), seed),
        ..ENTRY
    },
    Entry {
        name: "per",
        title: "PER",
        agent: |seed| Agent::new(per(), seed),
        ..ENTRY
    },
    Entry {
        name: "rank",
        title: "PER by rank",
        agent: |seed| Agent::new(rank_per(), seed),
        ..ENTRY
    },
    Entry {
        name: "polyak",
        title: "Polyak",
        agent: |seed| Agent::new(polyak(), seed),
        ..ENTRY
    },
    Entry {
        name: "dueling",
        title: "Dueling",
        agent: |seed| Agent::new(dueling(), seed),
        ..ENTRY
    },
    Entry {
        name: "all",
        title: "All together",
        agent: |seed| Agent::new(all(), seed),
        ..ENTRY
    },
    Entry {
        name: "polyak-larger",
        title: "Polyak, larger steps",
        agent: |seed| Agent::new(with_larger_steps(polyak()), seed),
        ..ENTRY
    },
    Entry {
        name: "dueling-larger",
        title: "Dueling, larger steps",
        agent: |seed| Agent::new(with_larger_steps(dueling()), seed),
        ..ENTRY
    },
    Entry {
        name: "ddqn-lecture",
        title: "Double DQN (lecture)",
        agent: |seed| Agent::new(at_the_lectures_rate(ddqn()), seed),
        ..ENTRY
    },
    Entry {
        name: "per-lecture",
        title: "PER (lecture)",
        agent: |seed| Agent::new(at_the_lectures_rate(per()), seed),
        ..ENTRY
    },
    Entry {
        name: "printed-dqn",
        title: "DQN as printed",
        agent: |seed| Agent::new(printed_dqn(), seed),
        ..ENTRY
    },
    Entry {
        name: "printed-per",
        title: "PER as printed",
        agent: |seed| Agent::new(at_the_lectures_rate(printed_per()), seed),
        ..ENTRY
    },
    Entry {
        name: "sign-lost",
        title: "PER, weights as printed",
        agent: |seed| Agent::new(at_the_lectures_rate(sign_lost_per()), seed),
        ..ENTRY
    },
    Entry {
        name: "squared-weights",
        title: "PER, squared weights",
        agent: |seed| {
            Agent::new(at_the_lectures_rate(per_with_squared_weights()), seed)
        },
        ..ENTRY
    },
    Entry {
        name: "never-updated",
        title: "PER, no priority changes",
        agent: |seed| Agent::new(at_the_lectures_rate(per_never_updated()), seed),
        ..ENTRY
    },
    Entry {
        name: "printed-dueling",
        title: "Dueling as printed",
        agent: |seed| Agent::new(printed_dueling(), seed),
        ..ENTRY
    },
    Entry {
        name: "naive-sum",
        title: "Dueling, naive sum",
        agent: |seed| Agent::new(dueling_with_naive_sum(), seed),
        ..ENTRY
    },
    Entry {
        name: "swapped-dueling",
        title: "Dueling, roles swapped",
        agent: |seed| Agent::new(dueling_with_swapped_polyak(), seed),
        ..ENTRY
    },
    Entry {
        name: "swapped-polyak",
        title: "Polyak, roles swapped",
        agent: |seed| Agent::new(swapped_polyak(), seed),
        ..ENTRY
    },
];

/// The recipe named `name`.
///
/// # Errors
/// [`Error::UnknownRecipe`], which suggests the name that is spelled most like it.
pub fn find(name: &str) -> Result<Entry, Error> {
    if let Some(entry) = entries().find(|entry| entry.name == name) {
        return Ok(entry);
    }
    let known: Vec<&str> = entries().map(|entry| entry.name).collect();
    Err(unknown(name, &known))
}

/// Every entry: the course's agents, then the exhibits of the museum, then the corners
/// of the triad.
pub fn entries() -> impl Iterator<Item = Entry> {
    CATALOGUE.into_iter().chain(EXHIBITS).chain(CORNERS)
}

/// The refusal of a name that is none of `known`.
pub(crate) fn unknown(name: &str, known: &[&str]) -> Error {
    let distance = |known: &&&str| strsim::levenshtein(known, name);
    let nearest = known.iter().min_by_key(distance).copied();
    Error::UnknownRecipe {
        name: name.to_owned(),
        nearest: nearest.unwrap_or_default().to_owned(),
        known: known.join(", "),
    }
}
