//! The commands that train agents, and those that show what was trained.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::{of_runs, of_the_book, recipe};
use crate::experiments::entry::Film;
use crate::experiments::training::{CHOICES_KEY, play_chosen};
use crate::experiments::{
    Entry, Job, Paper, Records, SEEDS, STUDIES, Settings, Study, WORLDS, entries,
    find, find_in, papers, recipes_in,
};
use crate::foundations::Weights;
use crate::foundations::weights::RECIPE_KEY;
use crate::lab::runs::{Experiment, Folders, Length};
use crate::lab::stats::{RunSummary, Sheet};
use crate::press::console::Console;
use crate::press::output::report;
use crate::press::place::{check_outside, folders, this_command};
use crate::press::selection::OwnLength;
use crate::press::signals::stop_gently;
use crate::storage::{check_output, check_replaceable, write_whole};
use clap::Args;
use std::path::{Path, PathBuf};

/// What a stopped training leaves.
pub(crate) const RUNS_KEPT: &str = "the runs that are recorded are kept; give the \
    same command again, and it goes on with the others";

/// Train one agent: rows, best model, learning curve, animation.
#[derive(Args)]
#[command(after_long_help = list_of_recipes() + &list_of_worlds())]
pub struct Train {
    /// The recipe, such as `dqn`.
    recipe: String,
    /// The world to train it in; that of the recipe when not given.
    #[arg(long, value_name = "NAME")]
    world: Option<String>,
    /// The seed of everything random about the run.
    #[arg(long, default_value_t = SEEDS[0], conflicts_with = "seeds")]
    seed: u64,
    /// Several seeds, one run each; their rows are in one file, to which later seeds
    /// are added.
    #[arg(long, value_delimiter = ',')]
    seeds: Vec<u64>,
    #[command(flatten)]
    length: OwnLength,
    /// The folder of its files; `runs` when not given.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    settings: Settings,
}

impl Train {
    /// The files are called after the recipe, its changed settings, and the seed if
    /// there is one.
    pub fn run(self) -> Result<(), Error> {
        stop_gently(RUNS_KEPT);
        let entry = match &self.world {
            Some(world) => find_in(world, &self.recipe)?,
            None => find(&self.recipe)?,
        };
        let mut job = Job::with(entry, self.settings);
        let mut seeds = self.seeds;
        if seeds.is_empty() {
            seeds.push(self.seed);
            job.file = format!("{}-{}", job.file, self.seed);
        }
        let folder = self.out.unwrap_or_else(|| "runs".into());
        check_outside(&folder)?;
        let records = Records::new(Folders::in_folder(&folder));
        let length = self.length.given().unwrap_or(job.entry.length);
        record(&job, &records, &seeds, length)?;
        write_all(recipe::artifacts(&records, &job)?)
    }
}

/// A line for each recipe that can be trained.
pub(crate) fn list_of_recipes() -> String {
    let width = entries().map(|entry| entry.name.len()).max().unwrap_or(0);
    let line = |entry: Entry| format!("  {:width$}  {}\n", entry.name, entry.title);
    format!("Recipes:\n{}", entries().map(line).collect::<String>())
}

/// A line for each world, and the recipes that go with those after the first.
fn list_of_worlds() -> String {
    let width = WORLDS.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let lines =
        WORLDS.map(|(name, task)| format!("  {name:width$}  {}\n", task.name));
    let (elsewhere, _) = WORLDS[1];
    let recipes = recipes_in(elsewhere).unwrap_or_default().into_iter();
    let recipes = recipes
        .map(|(name, _)| name)
        .filter(|name| !name.contains('/'));
    format!(
        "\nWorlds:\n{}\nRecipes that go with the other worlds: {}\n",
        lines.concat(),
        recipes.collect::<Vec<_>>().join(", ")
    )
}

/// A line for each experiment of a paper.
pub(crate) fn list_of_papers() -> String {
    let width = papers().map(|paper| paper.name.len()).max();
    let width = width.unwrap_or(0);
    let line = |paper: Paper| format!("  {:width$}  {}\n", paper.name, paper.title);
    format!(
        "\nExperiments of papers:\n{}",
        papers().map(line).collect::<String>()
    )
}

/// A line for each study.
pub(crate) fn list_of_studies() -> String {
    let width = STUDIES.iter().map(|study| study.name.len()).max();
    let width = width.unwrap_or(0);
    let line = |study: &Study| {
        let recipes = (study.recipes)().len();
        let (seeds, length) = (study.seeds.len(), study.length);
        format!(
            "  {:width$}  recipes: {recipes}, seeds of each: {seeds}, {}s of each: {}\n",
            study.name,
            length.unit(),
            length.amount()
        )
    };
    format!(
        "\nStudies:\n{}",
        STUDIES.iter().map(line).collect::<String>()
    )
}

