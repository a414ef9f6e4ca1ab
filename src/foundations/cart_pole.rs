//! CartPole-v1: a pole on a cart, to be held upright by pushing the cart.
//!
//! The equations of motion are those of Barto, Sutton and Anderson (1983), with the
//! constants and the Euler step of Gymnasium's `CartPole-v1`.

use crate::foundations::description::describe;
use crate::foundations::environment::{Environment, Step};
use crate::foundations::random::Random;
use rand::Rng;

// ANCHOR: constants
/// g, in m/s².
const GRAVITY: f64 = 9.8;
/// Mass of the cart, in kg.
const CART_MASS: f64 = 1.0;
/// Mass of the pole, in kg.
const POLE_MASS: f64 = 0.1;
/// Half the length of the pole, in m.
pub const POLE_HALF_LENGTH: f64 = 0.5;
/// The force of a push, in N.
const FORCE: f64 = 10.0;
/// τ, the time between two states, in s.
pub const TIME_STEP: f64 = 0.02;
/// The cart may move this far from the middle of the track, in m.
pub const TRACK_HALF_LENGTH: f64 = 2.4;
/// The pole may lean this far from the vertical, in rad (12°).
pub const LARGEST_ANGLE: f64 = 12.0 * 2.0 * std::f64::consts::PI / 360.0;
/// Each of the four numbers of a start state lies within this of 0.
const START_RANGE: f64 = 0.05;
/// An episode is cut short after this many steps.
pub const STEP_LIMIT: usize = 500;

/// Action 0: push the cart to the left.
pub const LEFT: usize = 0;
/// Action 1: push the cart to the right.
pub const RIGHT: usize = 1;
// ANCHOR_END: constants

// ANCHOR: cart_pole_state
/// The cart and the pole: position in m, velocity in m/s, angle from the vertical in
/// rad (positive to the right), angular velocity in rad/s.
pub type CartPoleState = [f64; 4];
// ANCHOR_END: cart_pole_state

/// CartPole-v1: 4 numbers in a state, 2 actions, reward 1 on every step.
///
/// The state is kept in `f64`; the agent sees it rounded to `f32`. An episode
/// terminates when the cart leaves the track or the pole leans beyond 12°, and is
/// truncated on step 500. On step 500 both can be true.
#[derive(Clone, Default)]
pub struct CartPole {
    state: CartPoleState,
    steps: usize,
}

impl CartPole {
    /// A cart-pole; `reset` starts its first episode.
    pub fn new() -> Self {
        Self::default()
    }

    /// A cart-pole in `state` at the start of an episode.
    pub fn from_state(state: CartPoleState) -> Self {
        Self { state, steps: 0 }
    }

    /// Steps since the episode began.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// The state in full precision.
    pub fn state(&self) -> CartPoleState {
        self.state
    }
}

describe!(CartPole as "CartPole-v1");

// ANCHOR: cart_pole_environment
impl Environment<4, 2> for CartPole {
    fn reset(&mut self, random: &mut Random) -> [f32; 4] {
        let state =
            std::array::from_fn(|_| random.gen_range(-START_RANGE..START_RANGE));
        *self = Self::from_state(state);
        observe(self.state)
    }

    fn step(&mut self, action: usize) -> Step<4> {
        self.state = next_state(self.state, action);
        self.steps += 1;
        Step {
            state: observe(self.state),
            reward: 1.0,
            terminated: has_fallen(self.state),
            truncated: self.steps >= STEP_LIMIT,
        }
    }
}
// ANCHOR_END: cart_pole_environment

/// What the agent sees of a state: the same four numbers in `f32`.
#[expect(
    clippy::cast_possible_truncation,
    reason = "Gymnasium rounds to f32 too"
)]
// ANCHOR: endings
pub fn observe(state: CartPoleState) -> [f32; 4] {
    state.map(|number| number as f32)
}

/// True when the cart has left the track or the pole leans beyond 12°.
pub fn has_fallen([position, _, angle, _]: CartPoleState) -> bool {
    position.abs() > TRACK_HALF_LENGTH || angle.abs() > LARGEST_ANGLE
}
// ANCHOR_END: endings

// ANCHOR: next_state
/// The state 0.02 s after a push to the `LEFT` or the `RIGHT`.
///
/// With force F, masses M of the cart and m of the pole, half-length l, and
/// k = (F + m l θ̇² sin θ) / (M + m):
///
/// ```text
/// θ̈ = (g sin θ − k cos θ) / (l (4/3 − m cos² θ / (M + m)))
/// ẍ = k − m l θ̈ cos θ / (M + m)
/// ```
///
/// and one Euler step of τ: each number moves by τ times its rate before the step.
/// Source: Barto, Sutton and Anderson (1983), appendix, without friction.
pub fn next_state(state: CartPoleState, action: usize) -> CartPoleState {
    let [position, velocity, angle, angular_velocity] = state;
    let force = if action == RIGHT { FORCE } else { -FORCE };
    let (sin, cos) = libm::sincos(angle);
    let mass = CART_MASS + POLE_MASS;
    let pole_moment = POLE_MASS * POLE_HALF_LENGTH;

    // The products are grouped as in Gymnasium: the pole is unstable, and a
    // difference in the last bit would grow into another episode.
    let k =
        (force + pole_moment * (angular_velocity * angular_velocity) * sin) / mass;
    let angular_acceleration = (GRAVITY * sin - cos * k)
        / (POLE_HALF_LENGTH * (4.0 / 3.0 - POLE_MASS * (cos * cos) / mass));
    let acceleration = k - pole_moment * angular_acceleration * cos / mass;

    [
        position + TIME_STEP * velocity,
        velocity + TIME_STEP * acceleration,
        angle + TIME_STEP * angular_velocity,
        angular_velocity + TIME_STEP * angular_acceleration,
    ]
}
// ANCHOR_END: next_state
