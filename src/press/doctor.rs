//! `deepq doctor`: asks the doctor about a run.

use crate::error::Error;
use crate::lab::doctor::{Diagnosis, consultation};
use crate::lab::plots::all_diagnostics;
use crate::lab::runs::{LEAST_COLUMNS, TWIN_COLUMNS, parse_rows_with};
use crate::storage::{read_whole, write_whole};
use clap::Args;
use std::io::{Write, stdout};
use std::path::PathBuf;

/// Say what the rows of a run tell about what is wrong with it.
///
/// Reads what `train` and `reproduce` record, or any CSV file with columns
/// `episode`, `steps` and `score` and as many of the others as there are.
#[derive(Args)]
pub struct Doctor {
    /// The rows: a line for each seed and episode.
    run: PathBuf,
    /// A second recording of the same seeds, evaluated differently: what the
    /// training saw must be the same in both.
    #[arg(long, value_name = "FILE")]
    twin: Option<PathBuf>,
    /// Draw all diagnostics into this SVG file.
    #[arg(long, value_name = "FILE")]
    plot: Option<PathBuf>,
}

impl Doctor {
    pub fn run(self) -> Result<(), Error> {
        let Self { run, twin, plot } = self;
        let columns = match twin {
            Some(_) => &TWIN_COLUMNS[..],
            None => &LEAST_COLUMNS,
        };
        let read = |path: &PathBuf| {
            let rows = parse_rows_with(columns, path, &read_whole(path)?)?;
            if rows.is_empty() {
                return Err(Error::NoRows(path.clone()));
            }
            Ok(rows)
        };
        let rows = read(&run)?;
        let other = twin.as_ref().map(read).transpose()?.unwrap_or_default();
        let diagnosis = Diagnosis::with_twin(&rows, &other);
        if let Some(twin) = twin
            && diagnosis.compared == 0
        {
            return Err(Error::NothingInCommon { run, twin });
        }
        let said = consultation(&run.display().to_string(), &rows, &diagnosis);
        // A reader that stops reading, such as `head`, is no error.
        let mut out = stdout().lock();
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
