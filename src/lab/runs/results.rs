//! Raw results: one row per seed and episode, as CSV.
//!
//! Nothing in a file of rows is smoothed or summed up, so any question can be asked
//! of it later.

use crate::error::Error;
use crate::lab::runs::evaluation::Score;
use crate::report::EpisodeReport;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

/// One training episode of one seed, and the greedy evaluation after it.
///
/// A run of another framework can be written in the same columns: a cell that it
/// cannot fill stays empty. Units: returns and values are in units of reward, and
/// lengths of time in environment steps.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
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
    /// Learner steps since training began.
    pub learner_steps: Option<usize>,
    /// Updates of the target network since training began.
    pub target_updates: Option<usize>,
    /// The mean of the losses L(θ) over the episode's learner steps; this and the
    /// columns up to `weight_slope` are empty before learning starts.
    pub loss: Option<f64>,
    /// ‖∇L(θ)‖ on the episode's last learner step.
    pub gradient_norm: Option<f64>,
    /// The share of the weights whose gradient was 0 in that step.
    pub zero_gradient_share: Option<f64>,
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
    /// The share of the transitions in the episode's batches whose next state is
    /// terminal.
    pub terminal_share: Option<f64>,
    /// The share of them whose reward is not 0.
    pub rewarded_share: Option<f64>,
    /// The share of them whose next state is their state.
    pub unmoved_share: Option<f64>,
    /// The largest |number| in the states of the episode's batches.
    pub max_abs_input: Option<f64>,
    /// The median |number| in the states of a batch, as a mean over the batches.
    pub median_abs_input: Option<f64>,
    /// The mean age of the transitions in the episode's batches.
    pub sample_age: Option<f64>,
    /// The slope of ln w over ln P in the episode's batches, which is −β where the
    /// importance weights are right; empty where the memory has no priorities, or
    /// where all are equal.
    pub weight_slope: Option<f64>,
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

// ANCHOR: digits
/// The significant digits of a number in a row. Most are means of `f32` over a batch,
/// of which no more digits are sure.
pub const DIGITS: usize = 6;

/// A number rounded to the [`DIGITS`] digits that a row has.
fn rounded(number: f64) -> f64 {
    let text = format!("{number:.*e}", DIGITS - 1);
    text.parse().unwrap_or(number)
}
// ANCHOR_END: digits

/// The columns of a file of rows, in their order: the fields of a [`Row`].
pub static COLUMNS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    // They are made once, and stay.
    let header = to_csv(&[Row::default()]).leak().lines().next();
    header
        .into_iter()
        .flat_map(|names| names.split(','))
        .collect()
});

impl Row {
    /// The row of one training episode and of the evaluation after it. Its numbers
    /// have [`DIGITS`] significant digits.
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
            score: rounded(score.mean_return),
            start_q: Some(rounded(score.start_q)),
            start_return: Some(rounded(score.start_return)),
            episode_return: rounded(report.episode_return),
            epsilon: Some(rounded(report.epsilon)),
            greedy_share: Some(rounded(report.greedy_share)),
            learner_steps: Some(report.learner_steps),
            target_updates: Some(report.target_updates),
            loss: learning.map(|l| rounded(l.loss)),
            gradient_norm: learning.map(|l| rounded(l.gradient_norm)),
            zero_gradient_share: learning.map(|l| rounded(l.zero_gradient_share)),
            mean_abs_q: learning.map(|l| rounded(l.mean_abs_q)),
            max_abs_q: learning.map(|l| rounded(l.max_abs_q)),
            td_error_p10: learning.map(|l| rounded(l.td_error_p10)),
            td_error_p50: learning.map(|l| rounded(l.td_error_p50)),
            td_error_p90: learning.map(|l| rounded(l.td_error_p90)),
            action_gap: learning.map(|l| rounded(l.action_gap)),
            terminal_share: learning.map(|l| rounded(l.terminal_share)),
            rewarded_share: learning.map(|l| rounded(l.rewarded_share)),
            unmoved_share: learning.map(|l| rounded(l.unmoved_share)),
            max_abs_input: learning.map(|l| rounded(l.max_abs_input)),
            median_abs_input: learning.map(|l| rounded(l.median_abs_input)),
            sample_age: learning.and_then(|l| l.sample_age).map(rounded),
            weight_slope: learning.and_then(|l| l.weight_slope).map(rounded),
            target_distance: Some(rounded(report.target_distance)),
            priority_spread: priorities.map(|p| rounded(p.largest)),
            effective_samples: priorities.map(|p| rounded(p.effective_samples)),
            recipe: recipe.to_owned(),
        }
    }
}

