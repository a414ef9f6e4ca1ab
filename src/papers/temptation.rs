//! A choice between nothing and a gamble that loses on average: who believes the largest
//! of several noisy estimates gambles too long.
//!
//! In A, right ends the episode with a reward of 0, and left leads to B. There each of
//! ten actions ends it with a reward from N(−0.1, 1).
//!
//! Source: Sutton and Barto (2018), example 6.7 and figure 6.5.

use crate::foundations::random::{Random, Stream, random};
use crate::papers::normal::normal;
use rand::Rng;
use serde::{Deserialize, Serialize};

// ANCHOR: setting
/// The actions in A.
const LEFT: usize = 0;
const RIGHT: usize = 1;
/// The number of actions in B.
pub const GAMBLES: usize = 10;
/// The mean of their rewards.
const MEAN_REWARD: f64 = -0.1;

/// ε and α of the example; γ is 1.
pub const EPSILON: f64 = 0.1;
const ALPHA: f64 = 0.1;
// ANCHOR_END: setting

/// The runs of the figure.
pub const RUNS: usize = 10_000;
/// Its episodes.
pub const EPISODES: usize = 300;

// ANCHOR: update
/// A table of Q(A, ·) and Q(B, ·).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Table {
    /// Of left and right.
    pub a: [f64; 2],
    /// Of each gamble.
    pub b: [f64; GAMBLES],
}

/// K tables that learn from one another. One table is Q-learning, two are double
/// Q-learning.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Learner<const K: usize> {
    /// The tables.
    pub tables: [Table; K],
}

impl<const K: usize> Learner<K> {
    /// Learns that left led to B:
    ///
    /// Qᵢ(A, left) ← Qᵢ(A, left) + α (Qⱼ(B, argmaxₐ Qᵢ(B, a)) − Qᵢ(A, left))
    ///
    /// where i is drawn, and j is the next table: with one table it is i itself.
    ///
    /// Source: van Hasselt (2010), algorithm 1.
    pub fn went_left(&mut self, random: &mut Random) {
        let i = random.gen_range(0..K);
        let best = argmax(&self.tables[i].b, random);
        let target = self.tables[(i + 1) % K].b[best];
        let value = &mut self.tables[i].a[LEFT];
        *value += ALPHA * (target - *value);
    }

    /// Learns the reward of a gamble, which ends the episode.
    pub fn gambled(&mut self, gamble: usize, reward: f64, random: &mut Random) {
        let value = &mut self.tables[random.gen_range(0..K)].b[gamble];
        *value += ALPHA * (reward - *value);
    }
}
// ANCHOR_END: update

impl<const K: usize> Learner<K> {
    /// Every value 0.
    pub fn new() -> Self {
        Self {
            tables: [Table::default(); K],
        }
    }

    /// Plays an episode and learns from it: whether it began to the left. The policy is
    /// ε-greedy in the sums of the tables.
    pub fn play(&mut self, random: &mut Random) -> bool {
        let mut sums = Table::default();
        for table in &self.tables {
            add(&mut sums.a, &table.a);
            add(&mut sums.b, &table.b);
        }
        if epsilon_greedy(&sums.a, random) == RIGHT {
            return false;
        }
        self.went_left(random);
        let gamble = epsilon_greedy(&sums.b, random);
        let reward = MEAN_REWARD + normal(random);
        self.gambled(gamble, reward, random);
        true
    }
}

impl<const K: usize> Default for Learner<K> {
    fn default() -> Self {
        Self::new()
    }
}

fn add(sums: &mut [f64], values: &[f64]) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += value;
    }
}

fn epsilon_greedy(values: &[f64], random: &mut Random) -> usize {
    if random.gen_bool(EPSILON) {
        random.gen_range(0..values.len())
    } else {
        argmax(values, random)
    }
}

/// The place of the largest value; one of them by chance where several are largest.
fn argmax(values: &[f64], random: &mut Random) -> usize {
    let largest = values.iter().fold(f64::NEG_INFINITY, |a, &b| a.max(b));
    let places = (0..values.len()).filter(|&i| values[i] == largest);
    let places: Vec<usize> = places.collect();
    places[random.gen_range(0..places.len())]
}

/// The share of `runs` that go left, in each of `episodes` episodes.
pub fn shares_of_left<const K: usize>(runs: usize, episodes: usize) -> Vec<f64> {
    let mut lefts = vec![0.0; episodes];
    for run in 0..runs {
        let mut random = random(run as u64, Stream::Exploration);
        let mut learner = Learner::<K>::new();
        for left in &mut lefts {
            *left += f64::from(learner.play(&mut random));
        }
    }
    lefts.iter().map(|left| left / runs as f64).collect()
}

/// An episode of the figure.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The episode, from 1 on.
    pub episode: usize,
    /// The share of the runs of Q-learning that go left.
    pub q_learning: f64,
    /// That of double Q-learning.
    pub double: f64,
}

/// The rows of the figure.
pub fn lines() -> Vec<Line> {
    let single = shares_of_left::<1>(RUNS, EPISODES);
    let double = shares_of_left::<2>(RUNS, EPISODES);
    let shares = single.into_iter().zip(double);
    let lines = (1..)
        .zip(shares)
        .map(|(episode, (q_learning, double))| Line {
            episode,
            q_learning,
            double,
        });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tables in which the second gamble looks best, and of two tables the next one says
    /// what it is worth.
    fn tables<const K: usize>(gamble: usize, values: [f64; K]) -> Learner<K> {
        let table = |value| {
            let mut b = [-1.0; GAMBLES];
            b[gamble] = value;
            Table {
                b,
                ..Table::default()
            }
        };
        Learner {
            tables: values.map(table),
        }
    }

    #[test]
    fn one_table_believes_its_largest_value() {
        let mut learner = tables(2, [5.0]);
        learner.went_left(&mut random(0, Stream::Exploration));
        // 0 + 0.1 · (5 − 0).
        assert_eq!(learner.tables[0].a, [0.5, 0.0]);
    }

    #[test]
    fn of_two_tables_the_other_says_what_the_choice_is_worth() {
        let mut learner = tables(2, [5.0, 3.0]);
        learner.went_left(&mut random(0, Stream::Exploration));
        let lefts = learner.tables.map(|table| table.a[LEFT]);
        // One of them learned, from the value in the other.
        assert!(
            lefts == [0.1 * 3.0, 0.0] || lefts == [0.0, 0.5],
            "{lefts:?}"
        );
    }

    #[test]
    fn q_learning_is_tempted_for_longer() {
        let single = shares_of_left::<1>(500, 100);
        let double = shares_of_left::<2>(500, 100);
        let last = |shares: &[f64]| shares[90..].iter().sum::<f64>() / 10.0;
        assert!(last(&single) > 2.0 * last(&double));
    }
}
