//! The records: what is on disk of the catalogue's runs and of the studies.

use crate::error::Error;
use crate::experiments::catalogue::find;
use crate::experiments::studies::{Job, STUDIES, Study};
use crate::foundations::Weights;
use crate::lab::runs::{Folders, Recording, Row};
use serde::de::DeserializeOwned;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

// ANCHOR: records
/// The recorded runs in some folders. Each file of rows is read once.
pub struct Records {
    folders: Folders,
    read: RefCell<BTreeMap<String, Vec<Row>>>,
}
// ANCHOR_END: records

impl Records {
    /// The records in `folders`.
    pub fn new(folders: Folders) -> Self {
        Self {
            folders,
            read: RefCell::default(),
        }
    }

    /// The records of the book, whose root is `book`.
    pub fn of_book(book: &Path) -> Self {
        Self::new(Folders::of_book(book))
    }

    /// Where they are.
    pub fn folders(&self) -> &Folders {
        &self.folders
    }

    /// The files of `job`.
    pub fn recording(&self, job: &Job) -> Recording {
        let recording =
            Recording::new(&self.folders.results, job.entry.name, &job.file);
        if job.keeps_network {
            recording
        } else {
            recording.of_rows_alone()
        }
    }

    /// The rows of the recipe `name`, under the seeds of the catalogue.
    pub fn rows(&self, name: &str) -> Result<Vec<Row>, Error> {
        self.rows_of(&find(name)?.into())
    }

    /// The rows of the recipe `name` in `study`.
    pub fn rows_in(&self, study: &Study, name: &str) -> Result<Vec<Row>, Error> {
        self.rows_of(&study.job(name)?)
    }

    /// The rows of the recipe `name` under all of its seeds: those of the catalogue, and
    /// those of the studies that add seeds to it.
    pub fn all_seeds(&self, name: &str) -> Result<Vec<Row>, Error> {
        let mut rows = self.rows(name)?;
        for study in STUDIES.iter().filter(|study| study.adds_seeds) {
            if (study.recipes)().contains(&name) {
                // A reader may have recorded one seed in both.
                let mut more = self.rows_in(study, name)?;
                more.retain(|new| rows.iter().all(|row| row.seed != new.seed));
                rows.extend(more);
            }
        }
        Ok(rows)
    }

    /// The rows of `job`.
    pub fn rows_of(&self, job: &Job) -> Result<Vec<Row>, Error> {
        if let Some(rows) = self.read.borrow().get(&job.file) {
            return Ok(rows.clone());
        }
        let recording = self.recording(job);
        let rows = recording.read_own(&job.provenance()?)?;
        if rows.is_empty() {
            let path = recording.path().to_owned();
            return Err(Error::NotRecorded(path));
        }
        let mut read = self.read.borrow_mut();
        read.insert(job.file.clone(), rows.clone());
        Ok(rows)
    }

    /// The recorded rows of the experiment `name` of a paper.
    ///
    /// # Errors
    /// [`Error::NotRecorded`] and [`Error::BadRow`].
    pub fn paper<T: DeserializeOwned>(&self, name: &str) -> Result<Vec<T>, Error> {
        let path = self.folders.results.join(format!("{name}.csv"));
        let Ok(file) = fs::read(&path) else {
            return Err(Error::NotRecorded(path));
        };
        let lines = csv::Reader::from_reader(&file[..]).into_deserialize();
        let lines = lines.zip(2..).map(|(line, at)| {
            line.map_err(|error| Error::BadRow {
                path: path.clone(),
                line: at,
                reason: error.to_string(),
            })
        });
        lines.collect()
    }

    /// The weights that are saved of the recipe `name`.
    pub fn weights(&self, name: &str) -> Result<Weights, Error> {
        self.recording(&find(name)?.into()).weights()
    }
}
