//! What a command prints: its report on standard output, its progress on standard error.
//!
//! A line of progress that is lost stops nothing. Neither does a lost line of the report,
//! as the files that a command makes count for more; but the command then ends with an
//! error.

use crate::error::Error;
use std::fmt::{Display, Write as _};
use std::io::{self, Write, stderr, stdout};
use std::sync::{Mutex, PoisonError};

/// Why the report was lost, from its first lost line on.
static LOST: Mutex<Option<io::Error>> = Mutex::new(None);

/// Prints a line of the report, written as for `println!`.
macro_rules! report {
    ($($text:tt)*) => { $crate::press::output::print_report(format_args!($($text)*)) };
}

/// Prints a line of progress, written as for `println!`.
macro_rules! tell {
    ($($text:tt)*) => { $crate::press::output::print_progress(format_args!($($text)*)) };
}

pub(crate) use {report, tell};

/// Prints a part of the report, and ends its line.
pub(crate) fn print_report(text: impl Display) {
    let mut lost = LOST.lock().unwrap_or_else(PoisonError::into_inner);
    if lost.is_none() {
        let line = visible(&format!("{text}\n"));
        *lost = stdout().write_all(line.as_bytes()).err();
    }
}

/// Prints a line of progress.
pub(crate) fn print_progress(text: impl Display) {
    let line = visible(&format!("{text}\n"));
    let _ = stderr().write_all(line.as_bytes());
}

/// Hands over all of the report.
///
/// # Errors
/// [`Error::LostReport`] where a part of it could not be printed.
pub(crate) fn close() -> Result<(), Error> {
    let mut lost = LOST.lock().unwrap_or_else(PoisonError::into_inner);
    match lost.take().or_else(|| stdout().flush().err()) {
        None => Ok(()),
        Some(source) => Err(Error::LostReport(source)),
    }
}

/// The text with an escape in place of each character that a terminal would obey. Names
/// come out of files that others wrote.
pub(crate) fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for letter in text.chars() {
        let is_layout = ['\n', '\t'].contains(&letter);
        if !is_layout && (letter.is_control() || turns_text(letter)) {
            let _ = write!(visible, "{}", letter.escape_default());
        } else {
            visible.push(letter);
        }
    }
    visible
}

/// Whether a letter changes the direction in which its neighbours are shown.
fn turns_text(letter: char) -> bool {
    matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_is_told_nothing_by_a_name() {
        let name = "\u{1b}[31mred\u{7}\r \u{9b}31m \u{202e}txt.exe";
        let shown = r"\u{1b}[31mred\u{7}\r \u{9b}31m \u{202e}txt.exe";
        assert_eq!(visible(name), shown);
        let plain = "Q(s, ·) | ε\n\t“1”\n";
        assert_eq!(visible(plain), plain);
    }
}
