//! How long each part takes: `cargo bench --bench parts`.
//!
//! Everything runs on one thread, as a run of an experiment does.

mod work;

use deepq::dqn::Learner;
use deepq::experiments::{EPISODES, SEEDS};
use deepq::lab::runs::{EVALUATION_EPISODES, Evaluation};
use deepq::prelude::*;
use divan::{Bencher, counter::ItemsCount};
use work::{
    BATCH, RATE, SQUARED, evaluation_steps, filled_memory, learner, play_whole_seed,
    sample,
};

fn main() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1);
    pool.build_global().expect("no pool was made before");
    divan::main();
}

/// One learner step of DQN: sample, targets, loss, gradient, RMSprop.
#[divan::bench]
fn learner_step(bencher: Bencher) {
    let mut learner: Learner<Mlp<4, 2>> = learner();
    let mut memory = filled_memory(50_000);
    let mut random = random(1, Stream::Replay);
    bencher.bench_local(move || {
        let sample = memory.sample(BATCH, Clock::default(), &mut random);
        learner.learn(&sample, &SQUARED, RATE).unwrap()
    });
}

/// Q(s, ·) of many states at once: the cost of one moment of an evaluation.
#[divan::bench(args = [1, 5, 64])]
fn forward(bencher: Bencher, states: usize) {
    let learner = learner();
    let states = vec![[0.01; 4]; states];
    bencher
        .counter(ItemsCount::new(states.len()))
        .bench_local(|| learner.q_values::<4, 2>(&states));
}

/// One greedy evaluation of an untrained agent; an item is an environment step.
#[divan::bench]
fn evaluation(bencher: Bencher) {
    let agent = Agent::new(dqn(), 12).expect("the course's recipe is valid");
    let steps = evaluation_steps(&agent);
    bencher
        .counter(ItemsCount::new(steps))
        .with_inputs(|| Evaluation::new(&agent, EVALUATION_EPISODES, 12))
        .bench_local_values(|mut evaluation| evaluation.score(&agent));
}

#[divan::bench(args = [1_000, 10_000, 100_000, 1_000_000])]
fn replay_store(bencher: Bencher, capacity: usize) {
    let mut memory = filled_memory(capacity);
    let transition = sample(&mut memory).transitions[0];
    bencher.bench_local(move || memory.store(transition));
}

#[divan::bench(args = [1_000, 10_000, 100_000, 1_000_000])]
fn replay_sample(bencher: Bencher, capacity: usize) {
    let mut memory = filled_memory(capacity);
    let mut random = random(1, Stream::Replay);
    bencher.bench_local(move || memory.sample(BATCH, Clock::default(), &mut random));
}

/// Seed 12 of the DQN experiment, evaluation included.
#[divan::bench(sample_count = 1)]
fn whole_seed(bencher: Bencher) {
    bencher.bench_local(|| play_whole_seed(SEEDS[0], EPISODES));
}
