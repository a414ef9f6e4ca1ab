//! The data of the page on which a reader plays against the kept network: its weights,
//! and what the agent does here, for the page's scripts to be compared with.

use crate::agent::Agent;
use crate::dqn::dqn;
use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::recipe::load_recorded;
use crate::experiments::{Records, SEEDS};
use crate::foundations::random::random;
use crate::foundations::{
    CartPole, CartPoleState, Environment, LEFT, RIGHT, Step, Stream, Weight,
    Weights, greedy, has_fallen, next_state, observe,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rand::{Rng, RngCore};
use serde::Serialize;
use serde_json::to_string;

/// The scripts that hold the data of the page.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let agent = kept_agent(records)?;
    Ok(vec![
        Artifact::script(records, "weights", weights_script(&agent.weights())),
        Artifact::script(records, "golden", golden_script(&agent)).of_a_network(),
    ])
}

/// DQN with the weights that its recording keeps.
pub(crate) fn kept_agent(records: &Records) -> Result<Agent<4, 2>, Error> {
    let mut agent = Agent::new(dqn(), 0)?;
    load_recorded(&mut agent, records, "dqn")?;
    Ok(agent)
}

/// Base64 has this many letters in a line.
const LINE: usize = 88;

/// Each tensor with its name, its shape, and its numbers: little-endian `f32` in
/// base64.
fn weights_script(weights: &Weights) -> String {
    let tensors: String = weights.0.iter().map(tensor_line).collect();
    format!(
        "// Made by `deepq figures` from the kept network of DQN.\n'use strict';\n\n\
         const WEIGHTS = [\n{tensors}];\n"
    )
}

/// A tensor as an object of JavaScript.
fn tensor_line(weight: &Weight) -> String {
    let Weight {
        name,
        shape,
        values,
    } = weight;
    let bytes: Vec<u8> = values.iter().flat_map(|v| v.to_le_bytes()).collect();
    let letters: Vec<char> = STANDARD.encode(bytes).chars().collect();
    let lines: Vec<String> = letters.chunks(LINE).map(String::from_iter).collect();
    let lines = lines.join("\n");
    format!("{{name: '{name}', shape: {shape:?}, values: `\n{lines}\n`}},\n")
}

/// Episodes of the agent, episodes that are pushed one way, and single states.
fn golden_script(agent: &Agent<4, 2>) -> String {
    let policy = |state| agent.act(observe(state));
    let mut episodes = Vec::new();
    for &seed in &SEEDS[..3] {
        let played = Moves::play(seed, policy);
        episodes.push(episode_line(agent, seed, &played, true));
    }
    for action in [LEFT, RIGHT] {
        let falling = Moves::play(SEEDS[0], |_| action);
        episodes.push(episode_line(agent, SEEDS[0], &falling, false));
    }
    let points = points().into_iter().map(|state| point_line(agent, state));
    let points: Vec<String> = points.collect();
    format!(
        "// Made by `deepq figures`: what the agent does in Rust.\n'use strict';\n\n\
         const GOLDEN = {{\nepisodes: [\n{}\n],\npoints: [\n{}\n],\n}};\n",
        episodes.join(",\n"),
        points.join(",\n")
    )
}

/// An episode in full precision.
pub(crate) struct Moves {
    /// The states in which an action was played.
    pub states: Vec<CartPoleState>,
    /// The actions.
    pub actions: Vec<usize>,
    /// The last state, in which none was.
    pub last: CartPoleState,
    terminated: bool,
    truncated: bool,
}

impl Moves {
    /// Plays from the first start state that an evaluation under `seed` would meet.
    pub(crate) fn play(seed: u64, policy: impl Fn(CartPoleState) -> usize) -> Self {
        let mut world = CartPole::new();
        world.reset(&mut random(seed, Stream::Evaluation));
        let (mut states, mut actions) = (Vec::new(), Vec::new());
        loop {
            states.push(world.state());
            actions.push(policy(world.state()));
            let step: Step<4> = world.step(actions[actions.len() - 1]);
            if step.is_last() {
                return Self {
                    states,
                    actions,
                    last: world.state(),
                    terminated: step.terminated,
                    truncated: step.truncated,
                };
            }
        }
    }
}

