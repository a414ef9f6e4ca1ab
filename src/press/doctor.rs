//! `deepq doctor`: asks the doctor about a run.

use crate::error::Error;
use crate::lab::doctor::{Diagnosis, Facts, consultation, known_facts};
use crate::lab::plots::diagnostics_without;
use crate::lab::reading::{Reading, facts_of_file, read_run};
use crate::lab::runs::TWIN_COLUMNS;
use crate::press::output::report;
use crate::storage::{check_output, read_whole, write_whole};
use clap::Args;
use std::path::{Path, PathBuf};

#[expect(
    clippy::doc_markdown,
    reason = "the help of the command line shows it as it is"
)]
/// Say what the rows of a run tell about what is wrong with it.
///
/// Reads what `train` and `reproduce` record, and runs of other programs: separated
/// values of any dialect, JSON, JSON lines and the event files of TensorBoard, such as
/// the `monitor.csv` and the `progress.csv` of Stable-Baselines3. Settings are read from
/// a file of the run's name, or called `config`, `args`, `params` or `hparams`, that lies
/// beside it and ends in `.json`, `.yaml` or `.yml`.
#[derive(Args)]
pub struct Doctor {
    /// The rows: a line for each seed and episode.
    run: PathBuf,
    /// A column that the file calls otherwise, as in `score=my_reward`.
    #[arg(long = "column", value_name = "OURS=THEIRS", value_parser = named)]
    columns: Vec<(String, String)>,
    /// A setting of the run, as in `gamma=0.99`; it counts before those of files.
    #[arg(long = "fact", value_name = "NAME=NUMBER", value_parser = fact)]
    given: Vec<(String, f64)>,
    /// A file of settings: JSON, YAML, or a model that Stable-Baselines3 saved.
    #[arg(long, value_name = "FILE")]
    facts: Option<PathBuf>,
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

/// A setting, and its number.
fn fact(text: &str) -> Result<(String, f64), String> {
    let pair = text.split_once('=');
    let pair = pair
        .and_then(|(name, number)| Some((name.to_owned(), number.parse().ok()?)));
    pair.ok_or_else(|| "write it as NAME=NUMBER, such as gamma=0.99".to_owned())
}

impl Doctor {
    pub fn run(self) -> Result<(), Error> {
        if let Some(plot) = &self.plot {
            check_output(plot, &self.inputs())?;
        }
        let mut reading =
            read_run(&self.run, &read_whole(&self.run)?, &self.columns)?;
        self.add_facts(&mut reading)?;
        let mut diagnosis = Diagnosis::of_cases(&reading.cases());
        if let Some(path) = &self.twin {
            let twin = read_run(path, &read_whole(path)?, &self.columns)?;
            check_comparable(&self.run, &reading)?;
            check_comparable(path, &twin)?;
            diagnosis = diagnosis.compared_with(&reading.rows, &twin.rows);
            if diagnosis.compared == 0 {
                let (run, twin) = (self.run, path.clone());
                return Err(Error::NothingInCommon { run, twin });
            }
        }
        self.say(&reading, &diagnosis);
        if let Some(plot) = &self.plot {
            let name = self.run.file_stem().unwrap_or_default().to_string_lossy();
            let panel = diagnostics_without(&name, &reading.rows, &reading.missing)?;
            write_whole(plot, panel.0.as_bytes())?;
            report!("drawn  {}", plot.display());
        }
        Ok(())
    }

    /// The files that are read.
    fn inputs(&self) -> Vec<PathBuf> {
        let named = [Some(&self.run), self.twin.as_ref(), self.facts.as_ref()];
        let named = named.into_iter().flatten().cloned();
        named.chain(beside(&self.run)).collect()
    }

    /// Adds all facts: those given first, then those of the files, then those of the run.
    fn add_facts(&self, reading: &mut Reading) -> Result<(), Error> {
        let mut facts = Facts::default();
        for (name, number) in &self.given {
            facts.add(name, *number)?;
        }
        if let Some(path) = &self.facts {
            facts.fill(&facts_of_file(path, &read_whole(path)?)?);
        }
        for path in beside(&self.run) {
            match facts_of_file(&path, &read_whole(&path)?) {
                Ok(others) => facts.fill(&others),
                // Nobody has said that it holds settings.
                Err(error) => reading.notes.push(format!("not read: {error}")),
            }
        }
        facts.fill(&reading.facts);
        reading.facts = facts;
        Ok(())
    }

    fn say(&self, reading: &Reading, diagnosis: &Diagnosis) {
        let name = self.run.display().to_string();
        let said = consultation(&name, &reading.rows, diagnosis);
        for note in &reading.notes {
            report!("read: {note}");
        }
        report!("{said}{}", known_facts(&reading.facts));
    }
}

/// Checks that a recording has what two are compared by.
fn check_comparable(path: &Path, reading: &Reading) -> Result<(), Error> {
    match reading.missing.first() {
        None => Ok(()),
        Some(column) => Err(Error::MissingColumn {
            path: path.to_owned(),
            column: (*column).to_owned(),
            expected: TWIN_COLUMNS.join(", "),
            hint: String::new(),
        }),
    }
}

/// The files of settings that lie beside a run.
fn beside(run: &Path) -> Vec<PathBuf> {
    // `run.csv.gz` is as much of a run of the name `run` as `run.csv` is.
    let unpacked = match run.extension() {
        Some(ending) if ending == "gz" => run.with_extension(""),
        _ => run.to_owned(),
    };
    let stem = unpacked.file_stem().unwrap_or_default().to_string_lossy();
    let names = [&*stem, "config", "args", "params", "hparams"];
    let endings = ["json", "yaml", "yml"];
    let files = names.iter().flat_map(|name| {
        endings.map(|ending| run.with_file_name(format!("{name}.{ending}")))
    });
    files.filter(|file| file != run && file.is_file()).collect()
}
