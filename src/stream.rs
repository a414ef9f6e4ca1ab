//! Stream Q(λ): Q-learning without a memory and without a target network.
//!
//! Each transition is learned from once, when it happens, and forgotten. What replaces the
//! memory is the eligibility trace of each weight; what replaces the target network is a
//! step that cannot overshoot, on inputs, activations and rewards of one scale.
//!
//! Source: Elsayed, Vasan and Mahmood (2024), "Streaming deep reinforcement learning
//! finally works"; Watkins (1989) and Sutton and Barto (2018), section 12.10, for Q(λ).

use crate::agent::{Agent, Learning, Player};
use crate::dqn::UpdateStats;
use crate::error::{Error, check_range};
use crate::exploration::{
    ActionRule, Clock, EpsilonGreedy, LinearSchedule, Schedule,
};
use crate::foundations::activations::LeakyReLU;
use crate::foundations::random::random;
use crate::foundations::{
    CartPole, Describe, Description, Dev, Environment, FirstLayer, Gradients, Layer,
    Normalized, Optimizer, PlainLayerNorm, QNetwork, STEP_LIMIT, ScaledByReturns,
    Sgd, Sparse, Stream, TimeAware, Weights, actions_tensor, describe,
    describe_weights, gradient_norm, greedy, rows, scaled, states_tensor,
    sum_of_absolutes, zero_gradient_share,
};
use crate::objective::action_gap;
use crate::recipe::{RecipeCard, check_share};
use crate::replay::{Sample, Transition};
use crate::report::{EpisodeReport, EpisodeStats, Networks, Progress};
use dfdx::prelude::*;
use rand::RngCore;
use std::marker::PhantomData;

// ANCHOR: trace
/// z, the eligibility trace: for each weight, how much the values of the last state and
/// action, and less and less of those before, depend on it.
pub struct EligibilityTrace(Gradients);

impl EligibilityTrace {
    /// z = 0 for each weight of `network`.
    pub fn zero<N: BuildModule<Dev, f32>>(network: &N) -> Self {
        Self(network.alloc_grads())
    }

    /// z ← `decay` z + ∇Q(s, a; θ), where `decay` is γλ.
    ///
    /// A backward pass adds the gradient to what its tape begins with, and here that is
    /// the decayed trace.
    ///
    /// Source: Sutton and Barto (2018), equation 12.5, with the gradient of Q.
    pub fn add<N: QNetwork<S, A>, const S: usize, const A: usize>(
        &mut self,
        network: &N,
        state: [f32; S],
        action: usize,
        decay: f32,
    ) {
        let device = Dev::default();
        let decayed = scaled(f64::from(decay), network, &self.0);
        let state = states_tensor(&device, &[state]).traced(decayed);
        let action = actions_tensor(&device, vec![action]);
        self.0 = network.q_recorded(state).select(action).sum().backward();
    }

    /// ‖z‖₁, the sum of the |z| of all weights of `network`.
    pub fn size<N: TensorCollection<f32, Dev>>(&self, network: &N) -> f64 {
        sum_of_absolutes(network, &self.0)
    }
}
// ANCHOR_END: trace

// ANCHOR: trace_step
/// How far a TD error moves the weights along their trace.
pub trait TraceStep: Describe {
    /// The factor α of θ ← θ + α δ z, where `size` is ‖z‖₁.
    fn step_size(&self, td_error: f64, size: f64) -> f64;

    /// Checks that the settings make sense.
    ///
    /// # Errors
    /// [`Error::OutOfRange`].
    fn check(&self) -> Result<(), Error> {
        Ok(())
    }
}

/// The same α for every step.
#[derive(Clone, Copy)]
pub struct PlainStep {
    /// α, above 0.
    pub learning_rate: f64,
}

impl TraceStep for PlainStep {
    fn step_size(&self, _td_error: f64, _size: f64) -> f64 {
        self.learning_rate
    }

    fn check(&self) -> Result<(), Error> {
        check_positive("learning_rate", self.learning_rate)
    }
}
// ANCHOR_END: trace_step

// ANCHOR: obgd
/// Gradient descent with a bound on overshooting:
///
/// ```text
/// α = η / max(1, η κ max(|δ|, 1) ‖z‖₁)
/// ```
///
/// A step is too long if it takes the TD error of its own transition beyond 0. Where Q
/// is as steep along the step as at its start, the step changes it by at most
/// α |δ| ‖z‖₁ max |z|, and κ leaves room for a steeper Q.
///
/// Source: Elsayed et al. (2024), algorithm 3.
#[derive(Clone, Copy)]
pub struct BoundedStep {
    /// η, the step size where nothing bounds it, above 0.
    pub learning_rate: f64,
    /// κ, above 0: the larger, the shorter the bounded steps.
    pub kappa: f64,
}

