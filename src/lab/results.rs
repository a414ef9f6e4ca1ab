//! Raw results: one row per seed and episode, as CSV, with the recipe beside it.
//!
//! Nothing in a file of rows is smoothed or summed up, so any question can be asked
//! of it later.

use crate::agent::EpisodeReport;
use crate::error::Error;
use crate::foundations::arithmetic;
use crate::foundations::weights::Weights;
use crate::recipe::RecipeCard;
use crate::storage::{read_whole, write_whole};
use fnv::FnvHasher;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::hash::Hasher;
use std::path::{Path, PathBuf};

// ANCHOR: row
/// One training episode of one seed, and the evaluation after it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The seed of the run.
    pub seed: u64,
    /// The training episode, counted from 1.
    pub episode: usize,
    /// Environment steps of training so far, this episode included.
    pub steps: usize,
    /// The mean return of the greedy evaluation after the episode.
    pub score: f64,
    /// The return of the training episode.
    pub episode_return: f64,
    /// ε on the episode's last step (the temperature, where the rule has one).
    pub epsilon: f64,
    /// Mean loss over the episode's learner steps; empty before learning starts.
    pub mean_loss: Option<f64>,
    /// Mean of Q(s, a; θ) over the episode's batches; empty before learning starts.
    pub mean_q: Option<f64>,
    /// Largest Q(s, a; θ) in the episode's batches; empty before learning starts.
    pub max_q: Option<f64>,
    /// The fingerprint of the recipe and of the arithmetic.
    pub recipe: String,
}
// ANCHOR_END: row

/// The columns of a file of rows, in their order.
pub const COLUMNS: [&str; 10] = [
    "seed",
    "episode",
    "steps",
    "score",
    "episode_return",
    "epsilon",
    "mean_loss",
    "mean_q",
    "max_q",
    "recipe",
];

impl Row {
    /// The row of one training episode and of the evaluation after it.
    pub fn new(seed: u64, report: &EpisodeReport, score: f64, recipe: &str) -> Self {
        Self {
            seed,
            episode: report.episode,
            steps: report.steps,
            score,
            episode_return: report.episode_return,
            epsilon: report.epsilon,
            mean_loss: report.mean_loss,
            mean_q: report.mean_q,
            max_q: report.max_q,
            recipe: recipe.to_owned(),
        }
    }
}

/// Where rows come from: the recipe, how it was evaluated, and the versions on which
/// the bits depend.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// The recipe in words.
    pub recipe: RecipeCard,
    /// Greedy episodes in each evaluation.
    pub evaluation_episodes: usize,
    /// The versions on which the bits of a run depend.
    pub versions: BTreeMap<String, String>,
}

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
    name: String,
    rows: PathBuf,
    provenance: PathBuf,
    model: PathBuf,
}

impl Recording {
    /// The recording of experiment `name` in `folder`.
    pub fn new(folder: &Path, name: &str) -> Self {
        Self {
            name: name.to_owned(),
            rows: folder.join(format!("{name}.csv")),
            provenance: folder.join(format!("{name}.json")),
            model: folder.join(format!("{name}.safetensors")),
        }
    }

    /// The file of rows.
    pub fn path(&self) -> &Path {
        &self.rows
    }

    /// The name of the experiment.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The file of the best weights.
    pub fn model(&self) -> &Path {
        &self.model
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
                name: self.name.clone(),
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

    /// Adds the rows of one run, in place of those that its seed had before, and its
    /// best weights when no lower seed is recorded.
    ///
    /// What is on disk is read again first, so that two experiments at work in one
    /// folder do not lose each other's rows.
    ///
    /// # Errors
    /// Those of [`Recording::read_own`], and [`Error::Write`].
    pub fn add(
        &self,
        run: &[Row],
        best: &Weights,
        provenance: &Provenance,
    ) -> Result<(), Error> {
        let mut rows = self.read_own(provenance)?;
        rows.retain(|row| run.iter().all(|new| new.seed != row.seed));
        rows.extend_from_slice(run);
        rows.sort_by_key(|row| (row.seed, row.episode));
        // Weights go first: where there are rows, there is a model.
        if rows.first().map(|row| row.seed) == run.first().map(|row| row.seed) {
            best.save(&self.model, &self.name)?;
        }
        write_whole(&self.rows, to_csv(&rows).as_bytes())
    }
}

/// Rows as CSV text: a header line, then one line per row.
pub fn to_csv(rows: &[Row]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.serialize(row).expect("writing to memory");
    }
    let bytes = writer.into_inner().expect("writing to memory");
    String::from_utf8(bytes).expect("rows are text")
}

fn parse_rows(path: &Path, file: &[u8]) -> Result<Vec<Row>, Error> {
    let mut reader = csv::Reader::from_reader(file);
    let header = reader.headers().cloned().map_err(|e| bad_row(path, &e))?;
    for column in COLUMNS {
        if !header.iter().any(|name| name == column) {
            return Err(Error::MissingColumn {
                path: path.to_owned(),
                column: column.to_owned(),
                expected: COLUMNS.join(", "),
            });
        }
    }
    let rows: Result<Vec<Row>, _> = reader.deserialize().collect();
    let rows = rows.map_err(|error| bad_row(path, &error))?;
    // A line that was cut inside its last cell still reads as a row.
    if !file.ends_with(b"\n") {
        return Err(Error::BadRow {
            path: path.to_owned(),
            line: rows.len() as u64 + 1,
            reason: "the line is cut short".to_owned(),
        });
    }
    Ok(rows)
}

fn bad_row(path: &Path, error: &csv::Error) -> Error {
    Error::BadRow {
        path: path.to_owned(),
        line: error.position().map_or(1, csv::Position::line),
        reason: error.to_string(),
    }
}

/// The rows of each seed, in the order in which the seeds first appear.
pub fn by_seed(rows: &[Row]) -> Vec<(u64, Vec<&Row>)> {
    let mut runs: Vec<(u64, Vec<&Row>)> = Vec::new();
    for row in rows {
        match runs.iter_mut().find(|(seed, _)| *seed == row.seed) {
            Some((_, run)) => run.push(row),
            None => runs.push((row.seed, vec![row])),
        }
    }
    runs
}
