//! The checkup: how often the doctor is right about runs whose fault is known, and
//! how often it leaves healthy runs alone.

use crate::error::Error;
use crate::evidence::comparisons::{recorded_rows, rows_of_all_seeds};
use crate::experiments::catalogue::find;
use crate::experiments::faults::{Exhibit, GALLERY};
use crate::experiments::studies::EQUAL_TERMS;
use crate::lab::doctor::diagnosis::Diagnosis;
use crate::lab::runs::experiment::SEEDS;
use crate::lab::runs::folders::Folders;
use crate::lab::runs::results::{Row, by_seed};
use crate::lab::stats::tables::push_line;

/// The right cause must be among so many first causes.
pub const FIRST_CAUSES: usize = 2;

/// How many of some runs were judged rightly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Those judged rightly.
    pub right: usize,
    /// All of them.
    pub all: usize,
}

impl Share {
    fn count(&mut self, is_right: bool) {
        self.right += usize::from(is_right);
        self.all += 1;
    }

    fn in_words(self) -> String {
        format!("{} of {}", self.right, self.all)
    }
}

// ANCHOR: accuracy
/// How the doctor judges the runs of one agent: those that its rules were written by,
/// and those that were kept out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accuracy {
    /// The seeds of the chapters, which the rules were written by.
    pub seen: Share,
    /// The seeds that nobody looked at until the rules were written.
    pub kept_out: Share,
}
// ANCHOR_END: accuracy

impl Accuracy {
    /// Of the runs in `rows`, which `is_right` judges one by one.
    fn of(rows: &[Row], is_right: impl Fn(&[Row]) -> bool) -> Self {
        let mut accuracy = Self::default();
        for (seed, run) in by_seed(rows) {
            let run: Vec<Row> = run.into_iter().cloned().collect();
            let share = if SEEDS.contains(&seed) {
                &mut accuracy.seen
            } else {
                &mut accuracy.kept_out
            };
            share.count(is_right(&run));
        }
        accuracy
    }
}

/// The runs of a fault in which the right cause is among the first.
///
/// # Errors
/// [`Error::NotRecorded`], and those of reading.
pub fn of_exhibit(exhibit: &Exhibit, folders: &Folders) -> Result<Accuracy, Error> {
    let rows = rows_of_all_seeds(exhibit.recipe, folders)?;
    let twin = twin(exhibit, folders)?;
    Ok(Accuracy::of(&rows, |run| {
        let causes = Diagnosis::with_twin(run, &twin).causes();
        causes
            .iter()
            .take(FIRST_CAUSES)
            .any(|cause| *cause == exhibit.cause)
    }))
}

/// A second recording of the exhibit's seeds, where there is one.
pub(crate) fn twin(exhibit: &Exhibit, folders: &Folders) -> Result<Vec<Row>, Error> {
    match exhibit.twin {
        Some(twin) => recorded_rows(&find(twin)?, twin, folders),
        None => Ok(Vec::new()),
    }
}

/// The healthy runs of an agent in which there is no symptom.
///
/// # Errors
/// [`Error::NotRecorded`], and those of reading.
pub fn of_healthy(name: &str, folders: &Folders) -> Result<Accuracy, Error> {
    let rows = rows_of_all_seeds(name, folders)?;
    Ok(Accuracy::of(&rows, |run| Diagnosis::of(run).is_clean()))
}

/// The table of the faults, and of the agents without one.
///
/// # Errors
/// [`Error::NotRecorded`], and those of reading.
pub fn table(folders: &Folders) -> Result<String, Error> {
    let mut table =
        "| runs | what is right | seeds of the rules | seeds kept out |\n\
                     |:---|:---|---:|---:|\n"
            .to_owned();
    let mut line = |title: &str, what: &str, accuracy: Accuracy| {
        let (seen, kept_out) = (accuracy.seen, accuracy.kept_out);
        let cells = [title, what, &seen.in_words(), &kept_out.in_words()];
        push_line(&mut table, &cells.map(str::to_owned));
    };
    for exhibit in &GALLERY {
        let title = find(exhibit.recipe)?.title;
        line(title, exhibit.cause.name, of_exhibit(exhibit, folders)?);
    }
    for name in EQUAL_TERMS.recipes {
        line(find(name)?.title, "no symptom", of_healthy(name, folders)?);
    }
    Ok(table)
}
