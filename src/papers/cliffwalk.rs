//! The Blind Cliffwalk: a row of states in which one action goes on and the other ends the
//! episode, and only the last step of all is rewarded. The longer the row, the rarer is
//! the transition that teaches anything.
//!
//! Source: Schaul et al. (2016), section 3.1, appendix B.1 and figure 1.

use crate::exploration::{Clock, Constant};
use crate::foundations::random::{Random, Stream, random};
use crate::foundations::{Describe, Description};
use crate::papers::normal::normal;
use crate::per::{Prioritization, PrioritizedReplay};
use crate::rank::RankReplay;
use crate::replay::{Replay, Ring, Sample, Transition, UniformReplay};
use rand::seq::SliceRandom;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

// ANCHOR: cliff
/// The action that goes on, and the one that falls.
pub const GO: usize = 0;
const FALL: usize = 1;

/// η, how far an estimate moves towards its target.
const STEP: f64 = 0.25;
/// The mean squared error at which the values count as known.
const KNOWN: f64 = 1e-3;

/// A table of values on a row of states.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Q(s, ·) of each state.
    pub q: Vec<[f64; 2]>,
}

impl Table {
    /// 1 − 1/n, so that the first state is worth about the same whatever n is.
    pub fn gamma(&self) -> f64 {
        1.0 - 1.0 / self.q.len() as f64
    }

    /// Q*(s, a): γ to the power of the steps that are still to go, or 0 for a fall.
    pub fn optimal(&self, state: usize, action: usize) -> f64 {
        let left = self.q.len() - 1 - state;
        match action {
            GO => libm::pow(self.gamma(), left as f64),
            _ => 0.0,
        }
    }

    /// δ = r + γ maxₐ Q(s′, a) − Q(s, a), without the future at an end.
    pub fn td_error(&self, transition: &Transition<1>) -> f64 {
        let [state, next] = [transition.state, transition.next_state].map(index);
        let [a, b] = self.q.get(next).copied().unwrap_or_default();
        let future = f64::from(transition.bootstrap_discount()) * a.max(b);
        f64::from(transition.reward) + future - self.q[state][transition.action]
    }
}
// ANCHOR_END: cliff

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the number of a state"
)]
fn index([state]: [f32; 1]) -> usize {
    state as usize
}

// ANCHOR: transitions
/// Every transition that comes of playing each of the 2ⁿ sequences of actions until it
/// falls or arrives: 2ⁿ⁺¹ − 2 of them, in an order by chance. One of them is rewarded.
#[expect(clippy::cast_possible_truncation, reason = "γ of an f32 transition")]
pub fn transitions(states: usize, random: &mut Random) -> Vec<Transition<1>> {
    let gamma = 1.0 - 1.0 / states as f64;
    let mut all = Vec::new();
    for state in 0..states {
        let is_last = state + 1 == states;
        let transition = |action| Transition {
            state: [state as f32],
            action,
            reward: f32::from(u8::from(is_last && action == GO)),
            next_state: [(state + 1) as f32],
            terminated: is_last || action == FALL,
            truncated: false,
            discount: gamma as f32,
        };
        // Half of the sequences that come to a state go on.
        let copies = 1 << (states - 1 - state);
        for action in [GO, FALL] {
            all.extend(std::iter::repeat_n(transition(action), copies));
        }
    }
    all.shuffle(random);
    all
}
// ANCHOR_END: transitions

// ANCHOR: walk
/// A walk that learns from one transition at a time.
#[derive(Clone, Debug)]
pub struct Walk {
    /// What is known.
    pub table: Table,
    random: Random,
}

impl Walk {
    /// Values from N(0, 0.1²).
    pub fn new(states: usize, seed: u64) -> Self {
        let mut random = random(seed, Stream::Weights);
        let mut value = || 0.1 * normal(&mut random);
        let q = (0..states).map(|_| [value(), value()]).collect();
        Self {
            table: Table { q },
            random,
        }
    }

    /// Σ (Q − Q*)² / 2n.
    pub fn error(&self) -> f64 {
        let states = 0..self.table.q.len();
        let all = states.flat_map(|state| [(state, GO), (state, FALL)]);
        let squares = all.map(|(state, action)| {
            let q = self.table.q[state][action];
            (q - self.table.optimal(state, action)).powi(2)
        });
        squares.sum::<f64>() / (2 * self.table.q.len()) as f64
    }

    /// Q(s, a) ← Q(s, a) + η δ; returns δ.
    pub fn learn(&mut self, transition: &Transition<1>) -> f64 {
        let error = self.table.td_error(transition);
        let state = index(transition.state);
        self.table.q[state][transition.action] += STEP * error;
        error
    }

    /// The updates until the values are known, when `memory` chooses each transition.
    pub fn updates(mut self, mut memory: impl Replay<1>) -> usize {
        let all = transitions(self.table.q.len(), &mut self.random);
        for transition in &all {
            memory.store(*transition);
        }
        // Every transition is new.
        let places: Vec<usize> = (0..all.len()).collect();
        memory.update(&places, &vec![1.0; all.len()]);
        let mut updates = 0;
        while self.error() >= KNOWN {
            let sample = memory.sample(1, Clock::default(), &mut self.random);
            let error = self.learn(&sample.transitions[0]);
            #[expect(
                clippy::cast_possible_truncation,
                reason = "memories have f32"
            )]
            memory.update(&sample.indices, &[error as f32]);
            updates += 1;
        }
        updates
    }

    /// The same, by an oracle that always chooses what lowers the error most.
    pub fn updates_of_oracle(mut self) -> usize {
        let mut all = transitions(self.table.q.len(), &mut self.random);
        all.sort_by_key(|transition| (index(transition.state), transition.action));
        all.dedup();
        let mut updates = 0;
        while self.error() >= KNOWN {
            let after = |transition: &&Transition<1>| {
                let mut walk = self.clone();
                walk.learn(transition);
                walk.error()
            };
            let best = all.iter().min_by(|a, b| after(a).total_cmp(&after(b)));
            self.learn(&best.expect("a row has states").clone());
            updates += 1;
        }
        updates
    }
}
// ANCHOR_END: walk

