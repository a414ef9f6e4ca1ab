//! The lecture's listings where they differ from its equations: pieces that run, so
//! that the difference can be measured.
//!
//! Each is named for what it does. None belongs into an agent that should learn.

use crate::ddqn::{DoubleValue, ddqn};
use crate::dqn::{dqn, dqn_on};
use crate::dueling::{Aggregate, Dueling};
use crate::exploration::Constant;
use crate::foundations::cart_pole::CartPole;
use crate::foundations::network::Mlp;
use crate::foundations::random::Random;
use crate::foundations::tensors::{Dev, QValues};
use crate::per::{Prioritization, PrioritizedReplay};
use crate::recipe::Recipe;
use crate::replay::{PrioritySpread, Replay, Sample, Transition, UniformReplay};
use crate::target::TargetUpdate;
use dfdx::nn::tensor_collection::TensorCollection;
use dfdx::prelude::{Merge, ModelEMA, Tape};
use std::fmt::Debug;

/// A prioritised memory whose weights have lost their sign: w = (N·P)^β / max (N·P)^β.
///
/// What is drawn more often also counts for more. The weights do not take the bias of
/// the draw back, they double it.
pub struct SignLost<const S: usize> {
    /// The memory with the right weights.
    pub memory: PrioritizedReplay<S>,
    /// β.
    pub beta: f64,
}

impl<const S: usize> Replay<S> for SignLost<S> {
    fn store(&mut self, transition: Transition<S>) {
        self.memory.store(transition);
    }

    #[expect(clippy::cast_possible_truncation, reason = "a weight is an f32")]
    fn sample(&mut self, batch_size: usize, random: &mut Random) -> Sample<S> {
        let sample = self.memory.sample(batch_size, random);
        let largest = self
            .memory
            .priorities()
            .map_or(1.0, |spread| spread.largest);
        let weight = |&index: &usize| {
            let relative = self.memory.times_as_often(index);
            libm::pow(relative / largest, self.beta) as f32
        };
        Sample {
            weights: sample.indices.iter().map(weight).collect(),
            ..sample
        }
    }

    fn update(&mut self, indices: &[usize], td_errors: &[f32]) {
        self.memory.update(indices, td_errors);
    }

    fn len(&self) -> usize {
        self.memory.len()
    }

    fn capacity(&self) -> usize {
        self.memory.capacity()
    }

    fn age(&self, index: usize) -> Option<usize> {
        self.memory.age(index)
    }

    fn priorities(&self) -> Option<PrioritySpread> {
        self.memory.priorities()
    }
}

impl<const S: usize> Debug for SignLost<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { memory, beta } = self;
        write!(f, "SignLost {{ memory: {memory:?}, beta: {beta} }}")
    }
}

/// What a slip changes about a memory.
pub trait Slip: Debug {
    /// The transition that is stored in place of `transition`.
    fn stored<const S: usize>(&self, transition: Transition<S>) -> Transition<S> {
        transition
    }

    /// The weight that counts in place of `weight`.
    fn weight(&self, weight: f32) -> f32 {
        weight
    }

    /// False when the memory never hears of TD errors.
    fn hears(&self) -> bool {
        true
    }
}

/// A memory with a slip.
#[derive(Debug)]
pub struct Slipped<R, X> {
    /// The memory.
    pub memory: R,
    /// The slip.
    pub slip: X,
}

/// The TD errors are written into a copy: every priority stays what it was when the
/// transition was stored.
#[derive(Clone, Copy, Debug)]
pub struct NeverUpdated;

impl Slip for NeverUpdated {
    fn hears(&self) -> bool {
        false
    }
}

/// The loss is mean((w δ)²) in place of mean(w δ²): each weight counts squared.
#[derive(Clone, Copy, Debug)]
pub struct SquaredWeights;

impl Slip for SquaredWeights {
    fn weight(&self, weight: f32) -> f32 {
        weight * weight
    }
}

/// `terminated and not truncated`: a fall on the last step that is allowed does not
/// count as one, and its target adds the value of a pole that has fallen.
#[derive(Clone, Copy, Debug)]
pub struct FallUnlessTruncated;

