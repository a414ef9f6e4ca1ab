//! Prioritised experience replay: learn more often from what surprises.
//!
//! Source: Schaul, Quan, Antonoglou and Silver (2016), "Prioritized experience
//! replay".

use crate::ddqn::ddqn_on;
use crate::exploration::{Clock, LinearSchedule, Schedule};
use crate::foundations::{
    CartPole, Describe, Description, Environment, Mlp, QNetwork, Random,
};
use crate::recipe::Recipe;
use crate::replay::{Replay, Ring, Sample, Transition};
use crate::sum_tree::SumTree;
use rand::Rng;

// ANCHOR: prioritization
/// How a memory ranks its transitions, and how it makes up for that.
pub struct Prioritization {
    /// α, how much the TD error counts: 0 draws all equally often, 1 draws each in
    /// proportion to its error.
    pub alpha: f64,
    /// β, how much of the bias the weights take back: 0 nothing, 1 all of it.
    pub beta: Box<dyn Schedule>,
    /// ε, added to each |δ| so that no transition is lost for ever.
    pub offset: f64,
    /// No |δ| + ε counts for more than this.
    pub largest_priority: f64,
    /// No weight (N·P)^−β counts for more than this.
    pub largest_weight: f64,
}
// ANCHOR_END: prioritization

impl Describe for Prioritization {
    fn describe(&self) -> Description {
        Description::new("Prioritization")
            .with("alpha", &self.alpha)
            .with("beta", &*self.beta)
            .with("offset", &self.offset)
            .with("largest_priority", &self.largest_priority)
            .with("largest_weight", &self.largest_weight)
    }
}

impl Prioritization {
    /// α and β, with ε = 10⁻⁶ and no bounds.
    pub fn new(alpha: f64, beta: impl Schedule + 'static) -> Self {
        Self {
            alpha,
            beta: Box::new(beta),
            offset: 1e-6,
            largest_priority: f64::INFINITY,
            largest_weight: f64::INFINITY,
        }
    }

    // ANCHOR: priority
    /// p^α = (|δ| + ε)^α.
    ///
    /// Source: Schaul et al. (2016), section 3.3.
    pub fn priority(&self, td_error: f64) -> f64 {
        let priority = td_error.abs() + self.offset;
        libm::pow(priority.min(self.largest_priority), self.alpha)
    }
    // ANCHOR_END: priority

    // ANCHOR: weight
    /// w = (N·P)^−β, before it is divided by the largest.
    ///
    /// Source: Schaul et al. (2016), section 3.4.
    pub fn weight(&self, relative_probability: f64, beta: f64) -> f64 {
        libm::pow(relative_probability, -beta).min(self.largest_weight)
    }
    // ANCHOR_END: weight
}

// ANCHOR: prioritized
/// A memory that draws transition i with the probability P(i) = pᵢ^α / Σₖ pₖ^α.
///
/// A new transition has the highest priority seen so far, so that each is learned
/// from soon. A sample is stratified: the line of all priorities is cut into as many
/// equal stretches as transitions are drawn, and one point is drawn in each.
///
/// Source: Schaul et al. (2016), algorithm 1 and equation 1.
pub struct PrioritizedReplay<const S: usize> {
    ring: Ring<S>,
    tree: SumTree,
    highest: f64,
    settings: Prioritization,
}
// ANCHOR_END: prioritized

impl<const S: usize> PrioritizedReplay<S> {
    /// An empty memory for `capacity` transitions.
    pub fn new(capacity: usize, settings: Prioritization) -> Self {
        let ring = Ring::new(capacity);
        Self {
            tree: SumTree::new(ring.capacity()),
            ring,
            highest: 1.0,
            settings,
        }
    }

    /// Where the transitions are kept.
    pub fn ring(&self) -> &Ring<S> {
        &self.ring
    }

    // ANCHOR: normalised
    /// N · P(i) for the transition at `index`: its probability relative to that of a
    /// uniform draw.
    pub fn relative_probability(&self, index: usize) -> f64 {
        self.relative(self.tree.get(index))
    }

    fn relative(&self, priority: f64) -> f64 {
        self.ring.len() as f64 * priority / self.tree.total()
    }

    /// w = (N·P)^−β / maxₖ (N·Pₖ)^−β of the transition at `index`.
    #[expect(clippy::cast_possible_truncation, reason = "a weight is an f32")]
    fn weight(&self, index: usize, beta: f64) -> f32 {
        let weight = |priority| self.settings.weight(self.relative(priority), beta);
        (weight(self.tree.get(index)) / weight(self.tree.least())) as f32
    }
    // ANCHOR_END: normalised
}

impl<const S: usize> Replay<S> for PrioritizedReplay<S> {
    // ANCHOR: store
    fn store(&mut self, transition: Transition<S>) {
        let index = self.ring.push(transition);
        self.tree.set(index, self.highest);
    }
    // ANCHOR_END: store

    // ANCHOR: sample
    /// Draws with replacement: a transition that fills several stretches is drawn
    /// once in each.
    fn sample(
        &mut self,
        batch_size: usize,
        clock: Clock,
        random: &mut Random,
    ) -> Sample<S> {
        let amount = batch_size.min(self.len());
        let stretch = self.tree.total() / amount as f64;
        let mut point = |i| (i as f64 + random.gen_range(0.0..1.0)) * stretch;
        let indices: Vec<usize> =
            (0..amount).map(|i| self.tree.find(point(i))).collect();
        let beta = self.settings.beta.value(clock);
        let weights = indices.iter().map(|&i| self.weight(i, beta)).collect();
        self.ring.sample(indices, weights)
    }
    // ANCHOR_END: sample

    // ANCHOR: update
    fn update(&mut self, indices: &[usize], td_errors: &[f32]) {
        for (&index, &td_error) in indices.iter().zip(td_errors) {
            let priority = self.settings.priority(f64::from(td_error));
            // A network that diverges must not take the memory with it.
            if priority.is_finite() {
                self.tree.set(index, priority);
                self.highest = self.highest.max(priority);
            }
        }
    }
    // ANCHOR_END: update

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
        Some(self.relative_probability(index))
    }
}

impl<const S: usize> Describe for PrioritizedReplay<S> {
    fn describe(&self) -> Description {
        Description::new("PrioritizedReplay")
            .with("capacity", &self.capacity())
            .of(self.settings.describe())
    }
}

// ANCHOR: per
/// The settings of the course: α = 0.5, and β from 0.4 to 1 over 50,000 steps.
pub fn prioritization() -> Prioritization {
    let beta = LinearSchedule {
        start: 0.4,
        end: 1.0,
        steps: 50_000,
    };
    Prioritization::new(0.5, beta)
}

/// Double DQN that learns from a prioritised memory.
pub fn per() -> Recipe<Mlp<4, 2>, 4, 2> {
    per_on(CartPole::new())
}

/// The same with any network, on any environment.
pub fn per_on<N: QNetwork<S, A>, const S: usize, const A: usize>(
    environment: impl Environment<S, A> + 'static,
) -> Recipe<N, S, A> {
    Recipe {
        replay: Box::new(PrioritizedReplay::new(50_000, prioritization())),
        ..ddqn_on(environment)
    }
}
// ANCHOR_END: per
