//! Prioritised replay by rank: the largest TD errors first, whatever their size.
//!
//! Source: Schaul, Quan, Antonoglou and Silver (2016), "Prioritized experience
//! replay", the rank-based variant.

use crate::ddqn::ddqn_on;
use crate::exploration::Clock;
use crate::foundations::{
    CartPole, Describe, Description, Environment, Mlp, QNetwork, Random,
};
use crate::per::{Prioritization, prioritization};
use crate::recipe::Recipe;
use crate::replay::{PrioritySpread, Replay, Ring, Sample, Transition};
use rand::Rng;

// ANCHOR: rank_replay
/// A memory that draws transition i with the probability P(i) ∝ (1 / rank(i))^α.
///
/// The rank is the place in the order of falling |δ|, so one enormous error is drawn
/// no more often than another largest error would be. The order is that of a binary
/// heap, which only puts each error before those below it: it is about right, and
/// sorted anew from time to time.
///
/// Source: Schaul et al. (2016), section 3.3 and appendix B.2.1.
pub struct RankReplay<const S: usize> {
    ring: Ring<S>,
    /// |δ| of each transition, by its index.
    errors: Vec<f32>,
    /// Indices, the largest |δ| first.
    order: Vec<usize>,
    /// Where in the order each index is.
    positions: Vec<usize>,
    /// Σ k^−α over the ranks k up to each rank.
    sums: Vec<f64>,
    highest: f32,
    /// Transitions stored since the order was sorted.
    unsorted: usize,
    settings: Prioritization,
}
// ANCHOR_END: rank_replay

/// The order is sorted anew after this many stored transitions.
const SORT_EVERY: usize = 100_000;

impl<const S: usize> RankReplay<S> {
    /// An empty memory for `capacity` transitions. Of the settings, ε and the bound
    /// on priorities have no meaning for ranks.
    pub fn new(capacity: usize, settings: Prioritization) -> Self {
        let ring = Ring::new(capacity);
        let powers = (1..=ring.capacity())
            .map(|rank| libm::pow(rank as f64, -settings.alpha));
        let sums = powers.scan(0.0, |sum, power| {
            *sum += power;
            Some(*sum)
        });
        Self {
            sums: sums.collect(),
            ring,
            errors: Vec::new(),
            order: Vec::new(),
            positions: Vec::new(),
            highest: 0.0,
            unsorted: 0,
            settings,
        }
    }

    /// The rank of the transition at `index`, counted from 1.
    pub fn rank(&self, index: usize) -> usize {
        self.positions[index] + 1
    }

    // ANCHOR: relative_probability
    /// N · P of the transition of that `rank`.
    pub fn relative_probability_of_rank(&self, rank: usize) -> f64 {
        let amount = self.ring.len();
        let power = libm::pow(rank as f64, -self.settings.alpha);
        amount as f64 * power / self.sums[amount - 1]
    }
    // ANCHOR_END: relative_probability

    /// w = (N·P)^−β / maxₖ (N·Pₖ)^−β of the transition of that `rank`.
    #[expect(clippy::cast_possible_truncation, reason = "a weight is an f32")]
    fn weight(&self, rank: usize, beta: f64) -> f32 {
        let relative = |rank| self.relative_probability_of_rank(rank);
        let weight = |rank| self.settings.weight(relative(rank), beta);
        (weight(rank) / weight(self.ring.len())) as f32
    }

    /// Gives the transition at `index` the error |δ|, and its place in the order.
    fn set(&mut self, index: usize, error: f32) {
        self.errors[index] = error;
        let position = self.rise(self.positions[index]);
        self.sink(position);
    }

    fn error_at(&self, position: usize) -> f32 {
        self.errors[self.order[position]]
    }

    fn swap(&mut self, a: usize, b: usize) {
        self.order.swap(a, b);
        self.positions[self.order[a]] = a;
        self.positions[self.order[b]] = b;
    }

    /// Moves the index at `position` before every smaller error above it.
    fn rise(&mut self, mut position: usize) -> usize {
        while position > 0 {
            let parent = (position - 1) / 2;
            if self.error_at(parent) >= self.error_at(position) {
                break;
            }
            self.swap(parent, position);
            position = parent;
        }
        position
    }

