//! The commands that record the book's experiments: all at once, unit by unit, and
//! those that were made elsewhere.

use crate::error::Error;
use crate::evidence::{of_runs, of_the_book};
use crate::experiments::{Records, Unit};
use crate::lab::runs::{Experiment, Lock};
use crate::press::console::Console;
use crate::press::output::report;
use crate::press::place::{folders, source};
use crate::press::runs::{
    RUNS_KEPT, again, list_of_papers, list_of_recipes, list_of_studies, record,
    write_all,
};
use crate::press::selection::{Selection, check_of_the_book};
use crate::press::signals::stop_gently;
use crate::storage::write_whole;
use clap::Args;
use std::path::PathBuf;

/// This many units are named in a message.
const NAMED: usize = 6;

/// Train every experiment of the book, then draw its figures and tables.
///
/// Runs that are recorded already are kept, so a stopped job goes on where it
/// was.
#[derive(Args)]
#[command(after_long_help = list_of_recipes() + &list_of_studies() + &list_of_papers())]
pub struct Reproduce {
    #[command(flatten)]
    selection: Selection,
    /// Put rows, figures and tables into this folder, not into the book. Other
    /// seeds or lengths than the book's belong into a folder of their own.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Train nothing: print the runs as units of work, one line of JSON each, the
    /// longest first.
    #[arg(long, conflicts_with_all = ["out", "unit"])]
    plan: bool,
    /// Make these units of a plan only, such as `dqn/12`, one after the other. Each is
    /// a record of its own, which `deepq gather` joins to the others.
    #[arg(
        long,
        value_name = "UNIT",
        value_delimiter = ',',
        num_args = 1..,
        conflicts_with_all = ["only", "seeds"]
    )]
    unit: Vec<String>,
}

impl Reproduce {
    pub fn run(self) -> Result<(), Error> {
        stop_gently(RUNS_KEPT);
        if self.plan {
            let units = self.selection.units()?;
            let lines = units.iter().map(|unit| unit.to_json() + "\n");
            report!("{}", lines.collect::<String>().trim_end());
            return Ok(());
        }
        if self.unit.is_empty() {
            self.record_all()
        } else {
            self.record_units()
        }
    }

    fn record_all(self) -> Result<(), Error> {
        let records = Records::new(folders(self.out.as_deref())?);
        let jobs = self.selection.jobs()?;
        if self.out.is_none() {
            check_all(&self.selection)?;
        }
        for job in jobs {
            let seeds = self.selection.seeds(&job);
            record(&job, &records, seeds, self.selection.length(&job))?;
        }
        make_papers(&self.selection, &records)?;
        draw(&records, self.selection.is_whole())
    }

    fn record_units(self) -> Result<(), Error> {
        let records = Records::new(folders(self.out.as_deref())?);
        let units = self.unit.iter().map(|name| Unit::find(name));
        let mut units = units.collect::<Result<Vec<Unit>, Error>>()?;
        for unit in &mut units {
            unit.length = self.selection.given().unwrap_or(unit.length);
            if self.out.is_none() {
                check_of_the_book(&unit.job, &[unit.seed], unit.length)?;
            }
        }
        units.iter().try_for_each(|unit| make(unit, &records))
    }
}

/// Makes a unit that is not recorded yet.
fn make(unit: &Unit, records: &Records) -> Result<(), Error> {
    let experiment = Experiment {
        trial: &|seed| unit.job.trial(seed),
        seeds: &[unit.seed],
        length: unit.length,
    };
    let mut console = Console::new(&unit.job.file, 1, unit.length);
    let recording = records.recording(&unit.job);
    let made = experiment.record_apart(&recording, &mut |event| console.show(event));
    made.map_err(again)?;
    report!("kept   {}", unit.name());
    Ok(())
}

/// Join runs that were made elsewhere, check that none is missing, and draw.
///
/// The runs are those that `deepq reproduce` would make with the same options: nothing
/// is trained.
#[derive(Args)]
pub struct Gather {
    /// The folders in which units were made. They stay as they are.
    #[arg(value_name = "DIR")]
    folders: Vec<PathBuf>,
    #[command(flatten)]
    selection: Selection,
    /// Put everything into this folder, not into the book. Units that were made here
    /// are joined too.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Gather {
    pub fn run(self) -> Result<(), Error> {
        stop_gently("what is joined is whole; give the same command again");
        let records = Records::new(folders(self.out.as_deref())?);
        let jobs = self.selection.jobs()?;
        if self.out.is_none() {
            check_all(&self.selection)?;
        }
        let mut sources = Vec::new();
        for folder in &self.folders {
            sources.push(Records::new(source(folder)?));
        }
        let mut missing = Vec::new();
        for job in &jobs {
            let (recording, provenance) =
                (records.recording(job), job.provenance()?);
            let others: Vec<_> =
                sources.iter().map(|source| source.recording(job)).collect();
            let (seeds, length) =
                (self.selection.seeds(job), self.selection.length(job));
            recording.gather(&others, seeds, length, &provenance)?;
            let lacking = recording.lacking(seeds, length, &provenance)?;
            let names = lacking
                .iter()
                .map(|(seed, _)| format!("{}/{seed}", job.file));
            missing.extend(names);
        }
        if !missing.is_empty() {
            return Err(self.missing(&missing));
        }
        make_papers(&self.selection, &records)?;
        draw(&records, self.selection.is_whole())
    }

    fn missing(&self, units: &[String]) -> Error {
        let named = units[..units.len().min(NAMED)].join(" ");
        let length = self.selection.given().map_or_else(String::new, |length| {
            format!(" --{}s {}", length.unit(), length.amount())
        });
        let out = self
            .out
            .as_ref()
            .map_or_else(String::new, |out| format!(" --out {}", out.display()));
        Error::MissingUnits {
            count: units.len(),
            units: named.replace(' ', ", "),
            make: format!("deepq reproduce --unit {named}{length}{out}"),
        }
    }
}

/// Makes the experiments of papers that are not recorded yet. Each takes minutes at the
/// most, so none is a unit of work.
fn make_papers(selection: &Selection, records: &Records) -> Result<(), Error> {
    for paper in selection.papers() {
        let path = paper.path(&records.folders().results);
        if !path.exists() {
            write_whole(&path, paper.rows.all().as_bytes())?;
        }
        report!("kept   {}", paper.name);
    }
    Ok(())
}

/// Draws what the records are enough for. Processes take turns, so that the last to draw
/// has the rows of all.
fn draw(records: &Records, is_whole: bool) -> Result<(), Error> {
    let _lock = Lock::on(&records.folders().results)?;
    for made in of_runs(records) {
        match made {
            // Of other recipes than those that were named.
            Err(Error::NotRecorded { .. }) => {}
            made => write_all(made?)?,
        }
    }
    if is_whole {
        of_the_book(records).try_for_each(|made| write_all(made?))?;
    }
    Ok(())
}

/// Checks that the book has all of the runs.
fn check_all(selection: &Selection) -> Result<(), Error> {
    let jobs = selection.jobs()?;
    jobs.iter().try_for_each(|job| {
        check_of_the_book(job, selection.seeds(job), selection.length(job))
    })
}
