//! What the book shows of the doctor: its rules, what it says, and how often it is right
//! about the runs of the museum and of the clinic.

mod claims;
mod clinic;
mod clinic_tables;
mod museum;

pub use clinic::{CLINIC_FAULTS, Clinic, ClinicRun, Tally, VIEWS, View};
pub use museum::{Accuracy, FIRST_CAUSES, Share, of_fault, of_healthy};
pub(crate) use museum::{diagnosis, facts, named, twin};

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::page::{Page, section};
use crate::experiments::{FAULTS, Fault, Records};
use crate::lab::doctor::{
    FACTS, FURTHER, Fact, Further, RATES, Rule, SHARED_STREAM, Scope, TASK, WIRING,
    consultation, known_facts,
};
use crate::lab::plots::all_diagnostics;
use crate::lab::stats::table;

pub(crate) const PAGE: Page = Page {
    chapter: "doctor",
    artifacts: &[artifacts],
    sketches: &[clinic_tables::artifacts],
    numbers: |records, prose| {
        prose.add("first_causes", FIRST_CAUSES);
        clinic_tables::numbers(records, prose)
    },
    claims: claims::CLAIMS,
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
        says += &section(name, &(said + &known_facts(&facts)));
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
        Artifact::table(records, "doctor-accuracy", museum::accuracy(records)?),
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
