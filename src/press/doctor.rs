//! `deepq doctor`: asks the doctor about a run.

use crate::error::Error;
use crate::lab::doctor::{Diagnosis, consultation};
use crate::lab::plots::all_diagnostics;
use crate::lab::reading::{Reading, read_run};
use crate::lab::runs::{TWIN_COLUMNS, parse_rows_with};
use crate::storage::{read_whole, write_whole};
use clap::Args;
use std::io::{Write, stdout};
use std::path::PathBuf;

/// Say what the rows of a run tell about what is wrong with it.
///
/// Reads what `train` and `reproduce` record, and runs of other programs: separated
/// values of any dialect, JSON and JSON lines, such as the `monitor.csv` and the
/// `progress.csv` of Stable-Baselines3.
#[derive(Args)]
pub struct Doctor {
    /// The rows: a line for each seed and episode.
    run: PathBuf,
    /// A column that the file calls otherwise, as in `score=my_reward`.
    #[arg(long = "column", value_name = "OURS=THEIRS", value_parser = named)]
    columns: Vec<(String, String)>,
    /// A second recording of the same seeds, evaluated differently: what the
    /// training saw must be the same in both.
    #[arg(long, value_name = "FILE")]
    twin: Option<PathBuf>,
    /// Draw all diagnostics into this SVG file.
    #[arg(long, value_name = "FILE")]
    plot: Option<PathBuf>,
}

/// A column of a run, and its title in a file.
fn named(text: &str) -> Result<(String, String), String> {
    let pair = text.split_once('=');
    let pair = pair.map(|(ours, theirs)| (ours.to_owned(), theirs.to_owned()));
    pair.ok_or_else(|| "write it as OURS=THEIRS, such as score=reward".to_owned())
}

impl Doctor {
    pub fn run(self) -> Result<(), Error> {
        let Self {
            run,
            columns,
            twin,
            plot,
        } = self;
        let Reading { rows, notes } = read_run(&run, &read_whole(&run)?, &columns)?;
        let other = twin.as_ref().map(|twin| {
            let twins = parse_rows_with(&TWIN_COLUMNS, twin, &read_whole(twin)?)?;
            if twins.is_empty() {
                return Err(Error::NoRows(twin.clone()));
            }
            Ok(twins)
        });
        let other = other.transpose()?.unwrap_or_default();
        let diagnosis = Diagnosis::with_twin(&rows, &other);
        if let Some(twin) = twin
            && diagnosis.compared == 0
        {
            return Err(Error::NothingInCommon { run, twin });
        }
        let said = consultation(&run.display().to_string(), &rows, &diagnosis);
        // A reader that stops reading, such as `head`, is no error.
        let mut out = stdout().lock();
        for note in notes {
            let _ = writeln!(out, "read: {note}");
        }
        let _ = writeln!(out, "{said}");
        if let Some(plot) = plot {
            let name = run.file_stem().unwrap_or_default().to_string_lossy();
            let panel = all_diagnostics(&name, &rows)?;
            write_whole(&plot, panel.0.as_bytes())?;
            let _ = writeln!(out, "drawn  {}", plot.display());
        }
        Ok(())
    }
}
