//! Studies: agents of the catalogue with other seeds, or with more episodes, than in
//! the experiments of their chapters.

use crate::error::Error;
use crate::experiments::catalogue::{entries, find, unknown};
use crate::experiments::entry::{EPISODES, Entry, SEEDS};
use crate::experiments::faults::{FAULTS, REMEDIES};
use crate::experiments::papers::papers;
use crate::experiments::settings::Settings;
use crate::lab::runs::{Length, Provenance, Trial};
use std::collections::BTreeSet;

// ANCHOR: study
/// Several agents, all with the same seeds, and runs of one length.
#[derive(Clone, Copy, Debug)]
pub struct Study {
    /// Its name: on the command line, and of the folder of its rows.
    pub name: &'static str,
    /// The names of the agents.
    pub recipes: fn() -> Vec<&'static str>,
    /// The seeds, one run each.
    pub seeds: &'static [u64],
    /// How long each run goes on.
    pub length: Length,
    /// Recipes that belong to it as they are in the catalogue.
    pub extra: &'static [&'static str],
    /// True when it brings more seeds for the catalogue's own runs, which then belong
    /// to it.
    pub adds_seeds: bool,
}
// ANCHOR_END: study

/// More seeds for the agents of the chapters: the same settings for all, and the seeds
/// that make 20 with those of the catalogue.
pub const EQUAL_TERMS: Study = Study {
    name: "equal-terms",
    recipes: || vec!["dqn", "ddqn", "per", "polyak", "dueling", "all"],
    seeds: &[
        101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115,
    ],
    length: Length::Episodes(EPISODES),
    extra: &[],
    adds_seeds: true,
};

/// The failure lab: the faults of the museum and their remedies, and the seeds
/// that make 10 with those of the catalogue. The agents that they are compared
/// with have these seeds in [`EQUAL_TERMS`]; those that have not are here.
pub const FAILURES: Study = Study {
    name: "failures",
    recipes: || {
        let faults = FAULTS.iter().map(|fault| fault.entry.name);
        let remedies = REMEDIES.iter().map(|entry| entry.name);
        let compared = [
            "dueling-larger",
            "polyak-larger",
            "huber",
            "normalized",
            "learn-every-4",
        ];
        faults.chain(remedies).chain(compared).collect()
    },
    seeds: &[101, 102, 103, 104, 105],
    length: Length::Episodes(EPISODES),
    extra: &["shared-stream-again"],
    adds_seeds: true,
};

/// The lecture's agents for twice as many episodes: long enough for a mean over 100
/// of them, which is what others report.
pub const LONGER: Study = Study {
    name: "longer",
    recipes: || vec!["dqn", "ddqn-lecture", "per-lecture", "dueling"],
    seeds: &SEEDS,
    length: Length::Episodes(2 * EPISODES),
    extra: &[],
    adds_seeds: false,
};

/// DQN with a discount for as long: what the discount changes after an agent balances.
pub const DISCOUNT: Study = Study {
    name: "discount",
    recipes: || vec!["discounted"],
    ..LONGER
};

/// Every study.
pub const STUDIES: [Study; 4] = [EQUAL_TERMS, LONGER, DISCOUNT, FAILURES];

/// The recipes whose best network is kept beside the recorded rows: those that a page
/// shows or plays.
pub const WITH_NETWORK: [&str; 7] = [
    "dqn",
    "dueling",
    "dueling-sum",
    "worlds/acrobot",
    "worlds/mountain-car",
    "worlds/frozen-lake",
    "worlds/breakout",
];

/// What is recorded: the runs of an entry, with which settings, and what their files are
/// called.
#[derive(Clone, Debug)]
pub struct Job {
    /// The entry.
    pub entry: Entry,
    /// The settings in place of those of its recipe.
    pub settings: Settings,
    /// The name of its files, without their endings.
    pub file: String,
    /// Whether the best network is kept beside the rows.
    pub keeps_network: bool,
}

impl From<Entry> for Job {
    /// The runs of the catalogue: their files are called after the recipe.
    fn from(entry: Entry) -> Self {
        Self {
            keeps_network: WITH_NETWORK.contains(&entry.name),
            ..Self::with(entry, Settings::default())
        }
    }
}

