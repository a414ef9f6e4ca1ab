//! Raw results: one row per seed and episode, as CSV, with the recipe beside it.
//!
//! Nothing in a file of rows is smoothed or summed up, so any question can be asked
//! of it later.

use crate::error::Error;
use crate::foundations::arithmetic;
use crate::foundations::weights::Weights;
use crate::lab::evaluation::Score;
use crate::recipe::RecipeCard;
use crate::report::EpisodeReport;
use crate::storage::{read_whole, write_whole};
use fnv::FnvHasher;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::hash::Hasher;
use std::path::{Path, PathBuf};

// ANCHOR: row
/// One training episode of one seed, and the greedy evaluation after it.
///
/// A run of another framework can be written in the same columns: a cell that it
/// cannot fill stays empty. Units: returns and values are in units of reward, and
/// lengths of time in environment steps.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The seed of the run.
    pub seed: u64,
    /// The training episode, counted from 1.
    pub episode: usize,
    /// Environment steps of training so far, this episode included.
    pub steps: usize,
    /// The mean return of the evaluation's episodes.
    pub score: f64,
    /// The mean of maxₐ Q(s₀, a; θ) over the evaluation's start states s₀.
    pub start_q: Option<f64>,
    /// The mean discounted return of the evaluation's episodes, which `start_q`
    /// predicts: where `start_q` is larger, the network overestimates.
    pub start_return: Option<f64>,
    /// The return of the training episode.
    pub episode_return: f64,
    /// ε on the episode's last step (the temperature, where the rule has one).
    pub epsilon: Option<f64>,
    /// The share of the episode's steps, from 0 to 1, on which the agent asked its
    /// network and took the best action.
    pub greedy_share: Option<f64>,
    /// The mean of the losses mean(w δ²) over the episode's learner steps; this and
    /// the columns up to `sample_age` are empty before learning starts.
    pub loss: Option<f64>,
    /// ‖∇L(θ)‖ on the episode's last learner step.
    pub gradient_norm: Option<f64>,
    /// The mean of |Q(s, a; θ)| over the transitions of the episode's batches.
    pub mean_abs_q: Option<f64>,
    /// The largest |Q(s, a; θ)| in the episode's batches.
    pub max_abs_q: Option<f64>,
    /// A tenth of the TD errors δ of the episode's batches lies below this.
    pub td_error_p10: Option<f64>,
    /// Half of the TD errors lie below this.
    pub td_error_p50: Option<f64>,
    /// Nine tenths of the TD errors lie below this.
    pub td_error_p90: Option<f64>,
    /// The mean lead of the best action's Q over the second best's, over the states
    /// of the episode's batches.
    pub action_gap: Option<f64>,
    /// The mean age of the transitions in the episode's batches.
    pub sample_age: Option<f64>,
    /// ‖θ − θ⁻‖ / ‖θ‖ at the end of the episode.
    pub target_distance: Option<f64>,
    /// N · max P: how many times more often than on average the most frequent of N
    /// transitions is drawn; empty where the memory has no priorities.
    pub priority_spread: Option<f64>,
    /// 1 / Σ P², the number of transitions that the memory draws from in effect;
    /// empty where the memory has no priorities.
    pub effective_samples: Option<f64>,
    /// The fingerprint of the recipe and of the arithmetic.
    pub recipe: String,
}
// ANCHOR_END: row

/// The columns of a file of rows, in their order.
pub const COLUMNS: [&str; 22] = [
    "seed",
    "episode",
    "steps",
    "score",
    "start_q",
    "start_return",
    "episode_return",
    "epsilon",
    "greedy_share",
    "loss",
    "gradient_norm",
    "mean_abs_q",
    "max_abs_q",
    "td_error_p10",
    "td_error_p50",
    "td_error_p90",
    "action_gap",
    "sample_age",
    "target_distance",
    "priority_spread",
    "effective_samples",
    "recipe",
];

impl Row {
    /// The row of one training episode and of the evaluation after it.
    pub fn new(
        seed: u64,
        report: &EpisodeReport,
        score: &Score,
        recipe: &str,
    ) -> Self {
        let learning = report.learning.as_ref();
        let priorities = report.priorities.as_ref();
        Self {
            seed,
            episode: report.episode,
            steps: report.steps,
            score: score.mean_return,
            start_q: Some(score.start_q),
            start_return: Some(score.start_return),
            episode_return: report.episode_return,
            epsilon: Some(report.epsilon),
            greedy_share: Some(report.greedy_share),
            loss: learning.map(|l| l.loss),
            gradient_norm: learning.map(|l| l.gradient_norm),
            mean_abs_q: learning.map(|l| l.mean_abs_q),
            max_abs_q: learning.map(|l| l.max_abs_q),
            td_error_p10: learning.map(|l| l.td_error_p10),
            td_error_p50: learning.map(|l| l.td_error_p50),
            td_error_p90: learning.map(|l| l.td_error_p90),
            action_gap: learning.map(|l| l.action_gap),
            sample_age: learning.and_then(|l| l.sample_age),
            target_distance: Some(report.target_distance),
            priority_spread: priorities.map(|p| p.largest),
            effective_samples: priorities.map(|p| p.effective_samples),
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
    check_episodes(path, &rows)?;
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

/// The episodes of a seed count up from 1: no row is missing, none is there twice.
fn check_episodes(path: &Path, rows: &[Row]) -> Result<(), Error> {
    let mut last = BTreeMap::new();
    for (i, row) in rows.iter().enumerate() {
        let last = last.entry(row.seed).or_insert(0);
        if row.episode.checked_sub(1) != Some(*last) {
            return Err(Error::BadRow {
                path: path.to_owned(),
                line: i as u64 + 2,
                reason: format!(
                    "episode {} of seed {} follows its episode {last}",
                    row.episode, row.seed
                ),
            });
        }
        *last = row.episode;
    }
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundations::weights::Weight;

    fn provenance() -> Provenance {
        let agent = crate::agent::Agent::new(crate::dqn::dqn(), 1).unwrap();
        Provenance::new(agent.card().clone(), 5)
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
        let recording = Recording::new(folder.path(), "dqn", "dqn");
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
        let recording = Recording::new(folder.path(), "dqn", "dqn");
        recording
            .add(&run(1), &weights(1.0), &provenance())
            .unwrap();
        recording
            .add(&run(1)[..2], &weights(1.0), &provenance())
            .unwrap();
        assert_eq!(recording.read().unwrap(), run(1));
    }

    #[test]
    fn rows_are_not_written_when_their_model_cannot_be() {
        let folder = tempfile::tempdir().unwrap();
        let recording = Recording::new(folder.path(), "dqn", "dqn");
        std::fs::create_dir(recording.model()).unwrap();
        assert!(
            recording
                .add(&run(1), &weights(1.0), &provenance())
                .is_err()
        );
        assert!(!recording.path().exists());
    }

    #[test]
    fn the_header_of_a_file_names_the_columns() {
        let csv = to_csv(&[Row::default()]);
        assert_eq!(csv.lines().next(), Some(COLUMNS.join(",").as_str()));
    }
}
