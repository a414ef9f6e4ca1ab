//! The crate's one error type: each message names the value, the bound and the
//! remedy.

use std::path::{Path, PathBuf};

/// All that can go wrong because of what a user asked for or handed in.
///
/// The message of a variant says what its fields are. `path` is always the file that
/// is meant, `name` what was asked for, `known` all that there is; `reason` and
/// `source` are the cause.
#[derive(Debug, thiserror::Error)]
#[expect(
    missing_docs,
    reason = "each field is named by the message that shows it"
)]
pub enum Error {
    /// No recipe has this name.
    #[error(
        "there is no recipe named `{name}`; did you mean `{nearest}`? \
         The recipes are: {known}"
    )]
    UnknownRecipe {
        name: String,
        nearest: String,
        known: String,
    },

    /// No world has this name.
    #[error("there is no world named `{name}`; the worlds are: {known}")]
    UnknownWorld { name: String, known: String },

    /// No optimiser has this name.
    #[error("there is no optimiser named `{name}`; the optimisers are: {known}")]
    UnknownOptimizer { name: String, known: String },

    /// No piece that can be chosen has this name.
    #[error("there is no {choice} named `{name}`; choose one of {known}")]
    UnknownChoice {
        choice: &'static str,
        name: String,
        known: String,
    },

    /// A text of choices that cannot be read.
    #[error("these choices cannot be read: {0}; write them as the page shares them")]
    BadChoices(String),

    /// A setting without a meaning for a recipe.
    #[error(
        "`--{setting}` has no meaning for {recipe}, which {reason}: leave it out, or \
         train another recipe"
    )]
    UnusedSetting {
        setting: &'static str,
        recipe: &'static str,
        reason: &'static str,
    },

    /// Two ways for the target network to follow.
    #[error(
        "`--copy-every` copies the online network at intervals, and `--tau` moves the \
         target network on every step: give one of them"
    )]
    TwoTargetUpdates,

    /// A model of a world that nothing draws.
    #[error(
        "nothing draws {task}, the world of `{recipe}`: only a model of a world that is \
         drawn can be watched"
    )]
    NotDrawn {
        recipe: &'static str,
        task: &'static str,
    },

    /// An experiment without seeds.
    #[error("an experiment needs at least one seed, but none was given: name one")]
    NoSeeds,

    /// The same seed twice.
    #[error(
        "seed {0} is given more than once: the same seed makes the same run, so \
         name each seed once"
    )]
    DuplicateSeed(u64),

    /// A run of no length.
    #[error("a run needs at least 1 {unit}, but 0 were asked for")]
    NoEpisodes {
        /// The unit of its length.
        unit: &'static str,
    },

    /// A hyperparameter outside its range.
    #[error(
        "{name} is {value}, but must lie in {bound}: choose a value in that range"
    )]
    OutOfRange {
        name: &'static str,
        value: f64,
        bound: &'static str,
    },

    /// A batch larger than the warm-up.
    #[error(
        "batch_size is {batch_size}, but only {warm_up} transitions are in the memory \
         when learning starts: lower batch_size or raise warm_up"
    )]
    BatchAboveWarmUp { batch_size: usize, warm_up: usize },

    /// A memory that is full before the warm-up is over.
    #[error(
        "the memory holds {capacity} transitions, but learning starts with more than \
         {warm_up}: raise the capacity above warm_up"
    )]
    MemoryBelowWarmUp { capacity: usize, warm_up: usize },

    /// An environment that returned NaN or an infinity. Step 0 is the start of an
    /// episode; episodes are counted from 1.
    #[error(
        "the environment returned {what} = {value} on step {step} of episode \
         {episode}, but states and rewards must be finite: fix the environment"
    )]
    NotFinite {
        what: String,
        value: f32,
        step: usize,
        episode: usize,
    },

    /// A learner or an objective that is used in another cell of a notebook than the one
    /// that made it.
    #[error(
        "this learner or its objective was made in another cell of the notebook, and \
         each cell numbers its tensors anew: make a recipe and its `Agent` in one cell; \
         an `Agent` then works in every cell"
    )]
    ForeignCell,

    /// A notebook that the course does not have.
    #[error("no notebook named `{name}`; the course has {known}")]
    UnknownNotebook { name: String, known: String },

    /// A file that cannot be read.
    #[error("cannot read {}: {source}; check the path and its permissions", path.display())]
    Read {
        path: PathBuf,
        source: std::io::Error,
    },

    /// A file or folder that cannot be written.
    #[error(
        "cannot write {}: {source}; choose a place that you may write to",
        path.display()
    )]
    Write {
        path: PathBuf,
        source: std::io::Error,
    },

    /// An output that is no regular file.
    #[error(
        "{} is {kind}, and would be replaced by a file: name a file, which need not be \
         there yet",
        path.display()
    )]
    NotAFile { path: PathBuf, kind: &'static str },

    /// A model that comes out of a pipe, so that no place for its animation is known.
    #[error(
        "{} is no file that an animation could be beside: say where it belongs by \
         --gif FILE",
        _0.display()
    )]
    NoPlaceBeside(PathBuf),

    /// An output that the same command reads.
    #[error(
        "{} is read by this command, which would then replace it: name another file to \
         write",
        _0.display()
    )]
    SameFile(PathBuf),

    /// A file that is too large to be read into memory, or that does not end.
    #[error(
        "{} has more than {amount} {unit}, the most that are read: make a smaller file \
         of what is needed",
        path.display()
    )]
    TooLarge {
        path: PathBuf,
        amount: u64,
        unit: &'static str,
    },

    /// A report that could not be printed.
    #[error(
        "the report is lost, as standard output cannot be written: {0}; the files are \
         written, and the same command prints the report again"
    )]
    LostReport(std::io::Error),

    /// A thread that the system does not start.
    #[error(
        "the system starts no more threads: {0}; raise the limit of processes \
         (`ulimit -u`) or of memory, or end other programs"
    )]
    NoThread(String),

    /// Results without a column that they must have.
    #[error(
        "{} has no column `{column}`{hint}; its columns must be {expected}: record it \
         again, or restore the file",
        path.display()
    )]
    MissingColumn {
        path: PathBuf,
        column: String,
        expected: String,
        hint: String,
    },

    /// A run of another program without a column that it must have.
    #[error(
        "{} has no column `{column}` and none that is known as another name of it; it \
         has {titles}: say which one it is, as in --column {column}=NAME",
        path.display()
    )]
    NoSuchColumn {
        path: PathBuf,
        column: String,
        titles: String,
    },

    /// A name for a column that no run has.
    #[error("a run has no column `{column}`; its columns are {known}")]
    UnknownColumn { column: String, known: String },

    /// A name for a fact that no rule uses.
    #[error("no rule of the doctor uses a fact `{fact}`; the facts are {known}")]
    UnknownFact { fact: String, known: String },

    /// Settings beside a run that cannot be read.
    #[error(
        "{}: {reason}; write the facts as JSON or YAML, such as {{\"gamma\": 0.99}}, \
         or give them by --fact",
        path.display()
    )]
    BadFacts { path: PathBuf, reason: String },

    /// Results without a single row.
    #[error(
        "{} has no rows, but one episode is needed at least; let the run finish an \
         episode first",
        _0.display()
    )]
    NoRows(PathBuf),

    /// An archive in place of a run.
    #[error(
        "{}: an archive holds the settings of a run, not its rows; hand it in together \
         with the file of the run, or by --facts",
        _0.display()
    )]
    SettingsAlone(PathBuf),

    /// A consultation without a run.
    #[error("no file was given: give the file with the rows of a run first")]
    NoFile,

    /// Two recordings without a common episode.
    #[error(
        "{} has no episode of a seed that is also in {}: record the same seeds twice",
        twin.display(),
        run.display()
    )]
    NothingInCommon { run: PathBuf, twin: PathBuf },

    /// Results with a line that cannot be read.
    #[error(
        "{}, line {line}: {reason}; fix the line, restore the file, or delete it and \
         record it again",
        path.display()
    )]
    BadRow {
        path: PathBuf,
        line: u64,
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
        path: PathBuf,
        name: String,
        found: String,
        expected: String,
    },

    /// A folder on a file system without locks.
    #[error(
        "cannot lock {}: {source}; several processes can record into one folder only \
         where files can be locked: give each a folder of its own with --out DIR, and \
         join these with `deepq gather`",
        path.display()
    )]
    Lock {
        path: PathBuf,
        source: std::io::Error,
    },

    /// A record of a run that is not whole, as after a copy that was stopped.
    #[error(
        "{} is not a whole record of a run: {reason}; copy it again, or remove the \
         folder and make the run again",
        path.display()
    )]
    HalfRecord { path: PathBuf, reason: String },

    /// The same run with other rows.
    #[error(
        "{} and {} differ in episode {episode} of seed {seed}, but the same recipe and \
         the same seed make the same run: one of them was made on a processor that does \
         not promise the bits, or was changed; remove it",
        path.display(),
        other.display()
    )]
    DifferentRows {
        path: PathBuf,
        other: PathBuf,
        seed: u64,
        episode: usize,
    },

    /// Runs that were asked for and are not on disk.
    #[error(
        "{} lacks what was asked for of seed {seeds}, rows or weights: run {again} \
         again; it makes what is missing and keeps the rest",
        path.display()
    )]
    MissingRuns {
        path: PathBuf,
        seeds: String,
        again: String,
    },

    /// Units of a plan that were not made yet.
    #[error(
        "{count} of the units that were asked for are in none of the folders, or their \
         weights are not: {units}{}; make them with `{make}`, or give the folder in \
         which they are",
        if units.matches(", ").count() + 1 < *count { " and others" } else { "" }
    )]
    MissingUnits {
        count: usize,
        units: String,
        make: String,
    },

    /// No unit of work has this name.
    #[error(
        "there is no unit `{0}`; a unit is called NAME/SEED, as in `dqn/12`, and \
         `deepq reproduce --plan` lists those of the book"
    )]
    UnknownUnit(String),

    /// Results without a folder to go to.
    #[error(
        "{} is not the folder of the course's repository, so there is no book for the \
         results: say where they belong with --out DIR",
        _0.display()
    )]
    NeedsOut(PathBuf),

    /// Results of a reader's own for the book.
    #[error(
        "the book records `{name}` otherwise, and {asked} would take the place of its \
         own: record it elsewhere with --out DIR"
    )]
    OwnRuns { name: String, asked: String },

    /// A folder for results of a reader's own that is in the book.
    #[error(
        "{} is in the book {}, whose files are made by `deepq reproduce` without --out: \
         choose a folder outside of it",
        path.display(),
        book.display()
    )]
    InTheBook { path: PathBuf, book: PathBuf },

    /// Figures or tables asked for before the runs that they show are recorded.
    #[error(
        "{} is not recorded yet: run `deepq reproduce` first; it goes on where it \
         was stopped",
        _0.display()
    )]
    NotRecorded(PathBuf),

    /// Figures asked for in a folder of one's own before its runs are recorded.
    #[error(
        "{} is not recorded yet: run `deepq reproduce --out {}` first; it goes on where \
         it was stopped",
        path.display(),
        out.display()
    )]
    NotRecordedIn { path: PathBuf, out: PathBuf },

    /// A file of rows that is there compressed and not compressed.
    #[error(
        "the rows of one recording are in {} and in {}: keep the one that is right, and \
         delete the other",
        path.display(),
        other.display()
    )]
    RowsTwice { path: PathBuf, other: PathBuf },

    /// A notebook whose cells are not those of its chapter.
    #[error(
        "{} does not have the cells of its chapter: `deepq weave --execute` with the \
         chapter makes it again",
        .0.display()
    )]
    StaleNotebook(PathBuf),
    /// Chapters that no notebook is made of.
    #[error(
        "no notebook is made of {}: a chapter needs a block of Rust to run, which begins \
         with ```rust",
        _0.display()
    )]
    NothingToWeave(PathBuf),

    /// A file that is not a saved model.
    #[error(
        "{} is not a whole safetensors model: {reason}; save it again with \
         `deepq train`",
        path.display()
    )]
    NotAModel { path: PathBuf, reason: String },

    /// A model without one of the network's weights.
    #[error(
        "the model has no weight `{0}`, which the network of this recipe needs: \
         load it with the recipe that it was trained with"
    )]
    ModelWeightMissing(String),

    /// A model with a weight that the network does not have.
    #[error(
        "the model has a weight `{0}`, which the network of this recipe lacks: \
         load it with the recipe that it was trained with"
    )]
    ModelWeightUnknown(String),

    /// A weight of another shape.
    #[error(
        "weight `{name}` of the model has the shape {found:?} and {numbers} numbers, \
         but the network of this recipe needs {expected:?}: load it with the recipe \
         that it was trained with"
    )]
    ModelShape {
        name: String,
        found: Vec<usize>,
        numbers: usize,
        expected: Vec<usize>,
    },

    /// A weight that is NaN or infinite.
    #[error(
        "weight `{name}` of the model has a {value}, and a network with it cannot play: \
         its training diverged; watch another model"
    )]
    NotFiniteWeight { name: String, value: f32 },

    /// A model whose weights are of no use here, and why.
    #[error("{}: {source}", path.display())]
    OfModel { path: PathBuf, source: Box<Error> },

    /// A figure that could not be drawn.
    #[error("cannot draw {what}: {reason}")]
    Drawing { what: String, reason: String },

    /// A chapter that names a part of a file which the file does not have.
    #[error(
        "{} shows the part `{anchor}` of {}, which has no anchor `{anchor}` with \
         anything in it: name another, or set the anchor",
        chapter.display(),
        path.display()
    )]
    MissingAnchor {
        path: PathBuf,
        anchor: String,
        chapter: PathBuf,
    },

    /// A command that needs the course's files, run elsewhere.
    #[error(
        "{} is not here: run this command in the folder of the course's repository",
        _0.display()
    )]
    NotTheCourse(PathBuf),

    /// A program that is not installed.
    #[error("`{program}` is needed {purpose}, but cannot be run: {remedy}")]
    MissingProgram {
        program: String,
        purpose: &'static str,
        remedy: &'static str,
    },

    /// A program that ran and failed.
    #[error("`{command}` failed ({status}): {remedy}")]
    ProgramFailed {
        command: String,
        status: String,
        remedy: &'static str,
    },
}

impl Error {
    /// The same error, of the model at `path`.
    pub(crate) fn of_model(self, path: &Path) -> Self {
        Self::OfModel {
            path: path.to_owned(),
            source: Box::new(self),
        }
    }
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
