//! Units of work: each run of the book by itself, to be made anywhere and in any order.

use crate::error::Error;
use crate::experiments::lecture::lines_of_file;
use crate::experiments::studies::{Job, everything};
use crate::lab::runs::Length;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::LazyLock;

// ANCHOR: unit
/// One run: a job under one seed.
#[derive(Clone, Debug)]
pub struct Unit {
    /// What it belongs to.
    pub job: Job,
    /// The seed.
    pub seed: u64,
    /// How long the run goes on.
    pub length: Length,
}
// ANCHOR_END: unit

/// A line of a plan.
#[derive(Serialize)]
struct Line<'a> {
    unit: String,
    recipe: &'a str,
    seed: u64,
    length: Length,
    expected_seconds: f64,
}

/// How long the runs of a recipe take, as the benchmark `units` measured it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
struct Measured {
    recipe: String,
    /// The mean over the episodes of its recorded runs.
    steps_per_episode: f64,
    /// Of one core, evaluation included.
    microseconds_per_step: f64,
}

static MEASURED: LazyLock<Vec<Measured>> = LazyLock::new(|| {
    lines_of_file(include_str!("../../book/reference/unit_seconds.csv"))
});

impl Unit {
    /// Its name: that of its files, and its seed, as in `equal-terms/dqn/101`.
    pub fn name(&self) -> String {
        format!("{}/{}", self.job.file, self.seed)
    }

    /// The unit of that name, as long as in the book.
    ///
    /// # Errors
    /// [`Error::UnknownUnit`].
    pub fn find(name: &str) -> Result<Self, Error> {
        let found = name.rsplit_once('/').and_then(|(file, seed)| {
            let mut jobs = everything().ok()?.into_iter();
            let job = jobs.find(|job| job.file == file)?;
            Some(Self {
                length: job.entry.length,
                seed: seed.parse().ok()?,
                job,
            })
        });
        found.ok_or_else(|| Error::UnknownUnit(name.to_owned()))
    }

    /// The seconds that one core is expected to take: its environment steps, for which
    /// an episode counts as long as the recorded ones of its recipe are on average, at
    /// the measured time of a step.
    pub fn expected_seconds(&self) -> f64 {
        let mut all = MEASURED.iter();
        let measured = all.find(|run| run.recipe == self.job.entry.name);
        let measured =
            measured.expect("every recipe is measured, and a test sees it");
        let steps = match self.length {
            Length::Episodes(count) => count as f64 * measured.steps_per_episode,
            Length::Steps(count) => count as f64,
        };
        steps * measured.microseconds_per_step / 1e6
    }

    /// The unit as a line of JSON.
    pub fn to_json(&self) -> String {
        let line = Line {
            unit: self.name(),
            recipe: self.job.entry.name,
            seed: self.seed,
            length: self.length,
            expected_seconds: (100.0 * self.expected_seconds()).round() / 100.0,
        };
        serde_json::to_string(&line).expect("words and numbers are valid JSON")
    }
}

/// The units of some jobs, the longest first, so that none is left for the end: with
/// these seeds, or each job with its own where there are none.
pub fn plan(jobs: &[Job], seeds: &[u64], length: Option<Length>) -> Vec<Unit> {
    let mut names = BTreeSet::new();
    let mut units = Vec::new();
    for job in jobs {
        let own = if seeds.is_empty() {
            job.entry.seeds
        } else {
            seeds
        };
        units.extend(own.iter().map(|&seed| Unit {
            job: job.clone(),
            seed,
            length: length.unwrap_or(job.entry.length),
        }));
    }
    // A recipe and a study that it belongs to may be named both.
    units.retain(|unit| names.insert(unit.name()));
    units.sort_by(|a, b| b.expected_seconds().total_cmp(&a.expected_seconds()));
    units
}

// ANCHOR: makespan
/// The seconds until all units are made, when each goes to the first of `cores`
/// cores that is free: list scheduling.
///
/// Source: R. L. Graham, "Bounds on multiprocessing timing anomalies" (1969).
pub fn makespan(seconds: &[f64], cores: usize) -> f64 {
    let mut busy_until = vec![0.0_f64; cores];
    for seconds in seconds {
        let first = busy_until.iter_mut().min_by(|a, b| a.total_cmp(b));
        *first.expect("there is a core") += seconds;
    }
    busy_until.into_iter().fold(0.0, f64::max)
}
// ANCHOR_END: makespan

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiments::catalogue::{entries, find};

    #[test]
    fn each_unit_goes_to_the_first_core_that_is_free() {
        // Core 1: 5, then 1 at 5; core 2: 3, then 2 at 3, then 4 at 5.
        assert_eq!(makespan(&[5.0, 3.0, 2.0, 1.0, 4.0], 2), 9.0);
        assert_eq!(makespan(&[5.0, 3.0, 2.0, 1.0, 4.0], 1), 15.0);
        assert_eq!(makespan(&[5.0, 3.0], 9), 5.0);
        assert_eq!(makespan(&[], 2), 0.0);
    }

    #[test]
    fn every_recipe_is_measured() {
        for entry in entries() {
            let own = MEASURED.iter().filter(|run| run.recipe == entry.name);
            let own: Vec<&Measured> = own.collect();
            assert_eq!(own.len(), 1, "{}", entry.name);
            assert!(own[0].steps_per_episode >= 1.0);
            assert!(own[0].microseconds_per_step > 0.0);
        }
    }

    #[test]
    fn every_unit_of_the_book_is_found_by_its_name() {
        let units = plan(&everything().unwrap(), &[], None);
        for unit in &units {
            let found = Unit::find(&unit.name()).unwrap();
            assert_eq!(found.to_json(), unit.to_json());
        }
        let seconds = units.iter().map(Unit::expected_seconds);
        assert!(seconds.is_sorted_by(|a, b| a >= b));
        for name in ["dqn", "dqn/", "dqn/x", "dqm/12", "/12", ""] {
            let said = Unit::find(name).unwrap_err().to_string();
            assert!(said.contains("reproduce --plan"), "{said}");
        }
    }

    #[test]
    fn a_plan_has_each_unit_once_as_long_as_it_was_asked_for() {
        let dqn: Job = find("dqn").unwrap().into();
        let three = Some(Length::Episodes(3));
        let units = plan(&[dqn.clone(), dqn], &[7, 8], three);
        let names: Vec<String> = units.iter().map(Unit::name).collect();
        assert_eq!(names, ["dqn/7", "dqn/8"]);
        let line = units[0].to_json();
        let start =
            r#"{"unit":"dqn/7","recipe":"dqn","seed":7,"length":{"episodes":3}"#;
        assert!(line.starts_with(start), "{line}");
        // In proportion.
        let whole = Unit {
            length: Length::Episodes(6),
            ..units[0].clone()
        };
        assert_eq!(whole.expected_seconds(), 2.0 * units[0].expected_seconds());
    }
}
