//! A figure and a card for each fault of the museum.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::curves::curves_of;
use crate::evidence::doctor;
use crate::evidence::page::section;
use crate::experiments::{CART_POLE, Entry, FAULTS, Fault, Records, find};
use crate::lab::doctor::diagnostics::diagnostics;
use crate::lab::doctor::{
    DIAGNOSTICS, Diagnostic, FURTHER, Facts, Rule, SHARED_STREAM, diagnostic, rules,
};
use crate::lab::plots::panel::panel;
use crate::lab::plots::{Svg, failure};
use crate::lab::runs::{Row, by_seed, of_common_seeds};
use crate::lab::stats::{Runs, Scale, table};

/// What is predicted grows in a sound agent, too, and what is achieved follows it there.
const PREDICTED_OVER_ACHIEVED: Diagnostic = Diagnostic {
    column: "start_q / start_return",
    title: "Predicted over achieved return",
    healthy: "comes near one; with γ = 1 it has no bound",
    of: |row| Some(row.start_q? / row.start_return?),
    scale: Scale::Logarithmic,
};

/// A fault with the rows that show it.
struct Shown {
    fault: &'static Fault,
    healthy_title: &'static str,
    faulty: Vec<Row>,
    /// Of the same seeds as the rows with the fault.
    healthy: Vec<Row>,
    /// A second recording of the fault, where there is one.
    twin: Vec<Row>,
    facts: Facts,
}

impl Shown {
    fn new(fault: &'static Fault, records: &Records) -> Result<Self, Error> {
        let faulty = records.all_seeds(fault.entry.name)?;
        Ok(Self {
            fault,
            healthy_title: find(fault.healthy)?.title,
            healthy: of_common_seeds(records.all_seeds(fault.healthy)?, &faulty),
            faulty,
            twin: doctor::twin(fault, records)?,
            facts: doctor::facts(fault.entry.name, records)?,
        })
    }

    fn telltale(&self) -> Result<&'static Diagnostic, Error> {
        let Fault {
            entry, telltale, ..
        } = self.fault;
        if *telltale == PREDICTED_OVER_ACHIEVED.column {
            return Ok(&PREDICTED_OVER_ACHIEVED);
        }
        let unknown = || format!("no diagnostic `{telltale}`");
        diagnostic(telltale).ok_or_else(|| failure(entry.title, &unknown()))
    }

    /// The diagnostic that shows the fault best, where the doctor can see it.
    fn sign(&self) -> Result<String, Error> {
        // The recordings of the museum have no further columns.
        let is_further = |need: &&str| FURTHER.iter().any(|f| f.name == *need);
        let recorded = |rule: &&Rule| !rule.needs.iter().any(is_further);
        let rules = rules().chain([&SHARED_STREAM]).filter(recorded);
        if rules
            .flat_map(|rule| rule.causes)
            .any(|cause| *cause == self.fault.cause)
        {
            return Ok(lower(self.telltale()?.title));
        }
        Ok("nothing that is recorded".to_owned())
    }

    /// The score, and beside it the diagnostic that shows the fault best; of a fault that
    /// takes two recordings, these.
    fn figure(&self) -> Result<Svg, Error> {
        if let Some(twin) = self.fault.twin {
            return self.twins(&twin);
        }
        let title = self.fault.entry.title;
        let agents = [(self.healthy_title, &self.healthy), (title, &self.faulty)];
        let diagnostics = [&DIAGNOSTICS[0], self.telltale()?];
        panel(title, &curves_of(&agents), &diagnostics)
    }

    /// What the training sees in two recordings of one seed.
    fn twins(&self, twin: &Entry) -> Result<Svg, Error> {
        let (seed, _) = by_seed(&self.twin)[0];
        let own = &self.fault.entry;
        let recording = |entry: &Entry, rows: &[Row]| {
            let mut rows = rows.to_vec();
            rows.retain(|row| {
                row.seed == seed && twin.length.done(row) == row.episode
            });
            let name =
                format!("{} episodes per evaluation", entry.evaluation_episodes);
            (name, rows)
        };
        let recordings = [recording(own, &self.faulty), recording(twin, &self.twin)];
        let title =
            format!("{}: seed {seed}, recorded twice", self.fault.entry.title);
        let columns = diagnostics(&["episode_return", "loss"]);
        panel(&title, &curves_of(&recordings), &columns)
    }

    /// The first causes that the doctor names.
    fn first_causes(&self) -> String {
        let diagnosis = doctor::diagnosis(&self.faulty, &self.facts);
        let diagnosis = diagnosis.compared_with(&self.faulty, &self.twin);
        let causes = doctor::named(&diagnosis);
        let names: Vec<&str> = causes.iter().map(|cause| cause.name).collect();
        if names.is_empty() {
            return "nothing, as it sees no symptom".to_owned();
        }
        names.join("; then ")
    }

    /// The results, which test finds the fault, and how to fix it.
    fn card(&self) -> Result<String, Error> {
        let (entry, remedy) = (&self.fault.entry, self.fault.remedy);
        let (file, test) = self.fault.test.split_once("::").unwrap_or_default();
        let [faulty, healthy] =
            [&self.faulty, &self.healthy].map(|rows| Runs::of(&CART_POLE, rows));
        Ok(format!(
            "| | {} | {} |\n\
             |:---|:---|:---|\n\
             | solved | {} runs | {} runs |\n\
             | final score | {} | {} |\n\n\
             - **What shows it best**: {}.\n\
             - **The test that tells them apart**: `{test}` in \
             [`{file}`](../../{file}).\n\
             - **How to fix it**: {remedy}\n\
             - **What the doctor thinks of first**: {}.\n\
             - **Train it**: `cargo run --release -- train {}`.\n",
            entry.title,
            self.healthy_title,
            faulty.format_solved(),
            healthy.format_solved(),
            faulty.format_score(),
            healthy.format_score(),
            self.sign()?,
            self.first_causes(),
            entry.name,
        ))
    }
}

/// `words` with a small first letter, unless they begin with a symbol.
fn lower(words: &str) -> String {
    let is_word = words.chars().nth(1).is_some_and(char::is_lowercase);
    let first = usize::from(is_word);
    words[..first].to_lowercase() + &words[first..]
}

/// The figure of each fault, and the cards of all.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let mut artifacts = Vec::new();
    let mut cards = String::new();
    for fault in &FAULTS {
        let shown = Shown::new(fault, records)?;
        let name = fault.entry.name;
        cards += &section(name, &shown.card()?);
        let file = format!("fault-{name}");
        artifacts.push(Artifact::figure(records, &file, shown.figure()?));
    }
    artifacts.push(Artifact::table(records, "museum", cards));
    artifacts.push(Artifact::table(records, "causes", sections_of_causes()));
    Ok(artifacts)
}

/// The table of the causes that a fault of the museum has, each with its sections.
fn sections_of_causes() -> String {
    let mut lines: Vec<Vec<String>> = Vec::new();
    for fault in &FAULTS {
        let link = format!("[{}](museum.md#{})", fault.entry.title, fault.section);
        let name = fault.cause.name;
        match lines.iter_mut().find(|known| known[0] == name) {
            Some(known) => known[1] = format!("{}, {link}", known[1]),
            None => lines.push(vec![name.to_owned(), link]),
        }
    }
    table(2, "cause | where the museum shows it", lines)
}
