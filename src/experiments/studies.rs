//! Studies: agents of the catalogue with other seeds, or with more episodes, than in
//! the experiments of their chapters.

use crate::error::Error;
use crate::experiments::catalogue::{Entry, entries, find, unknown};
use crate::lab::runs::experiment::{EPISODES, SEEDS};

// ANCHOR: study
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
    /// Recipes that belong to it as they stand in the catalogue.
    pub besides: &'static [&'static str],
    /// True when it brings more seeds for the catalogue's own runs, which then belong
    /// to it.
    pub adds_seeds: bool,
}
// ANCHOR_END: study

/// The fair comparison: the same settings for all agents, and so many seeds that with
/// those of the chapters there are 20.
pub const EQUAL_TERMS: Study = Study {
    name: "equal-terms",
    recipes: &["dqn", "ddqn", "per", "polyak", "dueling", "all"],
    seeds: &[
        101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115,
    ],
    episodes: EPISODES,
    besides: &[],
    adds_seeds: true,
};

/// The failure lab: the exhibits of the museum, and so many seeds that with those of
/// the catalogue there are 10. The agents that they are compared with have these seeds
/// in the fair comparison; those that have not are here.
pub const FAILURES: Study = Study {
    name: "failures",
    recipes: &[
        "no-replay",
        "no-target",
        "online",
        "slow-target",
        "tau-1",
        "tau-0.001",
        "tau-0.0001",
        "swapped-polyak",
        "no-mask",
        "limit-is-failure",
        "max-over-batch",
        "large-rewards",
        "rate-times-10",
        "rate-over-10",
        "greedy-too-soon",
        "exploring",
        "no-warm-up",
        "per-unwritten",
        "per-unweighted",
        "per-wrong-sign",
        "per-outliers",
        "per-bounded-priorities",
        "per-bounded-weights",
        "per-slower-target",
        "dueling-larger",
        "dueling-sum",
        "dueling-over-batch",
        "shared-stream",
        "polyak-larger",
    ],
    seeds: &[101, 102, 103, 104, 105],
    episodes: EPISODES,
    besides: &["shared-stream-again"],
    adds_seeds: true,
};

/// The lecture's agents for twice as many episodes: long enough for a mean over 100
/// of them, which is what others report.
pub const LONGER: Study = Study {
    name: "longer",
    recipes: &["dqn", "ddqn-lecture", "per-lecture", "dueling"],
    seeds: &SEEDS,
    episodes: 2 * EPISODES,
    besides: &[],
    adds_seeds: false,
};

/// DQN with a discount for as long: what the discount changes after an agent balances.
pub const DISCOUNT: Study = Study {
    name: "discount",
    recipes: &["discounted"],
    ..LONGER
};

/// Every study.
pub const STUDIES: [Study; 4] = [EQUAL_TERMS, LONGER, DISCOUNT, FAILURES];

impl Study {
    /// The agents with the seeds and episodes of the study, each with what its files
    /// are called: what the study adds to the catalogue.
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

    /// All that is recorded for the study, what it needs of the catalogue first.
    fn whole(&self) -> Result<Vec<(Entry, String)>, Error> {
        let own = if self.adds_seeds { self.recipes } else { &[] };
        let own = own.iter().chain(self.besides);
        let mut whole = Vec::new();
        for name in own {
            whole.push(named(find(name)?));
        }
        whole.extend(self.entries()?);
        Ok(whole)
    }
}

/// What is to be recorded for `names`, of recipes, of their folders and of studies: each
/// an entry, and what its files are called.
///
/// # Errors
/// [`Error::UnknownRecipe`], which suggests the name that is spelled most like it.
pub fn selected(names: &[String]) -> Result<Vec<(Entry, String)>, Error> {
    let mut selected = Vec::new();
    for name in names {
        let recipes = entries()
            .filter(|entry| entry.name == name || entry.folder() == Some(name));
        let recipes: Vec<Entry> = recipes.collect();
        if let Some(study) = STUDIES.iter().find(|study| study.name == name) {
            selected.extend(study.whole()?);
        } else if recipes.is_empty() {
            return Err(unknown(name, &known_names()));
        } else {
            selected.extend(recipes.into_iter().map(named));
        }
    }
    Ok(selected)
}

/// An entry of the catalogue, and what its files are called.
fn named(entry: Entry) -> (Entry, String) {
    (entry, entry.name.to_owned())
}

/// What can be selected: recipes, studies, and folders of recipes.
fn known_names() -> Vec<&'static str> {
    let recipes = entries().map(|entry| entry.name);
    let studies = STUDIES.iter().map(|study| study.name);
    let folders = entries().filter_map(|entry| entry.folder());
    let mut known: Vec<&str> = recipes.chain(studies).chain(folders).collect();
    known.dedup();
    known
}

/// All that the book records: the recipes of the catalogue, then the studies.
///
/// # Errors
/// [`Error::UnknownRecipe`].
pub fn everything() -> Result<Vec<(Entry, String)>, Error> {
    let mut everything: Vec<(Entry, String)> = entries().map(named).collect();
    for study in STUDIES {
        everything.extend(study.entries()?);
    }
    Ok(everything)
}
