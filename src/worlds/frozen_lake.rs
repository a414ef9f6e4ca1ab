//! FrozenLake-v1: a walk over slippery ice, around holes, to a goal.
//!
//! The map of four by four cells and the chances are those of Gymnasium's `FrozenLake-v1`.
//! There are so few states that the values of all of them are known: see
//! [`value_iteration`].

use crate::foundations::random::random;
use crate::foundations::{Environment, Random, Step, Stream, describe};
use rand::{Rng, RngCore};

// ANCHOR: lake
/// The cells of the lake, row by row.
pub const CELLS: usize = 16;
/// The cells of a row.
pub const SIDE: usize = 4;
/// The lake: start, frozen ice, holes and goal.
pub const LAKE: [u8; CELLS] = *b"SFFFFHFHFFFHHFFG";
/// The actions 0, 1, 2 and 3: to the left, down, to the right, and up.
pub const DIRECTIONS: usize = 4;
/// An episode is cut short after this many steps.
pub const LAKE_STEP_LIMIT: usize = 100;

/// A hole or the goal: an episode is over there.
pub fn is_end(cell: usize) -> bool {
    matches!(LAKE[cell], b'H' | b'G')
}

/// The reward for coming to a cell: 1 at the goal.
pub fn lake_reward(cell: usize) -> f32 {
    f32::from(u8::from(LAKE[cell] == b'G'))
}
// ANCHOR_END: lake

// ANCHOR: lake_chances
/// Where `action` leads from `cell`: on the ice into one of three directions, each as
/// likely as the others. They are the one that is meant, and the two beside it, never the
/// one that is opposite.
pub fn outcomes(cell: usize, action: usize) -> [usize; 3] {
    [3, 0, 1].map(|turn| neighbour(cell, (action + turn) % DIRECTIONS))
}

/// The next cell in a direction; at the edge of the lake it is the same cell.
fn neighbour(cell: usize, direction: usize) -> usize {
    let (row, column) = (cell / SIDE, cell % SIDE);
    match direction {
        0 if column > 0 => cell - 1,
        1 if row + 1 < SIDE => cell + SIDE,
        2 if column + 1 < SIDE => cell + 1,
        3 if row > 0 => cell - SIDE,
        _ => cell,
    }
}
// ANCHOR_END: lake_chances

/// FrozenLake-v1, slippery: 16 numbers in a state, 4 actions, and reward 1 at the goal.
///
/// A state is 1 for the cell that the agent is in and 0 for the others. An episode
/// terminates in a hole and at the goal, and is truncated on step 100.
#[derive(Clone)]
pub struct FrozenLake {
    cell: usize,
    steps: usize,
    /// Which way the agent slips, in this episode.
    slips: Random,
}

impl Default for FrozenLake {
    fn default() -> Self {
        Self {
            cell: 0,
            steps: 0,
            slips: random(0, Stream::Starts),
        }
    }
}

describe!(FrozenLake as "FrozenLake-v1");

// ANCHOR: frozen_lake
impl Environment<CELLS, DIRECTIONS> for FrozenLake {
    fn reset(&mut self, starts: &mut Random) -> [f32; CELLS] {
        *self = Self {
            cell: 0,
            steps: 0,
            slips: random(starts.next_u64(), Stream::Starts),
        };
        one_hot(self.cell)
    }

    fn step(&mut self, action: usize) -> Step<CELLS> {
        let slip = self.slips.gen_range(0..3);
        self.cell = outcomes(self.cell, action)[slip];
        self.steps += 1;
        Step {
            state: one_hot(self.cell),
            reward: lake_reward(self.cell),
            terminated: is_end(self.cell),
            truncated: self.steps >= LAKE_STEP_LIMIT,
        }
    }
}

/// 1 for this cell, and 0 for the others.
pub fn one_hot(cell: usize) -> [f32; CELLS] {
    std::array::from_fn(|other| f32::from(u8::from(other == cell)))
}
// ANCHOR_END: frozen_lake

// ANCHOR: value_iteration
/// A value for each cell and action.
pub type LakeValues = [[f64; DIRECTIONS]; CELLS];

