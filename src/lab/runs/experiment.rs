//! An experiment: one recipe, several seeds, a run of one length for each.

use crate::error::Error;
use crate::lab::runs::length::Length;
use crate::lab::runs::provenance::Provenance;
use crate::lab::runs::recording::Recording;
use crate::lab::runs::results::Row;
use crate::lab::runs::trial::{Best, Trial};
use rayon::ThreadPoolBuilder;
use std::iter::from_fn;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};

// ANCHOR: experiment
/// Several runs of one recipe, one per seed.
pub struct Experiment<'a> {
    /// Makes an untrained run from a seed.
    pub trial: &'a (dyn Fn(u64) -> Result<Box<dyn Trial>, Error> + Sync),
    /// The seeds, each one run.
    pub seeds: &'a [u64],
    /// How long each run goes on.
    pub length: Length,
}
// ANCHOR_END: experiment

// ANCHOR: event
/// What an experiment tells while it runs.
#[derive(Clone, Debug)]
pub enum Event {
    /// The run of this seed is recorded already and is not made again.
    Kept(u64),
    /// The run of this seed starts.
    Started(u64),
    /// A run ended one more episode.
    Row(Box<Row>),
    /// A run ended its last episode.
    Finished {
        /// The seed.
        seed: u64,
        /// One row per episode.
        rows: Vec<Row>,
        /// The weights after the first episode with the highest score.
        best: Best,
    },
}
// ANCHOR_END: event