/// Rows in memory: what a run or several have come to so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Results(pub Vec<Row>);

impl FromIterator<Row> for Results {
    fn from_iter<T: IntoIterator<Item = Row>>(rows: T) -> Self {
        Self(rows.into_iter().collect())
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

/// The columns that two recordings must have to be compared.
pub const TWIN_COLUMNS: [&str; 5] =
    ["seed", "episode", "steps", "score", "episode_return"];

/// The rows of a CSV file that was read from `path`.
///
/// # Errors
/// [`Error::MissingColumn`], and [`Error::BadRow`] for a row that cannot be read, is
/// cut short, or is not the next episode of its seed.
pub fn parse_rows(path: &Path, file: &[u8]) -> Result<Vec<Row>, Error> {
    let rows = parse_rows_with(&COLUMNS, path, file)?;
    // A line that was cut inside its last cell still reads as a row.
    if !file.ends_with(b"\n") {
        return Err(Error::BadRow {
            path: path.to_owned(),
            line: file.split(|byte| *byte == b'\n').count() as u64,
            reason: "the line is cut short".to_owned(),
        });
    }
    Ok(rows)
}

/// The rows of a CSV file of which only the `columns` must be there: others are read
/// where they are, and those that are not columns of a [`Row`] are passed over.
/// Without a column `seed`, all rows are of seed 0.
///
/// # Errors
/// As for [`parse_rows`], but for a last line that is cut short.
pub fn parse_rows_with(
    columns: &[&str],
    path: &Path,
    file: &[u8],
) -> Result<Vec<Row>, Error> {
    let mut reader = csv::Reader::from_reader(file);
    let bad = |line, reason| Error::BadRow {
        path: path.to_owned(),
        line,
        reason,
    };
    let line = |at: Option<&csv::Position>| {
        at.map_or(1, |at| line_of(file, at, <[u8]>::is_empty))
    };
    let unread = |error: csv::Error| bad(line(error.position()), unread(&error));
    let header = reader.headers().cloned().map_err(unread)?;
    for column in columns {
        if !header.iter().any(|name| name == *column) {
            return Err(Error::MissingColumn {
                path: path.to_owned(),
                column: (*column).to_owned(),
                expected: columns.join(", "),
                hint: hint(column, &header),
            });
        }
    }
    let mut rows: Vec<Row> = Vec::new();
    let mut last = BTreeMap::new();
    for record in reader.records() {
        let record = record.map_err(unread)?;
        let line = line(record.position());
        let row: Row = record
            .deserialize(Some(&header))
            .map_err(|error| bad(line, no_row(&error, &header, &record)))?;
        let last = last.entry(row.seed).or_insert(0);
        // The episodes of a seed count up from 1: none is missing, none is there twice.
        if row.episode.checked_sub(1) != Some(*last) {
            return Err(bad(line, out_of_order(&row, *last)));
        }
        *last = row.episode;
        rows.push(row);
    }
    Ok(rows)
}

/// The line of a record, where its reader says that it begins after the record before:
/// there may be lines `between`, such as blank ones, that it passes over.
pub(crate) fn line_of(
    file: &[u8],
    at: &csv::Position,
    between: impl Fn(&[u8]) -> bool,
) -> u64 {
    let start = usize::try_from(at.byte()).unwrap_or(usize::MAX);
    let mut rest = file.get(start..).unwrap_or_default();
    let mut line = at.line();
    while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
        if !between(rest[..end].strip_suffix(b"\r").unwrap_or(&rest[..end])) {
            break;
        }
        (rest, line) = (&rest[end + 1..], line + 1);
    }
    line
}

/// Why a line was not split into cells.
fn unread(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => format!("it has {len} cells under {expected_len} titles"),
        csv::ErrorKind::Utf8 { .. } => "it is not written in UTF-8".to_owned(),
        _ => error.to_string(),
    }
}

