//! A file as a table of text: titles, and cells under them.

use crate::error::Error;
use crate::lab::runs::line_of;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::Path;

/// Titles, and the cells of each line; a missing cell is `None`.
#[derive(Debug, PartialEq)]
pub(super) struct Table {
    pub titles: Vec<String>,
    pub lines: Vec<Line>,
}

/// The cells of a line, and the number of the line in its file.
#[derive(Debug, PartialEq)]
pub(super) struct Line {
    pub number: u64,
    pub cells: Vec<Option<String>>,
}

impl Line {
    /// A line in which nothing is written.
    pub(super) fn empty(number: u64, cells: usize) -> Self {
        Self {
            number,
            cells: vec![None; cells],
        }
    }
}

/// Words for a number that is not there.
const MISSING: [&str; 6] = ["", "none", "na", "n/a", "null", "-"];

/// The separators that are tried, where the first line of a file has them.
const SEPARATORS: [u8; 4] = [b';', b'\t', b',', b'|'];

/// The most cells of a table, in all of its lines: 2²⁵.
const MOST_CELLS: usize = 1 << 25;

/// The table of a file: JSON where it begins like that, and separated values otherwise.
///
/// # Errors
/// [`Error::BadRow`] and [`Error::NoRows`].
pub(super) fn table(path: &Path, file: &[u8]) -> Result<Table, Error> {
    let text = String::from_utf8_lossy(file);
    let text = text.trim_start_matches('\u{feff}');
    let table = match text.trim_start().chars().next() {
        None => return Err(Error::NoRows(path.to_owned())),
        Some('[') => of_objects(path, json_array(path, text)?.into_iter().map(Ok)),
        Some('{') => of_objects(path, json_lines(path, text)),
        Some(_) => separated(path, text),
    }?;
    if table.lines.is_empty() {
        return Err(Error::NoRows(path.to_owned()));
    }
    Ok(table)
}

fn bad_line(path: &Path, line: u64, reason: &dyn ToString) -> Error {
    Error::BadRow {
        path: path.to_owned(),
        line,
        reason: reason.to_string(),
    }
}

/// Refuses a table with more `lines` times `titles` than fit into memory.
pub(super) fn check_cells(
    path: &Path,
    lines: usize,
    titles: usize,
) -> Result<(), Error> {
    if lines.saturating_mul(titles.max(1)) <= MOST_CELLS {
        return Ok(());
    }
    Err(Error::TooLarge {
        path: path.to_owned(),
        amount: MOST_CELLS as u64,
        unit: "cells",
    })
}

/// Refuses a text with more `marks`, each of which is before or behind a cell,
/// than there may be cells.
fn check_marks(path: &Path, text: &str, marks: &[u8]) -> Result<(), Error> {
    let marks = text.bytes().filter(|byte| marks.contains(byte));
    check_cells(path, marks.count(), 1)
}

/// An array of objects, each with the line of its place in the array.
fn json_array(path: &Path, text: &str) -> Result<Vec<(u64, Value)>, Error> {
    check_marks(path, text, b"{[:,")?;
    let values: Vec<Value> = serde_json::from_str(text)
        .map_err(|error| bad_line(path, error.line() as u64, &error))?;
    Ok((1..).zip(values).collect())
}

/// An object on each line.
fn json_lines(
    path: &Path,
    text: &str,
) -> impl Iterator<Item = Result<(u64, Value), Error>> {
    let lines = (1..).zip(text.lines());
    let lines = lines.filter(|(_, line)| !line.trim().is_empty());
    lines.map(move |(number, line)| {
        check_marks(path, line, b"{[:,")?;
        let value = serde_json::from_str(line);
        let value = value.map_err(|error| bad_line(path, number, &error))?;
        Ok((number, value))
    })
}