// ANCHOR: greedy
/// A memory that always draws the transition whose TD error was the largest when it was
/// last drawn.
///
/// Source: Schaul et al. (2016), section 3.2.
pub struct GreedyReplay {
    ring: Ring<1>,
    /// |δ| of the transitions that are not drawn, each with its place.
    errors: BinaryHeap<(u32, Reverse<usize>)>,
}

impl Replay<1> for GreedyReplay {
    fn store(&mut self, transition: Transition<1>) {
        self.ring.push(transition);
    }

    fn sample(&mut self, batch: usize, _: Clock, _: &mut Random) -> Sample<1> {
        let drawn = (0..batch).filter_map(|_| self.errors.pop());
        let indices: Vec<usize> = drawn.map(|(_, Reverse(index))| index).collect();
        Sample {
            transitions: indices.iter().map(|&i| self.ring.get(i)).collect(),
            weights: vec![1.0; indices.len()],
            indices,
        }
    }

    fn update(&mut self, indices: &[usize], td_errors: &[f32]) {
        // The bits of positive numbers are in their order.
        let sizes = td_errors.iter().map(|error| error.abs().to_bits());
        let places = indices.iter().map(|&index| Reverse(index));
        self.errors.extend(sizes.zip(places));
    }

    fn len(&self) -> usize {
        self.ring.len()
    }

    fn capacity(&self) -> usize {
        self.ring.capacity()
    }
}
// ANCHOR_END: greedy

impl Describe for GreedyReplay {
    fn describe(&self) -> Description {
        Description::new("GreedyReplay").with("capacity", &self.ring.capacity())
    }
}

/// The lengths of the figure: n states each.
pub const LENGTHS: [usize; 8] = [2, 4, 6, 8, 10, 12, 14, 16];
/// The seeds of each.
pub const SEEDS: u64 = 10;

/// A seed on a row: the updates until the values are known.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// n, the number of states.
    pub states: usize,
    /// The transitions in the memory.
    pub transitions: usize,
    /// The seed.
    pub seed: u64,
    /// Where every transition is drawn equally often.
    pub uniform: usize,
    /// The largest TD error first.
    pub greedy: usize,
    /// In proportion to the TD error.
    pub proportional: usize,
    /// By the rank of the TD error.
    pub rank: usize,
    /// What lowers the error most.
    pub oracle: usize,
}

/// A seed on a row of that many states.
pub fn line(states: usize, seed: u64) -> Line {
    let transitions = (1 << (states + 1)) - 2;
    let walk = || Walk::new(states, seed);
    let settings = || Prioritization::new(1.0, Constant(0.0));
    let greedy = GreedyReplay {
        ring: Ring::new(transitions),
        errors: BinaryHeap::new(),
    };
    let proportional = PrioritizedReplay::new(transitions, settings());
    Line {
        states,
        transitions,
        seed,
        uniform: walk().updates(UniformReplay::new(transitions)),
        greedy: walk().updates(greedy),
        proportional: walk().updates(proportional),
        rank: walk().updates(RankReplay::new(transitions, settings())),
        oracle: walk().updates_of_oracle(),
    }
}

/// The rows of the figure.
pub fn lines() -> Vec<Line> {
    let runs = LENGTHS
        .into_iter()
        .flat_map(|n| (0..SEEDS).map(move |s| (n, s)));
    let runs: Vec<(usize, u64)> = runs.collect();
    let lines = runs
        .into_par_iter()
        .map(|(states, seed)| line(states, seed));
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_all_sequences_of_actions_one_transition_is_rewarded() {
        let all = transitions(3, &mut random(0, Stream::Replay));
        // 2 · 4 in the first state, 2 · 2 in the second, 2 in the third.
        assert_eq!(all.len(), 14);
        let rewarded = all.iter().filter(|transition| transition.reward > 0.0);
        assert_eq!(rewarded.count(), 1);
        let first = all.iter().filter(|t| t.state == [0.0] && t.action == GO);
        assert_eq!(first.count(), 4);
    }

    #[test]
    fn an_update_moves_a_quarter_of_the_td_error() {
        let mut walk = Walk::new(2, 0);
        walk.table.q = vec![[0.0, 0.0], [0.6, 0.0]];
        let all = transitions(2, &mut random(0, Stream::Replay));
        let go = all.iter().find(|t| t.state == [0.0] && t.action == GO);
        // γ = 1/2, so the target is 0.3.
        let error = walk.learn(go.unwrap());
        assert!((error - 0.3).abs() < 1e-7);
        assert!((walk.table.q[0][GO] - 0.075).abs() < 1e-7);
    }

    #[test]
    fn what_is_known_is_a_power_of_the_discount() {
        let table = Table {
            q: vec![[0.0; 2]; 4],
        };
        assert_eq!(table.gamma(), 0.75);
        assert_eq!(table.optimal(3, GO), 1.0);
        assert_eq!(table.optimal(1, GO), 0.5625);
        assert_eq!(table.optimal(1, FALL), 0.0);
    }

    #[test]
    fn priorities_save_updates_and_the_oracle_most() {
        let line = line(8, 0);
        let updates = [line.oracle, line.greedy, line.proportional, line.uniform];
        assert!(updates.is_sorted(), "{line:?}");
    }
}
