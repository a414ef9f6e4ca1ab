//! What it costs to rank transitions: `cargo bench --bench prioritized`.
//!
//! A step stores a transition, draws a batch, learns from it, and tells the memory
//! the TD errors. Each memory takes its turn in each round; the ratios are those of
//! the medians.

mod work;

use deepq::ddqn::DoubleValue;
use deepq::lab::runs::on_one_thread;
use deepq::per::{PrioritizedReplay, prioritization};
use deepq::prelude::*;
use deepq::rank::RankReplay;
use std::time::Instant;
use work::{BATCH, RATE, fill, learner};

/// Rounds in which the memories take turns.
const ROUNDS: usize = 15;
/// Steps in one turn.
const STEPS: usize = 200;

fn main() {
    on_one_thread(|| {
        for capacity in [50_000, 1_000_000] {
            compare(capacity);
        }
    })
    .expect("one more thread");
}

fn compare(capacity: usize) {
    let mut memories: [(&str, Box<dyn Replay<4>>); 3] = [
        ("uniform", Box::new(UniformReplay::new(capacity))),
        (
            "prioritised",
            Box::new(PrioritizedReplay::new(capacity, prioritization())),
        ),
        (
            "prioritised by rank",
            Box::new(RankReplay::new(capacity, prioritization())),
        ),
    ];
    for (_, memory) in &mut memories {
        fill(&mut **memory);
    }
    let mut seconds = vec![Vec::new(); memories.len()];
    for _ in 0..ROUNDS {
        for ((_, memory), seconds) in memories.iter_mut().zip(&mut seconds) {
            seconds.push(seconds_per_step(&mut **memory));
        }
    }
    println!("a learner step with a memory of {capacity}");
    let uniform = median(&mut seconds[0]);
    for ((name, _), seconds) in memories.iter().zip(&mut seconds) {
        let step = median(seconds);
        println!(
            "  {name:<20}{:>8.1} µs  {:.3} ×",
            step * 1e6,
            step / uniform
        );
    }
}

fn seconds_per_step(memory: &mut dyn Replay<4>) -> f64 {
    let mut learner = learner();
    let mut random = random(1, Stream::Replay);
    let transition = memory.sample(1, Clock::default(), &mut random).transitions[0];
    let start = Instant::now();
    for _ in 0..STEPS {
        memory.store(transition);
        let sample = memory.sample(BATCH, Clock::default(), &mut random);
        let update = learner.learn(
            &sample,
            &SquaredError {
                bootstrap: DoubleValue,
            },
            RATE,
        );
        let update = update.expect("the learner was made here");
        memory.update(&sample.indices, &update.td_errors);
    }
    start.elapsed().as_secs_f64() / STEPS as f64
}

fn median(seconds: &mut [f64]) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}
