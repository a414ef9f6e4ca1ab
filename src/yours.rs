//! Parts of your own: a world that no other chapter has, and DQN in it.

use crate::dqn::dqn_on;
use crate::exploration::Constant;
use crate::foundations::{Environment, Layer, Random, ReLU, Step, describe};
use crate::recipe::Recipe;

/// The rooms of the corridor.
const ROOMS: usize = 5;

// ANCHOR: doors
/// A corridor of five rooms with ten doors each. One door of a room leads on to the
/// next room, and out of the last; the nine others lead back into the same room. Each
/// step costs 1, and an episode is cut short after 50.
#[derive(Clone, Default)]
pub struct Doors {
    room: usize,
    steps: usize,
}

impl Doors {
    /// The door that leads on from `room`: another one in each.
    pub fn right_door(room: usize) -> usize {
        (7 * room + 3) % 10
    }

    /// 1 for the room that the agent is in, and 0 for the others.
    fn observe(&self) -> [f32; ROOMS] {
        std::array::from_fn(|room| f32::from(u8::from(room == self.room)))
    }
}

impl Environment<ROOMS, 10> for Doors {
    fn reset(&mut self, _random: &mut Random) -> [f32; ROOMS] {
        *self = Self::default();
        self.observe()
    }

    fn step(&mut self, action: usize) -> Step<ROOMS> {
        self.room += usize::from(action == Self::right_door(self.room));
        self.steps += 1;
        Step {
            state: self.observe(),
            reward: -1.0,
            terminated: self.room == ROOMS,
            truncated: self.steps >= 50,
        }
    }
}
// ANCHOR_END: doors

describe!(Doors as "Doors");

// ANCHOR: doors_dqn
/// A network with one small hidden layer.
pub type Small = (Layer<ROOMS, 32>, ReLU, Layer<32, 10>);

/// DQN behind the doors: with a discount, a steady ε and a short warm-up.
pub fn doors_dqn() -> Recipe<Small, ROOMS, 10> {
    Recipe {
        gamma: 0.9,
        exploration: Box::new(Constant(0.3)),
        warm_up: 64,
        ..dqn_on(Doors::default())
    }
}
// ANCHOR_END: doors_dqn

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundations::Stream;
    use crate::foundations::random::random;

    #[test]
    fn the_right_doors_lead_out_in_five_steps_and_any_other_leads_nowhere() {
        let mut doors = Doors::default();
        let start = doors.reset(&mut random(12, Stream::Starts));
        assert_eq!(start, [1.0, 0.0, 0.0, 0.0, 0.0]);
        assert_eq!([0, 1, 2, 3, 4].map(Doors::right_door), [3, 0, 7, 4, 1]);
        assert_eq!(doors.step(0).state, start);
        for room in 0..4 {
            assert!(!doors.step(Doors::right_door(room)).is_last());
        }
        let last = doors.step(1);
        assert_eq!((last.state, last.terminated), ([0.0; 5], true));
    }

    #[test]
    fn an_episode_is_cut_short_after_50_steps() {
        let mut doors = Doors::default();
        doors.reset(&mut random(12, Stream::Starts));
        let ends: Vec<bool> = (0..50).map(|_| doors.step(9).truncated).collect();
        assert_eq!(ends.iter().position(|&end| end), Some(49));
    }
}
