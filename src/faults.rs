//! Classic faults of deep Q-learning as pieces: each is a mistake that compiles, runs,
//! and raises no error.
//!
//! None belongs into an agent that should learn. The lecture's own bugs are in
//! [`crate::as_printed`].

use crate::dueling::Aggregate;
use crate::faulty_replay::ReplayFault;
use crate::foundations::{
    Describe, Description, Dev, Environment, PerSample, QNetwork, QValues, Random,
    States, Step, describe, hand_on, per_sample,
};
use crate::replay::{Sample, Transition};
use crate::target::{Bootstrap, MaxValue};
use dfdx::prelude::*;
use fnv::FnvHasher;
use std::hash::Hasher;
use std::sync::{Arc, Mutex, PoisonError};

// ANCHOR: never_terminal
/// The mask is missing: y = r + γ v(s′) also where s′ has no future.
///
/// Nothing ever ends, so falling costs nothing.
#[derive(Clone, Copy)]
pub struct NeverTerminal;

impl<const S: usize, R> ReplayFault<S, R> for NeverTerminal {
    fn stored(&self, transition: Transition<S>) -> Transition<S> {
        Transition {
            terminated: false,
            ..transition
        }
    }
}
// ANCHOR_END: never_terminal

// ANCHOR: truncation_is_terminal
/// What was cut short counts as failure: y = r where an episode is truncated.
///
/// The better the policy, the more often it is told that balancing ends the world.
#[derive(Clone, Copy)]
pub struct TruncationIsTerminal;

impl<const S: usize, R> ReplayFault<S, R> for TruncationIsTerminal {
    fn stored(&self, transition: Transition<S>) -> Transition<S> {
        Transition {
            terminated: transition.is_last(),
            ..transition
        }
    }
}
// ANCHOR_END: truncation_is_terminal

// ANCHOR: scaled_reward
/// Rewards on another scale: r ← factor · r in all that is learned from.
#[derive(Clone, Copy)]
pub struct ScaledReward {
    /// What each reward is multiplied by.
    pub factor: f32,
}

impl<const S: usize, R> ReplayFault<S, R> for ScaledReward {
    fn stored(&self, transition: Transition<S>) -> Transition<S> {
        Transition {
            reward: self.factor * transition.reward,
            ..transition
        }
    }
}
// ANCHOR_END: scaled_reward

// ANCHOR: outliers
/// Outliers: one reward in `one_in` is replaced by a huge one, upwards or
/// downwards.
///
/// Which ones is decided by the bits of the state, so that a run stays a function of
/// its seed.
#[derive(Clone, Copy)]
pub struct Outliers {
    /// One reward in this many is an outlier, on average.
    pub one_in: u64,
    /// The reward of an outlier, or its negative.
    pub reward: f32,
}

impl<const S: usize, R> ReplayFault<S, R> for Outliers {
    fn stored(&self, transition: Transition<S>) -> Transition<S> {
        let mut hasher = FnvHasher::default();
        for number in transition.state {
            hasher.write(&number.to_le_bytes());
        }
        // The high half of the hash: the low bits of a short FNV hash mix less.
        let draw = hasher.finish() >> 32;
        if !draw.is_multiple_of(self.one_in) {
            return transition;
        }
        let is_upwards = (draw / self.one_in).is_multiple_of(2);
        let sign = if is_upwards { 1.0 } else { -1.0 };
        Transition {
            reward: sign * self.reward,
            ..transition
        }
    }
}
// ANCHOR_END: outliers

// ANCHOR: no_weights
/// The importance weights are left out: every transition of the batch counts as much,
/// however often it is drawn.
#[derive(Clone, Copy)]
pub struct NoWeights;

impl<const S: usize, R> ReplayFault<S, R> for NoWeights {
    fn corrupt_sample(&self, _memory: &R, sample: &mut Sample<S>) {
        sample.weights.fill(1.0);
    }
}
// ANCHOR_END: no_weights

// ANCHOR: wrong_sign
/// The exponent of the weights has lost its sign: w = (N·P)^β / max (N·P)^β, the largest
/// being that of the sample.
///
/// What is drawn more often also counts for more.
#[derive(Clone, Copy)]
pub struct WrongSign;

