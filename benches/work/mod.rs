//! The work that the benchmarks measure.
#![allow(dead_code, reason = "each benchmark uses a part of it")]

use deepq::dqn::Learner;
use deepq::lab::runs::{EVALUATION_EPISODES, Evaluation, Run};
use deepq::prelude::*;

/// Transitions in a batch, as in the course's experiments.
pub const BATCH: usize = 64;

/// The objective of DQN.
pub const SQUARED: SquaredError<MaxValue> = SquaredError {
    bootstrap: MaxValue,
};

/// The learning rate of the course's experiments.
pub const RATE: f64 = 0.0007;

/// A learner with the course's network and optimiser.
pub fn learner() -> Learner<Mlp<4, 2>> {
    Learner::new(1, Box::new(RmsProp::new()))
}

/// A full memory of cart-pole transitions under random actions.
pub fn filled_memory(capacity: usize) -> UniformReplay<4> {
    let mut memory = UniformReplay::new(capacity);
    fill(&mut memory);
    memory
}

/// Fills a memory with cart-pole transitions under random actions.
pub fn fill(memory: &mut dyn Replay<4>) {
    let mut starts = random(1, Stream::Starts);
    let mut actions = random(1, Stream::Exploration);
    let mut cart_pole = CartPole::new();
    let mut state = cart_pole.reset(&mut starts);
    while memory.len() < memory.capacity() {
        let action = usize::from(rand::Rng::gen_bool(&mut actions, 0.5));
        let step = cart_pole.step(action);
        memory.store(Transition::new(state, action, &step, 1.0));
        state = if step.is_last() {
            cart_pole.reset(&mut starts)
        } else {
            step.state
        };
    }
}

/// One batch of the memory.
pub fn sample(memory: &mut UniformReplay<4>) -> Sample<4> {
    memory.sample(BATCH, Clock::default(), &mut random(1, Stream::Replay))
}

/// Environment steps of one evaluation of `agent` under seed 12.
pub fn evaluation_steps(agent: &Agent<4, 2>) -> usize {
    let mut evaluation = Evaluation::new(agent, EVALUATION_EPISODES, 12);
    let score = evaluation.score(agent);
    steps_of(
        score
            .expect("the cart-pole returns finite numbers")
            .mean_return,
    )
}

/// Environment steps of an evaluation: the reward is 1 on each of them.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a sum of rewards of 1 is a whole number of steps"
)]
fn steps_of(score: f64) -> usize {
    (score * EVALUATION_EPISODES as f64).round() as usize
}

/// Training steps of one seed of the DQN experiment, and evaluation steps.
pub fn play_whole_seed(seed: u64, episodes: usize) -> (usize, usize) {
    let agent = Agent::new(dqn(), seed).expect("the course's recipe is valid");
    let rows: Vec<_> = Run::new(agent, seed)
        .take(episodes)
        .map(|row| row.expect("the cart-pole returns finite numbers"))
        .collect();
    let evaluation_steps = rows.iter().map(|row| steps_of(row.score)).sum();
    (rows.last().map_or(0, |row| row.steps), evaluation_steps)
}
