//! A record: one run on disk, complete or absent.

use crate::error::Error;
use crate::foundations::Weights;
use crate::lab::runs::origin::Origin;
use crate::lab::runs::results::{Row, parse_rows, to_csv};
use crate::storage::{read_whole, write_whole};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Before the names of folders that are being filled or emptied.
const TEMPORARY: &str = ".deepq-";

/// The rows and the best weights of one run, in a folder of their own that is called
/// after its seed and its episodes, such as `12-250`. A longer run of the same seed is
/// another record, so no record is ever changed.
///
/// If you write, read or remove records, hold the lock on the folder of results.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    folder: PathBuf,
}

impl Record {
    /// Writes a run into a temporary folder in `runs`, which it then renames. A record
    /// that is there already stays, if it has the same rows.
    ///
    /// # Errors
    /// [`Error::Write`], and [`Error::DifferentRows`] when the record that is there
    /// has other rows.
    pub(crate) fn write(
        runs: &Path,
        rows: &[Row],
        best: &Weights,
        origin: &Origin,
    ) -> Result<(), Error> {
        let folder = runs.join(format!("{}-{}", origin.seed, origin.episodes));
        let record = Self { folder };
        if record.folder.exists() {
            return check_agreement(
                (&record.rows_path(), &record.rows()?),
                (Path::new("the run that was made now"), rows),
            );
        }
        let failed = |source| Error::Write {
            path: record.folder.clone(),
            source,
        };
        std::fs::create_dir_all(runs).map_err(failed)?;
        let temporary = temporary_folder(runs).map_err(failed)?;
        let new = Self {
            folder: temporary.path().to_owned(),
        };
        best.save_with(&new.model_path(), &origin.metadata())?;
        write_whole(&new.rows_path(), to_csv(rows).as_bytes())?;
        std::fs::rename(&new.folder, &record.folder).map_err(failed)?;
        // It has another name now.
        let _ = temporary.keep();
        Ok(())
    }

    /// The records in `runs`, by name; none where there is no such folder.
    ///
    /// # Errors
    /// [`Error::Read`].
    pub(crate) fn all_in(runs: &Path) -> Result<Vec<Self>, Error> {
        let mut folders = folders_in(runs)?;
        folders.retain(|folder| !is_temporary(folder));
        folders.sort();
        let records = folders.into_iter().map(|folder| Self { folder });
        Ok(records.collect())
    }

    pub(crate) fn rows_path(&self) -> PathBuf {
        self.folder.join("rows.csv")
    }

    pub(crate) fn model_path(&self) -> PathBuf {
        self.folder.join("model.safetensors")
    }

    /// Its rows.
    ///
    /// # Errors
    /// [`Error::HalfRecord`] when they cannot be read.
    pub(crate) fn rows(&self) -> Result<Vec<Row>, Error> {
        let path = self.rows_path();
        let rows = read_whole(&path).and_then(|file| parse_rows(&path, &file));
        rows.map_err(|error| self.half(&error))
    }

    /// The origin of its model, which must be that of its rows.
    ///
    /// # Errors
    /// [`Error::HalfRecord`] when it is not, or cannot be read.
    pub(crate) fn origin(
        &self,
        recipe: &str,
        rows: &[Row],
    ) -> Result<Origin, Error> {
        let path = self.model_path();
        let found = Origin::of_model(&path).map_err(|error| self.half(&error))?;
        match Origin::of_run(recipe, rows) {
            Some(expected) if found.as_ref() == Some(&expected) => Ok(expected),
            _ => Err(Error::HalfRecord {
                path: self.folder.clone(),
                reason: "its model is not of the run of its rows".to_owned(),
            }),
        }
    }

    fn half(&self, error: &Error) -> Error {
        Error::HalfRecord {
            path: self.folder.clone(),
            reason: error.to_string(),
        }
    }

    /// Removes it. It is renamed first, so it is never there in part.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub(crate) fn remove(self) -> Result<(), Error> {
        let runs = self.folder.parent().unwrap_or(Path::new(""));
        let remove = || {
            let temporary = temporary_folder(runs)?;
            std::fs::rename(&self.folder, temporary.path().join("removed"))?;
            temporary.close()
        };
        remove().map_err(|source| Error::Write {
            path: self.folder.clone(),
            source,
        })
    }
}

/// Removes what killed processes left in `runs`, and `runs` itself when it is empty.
/// While the lock is held, nobody else has a temporary folder there.
pub(crate) fn sweep(runs: &Path) -> Result<(), Error> {
    let temporary = folders_in(runs)?
        .into_iter()
        .filter(|path| is_temporary(path));
    for folder in temporary {
        let removed = std::fs::remove_dir_all(&folder);
        removed.map_err(|source| Error::Write {
            path: folder,
            source,
        })?;
    }
    // A folder with records stays.
    let _ = std::fs::remove_dir(runs);
    Ok(())
}

/// Checks that two recordings of one run are equal in all episodes that both have, each
/// with the name of its file.
///
/// # Errors
/// [`Error::DifferentRows`].
pub(crate) fn check_agreement(
    (path, rows): (&Path, &[Row]),
    (other, others): (&Path, &[Row]),
) -> Result<(), Error> {
    let text = |row: &Row| to_csv(std::slice::from_ref(row));
    let differs = |(row, other): &(&Row, &Row)| text(row) != text(other);
    match rows.iter().zip(others).find(differs) {
        None => Ok(()),
        Some((row, _)) => Err(Error::DifferentRows {
            path: path.to_owned(),
            other: other.to_owned(),
            seed: row.seed,
            episode: row.episode,
        }),
    }
}

fn folders_in(runs: &Path) -> Result<Vec<PathBuf>, Error> {
    let list = || {
        let entries = match std::fs::read_dir(runs) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Ok(Vec::new());
            }
            entries => entries?,
        };
        let paths = entries.map(|entry| Ok(entry?.path()));
        let paths = paths.collect::<std::io::Result<Vec<PathBuf>>>()?;
        Ok(paths.into_iter().filter(|path| path.is_dir()).collect())
    };
    list().map_err(|source| Error::Read {
        path: runs.to_owned(),
        source,
    })
}

fn is_temporary(folder: &Path) -> bool {
    let name = folder.file_name().unwrap_or_default();
    name.to_string_lossy().starts_with(TEMPORARY)
}

fn temporary_folder(runs: &Path) -> std::io::Result<tempfile::TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY);
    // A temporary folder is private by default; this one becomes an ordinary folder.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
    builder.tempdir_in(runs)
}
