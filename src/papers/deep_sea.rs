//! Deep sea: a treasure that only one sequence of actions reaches, and each step towards it
//! costs a little.
//!
//! A diver sinks one row in each step, and chooses between left and right. Which action is
//! which is drawn for each cell. Each step to the right costs 0.01 / N, and the treasure,
//! which is worth 1, lies at the right end of the bottom row, N steps to the right.
//!
//! Source: Osband et al. (2019), "Behaviour suite for reinforcement learning", deep sea.

use crate::foundations::random::{Random, Stream, random};
use rand::Rng;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

// ANCHOR: deep_sea
/// The sea: N × N cells.
#[derive(Clone, Debug)]
pub struct DeepSea {
    size: usize,
    /// The action that goes right, in each cell.
    right: Vec<usize>,
}

/// A step of a dive: the cell, the action in it, and the reward.
pub type Stroke = (usize, usize, f64);

impl DeepSea {
    /// A sea in which the meaning of the actions is drawn for each cell.
    pub fn new(size: usize, random: &mut Random) -> Self {
        let cells = 0..size * size;
        Self {
            size,
            right: cells.map(|_| random.gen_range(0..2)).collect(),
        }
    }

    /// A dive from the upper left corner: its strokes.
    pub fn dive(&self, mut policy: impl FnMut(usize) -> usize) -> Vec<Stroke> {
        let mut column: usize = 0;
        let stroke = |row| {
            let cell = row * self.size + column;
            let action = policy(cell);
            let is_right = action == self.right[cell];
            let is_last = row + 1 == self.size;
            let treasure = is_right && is_last && column + 1 == self.size;
            column = if is_right {
                (column + 1).min(self.size - 1)
            } else {
                column.saturating_sub(1)
            };
            let cost = if is_right {
                0.01 / self.size as f64
            } else {
                0.0
            };
            (cell, action, f64::from(treasure) - cost)
        };
        (0..self.size).map(stroke).collect()
    }
}
// ANCHOR_END: deep_sea

// ANCHOR: diver
/// How a diver chooses.
pub trait Diver {
    /// The value of every action before it was tried.
    const START: f64;

    /// The action in a cell with these values.
    fn choose(values: [f64; 2], random: &mut Random) -> usize;
}

/// Any action, always.
pub struct AtRandom;

impl Diver for AtRandom {
    const START: f64 = 0.0;

    fn choose(_: [f64; 2], random: &mut Random) -> usize {
        random.gen_range(0..2)
    }
}

/// ε-greedy with ε = 0.1.
pub struct EpsilonGreedy;

impl Diver for EpsilonGreedy {
    const START: f64 = 0.0;

    fn choose(values: [f64; 2], random: &mut Random) -> usize {
        if random.gen_bool(0.1) {
            random.gen_range(0..2)
        } else {
            best(values, random)
        }
    }
}

/// Greedy, from values that promise the treasure everywhere: what was not tried looks best.
pub struct Optimistic;

impl Diver for Optimistic {
    const START: f64 = 1.0;

    fn choose(values: [f64; 2], random: &mut Random) -> usize {
        best(values, random)
    }
}
// ANCHOR_END: diver

/// The action of the larger value, and any where they are equal.
fn best([first, second]: [f64; 2], random: &mut Random) -> usize {
    match first.total_cmp(&second) {
        std::cmp::Ordering::Greater => 0,
        std::cmp::Ordering::Less => 1,
        std::cmp::Ordering::Equal => random.gen_range(0..2),
    }
}

// ANCHOR: dives
/// The dives until the treasure is found for the first time; none within `most` dives.
/// After each dive its values are learned from its end back to its beginning:
///
/// Q(s, a) ← r + maxₐ′ Q(s′, a′), with nothing after the last stroke.
pub fn dives_until_found<D: Diver>(
    size: usize,
    most: usize,
    seed: u64,
) -> Option<usize> {
    let sea = DeepSea::new(size, &mut random(seed, Stream::Starts));
    let mut random = random(seed, Stream::Exploration);
    let mut q = vec![[D::START; 2]; size * size];
    (1..=most).find(|_| {
        let strokes = sea.dive(|cell| D::choose(q[cell], &mut random));
        let mut later = 0.0;
        for &(cell, action, reward) in strokes.iter().rev() {
            q[cell][action] = reward + later;
            later = q[cell][0].max(q[cell][1]);
        }
        strokes.last().is_some_and(|&(_, _, reward)| reward > 0.5)
    })
}
// ANCHOR_END: dives

/// The sizes of the figure.
pub const SIZES: [usize; 9] = [2, 4, 6, 8, 10, 12, 14, 16, 20];
/// The seeds of each.
pub const SEEDS: u64 = 20;
/// The dives after which a run ends.
pub const MOST: usize = 10_000;

/// A seed in a sea: the dives until the treasure is found, if it is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// N.
    pub size: usize,
    /// The seed.
    pub seed: u64,
    /// Of the random diver.
    pub random: Option<usize>,
    /// Of the ε-greedy one.
    pub epsilon_greedy: Option<usize>,
    /// Of the optimistic one.
    pub optimistic: Option<usize>,
}

/// The rows of the figure.
pub fn lines() -> Vec<Line> {
    let runs = SIZES
        .into_iter()
        .flat_map(|n| (0..SEEDS).map(move |s| (n, s)));
    let runs: Vec<(usize, u64)> = runs.collect();
    let lines = runs.into_par_iter().map(|(size, seed)| Line {
        size,
        seed,
        random: dives_until_found::<AtRandom>(size, MOST, seed),
        epsilon_greedy: dives_until_found::<EpsilonGreedy>(size, MOST, seed),
        optimistic: dives_until_found::<Optimistic>(size, MOST, seed),
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_way_that_always_goes_right_finds_the_treasure() {
        let sea = DeepSea::new(4, &mut random(1, Stream::Starts));
        let rewards = |right: [bool; 4]| {
            let mut strokes = right.into_iter();
            let dive = sea.dive(|cell| {
                let goes_right = strokes.next().unwrap();
                if goes_right {
                    sea.right[cell]
                } else {
                    1 - sea.right[cell]
                }
            });
            dive.iter().map(|(_, _, reward)| reward).sum::<f64>()
        };
        // Four steps to the right cost 0.01 in all.
        assert!((rewards([true; 4]) - 0.99).abs() < 1e-12);
        assert!((rewards([true, true, false, true]) + 0.0075).abs() < 1e-12);
        assert_eq!(rewards([false; 4]), 0.0);
    }

    #[test]
    fn a_random_diver_needs_about_as_many_dives_as_there_are_ways() {
        let dives = (0..400).filter_map(|seed| {
            dives_until_found::<AtRandom>(5, MOST, seed).map(|dives| dives as f64)
        });
        let dives: Vec<f64> = dives.collect();
        let mean = dives.iter().sum::<f64>() / dives.len() as f64;
        // One of 2⁵ = 32 ways: the mean is 32, with a deviation of 32 / √400.
        assert!((mean - 32.0).abs() < 5.0, "{mean}");
    }

    #[test]
    fn optimism_finds_what_epsilon_greedy_play_does_not() {
        let dives = dives_until_found::<Optimistic>(10, MOST, 1).unwrap();
        assert!(dives < 200, "{dives}");
        assert_eq!(dives_until_found::<EpsilonGreedy>(10, 2_000, 1), None);
    }
}
