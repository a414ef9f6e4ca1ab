//! The columns of a file: which title names which, and which number a cell can hold.

use crate::error::Error;
use crate::lab::doctor::FURTHER;
use crate::lab::reading::names::{LENGTH, column_of};
use crate::lab::reading::table::Table;
use crate::lab::runs::{COLUMNS, Row};
use csv::StringRecord;
use std::collections::BTreeMap;

/// The numbers of a row by their columns.
pub(super) type Numbers = BTreeMap<&'static str, f64>;

/// The place of each column in a line.
pub(super) type Places = BTreeMap<&'static str, usize>;

/// The columns that count something.
pub(super) const COUNTS: [&str; 5] = [
    "seed",
    "episode",
    "steps",
    "learner_steps",
    "target_updates",
];

/// The largest count: up to it, each whole number is a number of its own.
const MOST: f64 = 9_007_199_254_740_992.0;

/// Whether a number can be in a column: a count is no less than 0, and a seed is whole.
pub(super) fn is_count(column: &str, number: f64) -> bool {
    let is_whole = column != "seed" || number.fract() == 0.0;
    !counts(column) || is_whole && (0.0..=MOST).contains(&number)
}

/// Whether a column counts something: lengths do, which are added up to steps.
pub(super) fn counts(column: &str) -> bool {
    COUNTS.contains(&column) || column == LENGTH
}

/// The number that a text is, with a point or a comma before its decimals.
pub(super) fn number_of(text: &str) -> Option<f64> {
    text.parse()
        .or_else(|_| text.replacen(',', ".", 1).parse())
        .ok()
}

/// The place of each column that a title names, and a note where it is called otherwise.
pub(super) fn places(
    table: &Table,
    given: &[(String, String)],
) -> (Places, Vec<String>) {
    let mut places: Places = BTreeMap::new();
    let mut notes = Vec::new();
    for (place, title) in table.titles.iter().enumerate() {
        let is_given = |(_, theirs): &&(String, String)| theirs == title;
        let named = given.iter().find(is_given).map(|(ours, _)| ours.as_str());
        let Some(column) = named.map_or_else(|| known(title), exact) else {
            continue;
        };
        let is_taken = places.contains_key(column)
            || named.is_none() && given.iter().any(|(ours, _)| ours == column);
        if is_taken {
            let taken = places.get(column).map(|&place| &table.titles[place]);
            let taken = taken.map_or(column, String::as_str);
            notes.push(format!("`{title}` is not read, as `{column}` is `{taken}`"));
            continue;
        }
        places.insert(column, place);
        if column != title {
            notes.push(format!("`{column}` is read from `{title}`"));
        }
    }
    (places, notes)
}

/// The column that a title is, or that it names in another program.
fn known(title: &str) -> Option<&'static str> {
    exact(title).or_else(|| column_of(title))
}

/// The column of a row, or the further column, that has this very name.
pub(super) fn exact(name: &str) -> Option<&'static str> {
    let further = FURTHER.iter().map(|further| further.name);
    let columns = COLUMNS.iter().copied().chain(further);
    columns
        .filter(|column| *column != "recipe")
        .find(|column| *column == name)
}

pub(super) fn unknown(column: &str) -> Error {
    let further = FURTHER.iter().map(|further| further.name);
    let columns = COLUMNS.iter().copied().filter(|column| *column != "recipe");
    Error::UnknownColumn {
        column: column.to_owned(),
        known: columns.chain(further).collect::<Vec<_>>().join(", "),
    }
}

/// The seed of a row, as a key.
pub(super) fn seed_bits(row: &Numbers) -> u64 {
    row.get("seed").copied().unwrap_or(0.0).to_bits()
}

/// The row of these numbers.
pub(super) fn of_columns(numbers: &Numbers) -> Row {
    let is_own = |column: &str| COLUMNS.contains(&column);
    let own = numbers.iter().filter(|(column, _)| is_own(column));
    let (titles, cells): (Vec<&str>, Vec<String>) = own
        .map(|(column, number)| {
            let is_count = COUNTS.contains(column);
            // A sum of counts may be beyond the largest; and −0 is 0.
            let count = number.floor().min(MOST) + 0.0;
            let number = if is_count { count } else { *number };
            (*column, number.to_string())
        })
        .unzip();
    let (titles, cells) = (StringRecord::from(titles), StringRecord::from(cells));
    let row = cells.deserialize(Some(&titles));
    row.expect("the columns of a row hold numbers")
}
