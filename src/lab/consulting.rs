//! A consultation without files and without a command line: for a page, a notebook or a
//! test, which has the bytes of a run in its hands.

use crate::error::Error;
use crate::lab::doctor::{Diagnosis, consultation};
use crate::lab::plots::{Svg, all_diagnostics};
use crate::lab::reading::{Reading, read_run};
use std::path::Path;

// ANCHOR: consult
/// What the doctor says of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consultation {
    /// How the file was read, a sentence each.
    pub notes: Vec<String>,
    /// The verdict, as `deepq doctor` prints it.
    pub text: String,
    /// The panel of all diagnostics, as [`all_diagnostics`] draws it.
    pub panel: Svg,
}

/// Asks the doctor about a run. A file is its name and its bytes: the first one has the
/// rows of the run. Others, which would tell of the run beside its rows, are not read.
///
/// # Errors
/// [`Error::NoFile`], and those of [`read_run`] and of [`all_diagnostics`].
pub fn consult(files: &[(String, Vec<u8>)]) -> Result<Consultation, Error> {
    let ((name, bytes), others) = files.split_first().ok_or(Error::NoFile)?;
    let path = Path::new(name);
    let Reading { rows, mut notes } = read_run(path, bytes, &[])?;
    notes.extend(
        others
            .iter()
            .map(|(name, _)| format!("`{name}` is not read")),
    );
    let text = consultation(name, &rows, &Diagnosis::of(&rows));
    let title = path.file_stem().unwrap_or_default().to_string_lossy();
    let panel = all_diagnostics(&title, &rows)?;
    Ok(Consultation { notes, text, panel })
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
        let head = "mine.csv: 1 run of 40 episodes\n\n";
        assert!(said.text.starts_with(head), "{}", said.text);
        assert!(said.text.contains("Not looked for"), "{}", said.text);
        assert!(!said.text.contains(TARGET_FOLLOWS.name), "{}", said.text);
        assert!(said.panel.contains("The diagnostics of mine"));
    }

    #[test]
    fn a_further_file_changes_no_verdict_and_its_reader_is_told() {
        let run = file("mine.csv", &flat());
        let beside = file("facts.json", "{\"gamma\": 1}");
        let alone = consult(std::slice::from_ref(&run)).unwrap();
        let both = consult(&[run, beside]).unwrap();
        assert_eq!((both.text, both.panel), (alone.text, alone.panel));
        assert_eq!(both.notes[1..], ["`facts.json` is not read"]);
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
