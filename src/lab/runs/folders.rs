//! Where results, figures and tables lie.

use std::path::{Path, PathBuf};

/// The folders of everything that is recorded and drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    /// Raw rows, their provenance, and models.
    pub results: PathBuf,
    /// Charts and animations.
    pub figures: PathBuf,
    /// Tables in Markdown.
    pub tables: PathBuf,
    /// Data for the scripts of a page.
    pub scripts: PathBuf,
}

impl Folders {
    /// The folders of the book, whose root is `book`.
    pub fn of_book(book: &Path) -> Self {
        Self {
            results: book.join("results"),
            figures: book.join("src/figures"),
            tables: book.join("src/tables"),
            scripts: book.join("src/play"),
        }
    }

    /// One folder for everything.
    pub fn in_folder(folder: &Path) -> Self {
        Self {
            results: folder.to_owned(),
            figures: folder.to_owned(),
            tables: folder.to_owned(),
            scripts: folder.to_owned(),
        }
    }
}