impl Slip for FallUnlessTruncated {
    fn stored<const S: usize>(&self, transition: Transition<S>) -> Transition<S> {
        Transition {
            terminated: transition.terminated && !transition.truncated,
            ..transition
        }
    }
}

impl<const S: usize, R: Replay<S>, X: Slip> Replay<S> for Slipped<R, X> {
    fn store(&mut self, transition: Transition<S>) {
        self.memory.store(self.slip.stored(transition));
    }

    fn sample(&mut self, batch_size: usize, random: &mut Random) -> Sample<S> {
        let mut sample = self.memory.sample(batch_size, random);
        for weight in &mut sample.weights {
            *weight = self.slip.weight(*weight);
        }
        sample
    }

    fn update(&mut self, indices: &[usize], td_errors: &[f32]) {
        if self.slip.hears() {
            self.memory.update(indices, td_errors);
        }
    }

    fn len(&self) -> usize {
        self.memory.len()
    }

    fn capacity(&self) -> usize {
        self.memory.capacity()
    }

    fn age(&self, index: usize) -> Option<usize> {
        self.memory.age(index)
    }

    fn priorities(&self) -> Option<PrioritySpread> {
        self.memory.priorities()
    }
}

/// Q(s, a) = V(s) + A(s, a), with nothing subtracted: a constant can move from V to A
/// and change nothing, so neither of them means anything.
#[derive(Clone, Copy, Debug)]
pub struct NaiveSum;

impl Aggregate for NaiveSum {
    fn aggregate<const A: usize, T: Tape<f32, Dev> + Merge<T>>(
        values: QValues<A, T>,
        advantages: QValues<A, T>,
    ) -> QValues<A, T> {
        values + advantages
    }
}

/// θ⁻ ← τ θ⁻ + (1 − τ) θ: the roles of the networks are swapped, so that a small τ
/// makes the target network nearly the online network.
#[derive(Clone, Copy, Debug)]
pub struct SwappedPolyak {
    /// τ, here the share of θ⁻ that is kept.
    pub tau: f64,
}

impl<N: TensorCollection<f32, Dev>> TargetUpdate<N> for SwappedPolyak {
    fn update(&self, target: &mut N, online: &N, _step: usize) {
        target.ema(online, self.tau);
    }
}

/// DQN as printed: `terminated and not truncated`.
pub fn printed_dqn() -> Recipe<Mlp<4, 2>, 4, 2> {
    Recipe {
        replay: Box::new(Slipped {
            memory: UniformReplay::new(50_000),
            slip: FallUnlessTruncated,
        }),
        ..dqn()
    }
}

/// The lecture's prioritised memory with its weights as printed.
fn sign_lost() -> Slipped<SignLost<4>, SquaredWeights> {
    let settings = Prioritization::new(0.5, Constant(0.4));
    Slipped {
        memory: SignLost {
            memory: PrioritizedReplay::new(50_000, settings),
            beta: 0.4,
        },
        slip: SquaredWeights,
    }
}

/// PER as printed: no priority ever changes, so all are drawn equally often.
pub fn printed_per() -> Recipe<Mlp<4, 2>, 4, 2> {
    Recipe {
        replay: Box::new(Slipped {
            memory: sign_lost(),
            slip: NeverUpdated,
        }),
        ..ddqn()
    }
}

/// PER with the weights as printed and priorities that do change: what the lost sign
/// and the squared weights come to once the memory works.
pub fn sign_lost_per() -> Recipe<Mlp<4, 2>, 4, 2> {
    Recipe {
        replay: Box::new(sign_lost()),
        ..ddqn()
    }
}

/// Dueling as printed: the naive sum, and a target network that is 90 % the online
/// network after one step.
pub fn printed_dueling() -> Recipe<Dueling<4, 2, NaiveSum>, 4, 2> {
    Recipe {
        bootstrap: Box::new(DoubleValue),
        target_update: Box::new(SwappedPolyak { tau: 0.1 }),
        ..dqn_on(CartPole::new())
    }
}