/// What is drawn from [0, 1) for the first start state of an evaluation.
fn draws(seed: u64) -> [f64; 4] {
    let mut random = random(seed, Stream::Evaluation);
    // As `rand` makes a number of 64 bits: the upper 52 of them.
    std::array::from_fn(|_| (random.next_u64() >> 12) as f64 / (1_u64 << 52) as f64)
}

fn q_values(agent: &Agent<4, 2>, state: CartPoleState) -> [f32; 2] {
    agent.q_values(&[observe(state)])[0]
}

/// An episode as an object of JavaScript: a line for each step, `[s, Q(s, ·), a]`.
fn episode_line(
    agent: &Agent<4, 2>,
    seed: u64,
    moves: &Moves,
    by_policy: bool,
) -> String {
    let step = |(&state, action)| json(&(state, q_values(agent, state), action));
    let steps = moves.states.iter().zip(&moves.actions).map(step);
    format!(
        "{{seed: {seed}, draws: {}, byPolicy: {by_policy}, terminated: {}, \
         truncated: {}, last: {}, steps: [\n{}\n]}}",
        json(&draws(seed)),
        moves.terminated,
        moves.truncated,
        json(&moves.last),
        steps.collect::<Vec<_>>().join(",\n")
    )
}

/// States on and off the track, upright and fallen, and some that are special.
fn points() -> Vec<CartPoleState> {
    let mut random = random(SEEDS[0], Stream::Starts);
    let mut within = |range: f64| random.gen_range(-range..range);
    let mut points = vec![
        [0.0; 4],
        [0.0, 0.0, 1e-9, 0.0],
        [-2.4, 0.0, 0.0, 0.0],
        [2.5, 0.0, 0.0, 0.0],
    ];
    points.resize_with(200, || [within(3.0), within(3.0), within(0.7), within(4.0)]);
    points
}

/// A state as an array of JavaScript: `[s, Q(s, ·), a, s′ after left, s′ after right,
/// whether s is a failure]`.
fn point_line(agent: &Agent<4, 2>, state: CartPoleState) -> String {
    let q = q_values(agent, state);
    let [left, right] = [LEFT, RIGHT].map(|action| next_state(state, action));
    json(&(state, q, greedy(&q), left, right, has_fallen(state)))
}

fn json(value: &impl Serialize) -> String {
    to_string(value).expect("numbers are valid JSON")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_of_a_weight_can_be_read_back() {
        let values: Vec<f32> = (0..100).map(|i| 1.0 / (i as f32 - 7.3)).collect();
        let weights = Weights(vec![Weight {
            name: "0.bias".to_owned(),
            shape: vec![100],
            values: values.clone(),
        }]);
        let script = weights_script(&weights);
        assert!(script.contains("{name: '0.bias', shape: [100], values: `\n"));
        let letters: String =
            script.split('`').nth(3).unwrap().split('\n').collect();
        let bytes = STANDARD.decode(letters).unwrap();
        let read = bytes.as_chunks().0.iter();
        let read: Vec<f32> = read.map(|bytes| f32::from_le_bytes(*bytes)).collect();
        assert_eq!(read, values);
    }

    #[test]
    fn a_start_state_is_four_draws_on_the_range_of_starts() {
        let moves = Moves::play(12, |_| LEFT);
        let expected = draws(12).map(|draw| draw * 0.1 - 0.05);
        assert_eq!(moves.states[0], expected);
    }

    #[test]
    fn pushing_one_way_only_lets_the_pole_fall() {
        let moves = Moves::play(12, |_| LEFT);
        assert!(moves.terminated && !moves.truncated && has_fallen(moves.last));
        assert!(moves.states.iter().all(|&state| !has_fallen(state)));
        assert_eq!(moves.states.len(), moves.actions.len());
    }
}
