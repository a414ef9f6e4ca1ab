//! A consultation without files and without a command line: for a page, a notebook or a
//! test, which has the bytes of a run in its hands.

use crate::error::Error;
use crate::lab::doctor::{Diagnosis, Facts, consultation, known_facts};
use crate::lab::plots::{Svg, all_diagnostics, diagnostics_without};
use crate::lab::reading::{facts_of_file, read_run};
use std::path::Path;

// ANCHOR: consult
/// What the doctor says of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consultation {
    /// How the file was read, a sentence each.
    pub notes: Vec<String>,
    /// The verdict, as `deepq doctor` prints it.
    pub text: String,
    /// The panel of the diagnostics that are there, as [`diagnostics_without`] draws it.
    pub panel: Svg,
}

/// Asks the doctor about a run. A file is its name and its bytes: one has the rows of
/// the run, and the others tell of its settings.
///
/// # Errors
/// [`Error::NoFile`], and those of [`read_run`] and of [`diagnostics_without`].
pub fn consult(files: &[(String, Vec<u8>)]) -> Result<Consultation, Error> {
    let place = run_among(files).ok_or(Error::NoFile)?;
    let (name, bytes) = &files[place];
    let path = Path::new(name);
    let mut reading = read_run(path, bytes, &[])?;
    let mut facts = Facts::default();
    let beside = files.iter().enumerate().filter(|(i, _)| *i != place);
    for (_, (other, bytes)) in beside {
        if !is_of_settings(other) {
            let note =
                format!("{other} is not read, as one run at a time is: {name}");
            reading.notes.push(note);
            continue;
        }
        match facts_of_file(Path::new(other), bytes) {
            Ok(others) => facts.fill(&others),
            Err(error) => reading.notes.push(format!("not read: {error}")),
        }
    }
    facts.fill(&reading.facts);
    reading.facts = facts;
    let diagnosis = Diagnosis::of_cases(&reading.cases());
    let said = consultation(name, &reading.rows, &diagnosis);
    let text = said + &known_facts(&reading.facts);
    let title = path.file_stem().unwrap_or_default().to_string_lossy();
    // Where nothing that is there can be drawn, an empty chart says so.
    let panel = diagnostics_without(&title, &reading.rows, &reading.missing)
        .or_else(|_| all_diagnostics(&title, &reading.rows))?;
    let notes = reading.notes;
    Ok(Consultation { notes, text, panel })
}

/// The place of the file with the rows: the first that is no file of settings, or the
/// first of all.
fn run_among(files: &[(String, Vec<u8>)]) -> Option<usize> {
    let run = files.iter().position(|(name, _)| !is_of_settings(name));
    run.or((!files.is_empty()).then_some(0))
}

fn is_of_settings(name: &str) -> bool {
    let endings = [".json", ".yaml", ".yml", ".zip"];
    let name = name.to_lowercase();
    endings.iter().any(|ending| name.ends_with(ending))
}
// ANCHOR_END: consult

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::doctor::causes::TARGET_FOLLOWS;

    fn file(name: &str, text: &str) -> (String, Vec<u8>) {
        (name.to_owned(), text.as_bytes().to_vec())
    }

    /// Forty episodes that gain nothing.
    fn flat() -> String {
        let rows = (1..=40).map(|i| format!("{i},{},9.0\n", 9 * i));
        format!("episode,steps,reward\n{}", rows.collect::<String>())
    }

    #[test]
    fn a_run_gets_a_verdict_and_a_panel_and_its_reader_learns_how_it_was_read() {
        let said = consult(&[file("mine.csv", &flat())]).unwrap();
        assert_eq!(said.notes.len(), 1, "{:?}", said.notes);
        assert!(said.notes[0].contains("`reward`"), "{:?}", said.notes);
        let head = "mine.csv: 1 run of 40 rows\n\n";
        assert!(said.text.starts_with(head), "{}", said.text);
        assert!(said.text.contains("Not looked for"), "{}", said.text);
        assert!(!said.text.contains(TARGET_FOLLOWS.name), "{}", said.text);
        assert!(said.panel.contains("The diagnostics of mine"));
    }

    #[test]
    fn a_file_of_settings_tells_facts_in_whatever_order_the_files_come() {
        let run = file("mine.csv", &flat());
        let beside = file("facts.json", "{\"gamma\": 1}");
        let both = consult(&[beside, run.clone()]).unwrap();
        let known = "\nKnown of the settings:\n  - gamma = 1\n";
        assert!(both.text.ends_with(known), "{}", both.text);
        let broken = file("facts.yaml", "gamma: [1");
        let said = consult(&[run, broken]).unwrap();
        let last = said.notes.last().unwrap();
        assert!(last.starts_with("not read: facts.yaml"), "{last}");
    }

    #[test]
    fn of_two_runs_the_first_is_read_and_the_other_is_named() {
        let runs = [file("mine.csv", &flat()), file("yours.csv", &flat())];
        let said = consult(&runs).unwrap();
        let note = "yours.csv is not read, as one run at a time is: mine.csv";
        assert_eq!(said.notes.last().unwrap(), note);
        assert!(said.text.starts_with("mine.csv: "), "{}", said.text);
    }

    #[test]
    fn without_a_file_there_is_nothing_to_say() {
        let refused = consult(&[]).unwrap_err().to_string();
        assert!(refused.contains("no file"), "{refused}");
    }

    #[test]
    fn a_file_that_is_no_run_is_refused_by_its_name() {
        let refused = consult(&[file("notes.txt", "nothing to see\n")]);
        let said = refused.unwrap_err().to_string();
        assert!(said.contains("notes.txt"), "{said}");
    }
}