impl Job {
    /// Runs with `settings`: their files are called after the recipe and these, as in
    /// `dqn-gamma-0.99`.
    pub fn with(entry: Entry, settings: Settings) -> Self {
        let given = settings.given();
        let given = given.map(|(name, value)| format!("-{name}-{value}"));
        let file = entry.name.to_owned() + &given.collect::<String>();
        Self {
            entry,
            settings,
            file,
            keeps_network: true,
        }
    }

    /// What it is, in a few words, as in `DQN, gamma 0.99`.
    pub fn title(&self) -> String {
        let given = self.settings.given();
        let given = given.map(|(name, value)| format!(", {name} {value}"));
        self.entry.title.to_owned() + &given.collect::<String>()
    }

    /// Where the rows come from.
    pub fn provenance(&self) -> Result<Provenance, Error> {
        Ok(self.trial(0)?.provenance().clone())
    }

    /// An untrained run.
    pub fn trial(&self, seed: u64) -> Result<Box<dyn Trial>, Error> {
        let Entry {
            agents,
            evaluation_episodes,
            ..
        } = self.entry;
        agents.trial(&self.settings, seed, evaluation_episodes)
    }
}

impl Study {
    /// What the study adds to the catalogue.
    pub fn jobs(&self) -> Result<Vec<Job>, Error> {
        let recipes = (self.recipes)().into_iter();
        recipes.map(|name| self.job(name)).collect()
    }

    /// The runs of the recipe `name` with the seeds and episodes of the study, of which
    /// the rows alone are kept.
    pub fn job(&self, name: &str) -> Result<Job, Error> {
        let entry = Entry {
            seeds: self.seeds,
            length: self.length,
            ..find(name)?
        };
        let file = format!("{}/{name}", self.name);
        Ok(Job {
            file,
            keeps_network: false,
            ..Job::from(entry)
        })
    }

    /// All that is recorded for the study, what it needs of the catalogue first.
    fn all_runs(&self) -> Result<Vec<Job>, Error> {
        let mut names = self.extra.to_vec();
        if self.adds_seeds {
            names.splice(0..0, (self.recipes)());
        }
        let own = names.into_iter().map(|name| Ok(find(name)?.into()));
        let mut all = own.collect::<Result<Vec<Job>, Error>>()?;
        all.extend(self.jobs()?);
        Ok(all)
    }
}

/// What is to be recorded for `names`, of recipes, of their folders and of studies.
pub fn selected(names: &[String]) -> Result<Vec<Job>, Error> {
    let mut selected = Vec::new();
    for name in names {
        let is_named =
            |entry: &Entry| entry.name == name || entry.folder() == Some(name);
        let recipes: Vec<Job> = entries().filter(is_named).map(Job::from).collect();
        if let Some(study) = STUDIES.iter().find(|study| study.name == name) {
            selected.extend(study.all_runs()?);
        } else if papers().any(|paper| paper.is_called(name)) {
            // It has no runs of agents.
        } else if recipes.is_empty() {
            return Err(unknown(name, &known_names()));
        } else {
            selected.extend(recipes);
        }
    }
    Ok(selected)
}

/// What can be selected: recipes, studies, and folders of recipes.
fn known_names() -> Vec<&'static str> {
    let recipes = entries().map(|entry| entry.name);
    let studies = STUDIES.iter().map(|study| study.name);
    let folders = entries().filter_map(|entry| entry.folder());
    let papers = papers().map(|paper| paper.name);
    let known = recipes.chain(studies).chain(folders).chain(papers);
    let mut seen = BTreeSet::new();
    known.filter(|name| seen.insert(*name)).collect()
}

/// All that the book records: the recipes of the catalogue, then the studies.
pub fn everything() -> Result<Vec<Job>, Error> {
    let mut everything: Vec<Job> = entries().map(Job::from).collect();
    for study in STUDIES {
        everything.extend(study.jobs()?);
    }
    Ok(everything)
}
