//! `deepq book`: from the chapters to the pages.

use crate::error::Error;
use crate::press::chapter;
use crate::press::tools::{MDBOOK, MDBOOK_KATEX, Tools, path_with, run};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Builds the book in folder `book`, and returns its first page.
///
/// # Errors
/// [`Error::NotTheCourse`] elsewhere than in the repository, and those of the tools.
pub fn build(book: &Path, tools: &Tools) -> Result<PathBuf, Error> {
    // Whoever stands in another folder learns it before tools are built.
    chapter::summary(book)?;
    let mdbook = tools.install(&MDBOOK)?;
    tools.install(&MDBOOK_KATEX)?;
    let mut command = Command::new(mdbook);
    command
        .arg("build")
        .arg(book)
        .env("PATH", path_with("PATH", &[tools.programs(&MDBOOK_KATEX)]));
    // Neither tells what goes as it should, nor that they are of different ages.
    for (name, level) in [("MDBOOK_LOG", "warn"), ("RUST_LOG", "error")] {
        if std::env::var_os(name).is_none() {
            command.env(name, level);
        }
    }
    let remedy = "read what mdbook says above; `cargo test` checks the chapters";
    run(&mut command, MDBOOK.purpose, remedy)?;
    let pages = book.join("../target/book");
    let pages = pages.canonicalize().map_err(|source| Error::Read {
        path: pages,
        source,
    })?;
    Ok(pages.join("index.html"))
}
