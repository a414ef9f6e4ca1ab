//! The files of a run: its rows, and what is known of it.

use crate::entry::Entry;
use crate::name::Name;
use deepq::lab::runs::to_csv;
use deepq::prelude::Row;
use deepq::storage::write_whole;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Where the runs are.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../runs")
}

/// True if the run of this name is made already.
pub fn exists(run: &Name) -> bool {
    path(run, "csv.gz").exists()
}

fn path(run: &Name, ending: &str) -> PathBuf {
    folder().join(format!("{run}.{ending}"))
}

/// Writes the files of a run, each whole or not at all.
///
/// # Errors
/// What the system says.
pub fn write(run: &Name, entry: &Entry, rows: &[Row]) -> Result<(), String> {
    let json = serde_json::to_string(entry).map_err(|error| error.to_string())?;
    let rows = compressed(&rounded(&to_csv(rows))?)?;
    write_whole(&path(run, "json"), (json + "\n").as_bytes())
        // A run that has this file is whole: `make.py` moves the other to its index.
        .and_then(|()| write_whole(&path(run, "csv.gz"), &rows))
        .map_err(|error| error.to_string())
}

/// Rows with five significant digits in each number that is not whole. The fingerprint is
/// left out: it belongs to rows of each episode, and here some are skipped.
fn rounded(csv: &str) -> Result<String, String> {
    let say = |error: &dyn std::fmt::Display| error.to_string();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let mut writer = csv::Writer::from_writer(Vec::new());
    let names = reader.headers().map_err(|e| say(&e))?.clone();
    let kept: Vec<bool> = names.iter().map(|name| name != "recipe").collect();
    let of_kept = |record: &csv::StringRecord| -> Vec<String> {
        let cells = record.iter().zip(&kept).filter(|(_, kept)| **kept);
        cells.map(|(cell, _)| short(cell)).collect()
    };
    writer.write_record(of_kept(&names)).map_err(|e| say(&e))?;
    for row in reader.records() {
        let row = row.map_err(|e| say(&e))?;
        writer.write_record(of_kept(&row)).map_err(|e| say(&e))?;
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
    fn the_fingerprint_is_left_out() {
        let csv = "loss,recipe\n0.123456,1.234567\n";
        assert_eq!(rounded(csv).unwrap(), "loss\n0.12346\n");
    }
}
