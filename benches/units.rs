//! How long an environment step of each recipe takes, evaluation included, and how many
//! of them its recorded episodes have:
//! `cargo bench --bench units > book/reference/unit_seconds.csv`. With names behind `--`,
//! such as `-- dqn ddqn`, it measures those only.
//!
//! The time is that for which a core worked on the run, so other work on the machine
//! does not count. Where the system does not tell it, it is that of the clock.

use deepq::experiments::{Entry, Records, entries};
use deepq::lab::runs::{by_seed, on_one_thread};
use std::collections::BTreeSet;
use std::env;
use std::ops::Range;
use std::path::Path;
use std::time::Instant;

/// The environment steps that are measured: after the warm-up, and long enough for the
/// time of one to be known within a few percent.
const STEPS: Range<usize> = 1_000..6_000;

fn main() {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("book");
    let records = Records::of_book(&book);
    println!("recipe,steps_per_episode,microseconds_per_step");
    // Cargo adds a flag of its own.
    let asked = env::args().skip(1).filter(|name| !name.starts_with("--"));
    let asked: BTreeSet<String> = asked.collect();
    let is_asked = |entry: &Entry| asked.is_empty() || asked.contains(entry.name);
    let mut measured = BTreeSet::new();
    // A twin of the museum can be an agent of the catalogue.
    let entries = entries().filter(is_asked);
    for entry in entries.filter(|entry| measured.insert(entry.name)) {
        let steps = steps_per_episode(&records, &entry);
        let time = microseconds_per_step(&entry);
        println!("{},{steps:.1},{time:.1}", entry.name);
    }
}

/// The mean over all episodes of the recorded runs.
fn steps_per_episode(records: &Records, entry: &Entry) -> f64 {
    let rows = records.rows(entry.name).expect("the recipe is recorded");
    let runs = by_seed(&rows);
    let last = runs.iter().filter_map(|(_, run)| run.last());
    let steps: usize = last.map(|row| row.steps).sum();
    steps as f64 / rows.len() as f64
}

fn microseconds_per_step(entry: &Entry) -> f64 {
    on_one_thread(|| {
        let mut run = entry.trial(entry.seeds[0]).expect("a recipe of the course");
        let mut step_after = |steps: usize| {
            let mut rows = run.by_ref().map(|row| row.expect("a sound run"));
            let row = rows.find(|row| row.steps >= steps);
            row.expect("a run has no end of its own").steps
        };
        let first = step_after(STEPS.start);
        let (start, clock) = (worked(), Instant::now());
        let last = step_after(STEPS.end);
        let microseconds = match (start, worked()) {
            (Some(start), Some(end)) => end - start,
            _ => 1e6 * clock.elapsed().as_secs_f64(),
        };
        microseconds / (last - first) as f64
    })
    .expect("the system can start one more thread")
}

/// The microseconds for which a core has worked on this thread, as Linux counts them.
fn worked() -> Option<f64> {
    let counts = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = counts.split(' ').next()?.parse().ok()?;
    Some(nanoseconds / 1e3)
}