/// Q*(s, a) of the lake without a time limit, to `tolerance`: with the discount γ
///
/// ```text
/// Q(s, a) ← Σ_{s′} P(s′ | s, a) (r(s′) + γ max_{a′} Q(s′, a′))
/// ```
///
/// for all s and a, until no value changes by more than `tolerance`. A cell where an
/// episode is over has the value 0. With γ = 1 it converges too, as every walk ends.
///
/// Source: Sutton and Barto (2018), section 4.4.
pub fn value_iteration(gamma: f64, tolerance: f64) -> LakeValues {
    let mut values = [[0.0; DIRECTIONS]; CELLS];
    loop {
        let next = expected_values(&values, gamma);
        let changes = next.iter().flatten().zip(values.iter().flatten());
        let largest = changes.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        values = next;
        if largest <= tolerance {
            return values;
        }
    }
}

/// The values one step earlier.
fn expected_values(values: &LakeValues, gamma: f64) -> LakeValues {
    let worth = |cell: usize| {
        let best = values[cell].iter().copied().fold(f64::MIN, f64::max);
        f64::from(lake_reward(cell)) + gamma * best
    };
    std::array::from_fn(|cell| {
        std::array::from_fn(|action| {
            let worths = outcomes(cell, action).map(worth);
            let mean = worths.iter().sum::<f64>() / 3.0;
            if is_end(cell) { 0.0 } else { mean }
        })
    })
}
// ANCHOR_END: value_iteration

// ANCHOR: lake_success
/// How likely the agent is to be at the goal after at most `steps` steps, from the start
/// on, if it does in each cell what `policy` says.
pub fn lake_success(policy: &[usize; CELLS], steps: usize) -> f64 {
    let mut places = [0.0; CELLS];
    places[0] = 1.0;
    for _ in 0..steps {
        let mut next = [0.0; CELLS];
        for (cell, &chance) in places.iter().enumerate() {
            if is_end(cell) {
                next[cell] += chance;
            } else {
                for to in outcomes(cell, policy[cell]) {
                    next[to] += chance / 3.0;
                }
            }
        }
        places = next;
    }
    places[CELLS - 1]
}
// ANCHOR_END: lake_success

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ice_slips_to_the_sides_and_never_back() {
        // From cell 6, in the second row and third column.
        assert_eq!(outcomes(6, 0), [2, 5, 10]);
        assert_eq!(outcomes(6, 1), [5, 10, 7]);
        assert_eq!(outcomes(6, 2), [10, 7, 2]);
        assert_eq!(outcomes(6, 3), [7, 2, 5]);
        // In the corner of the start two of three lead nowhere.
        assert_eq!(outcomes(0, 0), [0, 0, 4]);
    }

    #[test]
    fn beside_the_goal_the_value_is_worked_by_hand() {
        // With γ = 0 only the next step counts: from cell 14 three actions reach the goal
        // by one of three directions.
        let values = value_iteration(0.0, 0.0);
        let third = 1.0 / 3.0;
        assert_eq!(values[14], [0.0, third, third, third]);
        assert!(values[..14].iter().flatten().all(|value| *value == 0.0));
        // Down from there: the goal, or cell 13 or 14 again, each in one of three.
        let values = value_iteration(0.5, 1e-12);
        let best = |cell: usize| values[cell].iter().copied().fold(0.0, f64::max);
        let down = (1.0 + 0.5 * (best(13) + best(14))) / 3.0;
        assert!((values[14][1] - down).abs() < 1e-11);
    }

    #[test]
    fn the_best_walk_ends_at_the_goal_as_often_as_its_undiscounted_value_says() {
        let values = value_iteration(1.0, 1e-12);
        let policy = values.map(|of_cell| {
            let best = of_cell.iter().copied().fold(f64::MIN, f64::max);
            of_cell.iter().position(|v| *v > best - 1e-9).unwrap_or(0)
        });
        let start = values[0].iter().copied().fold(0.0, f64::max);
        // 14 of 17, and with the time limit less.
        assert!((start - 14.0 / 17.0).abs() < 1e-6, "{start}");
        assert!((lake_success(&policy, 100_000) - start).abs() < 1e-6);
        assert!(lake_success(&policy, LAKE_STEP_LIMIT) < start);
    }

    #[test]
    fn the_lake_slips_as_often_as_its_chances_say() {
        let mut lake = FrozenLake::default();
        let mut starts = random(12, Stream::Starts);
        let mut reached = [0_u32; CELLS];
        for _ in 0..3_000 {
            lake.reset(&mut starts);
            let step = lake.step(2);
            let cell = step.state.iter().position(|number| *number == 1.0);
            reached[cell.unwrap_or(15)] += 1;
        }
        // To the right, down, and up against the edge.
        for cell in [0, 1, 4] {
            assert!((900..1_100).contains(&reached[cell]), "{reached:?}");
        }
        assert_eq!(reached.iter().sum::<u32>(), 3_000);
    }
}
