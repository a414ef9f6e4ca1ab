//! A recording: the rows of one experiment on disk, with where they come from and
//! the best weights beside them.

use crate::error::Error;
use crate::foundations::Weights;
use crate::foundations::arithmetic;
use crate::lab::runs::results::{Row, parse_rows, to_csv};
use crate::recipe::RecipeCard;
use crate::storage::{read_whole, write_whole};
use fnv::FnvHasher;
use serde::Serialize;
use std::collections::BTreeMap;
use std::hash::Hasher;
use std::path::{Path, PathBuf};

// ANCHOR: provenance
/// Where rows come from: the recipe, how it was evaluated, and the versions on which
/// the bits depend.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Provenance {
    /// The recipe in words.
    pub recipe: RecipeCard,
    /// Greedy episodes in each evaluation.
    pub evaluation_episodes: usize,
    /// The versions on which the bits of a run depend.
    pub versions: BTreeMap<String, String>,
}
// ANCHOR_END: provenance

impl Provenance {
    /// The provenance of rows recorded now.
    pub fn new(recipe: RecipeCard, evaluation_episodes: usize) -> Self {
        let versions = arithmetic::VERSIONS.iter();
        Self {
            recipe,
            evaluation_episodes,
            versions: versions.map(|&(k, v)| (k.into(), v.into())).collect(),
        }
    }

    /// 16 hexadecimal digits that change with anything in the provenance.
    pub fn fingerprint(&self) -> String {
        let mut hasher = FnvHasher::default();
        hasher.write(self.to_json().as_bytes());
        format!("{:016x}", hasher.finish())
    }

    fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("words and numbers are valid JSON")
    }
}

/// The files of one experiment: the rows as CSV, the provenance as JSON, and the
/// best weights of its lowest seed as safetensors.
#[derive(Clone, Debug)]
pub struct Recording {
    recipe: String,
    rows: PathBuf,
    provenance: PathBuf,
    model: PathBuf,
}

impl Recording {
    /// The recording of `recipe` in `folder`, in files called `name`.
    pub fn new(folder: &Path, recipe: &str, name: &str) -> Self {
        Self {
            recipe: recipe.to_owned(),
            rows: folder.join(format!("{name}.csv")),
            provenance: folder.join(format!("{name}.json")),
            model: folder.join(format!("{name}.safetensors")),
        }
    }

    /// The file of rows.
    pub fn path(&self) -> &Path {
        &self.rows
    }

    /// The file of the best weights.
    pub fn model(&self) -> &Path {
        &self.model
    }

    /// The weights that are kept.
    pub fn weights(&self) -> Result<Weights, Error> {
        if self.model.exists() {
            return Weights::load(&self.model);
        }
        let path = self.model.clone();
        Err(Error::NotRecorded(path))
    }

    /// The rows recorded so far; none when there is no file.
    ///
    /// # Errors
    /// [`Error::MissingColumn`] and [`Error::BadRow`] when the file is damaged.
    pub fn read(&self) -> Result<Vec<Row>, Error> {
        if self.rows.exists() {
            parse_rows(&self.rows, &read_whole(&self.rows)?)
        } else {
            Ok(Vec::new())
        }
    }

    /// As [`Recording::read`], for rows that must be of the recipe of `provenance`.
    ///
    /// # Errors
    /// [`Error::ForeignRecipe`] when a row is of another recipe.
    pub fn read_own(&self, provenance: &Provenance) -> Result<Vec<Row>, Error> {
        let rows = self.read()?;
        let expected = provenance.fingerprint();
        match rows.iter().find(|row| row.recipe != expected) {
            None => Ok(rows),
            Some(foreign) => Err(Error::ForeignRecipe {
                path: self.rows.clone(),
                name: self.recipe.clone(),
                found: foreign.recipe.clone(),
                expected,
            }),
        }
    }

    /// Writes the provenance of the rows to come.
    ///
    /// # Errors
    /// [`Error::Write`], before any time is spent on training.
    pub fn begin(&self, provenance: &Provenance) -> Result<(), Error> {
        let json = provenance.to_json() + "\n";
        write_whole(&self.provenance, json.as_bytes())
    }

    /// Adds the rows of one run, in place of the fewer that its seed had before, and
    /// its best weights when no lower seed is recorded, or no weights are.
    ///
    /// What is on disk is read again first, so rows that another experiment recorded
    /// meanwhile are kept; two that write at the same moment are not told apart.
    pub fn add(
        &self,
        run: &[Row],
        best: &Weights,
        provenance: &Provenance,
    ) -> Result<(), Error> {
        let mut rows = self.read_own(provenance)?;
        let is_of_run = |row: &Row| run.iter().any(|new| new.seed == row.seed);
        if rows.iter().filter(|row| is_of_run(row)).count() < run.len() {
            rows.retain(|row| !is_of_run(row));
            rows.extend_from_slice(run);
        }
        rows.sort_by_key(|row| (row.seed, row.episode));
        // Weights go first: where there are rows, there is a model.
        if rows.first().is_some_and(is_of_run) || !self.model.exists() {
            best.save(&self.model, &self.recipe)?;
        }
        write_whole(&self.rows, to_csv(&rows).as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundations::{Description, Weight};

    fn provenance() -> Provenance {
        let piece = || Description::new("a piece");
        let recipe = RecipeCard {
            environment: piece(),
            network: piece(),
            weights: Vec::new(),
            replay: piece(),
            objective: piece(),
            optimizer: piece(),
            learning_rate: piece(),
            target_update: piece(),
            exploration: piece(),
            action_rule: piece(),
            gamma: 0.5,
            batch_size: 1,
            warm_up: 1,
            learn_every: 1,
            learner_steps: 1,
        };
        Provenance::new(recipe, 5)
    }

    fn run(seed: u64) -> Vec<Row> {
        let row = |episode| Row {
            seed,
            episode,
            recipe: provenance().fingerprint(),
            ..Row::default()
        };
        (1..=3).map(row).collect()
    }

    fn weights(value: f32) -> Weights {
        Weights(vec![Weight {
            name: "w".to_owned(),
            shape: vec![1],
            values: vec![value],
        }])
    }

    #[test]
    fn rows_lie_by_seed_and_episode_and_the_model_is_that_of_the_lowest_seed() {
        let folder = tempfile::tempdir().unwrap();
        let recording = Recording::new(folder.path(), "a-recipe", "rows");
        for seed in [34, 12, 56] {
            let best = weights(seed as f32);
            recording.add(&run(seed), &best, &provenance()).unwrap();
        }
        let rows = recording.read().unwrap();
        assert_eq!(rows, [run(12), run(34), run(56)].concat());
        assert_eq!(Weights::load(recording.model()).unwrap(), weights(12.0));
    }

    #[test]
    fn a_shorter_run_does_not_take_the_place_of_a_longer_one() {
        let folder = tempfile::tempdir().unwrap();
        let recording = Recording::new(folder.path(), "a-recipe", "rows");
        for run in [&run(1)[..], &run(1)[..2]] {
            recording.add(run, &weights(1.0), &provenance()).unwrap();
        }
        assert_eq!(recording.read().unwrap(), run(1));
    }

    #[test]
    fn rows_are_not_written_when_their_model_cannot_be() {
        let folder = tempfile::tempdir().unwrap();
        let recording = Recording::new(folder.path(), "a-recipe", "rows");
        std::fs::create_dir(recording.model()).unwrap();
        let added = recording.add(&run(1), &weights(1.0), &provenance());
        assert!(added.is_err());
        assert!(!recording.path().exists());
    }
}
