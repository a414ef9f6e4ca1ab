//! Acrobot-v1: two links that hang from a fixed joint, to be swung up by a torque at the
//! joint between them.
//!
//! The equations of motion are those of Sutton (1996) as Sutton and Barto (1998, section
//! 11.3) print them, with the constants and the Runge–Kutta step of Gymnasium's
//! `Acrobot-v1`.

use crate::foundations::{Environment, Random, Step, describe};
use rand::Rng;
use std::array::from_fn;
use std::f64::consts::{FRAC_PI_2, PI};

// ANCHOR: acrobot_constants
/// g, in m/s².
const GRAVITY: f64 = 9.8;
/// Mass of a link, in kg.
const MASS: f64 = 1.0;
/// l, the length of a link, in m.
pub const LINK_LENGTH: f64 = 1.0;
/// From the upper joint of a link to its centre of mass, in m.
const CENTRE: f64 = 0.5;
/// Moment of inertia of a link, in kg m².
const INERTIA: f64 = 1.0;
/// The torques of the actions 0, 1 and 2 at the joint between the links, in N m.
const TORQUES: [f64; 3] = [-1.0, 0.0, 1.0];
/// The time between two states, in s.
pub const ACROBOT_TIME_STEP: f64 = 0.2;
/// The largest speeds of the two joints, in rad/s.
const LARGEST_SPEEDS: [f64; 2] = [4.0 * PI, 9.0 * PI];
/// The free end has to come this far above the fixed joint, in m.
pub const GOAL_HEIGHT: f64 = 1.0;
/// Each of the four numbers of a start state lies within this of 0.
const START_RANGE: f64 = 0.1;
/// An episode is cut short after this many steps.
pub const ACROBOT_STEP_LIMIT: usize = 500;
// ANCHOR_END: acrobot_constants

// ANCHOR: acrobot_state
/// θ₁, the angle of the first link from straight down, and θ₂, that of the second link
/// from the direction of the first, in rad within ±π; then their speeds in rad/s.
pub type AcrobotState = [f64; 4];
// ANCHOR_END: acrobot_state

/// Acrobot-v1: 6 numbers in a state, 3 actions, and reward −1 on every step but the last.
///
/// The agent sees the cosines and the sines of the angles, so that an angle just below π
/// and one just above −π look alike. An episode terminates, with reward 0, when the free
/// end is more than 1 m above the fixed joint, and is truncated on step 500.
#[derive(Clone, Default)]
pub struct Acrobot {
    state: AcrobotState,
    steps: usize,
}

impl Acrobot {
    /// Two links in `state` at the start of an episode.
    pub fn from_state(state: AcrobotState) -> Self {
        Self { state, steps: 0 }
    }

    /// The state in full precision.
    pub fn state(&self) -> AcrobotState {
        self.state
    }
}

describe!(Acrobot as "Acrobot-v1");

// ANCHOR: acrobot
impl Environment<6, 3> for Acrobot {
    fn reset(&mut self, random: &mut Random) -> [f32; 6] {
        let start = from_fn(|_| random.gen_range(-START_RANGE..START_RANGE));
        *self = Self::from_state(start);
        acrobot_observation(self.state)
    }

    fn step(&mut self, action: usize) -> Step<6> {
        self.state = next_acrobot_state(self.state, TORQUES[action]);
        self.steps += 1;
        let terminated = free_end_height(self.state) > GOAL_HEIGHT;
        Step {
            state: acrobot_observation(self.state),
            reward: if terminated { 0.0 } else { -1.0 },
            terminated,
            truncated: self.steps >= ACROBOT_STEP_LIMIT,
        }
    }
}

/// The height of the free end above the fixed joint, in m: −cos θ₁ − cos(θ₁ + θ₂).
pub fn free_end_height([first, second, ..]: AcrobotState) -> f64 {
    -libm::cos(first) - libm::cos(second + first)
}
// ANCHOR_END: acrobot

// ANCHOR: acrobot_observation
/// What the agent sees: cos θ₁, sin θ₁, cos θ₂, sin θ₂ and both speeds, in `f32`.
#[expect(
    clippy::cast_possible_truncation,
    reason = "Gymnasium rounds to f32 too"
)]
pub fn acrobot_observation(state: AcrobotState) -> [f32; 6] {
    let [first, second, first_speed, second_speed] = state;
    let (sin_first, cos_first) = libm::sincos(first);
    let (sin_second, cos_second) = libm::sincos(second);
    [
        cos_first,
        sin_first,
        cos_second,
        sin_second,
        first_speed,
        second_speed,
    ]
    .map(|number| number as f32)
}
// ANCHOR_END: acrobot_observation

