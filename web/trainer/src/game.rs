//! The game: a cart-pole that a reader pushes, and another that a network pushes.
//!
//! A state is four numbers, as everywhere: position, velocity, angle and its velocity.

use deepq::agent::Agent;
use deepq::dqn::dqn;
use deepq::foundations::random::random;
use deepq::foundations::{
    self, CartPole, CartPoleState, Environment, LARGEST_ANGLE, POLE_HALF_LENGTH,
    STEP_LIMIT, Stream, TIME_STEP, TRACK_HALF_LENGTH, Weights, has_fallen, observe,
};
use std::path::Path;
use wasm_bindgen::prelude::wasm_bindgen;

/// What a page draws the cart-pole by: the time step in s, half the length of the track
/// in m, the largest angle in rad and half the length of the pole in m.
#[wasm_bindgen]
#[must_use]
pub fn measures() -> Vec<f64> {
    vec![
        TIME_STEP,
        TRACK_HALF_LENGTH,
        LARGEST_ANGLE,
        POLE_HALF_LENGTH,
    ]
}

/// The state in which the first episode of an evaluation under `seed` starts.
#[wasm_bindgen]
#[must_use]
pub fn start_state(seed: u32) -> Vec<f64> {
    let mut world = CartPole::new();
    world.reset(&mut random(seed.into(), Stream::Evaluation));
    world.state().to_vec()
}

/// The state one time step after a push: action 0 to the left, or 1 to the right.
///
/// # Errors
/// When the state is not four numbers.
#[wasm_bindgen]
pub fn next_state(state: &[f64], action: usize) -> Result<Vec<f64>, String> {
    Ok(foundations::next_state(four(state)?, action).to_vec())
}

/// How an episode has ended that is in `state` after so many steps: the cart has `left`
/// the track, the pole `leans` too far, or the time `limit` is reached. Falling counts
/// first: on the last step both can be true.
///
/// # Errors
/// When the state is not four numbers.
#[wasm_bindgen]
pub fn ending(state: &[f64], steps: usize) -> Result<Option<String>, String> {
    let state = four(state)?;
    let ending = match state {
        [position, ..] if position.abs() > TRACK_HALF_LENGTH => "left",
        _ if has_fallen(state) => "leans",
        _ if steps >= STEP_LIMIT => "limit",
        _ => return Ok(None),
    };
    Ok(Some(ending.to_owned()))
}

/// A network that was trained before, and plays.
#[wasm_bindgen]
pub struct Player(Agent<4, 2>);

#[wasm_bindgen]
impl Player {
    /// DQN with the weights in the bytes of a file of safetensors.
    ///
    /// # Errors
    /// Why the file is refused, as a string.
    #[wasm_bindgen(constructor)]
    pub fn new(model: &[u8]) -> Result<Self, String> {
        let weights = Weights::of_file(Path::new("the network of the page"), model);
        let with = |weights: Weights| {
            let mut agent = Agent::new(dqn(), 0)?;
            agent.set_weights(&weights)?;
            Ok(Self(agent))
        };
        weights.and_then(with).map_err(|error| error.to_string())
    }

    /// Q(s, ·; θ), one value per action.
    ///
    /// # Errors
    /// When the state is not four numbers.
    pub fn q_values(&self, state: &[f64]) -> Result<Vec<f32>, String> {
        Ok(self.0.q_values(&[observe(four(state)?)])[0].to_vec())
    }

    /// The greedy action.
    ///
    /// # Errors
    /// When the state is not four numbers.
    pub fn act(&self, state: &[f64]) -> Result<usize, String> {
        Ok(self.0.act(observe(four(state)?)))
    }
}

fn four(state: &[f64]) -> Result<CartPoleState, String> {
    let refused = |_| format!("a state is four numbers, not {}", state.len());
    state.try_into().map_err(refused)
}
