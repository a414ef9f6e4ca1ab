//! The command line of the course: nothing but calls into the library.

use clap::{Args, Parser, Subcommand};
use deepq::error::Error;
use deepq::experiments::{EPISODES, SEEDS};
use deepq::lab::runs::Folders;
use deepq::press::{commands, doctor};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Deep Q-Networks, with nothing taken on trust.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Train every experiment of the book, then draw its figures and tables.
    ///
    /// Runs that are recorded already are kept, so a stopped job goes on where it
    /// was.
    Reproduce {
        /// The recipes, folders of recipes and studies to train. When none is named, all
        /// of them; with seeds or episodes of your own, all recipes.
        #[arg(long, value_name = "NAME", value_delimiter = ',', num_args = 1..)]
        only: Vec<String>,
        /// The seeds, one run each; those of the book when none is given.
        #[arg(long, value_delimiter = ',', num_args = 1..)]
        seeds: Vec<u64>,
        /// The training episodes of each run; as in the book when not given.
        #[arg(long)]
        episodes: Option<usize>,
        /// Put rows, figures and tables into this folder, not into the book. Other
        /// seeds or episodes than the book's belong into a folder of their own.
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Train one agent: rows, best model, learning curve, animation.
    Train {
        /// The recipe, such as `dqn`.
        recipe: String,
        /// The seed of everything random about the run.
        #[arg(long, default_value_t = SEEDS[0])]
        seed: u64,
        /// The training episodes.
        #[arg(long, default_value_t = EPISODES)]
        episodes: usize,
        /// The folder of its files; `runs` when not given.
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Play one episode of a saved model and animate it.
    Watch {
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
    },
    /// Say what the rows of a run tell about what is wrong with it.
    ///
    /// Reads what `train` and `reproduce` record, or any CSV file with columns
    /// `episode`, `steps` and `score` and as many of the others as there are.
    Doctor {
        /// The rows: a line for each seed and episode.
        run: PathBuf,
        /// A second recording of the same seeds, evaluated differently: what the
        /// training saw must be the same in both.
        #[arg(long, value_name = "FILE")]
        twin: Option<PathBuf>,
        /// Draw all diagnostics into this SVG file.
        #[arg(long, value_name = "FILE")]
        plot: Option<PathBuf>,
    },
    /// Build the book, and say where its first page is.
    Book {
        #[command(flatten)]
        tools: ToolsFolder,
    },
    /// Open the notebooks in JupyterLab; the first time, install all that it takes.
    Lab {
        /// The notebook to open.
        #[arg(default_value = "nfq")]
        notebook: String,
        /// Install and build, but open nothing.
        #[arg(long)]
        prepare: bool,
        /// Print the address instead of opening a browser.
        #[arg(long)]
        no_browser: bool,
        #[command(flatten)]
        tools: ToolsFolder,
    },
    /// Make the notebooks from the chapters of the book again.
    Weave {
        /// The chapters; all of the book's when none is named.
        chapters: Vec<PathBuf>,
        /// Run each notebook from top to bottom, and keep its outputs.
        #[arg(long)]
        execute: bool,
        /// The folder of the notebooks.
        #[arg(long, value_name = "DIR", default_value = "notebooks")]
        out: PathBuf,
        #[command(flatten)]
        tools: ToolsFolder,
    },
    /// Run a notebook's cells: what Jupyter starts, not a person.
    #[command(hide = true)]
    Kernel {
        /// Where Jupyter writes how to talk to it.
        connection: PathBuf,
        #[command(flatten)]
        tools: ToolsFolder,
    },
    /// Draw the figures and tables of the recorded runs again.
    Figures {
        /// The folder of rows, figures and tables; the book when not given.
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
}

#[derive(Args)]
struct ToolsFolder {
    /// The folder that programs are installed into.
    #[arg(long, value_name = "DIR", default_value = "target/tools")]
    tools: PathBuf,
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), Error> {
    match command {
        Command::Reproduce {
            only,
            seeds,
            episodes,
            out,
        } => commands::reproduce(&only, &seeds, episodes, folders(out)),
        Command::Train {
            recipe,
            seed,
            episodes,
            out,
        } => {
            let folder = out.unwrap_or_else(|| "runs".into());
            commands::train(&recipe, seed, episodes, &folder)
        }
        Command::Watch {
            model,
            gif,
            recipe,
            seed,
        } => commands::watch(&model, gif, recipe, seed),
        Command::Doctor { run, twin, plot } => {
            doctor::doctor(&run, twin.as_deref(), plot.as_deref())
        }
        Command::Book { tools } => commands::book(&tools.tools),
        Command::Lab {
            notebook,
            prepare,
            no_browser,
            tools,
        } => {
            let notebook = (!prepare).then_some(notebook);
            commands::lab(notebook.as_deref(), !no_browser, &tools.tools)
        }
        Command::Weave {
            chapters,
            execute,
            out,
            tools,
        } => commands::weave(chapters, execute.then_some(&tools.tools), &out),
        Command::Kernel { connection, tools } => {
            commands::kernel(&tools.tools, &connection)
        }
        Command::Figures { out } => commands::figures(folders(out)),
    }
}

fn folders(out: Option<PathBuf>) -> Folders {
    match out {
        Some(folder) => Folders::in_folder(&folder),
        None => Folders::of_book(Path::new("book")),
    }
}
