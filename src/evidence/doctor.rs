//! What the book shows of the doctor: its rules, what it says, how often it is right
//! about runs whose fault is known, and how often it leaves healthy runs alone.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::page::{Page, section};
use crate::experiments::{EQUAL_TERMS, FAULTS, Fault, Records, SEEDS, find};
use crate::lab::doctor::{Diagnosis, RULES, Rule, SHARED_STREAM, consultation};
use crate::lab::plots::all_diagnostics;
use crate::lab::runs::{Row, by_seed};
use crate::lab::stats::table;

pub(crate) const PAGE: Page = Page {
    chapter: "doctor",
    artifacts: &[artifacts],
    sketches: &[],
    numbers: |_, prose| {
        prose.add("first_causes", FIRST_CAUSES);
        Ok(())
    },
};

/// The faults of which the book shows all that the doctor says.
const CONSULTED: [&str; 2] = ["no-mask", "shared-stream"];

/// The panel of a fault, the rules, what the doctor says of faults, and how often it is
/// right.
fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let panel = all_diagnostics("no-mask", &records.rows("no-mask")?)?;
    let mut says = String::new();
    let consulted = |fault: &&Fault| CONSULTED.contains(&fault.entry.name);
    for fault in FAULTS.iter().filter(consulted) {
        let name = fault.entry.name;
        let rows = records.rows(name)?;
        let diagnosis = Diagnosis::with_twin(&rows, &twin(fault, records)?);
        let file = format!("book/results/{name}.csv");
        says += &section(name, &consultation(&file, &rows, &diagnosis));
    }
    Ok(vec![
        Artifact::figure(records, "panel-no-mask", panel),
        Artifact::table(records, "doctor-says", says),
        Artifact::table(records, "doctor-rules", rules()),
        Artifact::table(records, "doctor-accuracy", accuracy(records)?),
    ])
}

/// The table of the doctor's rules.
fn rules() -> String {
    let line = |rule: &Rule| {
        let causes: Vec<&str> = rule.causes.iter().map(|cause| cause.name).collect();
        let columns = rule.columns.iter().map(|column| format!("`{column}`"));
        let columns = columns.collect::<Vec<String>>().join(", ");
        vec![
            rule.symptom.to_owned(),
            rule.measured.to_owned(),
            match rule.columns {
                [] => "all".to_owned(),
                _ => columns,
            },
            rule.bound.to_string(),
            causes.join("; "),
        ]
    };
    let lines = RULES.iter().chain([&SHARED_STREAM]).map(line);
    let titles = "symptom | measured | columns | seen when | likely causes";
    table(5, titles, lines)
}

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
            share.right += usize::from(is_right(&run));
            share.all += 1;
        }
        accuracy
    }
}

/// The runs of a fault in which the right cause is among the first.
pub fn of_fault(fault: &Fault, records: &Records) -> Result<Accuracy, Error> {
    let rows = records.all_seeds(fault.entry.name)?;
    let twin = twin(fault, records)?;
    Ok(Accuracy::of(&rows, |run| {
        let causes = Diagnosis::with_twin(run, &twin).causes();
        causes.iter().take(FIRST_CAUSES).any(|c| *c == fault.cause)
    }))
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
    Ok(Accuracy::of(&rows, |run| Diagnosis::of(run).is_clean()))
}

/// The table of the faults, and of the agents without one.
fn accuracy(records: &Records) -> Result<String, Error> {
    let mut lines = Vec::new();
    let mut line = |title: &str, what: &str, accuracy: Accuracy| {
        let (seen, kept_out) = (accuracy.seen, accuracy.kept_out);
        let cells = [title, what, &seen.in_words(), &kept_out.in_words()];
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
