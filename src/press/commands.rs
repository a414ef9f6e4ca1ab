//! The commands of `deepq`, each one function.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::{of_runs, of_the_book, recipe};
use crate::experiments::{Entry, Job, Records, entries, everything, find, selected};
use crate::foundations::{Weights, recipe_of_model};
use crate::lab::runs::{Experiment, Folders, Recording};
use crate::lab::stats::{RunSummary, Sheet};
use crate::press::console::Console;
use crate::press::notebook::has_run;
use crate::press::tools::Tools;
use crate::press::weave::notebooks;
use crate::press::workshop::{Workshop, check_notebook};
use crate::press::{book, chapter, kernel};
use crate::storage::{read_text, write_whole};
use std::path::{Path, PathBuf};

/// `deepq reproduce`: records the runs of the named recipes, of all recipes when
/// none is named, and draws their figures and tables. Without seeds or episodes the
/// runs are those of the book.
///
/// # Errors
/// Those of the experiments, of reading and of writing.
pub fn reproduce(
    names: &[String],
    seeds: &[u64],
    episodes: Option<usize>,
    folders: Folders,
) -> Result<(), Error> {
    let is_whole = names.is_empty() && seeds.is_empty() && episodes.is_none();
    let jobs = match names {
        // A study is a matter of its seeds and episodes.
        [] if is_whole => everything()?,
        [] => entries().map(Job::from).collect(),
        names => selected(names)?,
    };
    let records = Records::new(folders);
    for job in jobs {
        let Entry {
            seeds: own,
            episodes: all,
            ..
        } = job.entry;
        let seeds = if seeds.is_empty() { own } else { seeds };
        record(&job, &records, seeds, episodes.unwrap_or(all))?;
    }
    for made in of_runs(&records) {
        match made {
            // Of other recipes than those that were named.
            Err(Error::NotRecorded(_)) => {}
            made => write_all(made?)?,
        }
    }
    if is_whole {
        of_the_book(&records).try_for_each(|made| write_all(made?))?;
    }
    Ok(())
}

/// `deepq train`: one run, with its rows, best model, chart and animation in
/// `folder`, in files that are called after the recipe and the seed.
///
/// # Errors
/// As for [`reproduce`].
pub fn train(
    name: &str,
    seed: u64,
    episodes: usize,
    folder: &Path,
) -> Result<(), Error> {
    let job = Job {
        entry: find(name)?,
        file: format!("{name}-{seed}"),
    };
    let records = Records::new(Folders::in_folder(folder));
    record(&job, &records, &[seed], episodes)?;
    write_all(recipe::artifacts(&records, &job)?)
}

/// `deepq figures`: draws what the book shows of the recorded runs again.
///
/// # Errors
/// [`Error::NotRecorded`] when rows or models are missing, and those of reading and
/// writing.
pub fn figures(folders: Folders) -> Result<(), Error> {
    let records = Records::new(folders);
    let mut made = of_runs(&records).chain(of_the_book(&records));
    made.try_for_each(|made| write_all(made?))
}

/// `deepq watch`: plays one greedy episode of a saved model and writes it as an
/// animation, to `gif` or beside the model.
///
/// # Errors
/// [`Error::Read`], [`Error::NotAModel`] and those of a model that does not fit,
/// and [`Error::Write`].
pub fn watch(
    model: &Path,
    gif: Option<PathBuf>,
    recipe: Option<String>,
    seed: u64,
) -> Result<(), Error> {
    let weights = Weights::load(model)?;
    let trained_with = recipe_of_model(model)?.unwrap_or_else(|| "dqn".to_owned());
    let entry = find(&recipe.unwrap_or(trained_with))?;
    let film = entry.agents.animate(&weights, seed)?;
    let film = film.ok_or(Error::NotDrawn {
        recipe: entry.name,
        task: entry.task.name,
    })?;
    let gif = gif.unwrap_or_else(|| model.with_extension("gif"));
    write_whole(&gif, &film.gif)?;
    println!("{} steps upright; animation: {}", film.steps, gif.display());
    Ok(())
}

