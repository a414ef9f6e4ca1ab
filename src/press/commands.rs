//! The commands of `deepq`, each one function.

use crate::error::Error;
use crate::evidence::artifact::{
    Artifact, comparisons, of_the_whole_book, products, shown_products,
};
use crate::experiments::cart_pole::episode::Episode;
use crate::experiments::catalogue::{Entry, entries, find};
use crate::experiments::studies::{everything, selected};
use crate::foundations::weights::{Weights, recipe_of_model};
use crate::lab::runs::experiment::Experiment;
use crate::lab::runs::folders::Folders;
use crate::lab::runs::recording::Recording;
use crate::lab::stats::sheet::Sheet;
use crate::lab::stats::tables::RunSummary;
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
    folders: &Folders,
) -> Result<(), Error> {
    let is_whole = names.is_empty() && seeds.is_empty() && episodes.is_none();
    let jobs = match names {
        // A study is a matter of its seeds and episodes.
        [] if is_whole => everything()?,
        [] => entries()
            .map(|entry| (entry, entry.name.to_owned()))
            .collect(),
        names => selected(names)?,
    };
    for (entry, name) in jobs {
        let seeds = if seeds.is_empty() { entry.seeds } else { seeds };
        let job = Job {
            entry,
            name,
            folders,
        };
        job.record(seeds, episodes.unwrap_or(entry.episodes))?;
        if entry.shown_alone {
            job.publish()?;
        }
    }
    draw_comparisons(folders)?;
    if is_whole {
        write_all(of_the_whole_book(folders)?)?;
    }
    Ok(())
}

/// Draws the comparisons whose rows are all recorded.
fn draw_comparisons(folders: &Folders) -> Result<(), Error> {
    for drawing in comparisons(folders) {
        match drawing {
            Err(Error::NotRecorded { .. }) => {}
            drawing => write_all(drawing?)?,
        }
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
        name: format!("{name}-{seed}"),
        folders: &Folders::in_folder(folder),
    };
    job.record(&[seed], episodes)?;
    job.publish()
}

/// `deepq figures`: draws what the book shows of the recorded runs again.
///
/// # Errors
/// [`Error::NotRecorded`] when rows or models are missing, and those of reading and
/// writing.
pub fn figures(folders: &Folders) -> Result<(), Error> {
    write_all(shown_products(folders)?)
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
    let mut agent = (entry.agent)(seed)?;
    agent.set_weights(&weights)?;
    let episode = Episode::play(&agent, seed);
    let gif = gif.unwrap_or_else(|| model.with_extension("gif"));
    write_whole(&gif, &episode.animate()?)?;
    println!(
        "{} steps upright; animation: {}",
        episode.steps(),
        gif.display()
    );
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

/// An experiment, and where its files go.
struct Job<'a> {
    entry: Entry,
    /// What its files are called.
    name: String,
    folders: &'a Folders,
}

impl Job<'_> {
    /// Records what is missing, and prints what came out.
    fn record(&self, seeds: &[u64], episodes: usize) -> Result<(), Error> {
        let experiment = Experiment {
            agent: &self.entry.agent,
            seeds,
            episodes,
            evaluation_episodes: self.entry.evaluation_episodes,
        };
        let recording = self.recording();
        let mut console = Console::new(&self.name, seeds.len(), episodes);
        experiment.record(&recording, &mut |event| console.show(event))?;
        console.finish();
        println!(
            "{} on CartPole-v1\n{}",
            self.entry.title,
            summary(&recording)?.to_plain_right()
        );
        println!("rows   {}", recording.path().display());
        println!("model  {}", recording.model().display());
        Ok(())
    }

    fn recording(&self) -> Recording {
        Recording::new(&self.folders.results, self.entry.name, &self.name)
    }

    /// Draws the recorded runs.
    fn publish(&self) -> Result<(), Error> {
        write_all(products(&self.entry, &self.name, self.folders)?)
    }
}

/// Writes what was made, and prints where it lies.
fn write_all(products: Vec<Artifact>) -> Result<(), Error> {
    for product in products {
        write_whole(&product.path, &product.contents)?;
        println!("drawn  {}", product.path.display());
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
