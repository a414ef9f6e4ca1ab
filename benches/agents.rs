//! How long a whole run of each of the lecture's agents takes, evaluation included:
//! `cargo bench --bench agents > book/reference/wall_time.csv`.
//!
//! The ratios to DQN, which other machines share, go to the terminal.

use deepq::evidence::comparison::references::AGENTS;
use deepq::experiments::{SEEDS, find};
use deepq::lab::runs::on_one_thread;
use std::time::Instant;

fn main() {
    let dqn = measure("dqn");
    println!("recipe,steps,seconds");
    for name in AGENTS {
        let (steps, seconds) = if name == "dqn" { dqn } else { measure(name) };
        println!("{name},{steps},{seconds:.1}");
        eprintln!(
            "{name:<16}{:>6.2} × the time of DQN, {:>6.2} × per step",
            seconds / dqn.1,
            seconds / steps as f64 / (dqn.1 / dqn.0 as f64)
        );
    }
}

/// The environment steps of one run, and the seconds it takes.
fn measure(name: &str) -> (usize, f64) {
    on_one_thread(|| {
        let entry = find(name).expect("the name of an agent");
        let mut run = entry.trial(SEEDS[0]).expect("a recipe of the course");
        let start = Instant::now();
        let mut rows = run.by_ref().map(|row| row.expect("a sound run"));
        let last = rows.find(|row| entry.length.is_over(row));
        let last = last.expect("a run has no end of its own");
        (last.steps, start.elapsed().as_secs_f64())
    })
    .expect("one more thread")
}
