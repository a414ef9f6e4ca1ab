//! An entry of the catalogue: a named recipe in a world, and the runs of it that the
//! book records.

use crate::agent::Agent;
use crate::error::Error;
use crate::experiments::cart_pole::CART_POLE;
use crate::experiments::cart_pole::episode::Episode;
use crate::experiments::settings::Settings;
use crate::foundations::Weights;
use crate::lab::plots::Gif;
use crate::lab::runs::{EVALUATION_EPISODES, Length, Provenance, Run, Task, Trial};
use std::fmt::Debug;

/// The seeds of the course's experiments: those of the lecture.
pub const SEEDS: [u64; 5] = [12, 34, 56, 78, 90];

/// Those of the experiments that compare many agents: the same, and five more.
pub const TEN_SEEDS: [u64; 10] = [12, 34, 56, 78, 90, 101, 102, 103, 104, 105];

/// The training episodes of the course's experiments.
pub const EPISODES: usize = 250;

// ANCHOR: entry
/// A named recipe, and the runs of it that the book records.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Its name: on the command line, and of its files. Entries that belong together
    /// have a folder, `folder/name`.
    pub name: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// What its scores mean.
    pub task: &'static Task,
    /// Makes untrained agents.
    pub agents: &'static dyn Agents,
    /// The seeds, one run each.
    pub seeds: &'static [u64],
    /// How long each run goes on.
    pub length: Length,
    /// Greedy episodes in each evaluation.
    pub evaluation_episodes: usize,
}

/// Untrained agents of one recipe, whatever their world and however many its actions.
pub trait Agents: Debug + Sync {
    /// A run of an agent with `settings` made from `seed`, evaluated by
    /// `episodes` greedy episodes at a time.
    fn trial(
        &self,
        settings: &Settings,
        seed: u64,
        episodes: usize,
    ) -> Result<Box<dyn Trial>, Error>;

    /// One greedy episode of an agent with these weights, whatever its settings are;
    /// `None` where nothing draws the world.
    fn animate(&self, weights: &Weights, seed: u64) -> Result<Option<Film>, Error>;
}
// ANCHOR_END: entry

/// An episode as it is shown.
pub struct Film {
    /// What came of it, in a few words.
    pub outcome: String,
    /// Its animation.
    pub gif: Gif,
}

/// Agents on the cart-pole, each made from its settings and its seed. They may see it
/// through worlds that wrap it, so their states have `S` numbers.
#[derive(Debug)]
pub struct OnCartPole<const S: usize>(
    pub fn(&Settings, u64) -> Result<Agent<S, 2>, Error>,
);

impl<const S: usize> Agents for OnCartPole<S> {
    fn trial(
        &self,
        settings: &Settings,
        seed: u64,
        episodes: usize,
    ) -> Result<Box<dyn Trial>, Error> {
        let agent = (self.0)(settings, seed)?;
        Ok(Box::new(Run::evaluated(agent, seed, episodes)))
    }

    fn animate(&self, weights: &Weights, seed: u64) -> Result<Option<Film>, Error> {
        let mut agent = (self.0)(&Settings::default(), seed)?;
        agent.set_weights(weights)?;
        let episode = Episode::play(&agent, seed);
        Ok(Some(Film {
            outcome: episode.outcome(),
            gif: episode.animate()?,
        }))
    }
}

/// Agents in a world that nothing draws, each made from its settings and its seed.
#[derive(Debug)]
pub struct Undrawn<const S: usize, const A: usize>(
    pub fn(&Settings, u64) -> Result<Agent<S, A>, Error>,
);

impl<const S: usize, const A: usize> Agents for Undrawn<S, A> {
    fn trial(
        &self,
        settings: &Settings,
        seed: u64,
        episodes: usize,
    ) -> Result<Box<dyn Trial>, Error> {
        let agent = (self.0)(settings, seed)?;
        Ok(Box::new(Run::evaluated(agent, seed, episodes)))
    }

    fn animate(&self, _: &Weights, _: u64) -> Result<Option<Film>, Error> {
        Ok(None)
    }
}

/// What an entry on the cart-pole is unless it says otherwise.
pub(crate) const fn on_cart_pole(
    name: &'static str,
    title: &'static str,
    agents: &'static dyn Agents,
) -> Entry {
    Entry {
        name,
        title,
        task: &CART_POLE,
        agents,
        seeds: &SEEDS,
        length: Length::Episodes(EPISODES),
        evaluation_episodes: EVALUATION_EPISODES,
    }
}

/// An entry on the cart-pole: its name, its title, and what makes its recipe.
macro_rules! entry {
    ($name:literal, $title:literal, $recipe:expr) => {
        $crate::experiments::entry::on_cart_pole(
            $name,
            $title,
            &$crate::experiments::entry::OnCartPole(|settings, seed| {
                let recipe = $crate::experiments::settings::Configure::with(
                    $recipe, settings,
                )?;
                $crate::agent::Agent::new(recipe, seed)
            }),
        )
    };
}
pub(crate) use entry;

impl Entry {
    /// The folder that its files lie in, of entries that belong together; none for
    /// most.
    pub fn folder(&self) -> Option<&'static str> {
        self.name.split_once('/').map(|(folder, _)| folder)
    }

    /// Where the rows of its runs come from.
    pub fn provenance(&self) -> Result<Provenance, Error> {
        Ok(self.trial(0)?.provenance().clone())
    }

    /// An untrained run.
    pub fn trial(&self, seed: u64) -> Result<Box<dyn Trial>, Error> {
        let settings = Settings::default();
        self.agents.trial(&settings, seed, self.evaluation_episodes)
    }
}