impl<const S: usize, R> ReplayFault<S, R> for WrongSign {
    fn corrupt_sample(&self, _memory: &R, sample: &mut Sample<S>) {
        let weights = sample.weights.iter().copied();
        let least = weights.fold(f32::INFINITY, f32::min);
        for weight in &mut sample.weights {
            // (1 / w) / max (1 / w).
            *weight = least / *weight;
        }
    }
}
// ANCHOR_END: wrong_sign

// ANCHOR: online_value
/// v(s′) = maxₐ Q(s′, a; θ): the network that learns gives its own targets.
#[derive(Clone, Copy)]
pub struct OnlineValue;

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Bootstrap<N, S, A>
    for OnlineValue
{
    fn next_values(
        &self,
        online: &N,
        _target: &N,
        next_states: States<S>,
    ) -> PerSample {
        MaxValue.next_values(online, online, next_states)
    }
}
// ANCHOR_END: online_value

// ANCHOR: shared_starts
/// An environment whose copies draw their start states from one generator: training
/// and evaluation take them from each other.
#[derive(Clone)]
pub struct SharedStarts<E> {
    environment: E,
    starts: Arc<Mutex<Option<Random>>>,
}

impl<E> SharedStarts<E> {
    /// `environment`, whose copies share what is random about them.
    pub fn new(environment: E) -> Self {
        let starts = Arc::default();
        Self {
            environment,
            starts,
        }
    }
}

impl<E: Describe> Describe for SharedStarts<E> {
    fn describe(&self) -> Description {
        let environment = self.environment.describe();
        Description::new(format!("SharedStarts {{ {environment} }}"))
    }
}

impl<E, const S: usize, const A: usize> Environment<S, A> for SharedStarts<E>
where
    E: Environment<S, A> + Clone,
{
    /// Starts an episode with the generator of the first copy to start one.
    fn reset(&mut self, random: &mut Random) -> [f32; S] {
        let mut starts = self.starts.lock().unwrap_or_else(PoisonError::into_inner);
        let shared = starts.get_or_insert_with(|| random.clone());
        self.environment.reset(shared)
    }

    fn step(&mut self, action: usize) -> Step<S> {
        self.environment.step(action)
    }

    hand_on!(environment: kept restore enter_evaluation unwrapped);
}
// ANCHOR_END: shared_starts

// ANCHOR: max_over_batch
/// v(s′) = the largest Q(·, ·; θ⁻) of the whole batch: the maximum is taken without
/// naming an axis, and is broadcast.
#[derive(Clone, Copy)]
pub struct MaxOverBatch;

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Bootstrap<N, S, A>
    for MaxOverBatch
{
    fn next_values(
        &self,
        _online: &N,
        target: &N,
        next_states: States<S>,
    ) -> PerSample {
        let q_values = target.q(next_states);
        let (batch, _) = *q_values.shape();
        let values = q_values.as_vec().into_iter();
        let largest = values.fold(f32::NEG_INFINITY, f32::max);
        per_sample(q_values.device(), vec![largest; batch])
    }
}
// ANCHOR_END: max_over_batch

// ANCHOR: batch_mean
/// Q(s, a) = V(s) + A(s, a) − the mean of A(·, a) over the batch: the mean is taken
/// over the wrong axis.
///
/// In a batch of one state nothing is left of A, so all actions look alike: the agent
/// that acts does not see what the agent that learns has learned.
#[derive(Clone, Copy)]
pub struct BatchMeanAdvantage;

impl Aggregate for BatchMeanAdvantage {
    const NAME: &'static str = "BatchMeanAdvantage";

    fn aggregate<const A: usize, T: Tape<f32, Dev> + Merge<T>>(
        values: QValues<A, T>,
        advantages: QValues<A, T>,
    ) -> QValues<A, T> {
        let shape = *advantages.shape();
        let means = advantages.with_empty_tape().mean::<_, Axis<0>>();
        values + advantages - means.broadcast_like(&shape)
    }
}
// ANCHOR_END: batch_mean

// What each is called in the records, whatever its type is called.
describe! {
    NeverTerminal as "NeverTerminal";
    TruncationIsTerminal as "TruncationIsTerminal";
    ScaledReward as "ScaledReward" { factor };
    Outliers as "Outliers" { one_in, reward };
    NoWeights as "NoWeights";
    WrongSign as "WrongSign";
    OnlineValue as "OnlineValue";
    MaxOverBatch as "MaxOverBatch";
}