/// Play one episode of a saved model and animate it.
#[derive(Args)]
pub struct Watch {
    /// A model that `train` or `reproduce` saved.
    model: PathBuf,
    /// The animation; beside the model when not given.
    #[arg(long, value_name = "FILE")]
    gif: Option<PathBuf>,
    /// The recipe of a model that does not name its own.
    #[arg(long)]
    recipe: Option<String>,
    /// The seed of the episode's start state.
    #[arg(long, default_value_t = SEEDS[0])]
    seed: u64,
}

impl Watch {
    pub fn run(self) -> Result<(), Error> {
        let model = &self.model;
        let gif = self.gif.map_or_else(|| beside(model), Ok)?;
        check_output(&gif, &[model])?;
        let (weights, mut said) = Weights::load_with_metadata(model)?;
        let recipe = self.recipe.or_else(|| said.remove(RECIPE_KEY));
        let film = match (recipe, said.remove(CHOICES_KEY)) {
            (None, Some(choices)) => {
                let film = weights.check_finite();
                let film =
                    film.and_then(|()| film_of(&choices, &weights, self.seed));
                film.map_err(|error| error.of_model(model))?
            }
            (recipe, _) => {
                let entry = find(recipe.as_deref().unwrap_or("dqn"))?;
                let film = weights.check_finite();
                let film =
                    film.and_then(|()| entry.agents.animate(&weights, self.seed));
                let film = film.map_err(|error| error.of_model(model))?;
                film.ok_or(Error::NotDrawn {
                    recipe: entry.name,
                    task: entry.task.name,
                })?
            }
        };
        write_whole(&gif, &film.gif)?;
        report!("{}; animation: {}", film.outcome, gif.display());
        Ok(())
    }
}

/// The episode of an agent that was put together from choices.
fn film_of(choices: &str, weights: &Weights, seed: u64) -> Result<Film, Error> {
    let episode = play_chosen(choices, weights, seed)?;
    Ok(Film {
        outcome: episode.outcome(),
        gif: episode.animate()?,
    })
}

/// The animation of the model in a file.
fn beside(model: &Path) -> Result<PathBuf, Error> {
    if model.exists() && !model.is_file() {
        return Err(Error::NoPlaceBeside(model.to_owned()));
    }
    Ok(model.with_extension("gif"))
}

/// Draw the figures and tables of the recorded runs again.
#[derive(Args)]
pub struct Figures {
    /// The folder of rows, figures and tables; the book when not given.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Figures {
    pub fn run(self) -> Result<(), Error> {
        stop_gently("each figure that is drawn is whole; draw again for the others");
        let records = Records::new(folders(self.out.as_deref())?);
        let made = of_runs(&records).chain(of_the_book(&records));
        // All are made before one is written: where rows are missing, none is replaced.
        let made: Result<Vec<_>, Error> = made.collect();
        let made = made.map_err(|error| match (error, self.out) {
            (Error::NotRecorded(path), Some(out)) => {
                Error::NotRecordedIn { path, out }
            }
            (error, _) => error,
        });
        write_all(made?.concat())
    }
}

/// Records the runs of `job` that are missing, and prints what came out.
pub(crate) fn record(
    job: &Job,
    records: &Records,
    seeds: &[u64],
    length: Length,
) -> Result<(), Error> {
    let experiment = Experiment {
        trial: &|seed| job.trial(seed),
        seeds,
        length,
    };
    let recording = records.recording(job);
    for path in std::iter::once(recording.path()).chain(recording.model()) {
        check_replaceable(path)?;
    }
    let mut console = Console::new(&job.file, seeds.len(), length);
    let recorded = experiment.record(&recording, &mut |event| console.show(event));
    recorded.map_err(again)?;
    console.finish();
    report!("{} on {}", job.title(), job.entry.task.name);
    let rows = recording.read()?;
    let runs = RunSummary::of(&rows).into_iter();
    let best = runs.map(|run| format!("episode {}", run.best_episode));
    let sheet = Sheet::of_runs(&rows).with_column("at", best);
    report!("{}", sheet.to_plain_right());
    report!("rows   {}", recording.path().display());
    if let Some(model) = recording.model() {
        report!("model  {}", model.display());
    }
    Ok(())
}

/// Where runs are missing at the end, the command that makes them is this one.
pub(crate) fn again(error: Error) -> Error {
    match error {
        Error::MissingRuns { path, seeds, .. } => Error::MissingRuns {
            path,
            seeds,
            again: this_command(),
        },
        other => other,
    }
}

/// Writes what was made, and prints where it lies.
pub(crate) fn write_all(artifacts: Vec<Artifact>) -> Result<(), Error> {
    for Artifact { path, contents, .. } in artifacts {
        write_whole(&path, &contents)?;
        report!("drawn  {}", path.display());
    }
    Ok(())
}
