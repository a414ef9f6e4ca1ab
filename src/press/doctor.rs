//! The command that asks the doctor about a run.

use crate::error::Error;
use crate::lab::diagnostics::DIAGNOSTICS;
use crate::lab::doctor::consultation;
use crate::lab::figures::{BLUE, Curve};
use crate::lab::panel::panel;
use crate::lab::results::{LEAST_COLUMNS, Row, TWIN_COLUMNS, parse_rows_with};
use crate::storage::{read_whole, write_whole};
use std::io::{Write, stdout};
use std::path::Path;

/// `deepq doctor`: prints what the rows in `run` tell about what is wrong, with
/// `twin` also whether the evaluation changes the training, and draws all diagnostics
/// into `plot`.
///
/// # Errors
/// Those of reading, [`Error::NoRows`], [`Error::NothingInCommon`], and those of drawing and writing.
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
            return Err(Error::NoRows {
                path: path.to_owned(),
            });
        }
        Ok(rows)
    };
    let rows = read(run)?;
    let other = twin.map(read).transpose()?.unwrap_or_default();
    let twin_of = |row: &Row| {
        let mut others = other.iter();
        others.any(|o| (o.seed, o.episode) == (row.seed, row.episode))
    };
    if let Some(twin) = twin
        && !rows.iter().any(twin_of)
    {
        return Err(Error::NothingInCommon {
            run: run.to_owned(),
            twin: twin.to_owned(),
        });
    }
    let said = consultation(&run.display().to_string(), &rows, &other);
    // A reader that stops reading, such as `head`, is no error.
    let mut out = stdout().lock();
    let _ = writeln!(out, "{said}");
    if let Some(plot) = plot {
        let name = run.file_stem().unwrap_or_default().to_string_lossy();
        let curve = Curve {
            name: &name,
            color: BLUE,
            rows: &rows,
        };
        let title = format!("The diagnostics of {name}");
        let panel = panel(&title, &[curve], &DIAGNOSTICS.each_ref())?;
        write_whole(plot, panel.0.as_bytes())?;
        let _ = writeln!(out, "drawn  {}", plot.display());
    }
    Ok(())
}