/// The table of JSON objects: a column for each key, in the order in which the keys
/// first appear.
fn of_objects(
    path: &Path,
    values: impl Iterator<Item = Result<(u64, Value), Error>>,
) -> Result<Table, Error> {
    let mut titles: Vec<String> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut objects: Vec<(u64, Vec<(usize, String)>)> = Vec::new();
    for value in values {
        let (number, value) = value?;
        if !value.is_object() {
            return Err(bad_line(
                path,
                number,
                &"it is no object with named numbers",
            ));
        }
        let mut object = Map::new();
        flatten("", value, &mut object);
        let mut cells = Vec::with_capacity(object.len());
        for (key, value) in object {
            let place = *places.entry(key).or_insert_with_key(|key| {
                titles.push(key.clone());
                titles.len() - 1
            });
            cells.extend(text_of(&value).map(|text| (place, text)));
        }
        objects.push((number, cells));
        check_cells(path, objects.len(), titles.len())?;
    }
    let line = |(number, cells): (u64, Vec<(usize, String)>)| {
        let mut line = Line::empty(number, titles.len());
        for (place, text) in cells {
            line.cells[place] = Some(text);
        }
        line
    };
    let lines = objects.into_iter().map(line).collect();
    Ok(Table { titles, lines })
}

/// The numbers of an object and of those in it, by their keys joined by `/`.
fn flatten(prefix: &str, value: Value, flat: &mut Map<String, Value>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                let key = if prefix.is_empty() {
                    key
                } else {
                    format!("{prefix}/{key}")
                };
                flatten(&key, value, flat);
            }
        }
        Value::Array(_) => {}
        value => {
            flat.insert(prefix.to_owned(), value);
        }
    }
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => present(text),
        other => Some(other.to_string()),
    }
}

/// The cell, unless it is a word for a missing number.
fn present(cell: &str) -> Option<String> {
    let cell = cell.trim();
    let is_missing = MISSING.contains(&&*cell.to_lowercase());
    (!is_missing).then(|| cell.to_owned())
}

/// Separated values. Lines before the titles that begin with `#` are passed over.
fn separated(path: &Path, text: &str) -> Result<Table, Error> {
    let first = text.lines().find(|line| !line.starts_with('#'));
    let first = first.unwrap_or_default();
    if is_metric(first) {
        return cells(path, text, b' ', Some(METRIC_TITLES));
    }
    let is_there = |separator: &&u8| first.as_bytes().contains(separator);
    let separator = SEPARATORS.iter().find(is_there).unwrap_or(&b',');
    cells(path, text, *separator, None)
}

/// The titles of a metric that `MLflow` keeps: a file of lines without titles.
const METRIC_TITLES: [&str; 3] = ["timestamp", "value", "step"];

/// Whether a line is one of a metric of `MLflow`: a time, a value and a step.
fn is_metric(line: &str) -> bool {
    let cells: Vec<&str> = line.split(' ').collect();
    cells.len() == 3 && cells.iter().all(|cell| cell.parse::<f64>().is_ok())
}

/// Separated values under the titles of the first line, or under those that are `given`.
fn cells(
    path: &Path,
    text: &str,
    separator: u8,
    given: Option<[&str; 3]>,
) -> Result<Table, Error> {
    check_marks(path, text, &[separator, b'\n', b'\r'])?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .comment(Some(b'#'))
        .trim(csv::Trim::All)
        .flexible(true)
        .has_headers(given.is_none())
        .from_reader(text.as_bytes());
    let is_passed_over = |line: &[u8]| line.is_empty() || line.starts_with(b"#");
    let line = |at: &csv::Position| line_of(text.as_bytes(), at, is_passed_over);
    let at =
        |error: csv::Error| bad_line(path, error.position().map_or(1, line), &error);
    let titles: Vec<String> = if let Some(titles) = given {
        titles.map(str::to_owned).to_vec()
    } else {
        let titles = reader.headers().map_err(at)?.iter();
        titles.map(str::to_owned).collect()
    };
    check_cells(path, text.lines().count(), titles.len())?;
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(at)?;
        let number = record.position().map_or(1, line);
        let mut cells: Vec<_> = record.iter().map(present).collect();
        // A separator at the end of a line is no further cell.
        while cells.len() > titles.len() && cells.last() == Some(&None) {
            cells.pop();
        }
        cells.resize(cells.len().max(titles.len()), None);
        lines.push(Line { number, cells });
    }
    with_decimals(path, &titles, &mut lines)?;
    Ok(Table { titles, lines })
}