// ANCHOR: acrobot_step
/// The state 0.2 s later under `torque`: one step of the classic Runge–Kutta method of
/// fourth order, then the angles are brought back within ±π and the speeds within their
/// bounds.
pub fn next_acrobot_state(state: AcrobotState, torque: f64) -> AcrobotState {
    let along = |rates: [f64; 4], time: f64| from_fn(|i| state[i] + time * rates[i]);
    let h = ACROBOT_TIME_STEP;
    let k1 = acrobot_rates(state, torque);
    let k2 = acrobot_rates(along(k1, h / 2.0), torque);
    let k3 = acrobot_rates(along(k2, h / 2.0), torque);
    let k4 = acrobot_rates(along(k3, h), torque);
    let sum = from_fn(|i| k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
    let [first, second, first_speed, second_speed] = along(sum, h / 6.0);
    let [largest, second_largest] = LARGEST_SPEEDS;
    [
        wrapped(first),
        wrapped(second),
        first_speed.clamp(-largest, largest),
        second_speed.clamp(-second_largest, second_largest),
    ]
}

/// The rates of change of a state: the two speeds, and the accelerations
///
/// ```text
/// θ̈₂ = (τ + φ₁ d₂/d₁ − m l c θ̇₁² sin θ₂ − φ₂) / (m c² + I − d₂²/d₁)
/// θ̈₁ = −(d₂ θ̈₂ + φ₁) / d₁
/// d₁ = m c² + m (l² + c² + 2 l c cos θ₂) + 2 I
/// d₂ = m (c² + l c cos θ₂) + I
/// φ₂ = m c g cos(θ₁ + θ₂ − π/2)
/// φ₁ = −m l c θ̇₂² sin θ₂ − 2 m l c θ̇₂ θ̇₁ sin θ₂ + (m c + m l) g cos(θ₁ − π/2) + φ₂
/// ```
///
/// for links of mass m, length l, centre of mass at c and moment of inertia I.
/// Source: Sutton and Barto (1998), section 11.3.
pub fn acrobot_rates(state: AcrobotState, torque: f64) -> [f64; 4] {
    let [first, second, first_speed, second_speed] = state;
    let (m, l, c) = (MASS, LINK_LENGTH, CENTRE);
    let (sin, cos) = libm::sincos(second);

    // The products are grouped as in Gymnasium, so that no last bit differs.
    let d1 =
        m * (c * c) + m * (l * l + c * c + 2.0 * l * c * cos) + INERTIA + INERTIA;
    let d2 = m * (c * c + l * c * cos) + INERTIA;
    let phi2 = m * c * GRAVITY * libm::cos(first + second - FRAC_PI_2);
    let phi1 = -m * l * c * (second_speed * second_speed) * sin
        - 2.0 * m * l * c * second_speed * first_speed * sin
        + (m * c + m * l) * GRAVITY * libm::cos(first - FRAC_PI_2)
        + phi2;
    let second_acceleration = (torque + d2 / d1 * phi1
        - m * l * c * (first_speed * first_speed) * sin
        - phi2)
        / (m * (c * c) + INERTIA - d2 * d2 / d1);
    let first_acceleration = -(d2 * second_acceleration + phi1) / d1;
    [
        first_speed,
        second_speed,
        first_acceleration,
        second_acceleration,
    ]
}
// ANCHOR_END: acrobot_step

/// The same angle within ±π.
fn wrapped(mut angle: f64) -> f64 {
    while angle > PI {
        angle -= 2.0 * PI;
    }
    while angle < -PI {
        angle += 2.0 * PI;
    }
    angle
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_at_rest_that_hang_straight_down_stay_there() {
        let mut acrobot = Acrobot::from_state([0.0; 4]);
        let step = acrobot.step(1);
        assert!(acrobot.state().iter().all(|number| number.abs() < 1e-15));
        assert_eq!((step.reward, step.is_last()), (-1.0, false));
        assert!((free_end_height(acrobot.state()) + 2.0).abs() < 1e-15);
    }

    #[test]
    fn the_rates_of_two_states_are_those_worked_by_hand() {
        // Straight down: d₁ = 4.5, d₂ = 1.75, φ = 0, so θ̈₂ = 1 / (1.25 − 1.75² / 4.5).
        let bent = 4.5 / (1.25 * 4.5 - 1.75 * 1.75);
        let [_, _, first, second] = acrobot_rates([0.0; 4], 1.0);
        assert!((second - bent).abs() < 1e-12, "{second}");
        assert!((first + 1.75 / 4.5 * bent).abs() < 1e-12, "{first}");
        // To the right: φ₁ = 14.7 + 4.9 and φ₂ = 4.9, without a torque.
        let [_, _, first, second] = acrobot_rates([FRAC_PI_2, 0.0, 0.0, 0.0], 0.0);
        let bent = (1.75 / 4.5 * 19.6 - 4.9) / (1.25 - 1.75 * 1.75 / 4.5);
        assert!((second - bent).abs() < 1e-12, "{second}");
        assert!(
            (first + (1.75 * bent + 19.6) / 4.5).abs() < 1e-12,
            "{first}"
        );
    }

    #[test]
    fn an_angle_is_brought_back_within_half_a_turn() {
        assert!((wrapped(3.5 * PI) + 0.5 * PI).abs() < 1e-12);
        assert!((wrapped(-1.25 * PI) - 0.75 * PI).abs() < 1e-12);
        assert_eq!([wrapped(PI), wrapped(-PI)], [PI, -PI]);
    }
}
