//! The files of a run: its rows, and the facts about it.

use crate::settings::Facts;
use crate::training::Trained;
use deepq::lab::runs::to_csv;
use deepq::storage::write_whole;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Where the runs are.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../runs")
}

/// The files of the run of this name.
pub struct Files {
    rows: PathBuf,
    facts: PathBuf,
}

impl Files {
    pub fn of(run: &str) -> Self {
        Self {
            rows: folder().join(format!("{run}.csv.gz")),
            facts: folder().join(format!("{run}.json")),
        }
    }

    /// True if the run is made already: the rows are written last.
    pub fn exist(&self) -> bool {
        self.rows.exists()
    }

    /// Writes both, each whole or not at all.
    ///
    /// # Errors
    /// What the system says.
    pub fn write(&self, trained: &Trained, facts: Facts) -> Result<(), String> {
        let json = serde_json::to_string_pretty(&known(trained, facts));
        let json = json.map_err(|error| error.to_string())? + "\n";
        let rows = compressed(&rounded(&to_csv(&trained.rows))?)?;
        write_whole(&self.facts, json.as_bytes())
            .and_then(|()| write_whole(&self.rows, &rows))
            .map_err(|error| error.to_string())
    }
}

/// The facts with what only the crate knows.
fn known(trained: &Trained, mut facts: Facts) -> Facts {
    let scores = trained.rows.iter().rev();
    let last: Vec<f64> = scores.map(|row| row.score).take(10).collect();
    let mut add = |name: &str, value: Value| {
        facts.insert(name.to_owned(), value);
    };
    add("loss", "huber".into());
    add("tau", 1.0.into());
    add("buffer_size", trained.buffer_size.into());
    add("train_frequency", trained.learn_every.into());
    add("every", trained.every.into());
    let end_score = last.iter().sum::<f64>() / last.len() as f64;
    add("end_score", end_score.into());
    facts
}

/// Rows with five significant digits in each number that is not whole.
fn rounded(csv: &str) -> Result<String, String> {
    let say = |error: &dyn std::fmt::Display| error.to_string();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let mut writer = csv::Writer::from_writer(Vec::new());
    let names = reader.headers().map_err(|e| say(&e))?.clone();
    writer.write_record(&names).map_err(|e| say(&e))?;
    for row in reader.records() {
        let row = row.map_err(|e| say(&e))?;
        let cells = names.iter().zip(&row);
        // Some fingerprints look like a number.
        let cells = cells.map(|(name, cell)| match name {
            "recipe" => cell.to_owned(),
            _ => short(cell),
        });
        writer.write_record(cells).map_err(|e| say(&e))?;
    }
    let bytes = writer.into_inner().map_err(|e| say(&e))?;
    String::from_utf8(bytes).map_err(|e| say(&e))
}

/// A number with five significant digits; whole numbers and words as they are.
fn short(cell: &str) -> String {
    let number = cell.parse::<f64>().ok().filter(|_| cell.contains('.'));
    let rounded = number.and_then(|n| format!("{n:.4e}").parse::<f64>().ok());
    rounded.map_or_else(|| cell.to_owned(), |number| number.to_string())
}

fn compressed(text: &str) -> Result<Vec<u8>, String> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let written = encoder.write_all(text.as_bytes());
    let bytes = written.and_then(|()| encoder.finish());
    bytes.map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_five_significant_digits_and_counts_all_of_theirs() {
        let cells = [
            "1234567",
            "0.123456",
            "123456.7",
            "-0.00001234567",
            "NaN",
            "",
        ];
        let found = cells.map(short);
        let expected = ["1234567", "0.12346", "123460", "-0.000012346", "NaN", ""];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_fingerprint_is_not_rounded() {
        let csv = "loss,recipe\n0.123456,1.234567\n";
        assert_eq!(rounded(csv).unwrap(), "loss,recipe\n0.12346,1.234567\n");
    }
}
