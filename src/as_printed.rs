//! The lecture's listings where they differ from its equations: pieces that run, so
//! that the difference can be measured.
//!
//! Each is named for what it does. None belongs into an agent that should learn.

use crate::ddqn::ddqn;
use crate::dqn::dqn;
use crate::dueling::{Aggregate, Dueling, dueling};
use crate::exploration::Constant;
use crate::faulty_replay::{FaultyReplay, ReplayFault};
use crate::foundations::{CartPole, Dev, Mlp, QValues, describe};
use crate::per::{Prioritization, PrioritizedReplay, prioritization};
use crate::polyak::{polyak, polyak_on};
use crate::recipe::Recipe;
use crate::replay::{Replay, Sample, Transition, UniformReplay};
use crate::target::TargetUpdate;
use dfdx::nn::tensor_collection::TensorCollection;
use dfdx::prelude::{Merge, ModelEMA, Tape};

// ANCHOR: sign_lost
/// The weights have lost their sign: w = (N·P)^β / max (N·P)^β.
///
/// What is drawn more often also counts for more. The weights do not take the bias of
/// the draw back, they add to it.
#[derive(Clone, Copy)]
pub struct SignLost {
    /// β.
    pub beta: f64,
}

impl<const S: usize> ReplayFault<S, PrioritizedReplay<S>> for SignLost {
    #[expect(clippy::cast_possible_truncation, reason = "a weight is an f32")]
    fn corrupt_sample(&self, memory: &PrioritizedReplay<S>, sample: &mut Sample<S>) {
        let largest = memory.priorities().map_or(1.0, |spread| spread.largest);
        for (weight, &index) in sample.weights.iter_mut().zip(&sample.indices) {
            let relative = memory.relative_probability(index) / largest;
            *weight = libm::pow(relative, self.beta) as f32;
        }
    }
}
// ANCHOR_END: sign_lost

// ANCHOR: never_updated
/// The TD errors are written into a copy: every priority stays what it was when the
/// transition was stored.
#[derive(Clone, Copy)]
pub struct NeverUpdated;

impl<const S: usize, R> ReplayFault<S, R> for NeverUpdated {
    fn receives_td_errors(&self) -> bool {
        false
    }
}
// ANCHOR_END: never_updated

// ANCHOR: squared_weights
/// The loss is mean((w δ)²) in place of mean(w δ²): each weight counts squared.
#[derive(Clone, Copy)]
pub struct SquaredWeights;

impl<const S: usize, R> ReplayFault<S, R> for SquaredWeights {
    fn corrupt_sample(&self, _memory: &R, sample: &mut Sample<S>) {
        for weight in &mut sample.weights {
            *weight *= *weight;
        }
    }
}
// ANCHOR_END: squared_weights

// ANCHOR: fall_unless_truncated
/// `terminated and not truncated`: a fall on the last step that is allowed does not
/// count as one, and its target adds the value of a pole that has fallen.
#[derive(Clone, Copy)]
pub struct FallUnlessTruncated;

impl<const S: usize, R> ReplayFault<S, R> for FallUnlessTruncated {
    fn stored(&self, transition: Transition<S>) -> Transition<S> {
        Transition {
            terminated: transition.terminated && !transition.truncated,
            ..transition
        }
    }
}
// ANCHOR_END: fall_unless_truncated

// ANCHOR: naive_sum
/// Q(s, a) = V(s) + A(s, a), with nothing subtracted: a constant can move from V to A
/// and change nothing, so neither of them means anything.
#[derive(Clone, Copy)]
pub struct NaiveSum;

impl Aggregate for NaiveSum {
    const NAME: &'static str = "NaiveSum";

    fn aggregate<const A: usize, T: Tape<f32, Dev> + Merge<T>>(
        values: QValues<A, T>,
        advantages: QValues<A, T>,
    ) -> QValues<A, T> {
        values + advantages
    }
}
// ANCHOR_END: naive_sum

// ANCHOR: swapped_polyak
/// θ⁻ ← τ θ⁻ + (1 − τ) θ: the roles of the networks are swapped, so that a small τ
/// makes the target network nearly the online network.
#[derive(Clone, Copy)]
pub struct SwappedPolyak {
    /// τ, here the share of θ⁻ that is kept.
    pub tau: f64,
}

impl<N: TensorCollection<f32, Dev>> TargetUpdate<N> for SwappedPolyak {
    fn update(&self, target: &mut N, online: &N) {
        target.ema(online, self.tau);
    }
}
// ANCHOR_END: swapped_polyak

