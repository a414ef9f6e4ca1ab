//! What an agent does in the game, as the environment and the agent say it: `plays MODEL`,
//! where the model is one of DQN. The episodes are JSON: the seed, then for each step the
//! state, its values and the action, then the last state and how the episode ended.

use deepq::agent::Agent;
use deepq::dqn::dqn;
use deepq::foundations::random::random;
use deepq::foundations::{CartPole, Environment, LEFT, RIGHT, Stream, Weights};
use serde_json::{Value, json};
use std::env::args;
use std::error::Error;
use std::path::Path;

/// The seeds of the starts: the first of those that record every agent.
const SEEDS: [u64; 3] = [12, 34, 56];

fn main() -> Result<(), Box<dyn Error>> {
    let [_, model] = &args().collect::<Vec<_>>()[..] else {
        return Err("give a model of DQN".into());
    };
    let mut agent = Agent::new(dqn(), 0)?;
    agent.set_weights(&Weights::load(Path::new(model))?)?;
    let greedy = SEEDS.map(|seed| episode(&agent, seed, |state| agent.act(state)));
    let pushed = [LEFT, RIGHT].map(|action| episode(&agent, SEEDS[0], |_| action));
    println!("{}", json!({"greedy": greedy, "pushed": pushed}));
    Ok(())
}

/// The first episode of an evaluation under `seed`.
fn episode(
    agent: &Agent<4, 2>,
    seed: u64,
    policy: impl Fn([f32; 4]) -> usize,
) -> Value {
    let mut world = CartPole::new();
    let mut observed = world.reset(&mut random(seed, Stream::Evaluation));
    let mut steps = Vec::new();
    loop {
        let action = policy(observed);
        steps.push(json!([
            world.state(),
            agent.q_values(&[observed])[0],
            action
        ]));
        let step = world.step(action);
        observed = step.state;
        if step.is_last() {
            let has_fallen = step.terminated;
            return json!({"seed": seed, "steps": steps, "last": world.state(),
                "has_fallen": has_fallen});
        }
    }
}
