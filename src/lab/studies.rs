//! Studies: agents of the catalogue with other seeds, or with more episodes, than in
//! the experiments of their chapters.

use crate::error::Error;
use crate::lab::catalogue::{CATALOGUE, Entry, find, unknown};
use crate::lab::experiment::{EPISODES, SEEDS};

/// Several agents, all with the same seeds and episodes.
#[derive(Clone, Copy, Debug)]
pub struct Study {
    /// Its name: on the command line, and of the folder of its rows.
    pub name: &'static str,
    /// The names of the agents.
    pub recipes: &'static [&'static str],
    /// The seeds, one run each.
    pub seeds: &'static [u64],
    /// The training episodes of each run.
    pub episodes: usize,
}

/// The fair comparison: the same settings for all agents, and so many seeds that with
/// those of the chapters there are 20.
pub const EQUAL_TERMS: Study = Study {
    name: "equal-terms",
    recipes: &["dqn", "ddqn", "per", "polyak", "dueling", "all"],
    seeds: &[
        101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115,
    ],
    episodes: EPISODES,
};

/// The lecture's agents for twice as many episodes: long enough for a mean over 100
/// of them, which is what others report.
pub const LONGER: Study = Study {
    name: "longer",
    recipes: &["dqn", "ddqn-lecture", "per-lecture", "dueling"],
    seeds: &SEEDS,
    episodes: 2 * EPISODES,
};

/// Every study.
pub const STUDIES: [Study; 2] = [EQUAL_TERMS, LONGER];

impl Study {
    /// The agents with the seeds and episodes of the study, each with what its files
    /// are called.
    ///
    /// # Errors
    /// [`Error::UnknownRecipe`].
    pub fn entries(&self) -> Result<Vec<(Entry, String)>, Error> {
        let entry = |name: &&str| {
            let entry = Entry {
                seeds: self.seeds,
                episodes: self.episodes,
                shown_alone: false,
                ..find(name)?
            };
            Ok((entry, format!("{}/{name}", self.name)))
        };
        self.recipes.iter().map(entry).collect()
    }
}

/// What is to be recorded for `names`, of recipes and of studies: each an entry, and
/// what its files are called.
///
/// # Errors
/// [`Error::UnknownRecipe`], which suggests the name that is spelled most like it.
pub fn selected(names: &[String]) -> Result<Vec<(Entry, String)>, Error> {
    let mut selected = Vec::new();
    for name in names {
        if let Some(study) = STUDIES.iter().find(|study| study.name == name) {
            selected.extend(study.entries()?);
        } else if let Ok(entry) = find(name) {
            selected.push((entry, entry.name.to_owned()));
        } else {
            let recipes = CATALOGUE.iter().map(|entry| entry.name);
            let studies = STUDIES.iter().map(|study| study.name);
            let known: Vec<&str> = recipes.chain(studies).collect();
            return Err(unknown(name, &known));
        }
    }
    Ok(selected)
}

/// All that the book records: the recipes of the catalogue, then the studies.
///
/// # Errors
/// [`Error::UnknownRecipe`].
pub fn everything() -> Result<Vec<(Entry, String)>, Error> {
    let recipes = CATALOGUE.map(|entry| entry.name.to_owned());
    let studies = STUDIES.map(|study| study.name.to_owned());
    selected(&[recipes.as_slice(), &studies].concat())
}
