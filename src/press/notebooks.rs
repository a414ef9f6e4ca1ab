//! The commands of the notebooks.

use crate::error::Error;
use crate::press::chapter;
use crate::press::notebook::{Notebook, has_run};
use crate::press::output::report;
use crate::press::signals::stop_gently;
use crate::press::tools::Tools;
use crate::press::weave::notebooks;
use crate::press::workshop::{Workshop, check_notebook};
use crate::storage::{read_text, write_whole};
use clap::Args;
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// Open the notebooks in JupyterLab; the first time, install all that it takes.
#[derive(Args)]
pub struct Lab {
    /// The notebook to open.
    #[arg(default_value = "nfq")]
    notebook: String,
    /// Install and build, but open nothing.
    #[arg(long)]
    prepare: bool,
    /// Print the address instead of opening a browser.
    #[arg(long)]
    no_browser: bool,
    #[command(flatten)]
    tools: Tools,
}

impl Lab {
    pub fn run(self) -> Result<(), Error> {
        let course = Path::new(".");
        // If you misspell a name, you learn it before anything is installed.
        if !self.prepare {
            check_notebook(course, &self.notebook)?;
        }
        let workshop = Workshop::prepare(course, self.tools)?;
        if !self.prepare {
            return workshop.open(&self.notebook, !self.no_browser);
        }
        report!("ready: `deepq lab` opens the notebooks");
        Ok(())
    }
}

/// Make the notebooks from the chapters of the book again.
#[derive(Args)]
pub struct Weave {
    /// The chapters; all of the book's when none is named.
    chapters: Vec<PathBuf>,
    /// Run each notebook from top to bottom, and keep its outputs.
    #[arg(long)]
    execute: bool,
    /// The folder of the notebooks.
    #[arg(long, value_name = "DIR", default_value = "notebooks")]
    out: PathBuf,
    #[command(flatten)]
    tools: Tools,
}

impl Weave {
    pub fn run(self) -> Result<(), Error> {
        stop_gently(
            "each notebook that is woven is whole; weave again for the others",
        );
        let course = Path::new(".");
        let chapters = if self.chapters.is_empty() {
            chapter::summary(&course.join("book"))?
        } else {
            self.chapters
        };
        let workshop = if self.execute {
            Some(Workshop::prepare(course, self.tools)?)
        } else {
            None
        };
        let notebooks = notebooks(course, &chapters)?;
        if let (true, Some(chapter)) =
            (notebooks.is_empty(), chapters.into_iter().next())
        {
            return Err(Error::NothingToWeave(chapter));
        }
        let weave = |(name, notebook): &(String, Notebook)| {
            weave_one(&self.out, name, notebook, workshop.as_ref())
        };
        two_at_a_time(|| notebooks.par_iter().try_for_each(weave))
    }
}

/// A kernel compiles one cell at a time, on one processor, and has a folder of its own with
/// the crate in it: two at a time take half the time, and many would fill the disk.
fn two_at_a_time(
    job: impl FnOnce() -> Result<(), Error> + Send,
) -> Result<(), Error> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build();
    let pool = pool.map_err(|error| Error::NoThread(error.to_string()))?;
    pool.install(job)
}

/// Writes a notebook into `out`, with new outputs if there is a workshop that runs it, and
/// else with those that it had.
fn weave_one(
    out: &Path,
    name: &str,
    notebook: &Notebook,
    workshop: Option<&Workshop>,
) -> Result<(), Error> {
    let path = out.join(format!("{name}.ipynb"));
    let executed = match workshop {
        Some(workshop) => Some(workshop.execute(name, &notebook.to_json(None))?),
        None => read_text(&path).ok(),
    };
    let text = notebook.to_json(executed.as_deref());
    write_whole(&path, text.as_bytes())?;
    report!("woven  {}", path.display());
    if !has_run(&text) {
        report!("       without outputs: `deepq weave --execute` makes them");
    }
    Ok(())
}
