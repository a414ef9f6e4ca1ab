//! Frames: actions that are played more than once, and states of the last few.
//!
//! A state that is no whole number of states does not compile:
//!
//! ```compile_fail,E0080
//! use deepq::prelude::*;
//! FrameStacked::<CartPole, 4, 10>::new(CartPole::new());
//! ```

use crate::error::{Error, check_range};
use crate::foundations::description::{Describe, Description};
use crate::foundations::environment::{Environment, Step};
use crate::foundations::random::Random;
use crate::foundations::wrappers::hand_on::hand_on;

// ANCHOR: frame_skipped
/// A world in which each action is played `k` times, or until the episode ends;
/// its reward is the sum r₁ + … + rₖ, and its state the last one.
///
/// A step of this world is `k` steps of the world within, and a discount counts
/// the steps of this one. Source: Mnih et al. (2013), section 5.
#[derive(Clone)]
pub struct FrameSkipped<E> {
    environment: E,
    k: usize,
}

impl<E> FrameSkipped<E> {
    /// `environment` with each action played `k` times.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a `k` of 0.
    pub fn new(environment: E, k: usize) -> Result<Self, Error> {
        check_range("k", 0.0, k > 0, "[1, ∞)")?;
        Ok(Self { environment, k })
    }
}

impl<E, const S: usize, const A: usize> Environment<S, A> for FrameSkipped<E>
where
    E: Environment<S, A> + Clone,
{
    fn reset(&mut self, random: &mut Random) -> [f32; S] {
        self.environment.reset(random)
    }

    fn step(&mut self, action: usize) -> Step<S> {
        let mut step = self.environment.step(action);
        for _ in 1..self.k {
            if step.is_last() {
                break;
            }
            let next = self.environment.step(action);
            let reward = step.reward + next.reward;
            step = Step { reward, ..next };
        }
        step
    }

    hand_on!(environment: kept restore enter_evaluation unwrapped);
}
// ANCHOR_END: frame_skipped

// ANCHOR: frame_stacked
/// A world whose states are the last k states of `S` numbers of the world within,
/// the oldest first. At a reset all are the first state.
///
/// `N` is k · `S`, the numbers of a state; an `N` that is no such multiple does
/// not compile. Source: Mnih et al. (2015), methods, "preprocessing".
#[derive(Clone)]
pub struct FrameStacked<E, const S: usize, const N: usize> {
    environment: E,
    frames: [f32; N],
}

impl<E, const S: usize, const N: usize> FrameStacked<E, S, N> {
    /// `environment` with the last `N` / `S` states in one.
    pub fn new(environment: E) -> Self {
        const { assert!(0 < S && S <= N && N.is_multiple_of(S), "N must be k · S") };
        Self {
            environment,
            frames: [0.0; N],
        }
    }
}

impl<E, const S: usize, const N: usize, const A: usize> Environment<N, A>
    for FrameStacked<E, S, N>
where
    E: Environment<S, A> + Clone,
{
    fn reset(&mut self, random: &mut Random) -> [f32; N] {
        let first = self.environment.reset(random);
        self.frames = std::array::from_fn(|i| first[i % S]);
        self.frames
    }

    fn step(&mut self, action: usize) -> Step<N> {
        let step = self.environment.step(action);
        self.frames.copy_within(S.., 0);
        self.frames[N - S..].copy_from_slice(&step.state);
        Step {
            state: self.frames,
            reward: step.reward,
            terminated: step.terminated,
            truncated: step.truncated,
        }
    }

    fn unwrapped(&self, state: [f32; N]) -> Vec<f32> {
        let (_, newest) = state.split_last_chunk::<S>().expect("N = k · S");
        self.environment.unwrapped(*newest)
    }

    hand_on!(environment: kept restore enter_evaluation);
}
// ANCHOR_END: frame_stacked

impl<E: Describe> Describe for FrameSkipped<E> {
    fn describe(&self) -> Description {
        Description::new("FrameSkipped")
            .with("environment", &self.environment)
            .with("k", &self.k)
    }
}

impl<E: Describe, const S: usize, const N: usize> Describe
    for FrameStacked<E, S, N>
{
    fn describe(&self) -> Description {
        Description::new("FrameStacked")
            .with("environment", &self.environment)
            .with("k", &(N / S))
    }
}
