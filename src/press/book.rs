//! `deepq book`: from the chapters to the pages.

use crate::error::Error;
use crate::press::chapter;
use crate::press::output::report;
use crate::press::signals::stop_gently;
use crate::press::tools::{
    MDBOOK, MDBOOK_KATEX, Tools, path_with, run, this_program, whole_path,
};
use clap::Args;
use std::path::Path;
use std::process::Command;

/// Build the book, and say where its first page is.
#[derive(Args)]
pub struct Book {
    #[command(flatten)]
    tools: Tools,
}

impl Book {
    pub fn run(self) -> Result<(), Error> {
        stop_gently("what is installed is kept; the same command builds the book");
        let book = Path::new("book");
        // If this is another folder, that is said before tools are built.
        chapter::summary(book)?;
        let mdbook = self.tools.install(&MDBOOK)?;
        self.tools.install(&MDBOOK_KATEX)?;
        let formulas = self.tools.programs(&MDBOOK_KATEX);
        // mdBook starts this very program for the outputs of the cells.
        let own = this_program()?;
        let own = own.parent().unwrap_or(book).to_owned();
        let mut command = Command::new(mdbook);
        command.arg("build").arg(book);
        command.env("PATH", path_with("PATH", &[formulas, own]));
        // Neither tells what goes as it should, nor that they are of different ages.
        for (name, level) in [("MDBOOK_LOG", "warn"), ("RUST_LOG", "error")] {
            if std::env::var_os(name).is_none() {
                command.env(name, level);
            }
        }
        let remedy = "read what mdbook says above; `cargo test` checks the chapters";
        run(&mut command, MDBOOK.purpose, remedy)?;
        let pages = whole_path(&book.join("../target/book"))?;
        report!("the book: {}", pages.join("index.html").display());
        Ok(())
    }
}
