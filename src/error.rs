//! The crate's one error type: each message names the value, the bound and the
//! remedy.

use std::path::PathBuf;

/// All that can go wrong because of what a user asked for or handed in.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No recipe has this name.
    #[error(
        "there is no recipe named `{name}`; did you mean `{nearest}`? \
         The recipes are: {known}"
    )]
    UnknownRecipe {
        /// The name that was asked for.
        name: String,
        /// The known name that is spelled most like it.
        nearest: String,
        /// All known names.
        known: String,
    },

    /// A model of a world that nothing draws.
    #[error(
        "nothing draws {task}, the world of `{recipe}`: only a model of a world that is \
         drawn can be watched"
    )]
    NotDrawn {
        /// The recipe of the model.
        recipe: &'static str,
        /// Its task.
        task: &'static str,
    },

    /// An experiment without seeds.
    #[error("an experiment needs at least one seed, but none was given: name one")]
    NoSeeds,

    /// The same seed twice.
    #[error(
        "seed {seed} is given more than once: the same seed makes the same run, so \
         name each seed once"
    )]
    DuplicateSeed {
        /// The repeated seed.
        seed: u64,
    },

    /// An experiment without episodes.
    #[error("a run needs at least 1 episode, but {episodes} were asked for")]
    NoEpisodes {
        /// The number asked for.
        episodes: usize,
    },

    /// A hyperparameter outside its range.
    #[error("{name} is {value}, but must lie in {bound}; set it in the recipe")]
    OutOfRange {
        /// The name of the hyperparameter.
        name: &'static str,
        /// Its value.
        value: f64,
        /// The values that it may take.
        bound: &'static str,
    },

    /// A batch larger than the warm-up.
    #[error(
        "batch_size is {batch_size}, but only {warm_up} transitions are in the memory \
         when learning starts: lower batch_size or raise warm_up"
    )]
    BatchAboveWarmUp {
        /// Transitions in a batch.
        batch_size: usize,
        /// Transitions stored before learning starts.
        warm_up: usize,
    },

    /// A memory that is full before the warm-up is over.
    #[error(
        "the memory holds {capacity} transitions, but learning starts with more than \
         {warm_up}: raise the capacity above warm_up"
    )]
    MemoryBelowWarmUp {
        /// Transitions that the memory can hold.
        capacity: usize,
        /// Transitions stored before learning starts.
        warm_up: usize,
    },

    /// An environment that returned NaN or an infinity.
    #[error(
        "the environment returned {what} = {value} on step {step} of episode \
         {episode}, but states and rewards must be finite: mend the environment"
    )]
    NotFinite {
        /// `state[i]` or `reward`.
        what: String,
        /// The number returned.
        value: f32,
        /// Steps since the episode started; 0 is its start state.
        step: usize,
        /// The episode, counted from 1.
        episode: usize,
    },

    /// A learner that is used in another cell of a notebook than the one that made it.
    #[error(
        "this learner was made in another cell of the notebook, and each cell numbers \
         its tensors anew: make it and use it in one cell, or use an `Agent`, which \
         works in every cell"
    )]
    ForeignCell,

    /// A notebook that the course does not have.
    #[error("no notebook named `{name}`; the course has {known}")]
    UnknownNotebook {
        /// The name asked for.
        name: String,
        /// Every name there is.
        known: String,
    },

    /// A file that cannot be read.
    #[error("cannot read {}: {source}; check the path and its permissions", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },

    /// A file or folder that cannot be written.
    #[error(
        "cannot write {}: {source}; choose a place that you may write to",
        path.display()
    )]
    Write {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },

    /// Results without a column that they must have.
    #[error(
        "{} has no column `{column}`; its columns must be {expected}: record it \
         again, or restore the file",
        path.display()
    )]
    MissingColumn {
        /// The file.
        path: PathBuf,
        /// The column that is missing.
        column: String,
        /// All columns.
        expected: String,
    },

    /// Results without a single row.
    #[error(
        "{} has no rows, but one episode is needed at least; let the run finish an \
         episode first",
        path.display()
    )]
    NoRows {
        /// The file.
        path: PathBuf,
    },

    /// Two recordings without a common episode.
    #[error(
        "{} has no episode of a seed that is also in {}: record the same seeds twice",
        twin.display(),
        run.display()
    )]
    NothingInCommon {
        /// The one recording.
        run: PathBuf,
        /// The other one.
        twin: PathBuf,
    },

    /// Results with a line that cannot be read.
    #[error(
        "{}, line {line}: {reason}; mend the line, restore the file, or delete it and \
         record it again",
        path.display()
    )]
    BadRow {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: u64,
        /// What is wrong with it.
        reason: String,
    },

    /// Results of another recipe than today's.
    #[error(
        "{} holds rows of recipe {found}, but `{name}` is now recipe {expected}; \
         rows of two recipes are never mixed: move the file away to record it \
         again, or record elsewhere with --out DIR",
        path.display()
    )]
    ForeignRecipe {
        /// The file.
        path: PathBuf,
        /// The name of the experiment.
        name: String,
        /// The fingerprint in the file.
        found: String,
        /// The fingerprint of today's recipe.
        expected: String,
    },

    /// Figures or tables asked for before the runs that they show are recorded.
    #[error(
        "{} is not recorded yet: run `deepq reproduce` first; it goes on where it \
         was stopped",
        path.display()
    )]
    NotRecorded {
        /// The file looked for.
        path: PathBuf,
    },

    /// A file that is not a saved model.
    #[error(
        "{} is not a whole safetensors model: {reason}; save it again with \
         `deepq train`",
        path.display()
    )]
    NotAModel {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },

    /// A model without one of the network's weights.
    #[error(
        "the model has no weight `{name}`, which the network of this recipe needs: \
         load it with the recipe that it was trained with"
    )]
    ModelWeightMissing {
        /// The name of the weight.
        name: String,
    },

    /// A model with a weight that the network does not have.
    #[error(
        "the model has a weight `{name}`, which the network of this recipe lacks: \
         load it with the recipe that it was trained with"
    )]
    ModelWeightUnknown {
        /// The name of the weight.
        name: String,
    },

    /// A weight of another shape.
    #[error(
        "weight `{name}` of the model has the shape {found:?} and {numbers} numbers, \
         but the network of this recipe needs {expected:?}: load it with the recipe \
         that it was trained with"
    )]
    ModelShape {
        /// The name of the weight.
        name: String,
        /// The shape in the file.
        found: Vec<usize>,
        /// The count of numbers in the file.
        numbers: usize,
        /// The shape of the network's weight.
        expected: Vec<usize>,
    },

    /// A figure that could not be drawn.
    #[error("cannot draw {what}: {reason}")]
    Drawing {
        /// The figure.
        what: String,
        /// What the drawing library says.
        reason: String,
    },

    /// A chapter that names a part of a file which the file does not have.
    #[error(
        "{} shows the part `{anchor}` of {}, which has no anchor `{anchor}` with \
         anything in it: name another, or set the anchor",
        chapter.display(),
        path.display()
    )]
    MissingAnchor {
        /// The file.
        path: PathBuf,
        /// The name of the anchor.
        anchor: String,
        /// The chapter.
        chapter: PathBuf,
    },

    /// A command that needs the course's files, run elsewhere.
    #[error(
        "{} is not here: run this command in the folder of the course's repository",
        missing.display()
    )]
    NotTheCourse {
        /// A file that the repository has.
        missing: PathBuf,
    },

    /// A program that is not installed.
    #[error("`{program}` is needed {purpose}, but cannot be run: {remedy}")]
    MissingProgram {
        /// The name of the program.
        program: String,
        /// What it is needed for.
        purpose: &'static str,
        /// How to get it.
        remedy: &'static str,
    },

    /// A program that ran and failed.
    #[error("`{command}` failed ({status}): {remedy}")]
    ProgramFailed {
        /// The program and its arguments.
        command: String,
        /// How it ended.
        status: String,
        /// What to do.
        remedy: &'static str,
    },
}

/// Refuses the value of a hyperparameter that is not inside its bound.
pub(crate) fn check_range(
    name: &'static str,
    value: f64,
    is_inside: bool,
    bound: &'static str,
) -> Result<(), Error> {
    if is_inside {
        return Ok(());
    }
    Err(Error::OutOfRange { name, value, bound })
}
