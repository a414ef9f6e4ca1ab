//! What the book shows of the doctor: its rules, what it says, how often it is right
//! about runs whose fault is known, and how often it leaves healthy runs alone.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::page::{Page, section};
use crate::experiments::{EQUAL_TERMS, FAULTS, Fault, Records, SEEDS, find};
use crate::lab::doctor::{
    Case, Cause, Columns, Diagnosis, FACTS, FURTHER, Fact, Facts, Further, RATES,
    Rule, SHARED_STREAM, Scope, TASK, WIRING, consultation, known_facts,
};
use crate::lab::plots::all_diagnostics;
use crate::lab::reading::facts_of_file;
use crate::lab::runs::{Row, by_seed};
use crate::lab::stats::table;
use crate::storage::read_whole;

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
        let facts = facts(name, records)?;
        let diagnosis = diagnosis(&rows, &facts);
        let diagnosis = diagnosis.compared_with(&rows, &twin(fault, records)?);
        let file = format!("book/results/{name}.csv");
        let said = consultation(&file, &rows, &diagnosis);
        says += &section(name, &(known_facts(&facts) + &said));
    }
    Ok(vec![
        Artifact::figure(records, "panel-no-mask", panel),
        Artifact::table(records, "doctor-says", says),
        Artifact::table(records, "doctor-wiring", rules(&WIRING)),
        Artifact::table(records, "doctor-task", rules(&TASK)),
        Artifact::table(
            records,
            "doctor-rates",
            rules(RATES.iter().chain([&SHARED_STREAM])),
        ),
        Artifact::table(records, "doctor-facts", usable_facts()),
        Artifact::table(records, "doctor-further", further()),
        Artifact::table(records, "doctor-accuracy", accuracy(records)?),
    ])
}

/// The table of the facts.
fn usable_facts() -> String {
    let line =
        |fact: &Fact| vec![format!("`{}`", fact.name), fact.meaning.to_owned()];
    table(2, "fact | what it is", FACTS.iter().map(line))
}

/// The table of the further columns.
fn further() -> String {
    let line = |further: &Further| {
        vec![format!("`{}`", further.name), further.meaning.to_owned()]
    };
    table(2, "column | what it is", FURTHER.iter().map(line))
}

/// A table of rules.
fn rules<'a>(rules: impl IntoIterator<Item = &'a Rule>) -> String {
    let line = |rule: &Rule| {
        let causes: Vec<&str> = rule.causes.iter().map(|cause| cause.name).collect();
        let needs = rule.needs.iter().map(|need| format!("`{need}`"));
        let needs = needs.collect::<Vec<String>>().join(", ");
        vec![
            rule.symptom.to_owned(),
            rule.measured.to_owned(),
            match rule.needs {
                [] => "all".to_owned(),
                _ => needs,
            },
            rule.bound.to_string(),
            match rule.scope {
                Scope::All => "all".to_owned(),
                Scope::Unsettled => "unsettled".to_owned(),
            },
            causes.join("; "),
        ]
    };
    let titles = "symptom | measured | needs | seen when | runs | likely causes";
    table(6, titles, rules.into_iter().map(line))
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
    let path = recording.path().with_extension("json");
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
