//! Reads the golden files of this folder.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// A CSV file by column; a cell that is empty reads as NaN.
pub type Columns = HashMap<String, Vec<f64>>;

/// Where a golden file lies.
pub fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name)
}

/// The columns of a golden CSV file, without those that hold words.
pub fn columns(name: &str) -> Columns {
    let mut reader = csv::Reader::from_path(path(name)).unwrap();
    let names = reader.headers().unwrap().clone();
    let mut columns = Columns::new();
    for record in reader.records() {
        let record = record.unwrap();
        for (name, cell) in names.iter().zip(&record) {
            let number = cell.parse().unwrap_or(f64::NAN);
            columns.entry(name.to_owned()).or_default().push(number);
        }
    }
    columns
}

/// The numbers of the rows.
pub fn rows(columns: &Columns) -> std::ops::Range<usize> {
    0..columns.values().next().map_or(0, Vec::len)
}

/// Asserts that two numbers agree to `relative` of |expected|.
pub fn assert_relative(found: f64, expected: f64, relative: f64, what: &str) {
    let distance = (found - expected).abs();
    let bound = relative * expected.abs();
    assert!(distance <= bound, "{what}: {found} against {expected}");
}

/// Asserts that two numbers agree to `relative`, in units of the larger of
/// |expected| and 1.
pub fn assert_close(found: f64, expected: f64, relative: f64, what: &str) {
    let bound = relative * expected.abs().max(1.0);
    let distance = (found - expected).abs();
    assert!(distance <= bound, "{what}: {found} against {expected}");
}
