//! Episodes that count from 1, and steps that count from the start of a run.

use crate::lab::reading::columns::{Numbers, Places, seed_bits};
use crate::lab::reading::names::LENGTH;
use std::collections::BTreeMap;

/// This many notes of one kind are enough.
const NOTED: usize = 3;

/// Episodes that count from 1, and steps that count from the start of the run.
pub(super) fn counted(
    mut rows: Vec<Numbers>,
    places: &Places,
    notes: &mut Vec<String>,
) -> Vec<Numbers> {
    let per_episode = places.contains_key(LENGTH) && !places.contains_key("steps")
        || 4 * stays(&rows, "steps") > rows.len();
    if per_episode {
        notes.push(
            "the steps are those of each episode, and are added up".to_owned(),
        );
    }
    let mut runs: BTreeMap<u64, Count> = BTreeMap::new();
    let mut resumed = Vec::new();
    for row in &mut rows {
        let seed = row.get("seed").copied().unwrap_or(0.0);
        let run = runs.entry(seed.to_bits()).or_default();
        if run.count(row, per_episode) {
            resumed.push(format!(
                "seed {seed} begins anew after its episode {}: it is read as a \
                 run that goes on",
                run.before
            ));
        }
    }
    let more = resumed.len().saturating_sub(NOTED);
    notes.extend(resumed.into_iter().take(NOTED));
    if more > 0 {
        notes.push(format!(
            "and so {more} times more: are these rows of steps? Write one for each \
             episode"
        ));
    }
    note_gaps(&rows, notes);
    rows
}

/// Says so where most rows are several episodes after the one before.
fn note_gaps(rows: &[Numbers], notes: &mut Vec<String>) {
    let pairs = rows.windows(2);
    let mut gaps: Vec<f64> = pairs
        .filter(|pair| seed_bits(&pair[0]) == seed_bits(&pair[1]))
        .filter_map(|pair| Some(pair[1].get("episode")? - pair[0].get("episode")?))
        .collect();
    gaps.sort_by(f64::total_cmp);
    if let Some(&gap) = gaps.get(gaps.len() / 2).filter(|gap| **gap > 1.0) {
        notes.push(format!("there is a row for each {gap} episodes"));
    }
}

/// How often a column falls, or stays as it is, from one row of a run to the next.
fn stays(rows: &[Numbers], column: &str) -> usize {
    let mut last: BTreeMap<u64, f64> = BTreeMap::new();
    let is_no_rise = |row: &&Numbers| {
        let number = row.get(column).copied().unwrap_or(f64::INFINITY);
        let before = last.insert(seed_bits(row), number);
        before.is_some_and(|before| number <= before)
    };
    rows.iter().filter(is_no_rise).count()
}

/// How far a run has come, and what is added to its numbers since it went on.
#[derive(Default)]
struct Count {
    episode: f64,
    steps: f64,
    /// The last episode before it went on.
    before: f64,
    shift: Option<(f64, f64)>,
    rows: usize,
}

impl Count {
    /// Counts one more row. True where the run begins anew.
    fn count(&mut self, row: &mut Numbers, per_episode: bool) -> bool {
        let own = row.get("episode").copied();
        let first = self.rows == 0;
        let (mut added, mut steps_added) = self.shift.unwrap_or_default();
        if first && own == Some(0.0) {
            added = 1.0;
            self.shift = Some((added, 0.0));
        }
        let begins_anew =
            !first && own.is_some_and(|own| own + added <= self.episode);
        if begins_anew {
            self.before = self.episode;
            (added, steps_added) = (self.episode, self.steps);
            self.shift = Some((added, steps_added));
        }
        self.episode = own.map_or(self.episode + 1.0, |own| own + added);
        let length = row.get(LENGTH).or(row.get("steps")).copied();
        self.steps = match (per_episode, row.get("steps"), length) {
            (true, _, Some(length)) => self.steps + length,
            (_, Some(steps), _) => (steps + steps_added).max(self.steps),
            _ => self.steps,
        };
        row.insert("episode", self.episode);
        row.insert("steps", self.steps);
        self.rows += 1;
        begins_anew
    }
}
