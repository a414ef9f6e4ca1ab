//! Observation normalisation: states with mean 0 and variance 1, as far as is
//! known.

use crate::error::Error;
use crate::foundations::description::{Describe, Description};
use crate::foundations::environment::{Environment, Step};
use crate::foundations::random::Random;
use crate::foundations::weights::{ENVIRONMENT, Weight, Weights};

// ANCHOR: moments
/// n₀, how many states the mean 0 and the variance 1 of the start count as.
const PRIOR_COUNT: f64 = 1e-4;
/// ε, what keeps a variance of 0 from being divided by.
const EPSILON: f64 = 1e-8;
/// A normalised number is clipped to ±10.
const CLIP: f64 = 10.0;

/// The running mean and variance of each number of a state.
///
/// All are `f32`, as weights are, so that a file holds them to the last bit. The
/// count ends at 2²⁴, where `f32` has no next whole number; from there on the
/// oldest states are slowly forgotten.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments<const S: usize> {
    /// n, the states so far.
    pub count: f32,
    /// m, the mean of each number, in the unit of the number.
    pub mean: [f32; S],
    /// v, the variance of each number, in the square of that unit.
    pub variance: [f32; S],
}

impl<const S: usize> Default for Moments<S> {
    fn default() -> Self {
        Self {
            count: 0.0,
            mean: [0.0; S],
            variance: [1.0; S],
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "moments and states are kept in f32"
)]
impl<const S: usize> Moments<S> {
    /// Counts one more `state`. With N = n₀ + n and δ = s − m:
    ///
    /// ```text
    /// m ← m + δ / (N + 1)
    /// v ← (N v + δ² N / (N + 1)) / (N + 1)
    /// n ← n + 1
    /// ```
    ///
    /// Source: Chan et al. (1983), the update by a sample of one; the start is
    /// that of Gymnasium's `RunningMeanStd`.
    pub fn update(&mut self, state: [f32; S]) {
        let before = PRIOR_COUNT + f64::from(self.count);
        let after = before + 1.0;
        for (i, number) in state.into_iter().enumerate() {
            let (mean, variance) = (&mut self.mean[i], &mut self.variance[i]);
            let delta = f64::from(number) - f64::from(*mean);
            let squares =
                before * f64::from(*variance) + delta * delta * before / after;
            *mean = (f64::from(*mean) + delta / after) as f32;
            *variance = (squares / after) as f32;
        }
        self.count += 1.0;
    }

    /// s ← clip((s − m) / √(v + ε), −10, 10), number by number.
    ///
    /// Source: `NormalizeObservation` of Gymnasium, and the clipping of
    /// `VecNormalize` of Stable-Baselines3.
    pub fn normalize(&self, state: [f32; S]) -> [f32; S] {
        std::array::from_fn(|i| {
            let distance = f64::from(state[i]) - f64::from(self.mean[i]);
            (distance / self.deviation(i)).clamp(-CLIP, CLIP) as f32
        })
    }

    /// m + s √(v + ε): the state that is normalised to `state`, unless it was
    /// clipped.
    pub fn denormalize(&self, state: [f32; S]) -> [f32; S] {
        std::array::from_fn(|i| {
            let distance = f64::from(state[i]) * self.deviation(i);
            (f64::from(self.mean[i]) + distance) as f32
        })
    }

    /// √(v + ε) of number `i`.
    pub fn deviation(&self, i: usize) -> f64 {
        (f64::from(self.variance[i]) + EPSILON).sqrt()
    }
}
// ANCHOR_END: moments

impl<const S: usize> Moments<S> {
    /// What a world that has them keeps.
    pub(crate) fn kept(&self) -> [Weight; 3] {
        [
            Weight::vector("count", &[self.count]),
            Weight::vector("mean", &self.mean),
            Weight::vector("variance", &self.variance),
        ]
    }

    /// Those that were kept.
    pub(crate) fn restored(kept: &Weights) -> Result<Self, Error> {
        let [count] = kept.vector("count")?;
        Ok(Self {
            count,
            mean: kept.vector("mean")?,
            variance: kept.vector("variance")?,
        })
    }
}

// ANCHOR: normalized
/// A world whose states are normalised by the mean and the variance of all states
/// so far, that of the moment included.
///
/// The moments go on from one episode to the next. They are saved with the
/// agent's weights. An evaluation plays with those that the training has by then,
/// and does not change them. A memory holds each state as it was normalised when
/// it was seen.
#[derive(Clone)]
pub struct Normalized<E, const S: usize> {
    environment: E,
    moments: Moments<S>,
    is_evaluated: bool,
}

impl<E, const S: usize> Normalized<E, S> {
    /// `environment` with normalised states.
    pub fn new(environment: E) -> Self {
        Self {
            environment,
            moments: Moments::default(),
            is_evaluated: false,
        }
    }

    /// The mean and the variance so far.
    pub fn moments(&self) -> &Moments<S> {
        &self.moments
    }

    fn see(&mut self, state: [f32; S]) -> [f32; S] {
        if !self.is_evaluated {
            self.moments.update(state);
        }
        self.moments.normalize(state)
    }
}

impl<E, const S: usize, const A: usize> Environment<S, A> for Normalized<E, S>
where
    E: Environment<S, A> + Clone,
{
    fn reset(&mut self, random: &mut Random) -> [f32; S] {
        let state = self.environment.reset(random);
        self.see(state)
    }

    fn step(&mut self, action: usize) -> Step<S> {
        let step = self.environment.step(action);
        Step {
            state: self.see(step.state),
            ..step
        }
    }

    fn kept(&self) -> Weights {
        let mut kept = self.environment.kept().within(ENVIRONMENT);
        kept.0.extend(self.moments.kept());
        kept
    }

    fn restore(&mut self, kept: &Weights) -> Result<(), Error> {
        let (within, own) = kept.split(ENVIRONMENT);
        self.environment.restore(&within)?;
        self.moments = Moments::restored(&own)?;
        Ok(())
    }

    fn enter_evaluation(&mut self) {
        self.is_evaluated = true;
        self.environment.enter_evaluation();
    }

    fn unwrapped(&self, state: [f32; S]) -> Vec<f32> {
        self.environment.unwrapped(self.moments.denormalize(state))
    }
}
// ANCHOR_END: normalized

impl<E: Describe, const S: usize> Describe for Normalized<E, S> {
    fn describe(&self) -> Description {
        Description::new("Normalized")
            .with("environment", &self.environment)
            .with("epsilon", &EPSILON)
            .with("clip", &CLIP)
    }
}