/// `deepq book`: builds the book with the programs in folder `tools`.
///
/// # Errors
/// Those of [`book::build`].
pub fn book(tools: &Path) -> Result<(), Error> {
    let page = book::build(Path::new("book"), &Tools::new(tools)?)?;
    println!("the book: {}", page.display());
    Ok(())
}

/// `deepq lab`: makes JupyterLab and the Rust kernel ready in folder `tools`, and
/// opens `notebook`, if there is one to open.
///
/// # Errors
/// Those of the workshop that Jupyter works in.
pub fn lab(
    notebook: Option<&str>,
    browser: bool,
    tools: &Path,
) -> Result<(), Error> {
    let course = Path::new(".");
    // Whoever misspells a name learns it before anything is installed.
    if let Some(notebook) = notebook {
        check_notebook(course, notebook)?;
    }
    let workshop = Workshop::prepare(course, &Tools::new(tools)?)?;
    if let Some(notebook) = notebook {
        return workshop.open(notebook, browser);
    }
    println!("ready: `deepq lab` opens the notebooks");
    Ok(())
}

/// `deepq weave`: writes the notebooks of `chapters`, of all chapters of the book
/// when none is named, into folder `out`; with `tools`, after running them.
///
/// # Errors
/// Those of weaving, of running the notebooks, and of writing.
pub fn weave(
    chapters: Vec<PathBuf>,
    tools: Option<&PathBuf>,
    out: &Path,
) -> Result<(), Error> {
    let course = Path::new(".");
    let chapters = if chapters.is_empty() {
        chapter::summary(&course.join("book"))?
    } else {
        chapters
    };
    let workshop = match tools {
        Some(tools) => Some(Workshop::prepare(course, &Tools::new(tools)?)?),
        None => None,
    };
    for (name, notebook) in notebooks(course, &chapters)? {
        let path = out.join(format!("{name}.ipynb"));
        let executed = match &workshop {
            Some(workshop) => {
                Some(workshop.execute(&name, &notebook.to_json(None))?)
            }
            None => read_text(&path).ok(),
        };
        let text = notebook.to_json(executed.as_deref());
        write_whole(&path, text.as_bytes())?;
        println!("woven  {}", path.display());
        if !has_run(&text) {
            println!("       without outputs: `deepq weave --execute` makes them");
        }
    }
    Ok(())
}

/// `deepq kernel`: becomes the kernel of one notebook.
///
/// # Errors
/// Those of [`kernel::start`].
pub fn kernel(tools: &Path, connection: &Path) -> Result<(), Error> {
    kernel::start(&Tools::new(tools)?, connection)
}

/// Records the runs of `job` that are missing, and prints what came out.
fn record(
    job: &Job,
    records: &Records,
    seeds: &[u64],
    episodes: usize,
) -> Result<(), Error> {
    let Job { entry, file } = job;
    let experiment = Experiment {
        trial: &|seed| entry.trial(seed),
        seeds,
        episodes,
    };
    let recording = records.recording(job);
    let mut console = Console::new(file, seeds.len(), episodes);
    experiment.record(&recording, &mut |event| console.show(event))?;
    console.finish();
    println!("{} on {}", entry.title, entry.task.name);
    println!("{}", summary(&recording)?.to_plain_right());
    println!("rows   {}", recording.path().display());
    println!("model  {}", recording.model().display());
    Ok(())
}

/// Writes what was made, and prints where it lies.
fn write_all(artifacts: Vec<Artifact>) -> Result<(), Error> {
    for Artifact { path, contents, .. } in artifacts {
        write_whole(&path, &contents)?;
        println!("drawn  {}", path.display());
    }
    Ok(())
}

/// What each run came to.
fn summary(recording: &Recording) -> Result<Sheet, Error> {
    let runs = RunSummary::of(&recording.read()?).into_iter().map(|run| {
        vec![
            run.seed.to_string(),
            run.episodes.to_string(),
            run.steps.to_string(),
            format!("{:.1}", run.last_score),
            format!("{:.1}", run.best_score),
            format!("episode {}", run.best_episode),
        ]
    });
    Ok(Sheet::new(
        &[
            "seed",
            "episodes",
            "steps",
            "last score",
            "best score",
            "at",
        ],
        runs.collect(),
    ))
}