impl Experiment<'_> {
    /// The provenance of every row of the experiment.
    ///
    /// # Errors
    /// [`Error::NoSeeds`], [`Error::DuplicateSeed`] and [`Error::NoEpisodes`] when
    /// the experiment makes no sense, and those of the agent.
    pub fn provenance(&self) -> Result<Provenance, Error> {
        let first = *self.seeds.first().ok_or(Error::NoSeeds)?;
        for (i, &seed) in self.seeds.iter().enumerate() {
            if self.seeds[..i].contains(&seed) {
                return Err(Error::DuplicateSeed(seed));
            }
        }
        self.length.check()?;
        Ok((self.trial)(first)?.provenance().clone())
    }

    /// Makes the runs that `recording` lacks, joins each to the others when it ends, and
    /// checks at the end that all that was asked for is on disk.
    ///
    /// Rows on disk are kept, and a run that is there and at least as long is not made
    /// again: a stopped experiment goes on where it was.
    ///
    /// # Errors
    /// Those of [`Recording::join`], of the runs, and [`Error::MissingRuns`] when files
    /// were taken away meanwhile.
    pub fn record(
        &self,
        recording: &Recording,
        watch: &mut dyn FnMut(&Event),
    ) -> Result<(), Error> {
        let provenance = self.provenance()?;
        recording.join(&provenance)?;
        let lacking = recording.lacking(self.seeds, self.length, &provenance)?;
        self.make(&lacking, recording, watch, &|| recording.join(&provenance))?;
        if lacking.is_empty() {
            return Ok(());
        }
        recording.join(&provenance)?;
        self.check(recording, &provenance)
    }

    /// Makes the runs that `recording` lacks, and leaves each as a record of its own.
    /// They can be made by any number of processes, in any order, on a folder that all
    /// of them see or in folders of their own: [`Recording::join`] joins them.
    ///
    /// # Errors
    /// Those of [`Recording::lacking`] and of the runs, and [`Error::MissingRuns`].
    pub fn record_apart(
        &self,
        recording: &Recording,
        watch: &mut dyn FnMut(&Event),
    ) -> Result<(), Error> {
        let provenance = self.provenance()?;
        let mut lacking = recording.lacking(self.seeds, self.length, &provenance)?;
        // Others make theirs.
        lacking.retain(|(seed, _)| self.seeds.contains(seed));
        self.make(&lacking, recording, watch, &|| Ok(()))?;
        let mut missing = recording.lacking(self.seeds, self.length, &provenance)?;
        missing.retain(|(seed, _)| self.seeds.contains(seed));
        check_missing(recording, &missing)
    }

    /// Makes the runs that are `lacking`, and keeps each when it ends.
    fn make(
        &self,
        lacking: &[(u64, Length)],
        recording: &Recording,
        watch: &mut dyn FnMut(&Event),
        each: &dyn Fn() -> Result<(), Error>,
    ) -> Result<(), Error> {
        let is_made = |seed| lacking.iter().any(|&(made, _)| made == seed);
        for &seed in self.seeds.iter().filter(|&&seed| !is_made(seed)) {
            watch(&Event::Kept(seed));
        }
        self.run(lacking, &mut |event| {
            if let Event::Finished { rows, best, .. } = &event {
                recording.keep(rows, &best.weights)?;
                each()?;
            }
            watch(&event);
            Ok(())
        })
    }

    /// Checks that all that was asked for is on disk and belongs together.
    ///
    /// # Errors
    /// [`Error::MissingRuns`], and those of [`Recording::lacking`].
    pub fn check(
        &self,
        recording: &Recording,
        provenance: &Provenance,
    ) -> Result<(), Error> {
        let missing = recording.lacking(self.seeds, self.length, provenance)?;
        check_missing(recording, &missing)
    }

    /// Runs `seeds`, as many at a time as the machine has processors.
    fn run(
        &self,
        seeds: &[(u64, Length)],
        each: &mut dyn FnMut(Event) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let processors =
            std::thread::available_parallelism().map_or(1, NonZero::get);
        // Runs take about equally long. Where they do not divide evenly, the last
        // ones share the processors, so that none is idle while one run is left.
        let together = processors + seeds.len() % processors;
        let (first, last) = seeds.split_at(seeds.len().saturating_sub(together));
        self.run_side_by_side(first, processors, each)?;
        self.run_side_by_side(last, together, each)
    }

    /// Runs `seeds`, `at_a_time` of them at once, one thread each.
    fn run_side_by_side(
        &self,
        seeds: &[(u64, Length)],
        at_a_time: usize,
        each: &mut dyn FnMut(Event) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let next = AtomicUsize::new(0);
        let next_seed = || seeds.get(next.fetch_add(1, Ordering::Relaxed));
        std::thread::scope(|scope| {
            let (sender, receiver) = channel();
            for _ in 0..at_a_time.min(seeds.len()) {
                let (sender, mut seeds) = (sender.clone(), from_fn(&next_seed));
                let runs = move || {
                    let make =
                        || seeds.try_for_each(|&run| self.run_seed(run, &sender));
                    on_one_thread(make)
                        .unwrap_or_else(|error| sender.send(Err(error)).ok())
                };
                let started = std::thread::Builder::new().spawn_scoped(scope, runs);
                started.map_err(|error| Error::NoThread(error.to_string()))?;
            }
            drop(sender);
            // When `each` fails the receiver is dropped, and the threads stop at
            // the next event that they cannot send.
            receiver.into_iter().try_for_each(|event| each(event?))
        })
    }

    /// Sends the events of one run; none when nobody listens any more.
    fn run_seed(
        &self,
        (seed, length): (u64, Length),
        sender: &Sender<Result<Event, Error>>,
    ) -> Option<()> {
        let tell = |event| sender.send(event).ok();
        tell(Ok(Event::Started(seed)))?;
        let mut run = match (self.trial)(seed) {
            Ok(run) => run,
            Err(error) => return tell(Err(error)),
        };
        let mut rows = Vec::new();
        for row in run.by_ref() {
            let is_last = row.as_ref().map_or(true, |row| length.is_over(row));
            rows.extend(row.iter().cloned());
            tell(row.map(|row| Event::Row(Box::new(row))))?;
            if is_last {
                break;
            }
        }
        let best = run.best().clone();
        tell(Ok(Event::Finished { seed, rows, best }))
    }
}

fn check_missing(
    recording: &Recording,
    missing: &[(u64, Length)],
) -> Result<(), Error> {
    if missing.is_empty() {
        return Ok(());
    }
    let seeds = missing.iter().map(|(seed, _)| seed.to_string());
    Err(Error::MissingRuns {
        path: recording.path().to_owned(),
        seeds: seeds.collect::<Vec<_>>().join(", "),
        again: "the same command".to_owned(),
    })
}

/// Runs `work` where a matrix product uses one thread: products this small are
/// slower on two.
///
/// # Errors
/// [`Error::NoThread`].
pub fn on_one_thread<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, Error> {
    let pool = ThreadPoolBuilder::new().num_threads(1).build();
    let pool = pool.map_err(|error| Error::NoThread(error.to_string()))?;
    Ok(pool.install(work))
}
