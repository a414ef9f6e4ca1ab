//! The command that asks the doctor about a run.

use crate::error::Error;
use crate::lab::doctor::{Diagnosis, consultation};
use crate::lab::plots::all_diagnostics;
use crate::lab::runs::{LEAST_COLUMNS, TWIN_COLUMNS, parse_rows_with};
use crate::storage::{read_whole, write_whole};
use std::io::{Write, stdout};
use std::path::Path;

/// `deepq doctor`: prints what the rows in `run` tell about what is wrong, with
/// `twin` also whether the evaluation changes the training, and draws all diagnostics
/// into `plot`.
///
/// # Errors
/// Those of reading, [`Error::NoRows`], [`Error::NothingInCommon`], and those of drawing
/// and writing.
pub fn doctor(
    run: &Path,
    twin: Option<&Path>,
    plot: Option<&Path>,
) -> Result<(), Error> {
    let columns = match twin {
        Some(_) => &TWIN_COLUMNS[..],
        None => &LEAST_COLUMNS,
    };
    let read = |path: &Path| {
        let rows = parse_rows_with(columns, path, &read_whole(path)?)?;
        if rows.is_empty() {
            return Err(Error::NoRows(path.to_owned()));
        }
        Ok(rows)
    };
    let rows = read(run)?;
    let other = twin.map(read).transpose()?.unwrap_or_default();
    let diagnosis = Diagnosis::with_twin(&rows, &other);
    if let Some(twin) = twin
        && diagnosis.compared == 0
    {
        return Err(Error::NothingInCommon {
            run: run.to_owned(),
            twin: twin.to_owned(),
        });
    }
    let said = consultation(&run.display().to_string(), &rows, &diagnosis);
    // A reader that stops reading, such as `head`, is no error.
    let mut out = stdout().lock();
    let _ = writeln!(out, "{said}");
    if let Some(plot) = plot {
        let name = run.file_stem().unwrap_or_default().to_string_lossy();
        let panel = all_diagnostics(&name, &rows)?;
        write_whole(plot, panel.0.as_bytes())?;
        let _ = writeln!(out, "drawn  {}", plot.display());
    }
    Ok(())
}
