//! What a step of each optimiser costs: `cargo bench --bench optimizers`.
//!
//! Each moves the weights of the course's network by one gradient. The optimisers take
//! turns in each round; the ratios are those of the medians. The last column is what a
//! learner step with this optimiser takes, in units of one with RMSprop.

mod work;

use deepq::foundations::Gradients;
use deepq::lab::runs::on_one_thread;
use deepq::prelude::*;
use dfdx::prelude::{Backward, BuildModule, MeanTo, Rank0, Trace, ZeroGrads};
use std::time::Instant;
use work::{BATCH, RATE, SQUARED, filled_memory, learner};

type Network = Mlp<4, 2>;

/// Rounds in which the optimisers take turns.
const ROUNDS: usize = 25;
/// Steps in one turn.
const STEPS: usize = 200;

fn main() {
    on_one_thread(compare).expect("one more thread");
}

fn compare() {
    let mut optimizers: [(&str, Box<dyn Optimizer<Network>>); 9] = [
        ("RMSprop", Box::new(RmsProp::new())),
        ("centred RMSprop", Box::new(CenteredRmsProp::new())),
        ("Adam", Box::new(Adam::new())),
        ("AMSGrad", Box::new(AmsGrad::new())),
        ("gradient descent", Box::new(Sgd)),
        ("with momentum", Box::new(Momentum::new())),
        ("with Nesterov's", Box::new(Nesterov::new())),
        ("Adam, clipped by norm", Box::new(by_norm())),
        ("Adam, clipped by value", Box::new(by_value())),
    ];
    let mut network = Network::build(&Dev::default());
    let mut gradients = gradients_of(&network);
    let mut seconds = vec![Vec::new(); optimizers.len()];
    let mut learner_seconds = Vec::new();
    for _ in 0..ROUNDS {
        learner_seconds.push(seconds_per_learner_step());
        for ((_, optimizer), seconds) in optimizers.iter_mut().zip(&mut seconds) {
            let start = Instant::now();
            for _ in 0..STEPS {
                optimizer.update(&mut network, &mut gradients, 1e-6);
            }
            seconds.push(start.elapsed().as_secs_f64() / STEPS as f64);
        }
    }
    let (learner, rms_prop) =
        (median(&mut learner_seconds), median(&mut seconds[0]));
    println!("{:<24}{:>8.1} µs", "a learner step", learner * 1e6);
    for ((name, _), seconds) in optimizers.iter().zip(&mut seconds) {
        let step = median(seconds);
        println!(
            "{name:<24}{:>8.1} µs  {:.2} ×  {:.3} ×",
            step * 1e6,
            step / rms_prop,
            (learner - rms_prop + step) / learner
        );
    }
}

/// The bound is below the norm, so each step is clipped.
fn by_norm() -> ClippedByNorm<Adam> {
    ClippedByNorm {
        largest: 1e-6,
        optimizer: Adam::new(),
    }
}

fn by_value() -> ClippedByValue<Adam> {
    ClippedByValue {
        largest: 1e-6,
        optimizer: Adam::new(),
    }
}

/// The gradients of the mean of Q over a batch of states.
fn gradients_of(network: &Network) -> Gradients {
    let states = states_tensor(&Dev::default(), &[[0.1, -0.2, 0.03, 0.4]; BATCH]);
    let q_values = network.q_recorded(states.traced(network.alloc_grads()));
    q_values.mean::<Rank0, _>().backward()
}

fn seconds_per_learner_step() -> f64 {
    let mut learner = learner();
    let mut memory = filled_memory(1_000);
    let sample =
        memory.sample(BATCH, Clock::default(), &mut random(1, Stream::Replay));
    let start = Instant::now();
    for _ in 0..STEPS {
        let step = learner.learn(&sample, &SQUARED, RATE);
        step.expect("the learner was made here");
    }
    start.elapsed().as_secs_f64() / STEPS as f64
}

fn median(seconds: &mut [f64]) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}