impl TraceStep for BoundedStep {
    fn step_size(&self, td_error: f64, size: f64) -> f64 {
        let bound = self.learning_rate * self.kappa * td_error.abs().max(1.0) * size;
        self.learning_rate / bound.max(1.0)
    }

    fn check(&self) -> Result<(), Error> {
        check_positive("learning_rate", self.learning_rate)?;
        check_positive("kappa", self.kappa)
    }
}
// ANCHOR_END: obgd

fn check_positive(name: &'static str, value: f64) -> Result<(), Error> {
    check_range(name, value, value > 0.0 && value.is_finite(), "(0, ∞)")
}

describe! {
    PlainStep as "PlainStep" { learning_rate };
    BoundedStep as "BoundedStep" { learning_rate, kappa };
}

// ANCHOR: stream_q
/// What a stream Q(λ) agent is made of.
pub struct StreamQ<N, const S: usize, const A: usize> {
    /// The world to learn in.
    pub environment: Box<dyn Environment<S, A>>,
    /// Makes the untrained network, of which this type is all that is known.
    pub network: PhantomData<N>,
    /// How much the agent explores.
    pub exploration: Box<dyn Schedule>,
    /// How an action is chosen.
    pub action_rule: Box<dyn ActionRule<A>>,
    /// How far a TD error moves the weights along their trace.
    pub step: Box<dyn TraceStep>,
    /// λ, how much of the trace of a step is left after the next, besides γ, in [0, 1].
    pub lambda: f32,
    /// γ, the discount of future rewards, in [0, 1].
    pub gamma: f32,
}
// ANCHOR_END: stream_q

// ANCHOR: stream_network
/// The network of the stream agent: S → 32 → 32 → A. Nine tenths of its weights start
/// at 0, and a layer norm without parameters is before each activation.
pub type StreamMlp<const S: usize, const A: usize> = (
    FirstLayer<S, 32, Sparse>,
    PlainLayerNorm,
    LeakyReLU,
    (Layer<32, 32, Sparse>, PlainLayerNorm, LeakyReLU),
    Layer<32, A, Sparse>,
);
// ANCHOR_END: stream_network

/// The environment steps in which ε falls.
const EXPLORING: usize = 25_000;

// ANCHOR: stream
/// Stream Q(λ) on the cart-pole. The agent sees the time that is left; states are
/// normalised, and rewards are on the scale of the returns.
pub fn stream_q() -> Result<StreamQ<StreamMlp<5, 2>, 5, 2>, Error> {
    let timed = TimeAware::<_, 4, 5>::new(CartPole::new(), STEP_LIMIT)?;
    stream_q_on(timed)
}

/// The same with any network, on any environment.
///
/// # Errors
/// None with this γ.
pub fn stream_q_on<N: QNetwork<S, A>, const S: usize, const A: usize>(
    environment: impl Environment<S, A> + Clone + 'static,
) -> Result<StreamQ<N, S, A>, Error> {
    let gamma = 0.99;
    let environment = ScaledByReturns::new(Normalized::new(environment), gamma)?;
    Ok(StreamQ {
        environment: Box::new(environment),
        network: PhantomData,
        exploration: Box::new(LinearSchedule {
            start: 1.0,
            end: 0.01,
            steps: EXPLORING,
        }),
        action_rule: Box::new(EpsilonGreedy),
        step: Box::new(BoundedStep {
            learning_rate: 1.0,
            kappa: 2.0,
        }),
        lambda: 0.8,
        gamma,
    })
}
// ANCHOR_END: stream

impl<N: QNetwork<S, A>, const S: usize, const A: usize> StreamQ<N, S, A> {
    /// An untrained agent. All that is random about it follows from `seed`.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a γ, a λ or a step that makes no sense.
    pub fn agent(self, seed: u64) -> Result<Agent<S, A>, Error> {
        check_share("gamma", self.gamma)?;
        check_share("lambda", self.lambda)?;
        self.step.check()?;
        let card = self.card();
        let weights = random(seed, Stream::Weights).next_u64();
        let network = N::build(&Dev::seed_from_u64(weights));
        let learning = Streaming {
            trace: EligibilityTrace::zero(&network),
            network,
            step: self.step,
            decay: self.gamma * self.lambda,
            latest: None,
            done: Progress::default(),
        };
        let player = Player {
            environment: self.environment,
            exploration: self.exploration,
            action_rule: self.action_rule,
        };
        Ok(Agent::of(card, player, Box::new(learning), seed))
    }