// What each is called in the records, whatever its type is called.
describe! {
    SignLost as "SignLost" { beta };
    NeverUpdated as "NeverUpdated";
    SquaredWeights as "SquaredWeights";
    FallUnlessTruncated as "FallUnlessTruncated";
    SwappedPolyak as "SwappedPolyak" { tau };
}

/// DQN with a bug in its memory.
pub(crate) fn dqn_with(
    fault: impl ReplayFault<4, UniformReplay<4>> + 'static,
) -> Recipe<Mlp<4, 2>, 4, 2> {
    let memory = UniformReplay::new(50_000);
    Recipe {
        replay: Box::new(FaultyReplay { memory, fault }),
        ..dqn()
    }
}

/// Double DQN with a bug in its `memory`.
fn ddqn_with<R: Replay<4> + 'static>(
    memory: R,
    fault: impl ReplayFault<4, R> + 'static,
) -> Recipe<Mlp<4, 2>, 4, 2> {
    Recipe {
        replay: Box::new(FaultyReplay { memory, fault }),
        ..ddqn()
    }
}

/// Double DQN that learns from a prioritised memory with `settings`, and with a bug.
pub(crate) fn per_with(
    settings: Prioritization,
    fault: impl ReplayFault<4, PrioritizedReplay<4>> + 'static,
) -> Recipe<Mlp<4, 2>, 4, 2> {
    ddqn_with(PrioritizedReplay::new(50_000, settings), fault)
}

// ANCHOR: printed_dqn
/// DQN as printed: `terminated and not truncated`.
pub fn printed_dqn() -> Recipe<Mlp<4, 2>, 4, 2> {
    dqn_with(FallUnlessTruncated)
}
// ANCHOR_END: printed_dqn

/// The lecture's prioritised memory with its weights as printed.
fn sign_lost() -> impl Replay<4> + 'static {
    let settings = Prioritization::new(0.5, Constant(0.4));
    let memory = FaultyReplay {
        memory: PrioritizedReplay::new(50_000, settings),
        fault: SignLost { beta: 0.4 },
    };
    let fault = SquaredWeights;
    FaultyReplay { memory, fault }
}

// ANCHOR: per_twins
/// PER as printed: no priority ever changes, so all are drawn equally often.
pub fn printed_per() -> Recipe<Mlp<4, 2>, 4, 2> {
    ddqn_with(sign_lost(), NeverUpdated)
}

/// PER with the weights as printed and priorities that do change: what the lost sign
/// and the squared weights come to once the memory works.
pub fn sign_lost_per() -> Recipe<Mlp<4, 2>, 4, 2> {
    Recipe {
        replay: Box::new(sign_lost()),
        ..ddqn()
    }
}

/// PER whose weights count squared.
pub fn per_with_squared_weights() -> Recipe<Mlp<4, 2>, 4, 2> {
    per_with(prioritization(), SquaredWeights)
}
// ANCHOR_END: per_twins

// ANCHOR: per_never_updated
/// PER whose memory is told no TD error.
pub fn per_never_updated() -> Recipe<Mlp<4, 2>, 4, 2> {
    per_with(prioritization(), NeverUpdated)
}
// ANCHOR_END: per_never_updated

// ANCHOR: dueling_with_naive_sum
/// The course's dueling agent with the naive sum.
pub fn dueling_with_naive_sum() -> Recipe<Dueling<4, 2, NaiveSum>, 4, 2> {
    polyak_on(CartPole::new())
}
// ANCHOR_END: dueling_with_naive_sum

// ANCHOR: dueling_twins
/// Dueling as printed: the naive sum, and a target network that is 90 % the online
/// network after one step.
pub fn printed_dueling() -> Recipe<Dueling<4, 2, NaiveSum>, 4, 2> {
    Recipe {
        target_update: Box::new(SwappedPolyak { tau: 0.1 }),
        ..polyak_on(CartPole::new())
    }
}

/// The course's dueling agent with the target network as printed.
pub fn dueling_with_swapped_polyak() -> Recipe<Dueling<4, 2>, 4, 2> {
    Recipe {
        target_update: Box::new(SwappedPolyak { tau: 0.1 }),
        ..dueling()
    }
}
// ANCHOR_END: dueling_twins

// ANCHOR: recipe_swapped_polyak
/// The course's Polyak averaging with its roles swapped.
pub fn swapped_polyak() -> Recipe<Mlp<4, 2>, 4, 2> {
    Recipe {
        target_update: Box::new(SwappedPolyak { tau: 0.01 }),
        ..polyak()
    }
}
// ANCHOR_END: recipe_swapped_polyak
