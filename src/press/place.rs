//! Where results go: into the book, or into a folder of the reader's own.

use crate::error::Error;
use crate::lab::runs::Folders;
use std::path::{Path, PathBuf};

/// The book, in the folder of the course.
const BOOK: &str = "book";

/// The folders of `out`; those of the book where none is given.
///
/// # Errors
/// [`Error::NeedsOut`] elsewhere than in the course, and [`Error::InTheBook`] for a
/// folder in the book.
pub(crate) fn folders(out: Option<&Path>) -> Result<Folders, Error> {
    match out {
        Some(folder) => {
            check_outside(folder)?;
            Ok(Folders::in_folder(folder))
        }
        None if is_book(Path::new(BOOK)) => Ok(Folders::of_book(Path::new(BOOK))),
        None => Err(Error::NeedsOut(
            std::path::absolute(".").unwrap_or_default(),
        )),
    }
}

/// The folders in which runs were made elsewhere: in a folder, or in the book of another
/// copy of the course.
///
/// # Errors
/// [`Error::Read`] when there is no such folder.
pub(crate) fn source(folder: &Path) -> Result<Folders, Error> {
    let listed = std::fs::read_dir(folder);
    listed.map_err(|source| Error::Read {
        path: folder.to_owned(),
        source,
    })?;
    if is_book(folder) {
        return Ok(Folders::of_book(folder));
    }
    Ok(Folders::in_folder(folder))
}

/// Refuses a folder in a book: files that a reader makes there take the place of the
/// book's, or are beside them as if they were its own.
pub(crate) fn check_outside(folder: &Path) -> Result<(), Error> {
    let absolute = std::path::absolute(folder).unwrap_or_default();
    // What is not there yet has no links to follow.
    let mut existing = absolute.ancestors();
    let real = existing.find_map(|folder| folder.canonicalize().ok());
    match real
        .unwrap_or_default()
        .ancestors()
        .find(|path| is_book(path))
    {
        None => Ok(()),
        Some(book) => Err(Error::InTheBook {
            path: folder.to_owned(),
            book: book.to_owned(),
        }),
    }
}

fn is_book(folder: &Path) -> bool {
    folder.join("src/SUMMARY.md").exists() && folder.join("results").is_dir()
}

/// This command, as it was typed.
pub(crate) fn this_command() -> String {
    let arguments: Vec<String> = std::env::args_os()
        .skip(1)
        .map(|argument| PathBuf::from(argument).display().to_string())
        .collect();
    format!("`deepq {}`", arguments.join(" "))
}