    /// The recipe in words.
    pub fn card(&self) -> RecipeCard {
        RecipeCard {
            environment: self.environment.describe(),
            network: N::architecture(),
            weights: describe_weights::<N>(),
            replay: Description::new("none: each transition once"),
            objective: Description::new("WatkinsTrace").with("lambda", &self.lambda),
            optimizer: self.step.describe(),
            learning_rate: Description::new("that of the step"),
            target_update: Description::new(
                "none: the target is the online network",
            ),
            exploration: self.exploration.describe(),
            action_rule: self.action_rule.describe(),
            gamma: self.gamma,
            batch_size: 1,
            warm_up: 0,
            learn_every: 1,
            learner_steps: 1,
        }
    }
}

/// How stream Q(λ) learns: from each transition, once.
struct Streaming<N, const S: usize> {
    network: N,
    trace: EligibilityTrace,
    step: Box<dyn TraceStep>,
    /// γλ.
    decay: f32,
    latest: Option<Transition<S>>,
    done: Progress,
}

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Learning<S, A>
    for Streaming<N, S>
{
    // ANCHOR: stream_learn
    fn remember(&mut self, transition: Transition<S>) {
        self.latest = Some(transition);
    }

    /// θ ← θ + α δ z, once for the latest transition.
    fn learn(
        &mut self,
        _clock: Clock,
        episode: &mut EpisodeStats,
    ) -> Result<(), Error> {
        let Some(t) = self.latest.take() else {
            return Ok(());
        };
        let values = self.q_values(&[t.state, t.next_state]);
        let (best, best_next) = (greedy(&values[0]), greedy(&values[1]));
        let target = t.reward + t.bootstrap_discount() * values[1][best_next];
        let td_error = target - values[0][t.action];

        // An exploring action says nothing of the greedy policy's actions before it.
        let decay = if t.action == best { self.decay } else { 0.0 };
        self.trace.add(&self.network, t.state, t.action, decay);
        self.follow_trace(f64::from(td_error));

        episode.add(&UpdateStats {
            q_values: vec![values[0][t.action]],
            td_errors: vec![td_error],
            loss: td_error * td_error,
            action_gap: action_gap(values[0]),
        });
        episode.see(&Sample::of(vec![t]));
        self.done.learner_steps += 1;
        if t.is_last() {
            self.trace = EligibilityTrace::zero(&self.network);
        }
        Ok(())
    }
    // ANCHOR_END: stream_learn

    fn q_values(&self, states: &[[f32; S]]) -> Vec<[f32; A]> {
        rows(&self.network.q(states_tensor(&Dev::default(), states)))
    }

    fn weights(&self) -> Weights {
        Weights::of(&self.network)
    }

    fn set_weights(&mut self, weights: &Weights) -> Result<(), Error> {
        weights.copy_into(&mut self.network)
    }

    fn report(&self, episode: EpisodeStats, clock: Clock) -> EpisodeReport {
        episode.report(clock, self.done, self, None)
    }
}

impl<N: TensorCollection<f32, Dev>, const S: usize> Streaming<N, S> {
    // ANCHOR: follow_trace
    /// θ ← θ + α δ z: a descent along −z.
    fn follow_trace(&mut self, td_error: f64) {
        let size = self.trace.size(&self.network);
        let along = -self.step.step_size(td_error, size) * td_error;
        Sgd.update(&mut self.network, &mut self.trace.0, along);
    }
    // ANCHOR_END: follow_trace
}

/// What it has in place of a gradient is the trace.
impl<N: TensorCollection<f32, Dev>, const S: usize> Networks for Streaming<N, S> {
    fn gradient_norm(&self) -> f64 {
        gradient_norm(&self.network, &self.trace.0)
    }