/// Why the cells of a line make no row.
fn no_row(
    error: &csv::Error,
    header: &csv::StringRecord,
    record: &csv::StringRecord,
) -> String {
    let csv::ErrorKind::Deserialize { err, .. } = error.kind() else {
        return error.to_string();
    };
    let field = err.field().and_then(|field| usize::try_from(field).ok());
    let cell =
        field.and_then(|field| Some((header.get(field)?, record.get(field)?)));
    let Some((column, value)) = cell else {
        return err.kind().to_string();
    };
    let kind = match err.kind() {
        csv::DeserializeErrorKind::ParseInt(_) => "whole number from 0 to 2⁶⁴ − 1",
        _ => "number",
    };
    format!("`{value}` in the column of `{column}` is no {kind}")
}

/// Why a row is not the next of its seed, after the episode `last`.
fn out_of_order(row: &Row, last: usize) -> String {
    let Row { seed, episode, .. } = row;
    let hint = if (*episode, last) == (0, 0) {
        ": episodes count from 1, so add 1 to each"
    } else {
        ""
    };
    format!("episode {episode} of seed {seed} follows its episode {last}{hint}")
}

/// What may have become of a column that is not in the header.
fn hint(column: &str, header: &csv::StringRecord) -> String {
    let other = header
        .iter()
        .find(|name| name.trim().eq_ignore_ascii_case(column));
    if let Some(other) = other {
        return format!(" (`{other}` is spelled otherwise: rename it)");
    }
    let text = header.iter().collect::<Vec<_>>().join(",");
    let is_there = |separator: &&char| text.contains(**separator);
    match [';', '\t', '|'].iter().find(is_there) {
        Some(separator) => {
            format!(" (its cells are separated by {separator:?}: commas are needed)")
        }
        None => String::new(),
    }
}

/// The rows whose seeds `others` have too.
pub(crate) fn of_common_seeds(mut rows: Vec<Row>, others: &[Row]) -> Vec<Row> {
    let seeds: BTreeSet<u64> = others.iter().map(|row| row.seed).collect();
    rows.retain(|row| seeds.contains(&row.seed));
    rows
}

/// The rows of each seed, in the order in which the seeds first appear.
pub fn by_seed(rows: &[Row]) -> Vec<(u64, Vec<&Row>)> {
    let mut runs: Vec<(u64, Vec<&Row>)> = Vec::new();
    let mut places = BTreeMap::new();
    for row in rows {
        let place = *places.entry(row.seed).or_insert_with(|| {
            runs.push((row.seed, Vec::new()));
            runs.len() - 1
        });
        runs[place].1.push(row);
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_keeps_six_significant_digits_whatever_its_size() {
        let numbers = [1.0 / 3.0, -1_234_567.8, 1.999_999_9e-9, 0.0, 500.0];
        let kept = [0.333_333, -1_234_570.0, 2e-9, 0.0, 500.0];
        assert_eq!(numbers.map(rounded), kept);
        assert_eq!(rounded(f64::INFINITY), f64::INFINITY);
        assert!(rounded(f64::NAN).is_nan());
    }
}

/// Rows for tests.
#[cfg(test)]
pub(crate) mod samples {
    use super::Row;

    /// A run of `scores`, of ten steps per episode.
    pub(crate) fn run(seed: u64, scores: &[f64]) -> Vec<Row> {
        let rows = scores.iter().enumerate().map(|(i, &score)| Row {
            seed,
            episode: i + 1,
            steps: 10 * (i + 1),
            score,
            ..Row::default()
        });
        rows.collect()
    }
}
