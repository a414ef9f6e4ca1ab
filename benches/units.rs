//! How long one run of each recipe takes, evaluation included:
//! `cargo bench --bench units > book/reference/unit_seconds.csv`.
//!
//! The seconds are those that one core worked on the run, so other work on the machine
//! does not count. Where the system does not tell them, they are those of the clock.

use deepq::experiments::{Entry, entries};
use deepq::lab::runs::on_one_thread;
use std::collections::BTreeSet;
use std::time::Instant;

fn main() {
    println!("recipe,episodes,steps,seconds");
    let mut measured = BTreeSet::new();
    // A twin of the museum can be an agent of the catalogue.
    for entry in entries().filter(|entry| measured.insert(entry.name)) {
        let (episodes, steps, seconds) = measure(&entry);
        println!("{},{episodes},{steps},{seconds:.2}", entry.name);
    }
}

/// The episodes and the environment steps of one run, and the seconds it takes.
fn measure(entry: &Entry) -> (usize, usize, f64) {
    on_one_thread(|| {
        let mut run = entry.trial(entry.seeds[0]).expect("a recipe of the course");
        let (start, clock) = (worked(), Instant::now());
        let mut rows = run.by_ref().map(|row| row.expect("a sound run"));
        let last = rows.find(|row| entry.length.is_over(row));
        let last = last.expect("a run has no end of its own");
        let seconds = match (start, worked()) {
            (Some(start), Some(end)) => end - start,
            _ => clock.elapsed().as_secs_f64(),
        };
        (last.episode, last.steps, seconds)
    })
}

/// The seconds for which a core has worked on this thread, as Linux counts them.
fn worked() -> Option<f64> {
    let counts = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = counts.split(' ').next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}