/// Joins the two cells that a decimal comma makes of one number, where each line has as
/// many cells too many: they belong to the last columns.
fn with_decimals(
    path: &Path,
    titles: &[String],
    lines: &mut [Line],
) -> Result<(), Error> {
    let many = |line: &Line| line.cells.len() - titles.len();
    let first = lines.first().map_or(0, many);
    if let Some(line) = lines.iter().find(|line| {
        let halves = 2 * first <= line.cells.len();
        many(line) != first || !halves
    }) {
        let reason = format!(
            "it has {} cells under {} titles: a decimal comma? Write points, or \
             separate the cells by semicolons",
            line.cells.len(),
            titles.len()
        );
        return Err(bad_line(path, line.number, &reason));
    }
    for line in lines.iter_mut().filter(|_| first > 0) {
        let halves = line.cells.split_off(line.cells.len() - 2 * first);
        let joined = halves.chunks(2).map(|pair| match pair {
            [Some(whole), Some(part)] => Some(format!("{whole}.{part}")),
            _ => None,
        });
        line.cells.extend(joined);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(file: &str) -> Result<Table, Error> {
        table(Path::new("a file"), file.as_bytes())
    }

    fn cells(file: &str) -> Vec<Vec<Option<String>>> {
        let lines = read(file).unwrap().lines.into_iter();
        lines.map(|line| line.cells).collect()
    }

    #[test]
    fn one_run_in_many_dialects_is_one_table() {
        let plain = read("episode,score\n1,9.5\n2,\n").unwrap();
        assert_eq!(plain.titles, ["episode", "score"]);
        let some = |text: &str| Some(text.to_owned());
        let expected = vec![vec![some("1"), some("9.5")], vec![some("2"), None]];
        for dialect in [
            "\u{feff}episode,score\r\n1,9.5\r\n2,null\r\n",
            "episode;score\n1;9.5\n2;None\n",
            "episode\tscore\n1\t9.5\n2\tNA\n",
            "episode, score\n1, 9.5\n2, \n",
            "# a comment\nepisode,score\n1,9.5\n2\n",
            "[{\"episode\": 1, \"score\": 9.5}, {\"episode\": 2, \"score\": null}]",
            "{\"episode\": 1, \"score\": 9.5}\n\n{\"episode\": 2}\n",
        ] {
            assert_eq!(cells(dialect), expected, "{dialect}");
        }
    }

    #[test]
    fn decimal_commas_in_each_line_belong_to_the_last_columns() {
        let some = |text: &str| Some(text.to_owned());
        let expected =
            vec![vec![some("1"), some("9.5")], vec![some("2"), some("8.0")]];
        assert_eq!(cells("episode,score\n1,9,5\n2,8,0\n"), expected);
    }

    #[test]
    fn a_metric_of_mlflow_has_no_titles_and_nested_json_gets_long_ones() {
        let metric = read("1700000001 21.0 40\n1700000002 22.0 90\n").unwrap();
        assert_eq!(metric.titles, ["timestamp", "value", "step"]);
        assert_eq!(metric.lines.len(), 2);
        let nested = read("{\"a\": {\"b\": 1, \"c\": [2]}, \"d\": 3}\n").unwrap();
        assert_eq!(nested.titles, ["a/b", "d"]);
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        let numbers = |file: &str| {
            let lines = read(file).unwrap().lines.into_iter();
            lines.map(|line| line.number).collect::<Vec<u64>>()
        };
        let comments = "# a\n\nepisode,score\n\n# b\n1,2\n\r\n\n2,3\n";
        assert_eq!(numbers(comments), [6, 9]);
        assert_eq!(numbers("17.1 21.0 40\n\n17.2 22.0 90\n"), [1, 3]);
        assert_eq!(numbers("{\"a\": 1}\n\n{\"a\": 1}\n"), [1, 3]);
    }

    #[test]
    fn what_cannot_be_read_names_its_line_and_what_mends_it() {
        let refusal = |file| read(file).unwrap_err().to_string();
        let comma = refusal("episode,score\n1,9\n2,9,5\n");
        assert!(
            comma.contains("line 3") && comma.contains("semicolons"),
            "{comma}"
        );
        let broken = refusal("{\"episode\": 1}\n{\"episode\": \n");
        assert!(broken.contains("line 2"), "{broken}");
        let list = refusal("[1, 2]");
        assert!(list.contains("no object"), "{list}");
        assert!(refusal("episode,score\n").contains("a file"));
        assert!(refusal(" \n").contains("a file"));
    }
}