    /// Moves the index at `position` behind every larger error below it.
    fn sink(&mut self, mut position: usize) {
        loop {
            let children = [2 * position + 1, 2 * position + 2];
            let there = children.into_iter().filter(|&c| c < self.order.len());
            let error = |&c: &usize| self.error_at(c);
            let larger = there.max_by(|a, b| error(a).total_cmp(&error(b)));
            match larger {
                Some(c) if self.error_at(c) > self.error_at(position) => {
                    self.swap(c, position);
                    position = c;
                }
                _ => return,
            }
        }
    }

    /// Sorts the order, so that every rank is exact until the next update.
    pub fn sort(&mut self) {
        self.unsorted = 0;
        let errors = &self.errors;
        self.order.sort_by(|&a, &b| errors[b].total_cmp(&errors[a]));
        for (position, &index) in self.order.iter().enumerate() {
            self.positions[index] = position;
        }
    }
}

impl<const S: usize> Replay<S> for RankReplay<S> {
    fn store(&mut self, transition: Transition<S>) {
        let index = self.ring.push(transition);
        if index == self.order.len() {
            self.positions.push(self.order.len());
            self.order.push(index);
            self.errors.push(0.0);
        }
        self.set(index, self.highest);
        self.unsorted += 1;
        if self.unsorted == SORT_EVERY {
            self.sort();
        }
    }

    // ANCHOR: sample
    /// Draws one rank in each of as many equally likely stretches of the ranks.
    fn sample(
        &mut self,
        batch_size: usize,
        clock: Clock,
        random: &mut Random,
    ) -> Sample<S> {
        let amount = batch_size.min(self.len());
        let sums = &self.sums[..self.ring.len()];
        let stretch = sums.last().map_or(0.0, |total| total / amount as f64);
        let position = |i| {
            let point = (i as f64 + random.gen_range(0.0..1.0)) * stretch;
            // Rounding can carry a point past the end.
            let position = sums.partition_point(|&sum| sum <= point);
            position.min(sums.len() - 1)
        };
        let positions: Vec<usize> = (0..amount).map(position).collect();
        let indices: Vec<usize> = positions.iter().map(|&p| self.order[p]).collect();
        let beta = self.settings.beta.value(clock);
        let weights = positions.iter().map(|p| self.weight(p + 1, beta));
        let weights = weights.collect();
        self.ring.sample(indices, weights)
    }
    // ANCHOR_END: sample

    fn update(&mut self, indices: &[usize], td_errors: &[f32]) {
        for (&index, &td_error) in indices.iter().zip(td_errors) {
            if td_error.is_finite() {
                self.set(index, td_error.abs());
                self.highest = self.highest.max(td_error.abs());
            }
        }
    }

    fn len(&self) -> usize {
        self.ring.len()
    }

    fn capacity(&self) -> usize {
        self.ring.capacity()
    }

    fn age(&self, index: usize) -> Option<usize> {
        Some(self.ring.age(index))
    }

    fn relative_probability(&self, index: usize) -> Option<f64> {
        Some(self.relative_probability_of_rank(self.rank(index)))
    }

    fn priorities(&self) -> Option<PrioritySpread> {
        let relative =
            (1..=self.len()).map(|k| self.relative_probability_of_rank(k));
        PrioritySpread::of(&relative.collect::<Vec<_>>())
    }
}

impl<const S: usize> Describe for RankReplay<S> {
    fn describe(&self) -> Description {
        Description::new("RankReplay")
            .with("capacity", &self.capacity())
            .with("alpha", &self.settings.alpha)
            .with("beta", &*self.settings.beta)
            .with("largest_weight", &self.settings.largest_weight)
    }
}

/// Double DQN that learns from a memory prioritised by rank.
pub fn rank_per() -> Recipe<Mlp<4, 2>, 4, 2> {
    rank_per_on(CartPole::new())
}

/// The same with any network, on any environment.
pub fn rank_per_on<N: QNetwork<S, A>, const S: usize, const A: usize>(
    environment: impl Environment<S, A> + 'static,
) -> Recipe<N, S, A> {
    Recipe {
        replay: Box::new(RankReplay::new(50_000, prioritization())),
        ..ddqn_on(environment)
    }
}
