//! How often the doctor is right about the museum's runs, whose fault is known, and how
//! often it leaves healthy runs alone.

use crate::error::Error;
use crate::experiments::{EQUAL_TERMS, FAULTS, Fault, Records, SEEDS, find};
use crate::lab::doctor::{Case, Cause, Columns, Diagnosis, Facts};
use crate::lab::reading::facts_of_file;
use crate::lab::runs::{Row, by_seed};
use crate::lab::stats::table;
use crate::storage::read_whole;

/// The right cause must be among this many first causes.
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
    fn format(self) -> String {
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
            share.right += usize::from(is_right(&run));
            share.all += 1;
        }
        accuracy
    }
}

/// The runs of a fault in which the right cause is among the first: of the symptoms, or of
/// the remarks where the run has settled all the same.
pub fn of_fault(fault: &Fault, records: &Records) -> Result<Accuracy, Error> {
    let rows = records.all_seeds(fault.entry.name)?;
    let twin = twin(fault, records)?;
    let facts = facts(fault.entry.name, records)?;
    Ok(Accuracy::of(&rows, |run| {
        let diagnosis = diagnosis(run, &facts).compared_with(run, &twin);
        named(&diagnosis).contains(&fault.cause)
    }))
}

/// The first causes that the doctor names, also in a remark.
pub(crate) fn named(diagnosis: &Diagnosis) -> Vec<&'static Cause> {
    let causes = diagnosis.causes().into_iter().chain(diagnosis.doubts());
    causes.take(FIRST_CAUSES).collect()
}

/// What the doctor sees in runs of an agent of which that is known.
pub(crate) fn diagnosis(rows: &[Row], facts: &Facts) -> Diagnosis {
    let runs = by_seed(rows).into_iter();
    let cases =
        runs.map(|(seed, run)| Case::of(seed, &run).with(Columns::new(), facts));
    Diagnosis::of_cases(&cases.collect::<Vec<Case>>())
}

/// What the record of an agent says of its settings.
pub(crate) fn facts(name: &str, records: &Records) -> Result<Facts, Error> {
    let recording = records.recording(&find(name)?.into());
    let path = recording.provenance().to_owned();
    facts_of_file(&path, &read_whole(&path)?)
}

/// A second recording of the fault's seeds, where there is one.
pub(crate) fn twin(fault: &Fault, records: &Records) -> Result<Vec<Row>, Error> {
    match fault.twin {
        Some(twin) => records.rows_of(&twin.into()),
        None => Ok(Vec::new()),
    }
}

/// The healthy runs of an agent in which there is no symptom.
pub fn of_healthy(name: &str, records: &Records) -> Result<Accuracy, Error> {
    let rows = records.all_seeds(name)?;
    let facts = facts(name, records)?;
    Ok(Accuracy::of(&rows, |run| diagnosis(run, &facts).is_clean()))
}

/// The table of the faults, and of the agents without one.
pub(crate) fn accuracy(records: &Records) -> Result<String, Error> {
    let mut lines = Vec::new();
    let mut line = |title: &str, what: &str, accuracy: Accuracy| {
        let (seen, kept_out) = (accuracy.seen, accuracy.kept_out);
        let cells = [title, what, &seen.format(), &kept_out.format()];
        lines.push(cells.map(str::to_owned).to_vec());
    };
    for fault in &FAULTS {
        let judged = of_fault(fault, records)?;
        line(fault.entry.title, fault.cause.name, judged);
    }
    for name in (EQUAL_TERMS.recipes)() {
        line(find(name)?.title, "no symptom", of_healthy(name, records)?);
    }
    let titles = "runs | what is right | seeds of the rules | seeds kept out";
    Ok(table(2, titles, lines))
}
