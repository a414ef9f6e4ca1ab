//! Time limits: episodes that are cut short, and the time that is left as part of
//! the state.
//!
//! A state without room for the time does not compile:
//!
//! ```compile_fail,E0080
//! use deepq::prelude::*;
//! TimeAware::<CartPole, 4, 4>::new(CartPole::new(), 200)?;
//! # Ok::<(), Error>(())
//! ```

use crate::error::{Error, check_range};
use crate::foundations::description::{Describe, Description};
use crate::foundations::environment::{Environment, Step};
use crate::foundations::random::Random;
use crate::foundations::wrappers::hand_on::hand_on;

// ANCHOR: time_limited
/// A world whose episodes are truncated after `limit` steps, if they are not over
/// before: the last state still has a future and a value.
///
/// Source: Pardo et al. (2018), partial-episode bootstrapping.
#[derive(Clone)]
pub struct TimeLimited<E> {
    environment: E,
    limit: usize,
    steps: usize,
}

impl<E> TimeLimited<E> {
    /// `environment` with episodes of `limit` steps at most.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a limit of 0.
    pub fn new(environment: E, limit: usize) -> Result<Self, Error> {
        check_range("limit", 0.0, limit > 0, "[1, ∞)")?;
        Ok(Self {
            environment,
            limit,
            steps: 0,
        })
    }

    /// The share of the time that is left, from 1 at the start to 0 at the limit.
    #[expect(clippy::cast_precision_loss, reason = "it is a share")]
    fn time_left(&self) -> f32 {
        1.0 - self.steps as f32 / self.limit as f32
    }
}

impl<E, const S: usize, const A: usize> Environment<S, A> for TimeLimited<E>
where
    E: Environment<S, A> + Clone,
{
    fn reset(&mut self, random: &mut Random) -> [f32; S] {
        self.steps = 0;
        self.environment.reset(random)
    }

    fn step(&mut self, action: usize) -> Step<S> {
        let step = self.environment.step(action);
        self.steps += 1;
        Step {
            truncated: step.truncated || self.steps >= self.limit,
            ..step
        }
    }

    hand_on!(environment: kept restore enter_evaluation unwrapped);
}
// ANCHOR_END: time_limited

// ANCHOR: time_aware
/// A time limit that the agent sees coming: the last of the `N` = `S` + 1 numbers
/// of a state is the share of the time that is left, from 1 at the start to 0 at
/// the limit, where the episode is truncated. Another `N` does not compile.
///
/// Truncated means that the target asks for a value of a state without time. No
/// agent ever acts there; where the task ends with its time, use
/// [`FiniteHorizon`].
#[derive(Clone)]
pub struct TimeAware<E, const S: usize, const N: usize> {
    limited: TimeLimited<E>,
}

impl<E, const S: usize, const N: usize> TimeAware<E, S, N> {
    /// `environment` with episodes of `limit` steps at most.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a limit of 0.
    pub fn new(environment: E, limit: usize) -> Result<Self, Error> {
        const { assert!(N == S + 1, "a state has one number more: N = S + 1") };
        let limited = TimeLimited::new(environment, limit)?;
        Ok(Self { limited })
    }

    fn with_time(&self, state: [f32; S]) -> [f32; N] {
        let mut seen = [self.limited.time_left(); N];
        seen[..S].copy_from_slice(&state);
        seen
    }
}

impl<E, const S: usize, const N: usize, const A: usize> Environment<N, A>
    for TimeAware<E, S, N>
where
    E: Environment<S, A> + Clone,
{
    fn reset(&mut self, random: &mut Random) -> [f32; N] {
        let state = self.limited.reset(random);
        self.with_time(state)
    }

    fn step(&mut self, action: usize) -> Step<N> {
        let step = self.limited.step(action);
        Step {
            state: self.with_time(step.state),
            reward: step.reward,
            terminated: step.terminated,
            truncated: step.truncated,
        }
    }

    fn unwrapped(&self, state: [f32; N]) -> Vec<f32> {
        let (state, _) = state.split_first_chunk::<S>().expect("N = S + 1");
        self.limited.unwrapped(*state)
    }

    hand_on!(limited: kept restore enter_evaluation);
}
// ANCHOR_END: time_aware

// ANCHOR: finite_horizon
/// A task that is over when its time is: as [`TimeAware`], but at the limit the
/// episode has terminated, because a state without time has no future.
///
/// Source: Pardo et al. (2018), time-awareness.
#[derive(Clone)]
pub struct FiniteHorizon<E, const S: usize, const N: usize> {
    aware: TimeAware<E, S, N>,
}

impl<E, const S: usize, const N: usize> FiniteHorizon<E, S, N> {
    /// `environment` with episodes of `limit` steps at most.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a limit of 0.
    pub fn new(environment: E, limit: usize) -> Result<Self, Error> {
        let aware = TimeAware::new(environment, limit)?;
        Ok(Self { aware })
    }
}

impl<E, const S: usize, const N: usize, const A: usize> Environment<N, A>
    for FiniteHorizon<E, S, N>
where
    E: Environment<S, A> + Clone,
{
    fn reset(&mut self, random: &mut Random) -> [f32; N] {
        self.aware.reset(random)
    }

    fn step(&mut self, action: usize) -> Step<N> {
        let step = self.aware.step(action);
        let limited = &self.aware.limited;
        Step {
            terminated: step.terminated || limited.steps >= limited.limit,
            ..step
        }
    }

    fn unwrapped(&self, state: [f32; N]) -> Vec<f32> {
        self.aware.unwrapped(state)
    }

    hand_on!(aware: kept restore enter_evaluation);
}
// ANCHOR_END: finite_horizon

impl<E: Describe> TimeLimited<E> {
    fn described_as(&self, name: &str) -> Description {
        Description::new(name)
            .with("environment", &self.environment)
            .with("limit", &self.limit)
    }
}

impl<E: Describe> Describe for TimeLimited<E> {
    fn describe(&self) -> Description {
        self.described_as("TimeLimited")
    }
}

impl<E: Describe, const S: usize, const N: usize> Describe for TimeAware<E, S, N> {
    fn describe(&self) -> Description {
        self.limited.described_as("TimeAware")
    }
}

impl<E: Describe, const S: usize, const N: usize> Describe
    for FiniteHorizon<E, S, N>
{
    fn describe(&self) -> Description {
        self.aware.limited.described_as("FiniteHorizon")
    }
}