    fn zero_gradient_share(&self) -> f64 {
        zero_gradient_share(&self.network, &self.trace.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Linear = (FirstLayer<2, 2>,);

    /// Q(s, 0) = s₀ + 2 s₁ and Q(s, 1) = 3 s₀.
    fn network() -> Linear {
        let mut network = Linear::build(&Dev::default());
        let mut weights = Weights::of(&network);
        weights.0[0].values = vec![1.0, 2.0, 3.0, 0.0];
        weights.0[1].values = vec![0.0, 0.0];
        weights.copy_into(&mut network).unwrap();
        network
    }

    /// The weights of action 0, those of action 1, and the two biases.
    fn values(network: &Linear) -> Vec<f32> {
        let weights = Weights::of(network).0.into_iter();
        weights.flat_map(|weight| weight.values).collect()
    }

    fn streaming(learning_rate: f64, decay: f32) -> Streaming<Linear, 2> {
        let network = network();
        Streaming {
            trace: EligibilityTrace::zero(&network),
            network,
            step: Box::new(PlainStep { learning_rate }),
            decay,
            latest: None,
            done: Progress::default(),
        }
    }

    /// Learns from (s, a, 1, s′) with γ = 0.5.
    fn learn(
        learning: &mut Streaming<Linear, 2>,
        (state, action, next_state): ([f32; 2], usize, [f32; 2]),
        (terminated, truncated): (bool, bool),
    ) {
        learning.remember(Transition {
            state,
            action,
            reward: 1.0,
            next_state,
            terminated,
            truncated,
            discount: 0.5,
        });
        let episode = &mut EpisodeStats::default();
        learning.learn(Clock::default(), episode).unwrap();
    }

    #[test]
    fn a_trace_is_the_decayed_sum_of_the_gradients() {
        let network = network();
        let mut trace = EligibilityTrace::zero(&network);
        trace.add(&network, [1.0, 2.0], 0, 0.5);
        // 1, 2, and 1 for the bias.
        assert_eq!(trace.size(&network), 4.0);
        trace.add(&network, [3.0, -1.0], 0, 0.5);
        // 0.5 · 1 + 3, 0.5 · 2 − 1, 0.5 · 1 + 1.
        assert_eq!(trace.size(&network), 5.0);
        trace.add(&network, [1.0, 1.0], 1, 0.0);
        assert_eq!(trace.size(&network), 3.0);
    }

    #[test]
    fn a_bounded_step_is_shorter_for_a_larger_error_and_a_larger_trace() {
        let step = BoundedStep {
            learning_rate: 1.0,
            kappa: 2.0,
        };
        assert_eq!(step.step_size(0.5, 5.0), 0.1);
        assert_eq!(step.step_size(-3.0, 5.0), 1.0 / 30.0);
        assert_eq!(step.step_size(0.5, 0.25), 1.0);
    }

    #[test]
    fn a_step_moves_the_weights_of_the_action_along_the_trace() {
        let mut learning = streaming(0.5, 0.0);
        // Q(s, 1) = 3, y = 1 + 0.5 · max(2, 0) = 2, δ = −1.
        learn(&mut learning, ([1.0, 0.0], 1, [0.0, 1.0]), (false, false));
        let moved = [1.0, 2.0, 2.5, 0.0, 0.0, -0.5];
        assert_eq!(values(&learning.network), moved);
    }

    #[test]
    fn a_terminal_state_has_no_value_and_a_truncated_one_has() {
        let of = |ends| {
            let mut learning = streaming(0.5, 0.0);
            learn(&mut learning, ([1.0, 0.0], 1, [0.0, 1.0]), ends);
            values(&learning.network)[5]
        };
        // y = 1, δ = −2; and as if the episode went on.
        assert_eq!(of((true, false)), -1.0);
        assert_eq!(of((false, true)), -0.5);
    }

    #[test]
    fn a_later_error_moves_what_an_earlier_action_was_chosen_by() {
        let mut learning = streaming(0.5, 0.5);
        learn(&mut learning, ([1.0, 0.0], 1, [0.0, 1.0]), (false, false));
        // Q(s, 0) = 2 is the largest, y = 1, δ = −1; z is 1 for action 0, and 0.5 for
        // action 1.
        learn(&mut learning, ([0.0, 1.0], 0, [0.0, 0.0]), (true, false));
        let moved = [1.0, 1.5, 2.25, 0.0, -0.5, -0.75];
        assert_eq!(values(&learning.network), moved);
    }

    #[test]
    fn an_exploring_action_and_an_end_cut_the_trace() {
        let earlier = ([1.0, 0.0], 1, [0.0, 1.0]);
        let mut exploring = streaming(0.5, 0.5);
        learn(&mut exploring, earlier, (false, false));
        // Q(s, 0) = 0.5 is above Q(s, 1) = −0.5 in this state: the bias of action 1
        // moves, and its weight, which only the earlier state read, does not.
        learn(&mut exploring, ([0.0, 0.25], 1, [0.0, 0.0]), (true, false));
        assert_eq!(values(&exploring.network)[2..], [2.5, 0.1875, 0.0, 0.25]);

        let mut ended = streaming(0.5, 0.5);
        learn(&mut ended, earlier, (false, true));
        learn(&mut ended, ([0.0, 1.0], 0, [0.0, 0.0]), (true, false));
        assert_eq!(values(&ended.network)[5], -0.5);
    }

    #[test]
    fn settings_without_a_meaning_are_refused() {
        let refused = |recipe: StreamQ<StreamMlp<5, 2>, 5, 2>| {
            recipe.agent(1).unwrap_err().to_string()
        };
        let recipe = || stream_q().unwrap();
        let error = refused(StreamQ {
            lambda: 1.5,
            ..recipe()
        });
        assert!(error.contains("lambda"), "{error}");
        let step = Box::new(BoundedStep {
            learning_rate: 1.0,
            kappa: 0.0,
        });
        let error = refused(StreamQ { step, ..recipe() });
        assert!(error.contains("kappa"), "{error}");
        let step = Box::new(PlainStep {
            learning_rate: f64::NAN,
        });
        let error = refused(StreamQ { step, ..recipe() });
        assert!(error.contains("learning_rate"), "{error}");
    }
}
