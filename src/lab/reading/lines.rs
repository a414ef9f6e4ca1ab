//! Lines as rows: a line with a score ends an episode, and those before it belong to it.

use crate::error::Error;
use crate::lab::reading::columns::{
    COUNTS, Numbers, Places, counts, is_count, number_of, seed_bits,
};
use crate::lab::reading::table::Line;
use std::collections::BTreeMap;
use std::path::Path;

/// Reads lines one after another.
pub(super) struct Lines<'a> {
    path: &'a Path,
    places: &'a Places,
    has_score: bool,
    /// The texts in a column of seeds that are no numbers, in the order in which they
    /// first appear.
    runs: Vec<String>,
    /// The places of these.
    places_of_runs: BTreeMap<String, usize>,
    /// Of each run, what lines without a score have said since the last one with one.
    gathered: BTreeMap<u64, Vec<Numbers>>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(path: &'a Path, places: &'a Places, has_score: bool) -> Self {
        Self {
            path,
            places,
            has_score,
            runs: Vec::new(),
            places_of_runs: BTreeMap::new(),
            gathered: BTreeMap::new(),
        }
    }

    /// The numbers of a line with a score, with what the lines since the last one say: the
    /// means of their numbers, and the last of a count.
    pub(super) fn read(&mut self, line: &Line) -> Result<Option<Numbers>, Error> {
        let mut numbers = self.numbers(line)?;
        if numbers.get("score").is_none_or(|score| score.is_nan()) {
            numbers.remove("score");
            let achieved = numbers.get("episode_return").copied();
            if let Some(achieved) = achieved.filter(|score| !score.is_nan()) {
                numbers.insert("score", achieved);
            }
        }
        let gathered = self.gathered.entry(seed_bits(&numbers)).or_default();
        if self.has_score && !numbers.contains_key("score") {
            gathered.push(numbers);
            return Ok(None);
        }
        for column in self.places.keys() {
            let values = gathered.iter().filter_map(|line| line.get(column));
            let values: Vec<f64> =
                values.copied().filter(|value| !value.is_nan()).collect();
            if let Some(last) = values.last() {
                let mean = values.iter().sum::<f64>() / values.len() as f64;
                let is_count = COUNTS.contains(column);
                let told = if is_count { *last } else { mean };
                numbers.entry(column).or_insert(told);
            }
        }
        gathered.clear();
        Ok(Some(numbers))
    }

    fn numbers(&mut self, line: &Line) -> Result<Numbers, Error> {
        let mut numbers = Numbers::new();
        for (column, place) in self.places {
            let Some(text) = &line.cells[*place] else {
                continue;
            };
            let number = match (*column, number_of(text)) {
                ("seed", None) => self.number_of_run(text),
                (_, Some(number)) if is_count(column, number) => number,
                _ => return Err(self.no_number(line, column, text)),
            };
            numbers.insert(column, number);
        }
        Ok(numbers)
    }

    /// The place of a run's name among all of them.
    fn number_of_run(&mut self, name: &str) -> f64 {
        if let Some(place) = self.places_of_runs.get(name) {
            return *place as f64;
        }
        let place = self.runs.len();
        self.runs.push(name.to_owned());
        self.places_of_runs.insert(name.to_owned(), place);
        place as f64
    }

    fn no_number(&self, line: &Line, column: &str, text: &str) -> Error {
        let kind = match column {
            "seed" => "whole number from 0 to 2⁵³",
            column if counts(column) => "number from 0 to 2⁵³",
            _ => "number",
        };
        Error::BadRow {
            path: self.path.to_owned(),
            line: line.number,
            reason: format!("`{text}` in the column of `{column}` is no {kind}"),
        }
    }

    /// What a reader should know of the names of the runs.
    pub(super) fn notes(self) -> impl Iterator<Item = String> {
        let runs = self.runs.into_iter().enumerate();
        runs.map(|(seed, run)| format!("the run `{run}` is called seed {seed}"))
    }
}
