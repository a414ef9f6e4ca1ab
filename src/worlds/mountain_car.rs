//! MountainCar-v0: a car in a valley, whose engine is weaker than the slope that it has
//! to climb.
//!
//! The task is that of Moore (1990), with the equations of Sutton (1996) and the constants
//! of Gymnasium's `MountainCar-v0`.

use crate::foundations::{Environment, Random, Step, describe};
use rand::Rng;

// ANCHOR: mountain_car_constants
/// What a push adds to the velocity in a step.
const FORCE: f64 = 0.001;
/// What the steepest slope takes from the velocity in a step.
const GRAVITY: f64 = 0.0025;
/// The wall at the left, where the car stops.
pub const LEFT_WALL: f64 = -1.2;
/// The end of the road at the right.
pub const RIGHT_END: f64 = 0.6;
/// The goal, near the top of the hill at the right.
pub const GOAL: f64 = 0.5;
/// The largest speed.
const LARGEST_SPEED: f64 = 0.07;
/// An episode starts at rest between these two positions.
const STARTS: std::ops::Range<f64> = -0.6..-0.4;
/// An episode is cut short after this many steps.
pub const MOUNTAIN_CAR_STEP_LIMIT: usize = 200;
// ANCHOR_END: mountain_car_constants

// ANCHOR: mountain_car_state
/// The position of the car and its velocity, positions in a step: the task has no units.
/// The bottom of the valley is at −π/6.
pub type MountainCarState = [f64; 2];
// ANCHOR_END: mountain_car_state

/// MountainCar-v0: 2 numbers in a state, 3 actions, and reward −1 on every step.
///
/// Action 0 pushes to the left, 1 does not push, and 2 pushes to the right. An episode
/// terminates at the goal, and is truncated on step 200.
#[derive(Clone, Default)]
pub struct MountainCar {
    state: MountainCarState,
    steps: usize,
}

impl MountainCar {
    /// A car in `state` at the start of an episode.
    pub fn from_state(state: MountainCarState) -> Self {
        Self { state, steps: 0 }
    }

    /// The state in full precision.
    pub fn state(&self) -> MountainCarState {
        self.state
    }
}

describe!(MountainCar as "MountainCar-v0");

// ANCHOR: mountain_car
impl Environment<2, 3> for MountainCar {
    fn reset(&mut self, random: &mut Random) -> [f32; 2] {
        *self = Self::from_state([random.gen_range(STARTS), 0.0]);
        rounded(self.state)
    }

    fn step(&mut self, action: usize) -> Step<2> {
        self.state = next_mountain_car_state(self.state, action);
        self.steps += 1;
        let [position, velocity] = self.state;
        Step {
            state: rounded(self.state),
            reward: -1.0,
            terminated: position >= GOAL && velocity >= 0.0,
            truncated: self.steps >= MOUNTAIN_CAR_STEP_LIMIT,
        }
    }
}

/// The state one step later, with p the position, v the velocity and a the action:
///
/// ```text
/// v′ = v + 0.001 (a − 1) − 0.0025 cos(3 p), within ±0.07
/// p′ = p + v′, from −1.2 to 0.6; a car that reaches the wall at the left stops
/// ```
///
/// Source: Sutton and Barto (2018), example 10.1.
pub fn next_mountain_car_state(
    [position, velocity]: MountainCarState,
    action: usize,
) -> MountainCarState {
    let push = [-FORCE, 0.0, FORCE][action];
    // The sums are grouped as in Gymnasium, so that no last bit differs.
    let velocity = velocity + (push - libm::cos(3.0 * position) * GRAVITY);
    let velocity = velocity.clamp(-LARGEST_SPEED, LARGEST_SPEED);
    let position = (position + velocity).clamp(LEFT_WALL, RIGHT_END);
    let is_stopped = position <= LEFT_WALL && velocity < 0.0;
    [position, if is_stopped { 0.0 } else { velocity }]
}
// ANCHOR_END: mountain_car

/// What the agent sees: the same two numbers in `f32`.
#[expect(
    clippy::cast_possible_truncation,
    reason = "Gymnasium rounds to f32 too"
)]
fn rounded(state: MountainCarState) -> [f32; 2] {
    state.map(|number| number as f32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::FRAC_PI_6;

    #[test]
    fn the_steps_from_three_places_are_those_worked_by_hand() {
        // At the bottom there is no slope: the push alone counts.
        let [position, velocity] = next_mountain_car_state([-FRAC_PI_6, 0.0], 2);
        assert!((velocity - 0.001).abs() < 1e-15);
        assert!((position + FRAC_PI_6 - 0.001).abs() < 1e-15);
        // At 0 the slope is the steepest, and stronger than the engine.
        let [_, velocity] = next_mountain_car_state([0.0, 0.0], 2);
        assert!((velocity + 0.0015).abs() < 1e-15);
        // The wall stops the car.
        assert_eq!(next_mountain_car_state([-1.19, -0.07], 0), [LEFT_WALL, 0.0]);
    }

    #[test]
    fn full_throttle_does_not_climb_the_hill_and_rocking_does() {
        let reached = |policy: fn(MountainCarState) -> usize| {
            let mut car = MountainCar::from_state([-0.5, 0.0]);
            loop {
                let step = car.step(policy(car.state()));
                if step.is_last() {
                    return step.terminated.then_some(car.steps);
                }
            }
        };
        assert_eq!(reached(|_| 2), None);
        let rocking = reached(|[_, velocity]| if velocity < 0.0 { 0 } else { 2 });
        assert!(rocking.is_some_and(|steps| steps < 130), "{rocking:?}");
    }
}
