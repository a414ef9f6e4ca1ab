//! Exploration: how often the agent tries something else, and what.

pub use crate::foundations::Clock;

use crate::error::{Error, check_range};
use crate::foundations::{Describe, Description, Random, describe, greedy};
use rand::Rng;
use std::cmp::Ordering;

// ANCHOR: schedule
/// A number that changes as training goes on: an ε, a temperature, a β, a learning
/// rate.
pub trait Schedule: Describe {
    /// The number at `clock`.
    fn value(&self, clock: Clock) -> f64;

    /// The number when a run begins.
    fn at_start(&self) -> f64 {
        self.value(Clock::default())
    }
}
// ANCHOR_END: schedule

// ANCHOR: constant
/// The same number throughout.
#[derive(Clone, Copy)]
pub struct Constant(pub f64);

impl Schedule for Constant {
    fn value(&self, _clock: Clock) -> f64 {
        self.0
    }
}
// ANCHOR_END: constant

impl Describe for Constant {
    fn describe(&self) -> Description {
        Description::new("Constant").of(self.0.describe())
    }
}

// ANCHOR: scaled
/// Another schedule, multiplied by a factor.
pub struct Scaled {
    /// What each value is multiplied by.
    pub factor: f64,
    /// The other schedule.
    pub schedule: Box<dyn Schedule>,
}

impl Schedule for Scaled {
    fn value(&self, clock: Clock) -> f64 {
        self.factor * self.schedule.value(clock)
    }
}
// ANCHOR_END: scaled

impl Describe for Scaled {
    fn describe(&self) -> Description {
        Description::new("Scaled")
            .with("factor", &self.factor)
            .with("schedule", &*self.schedule)
    }
}

// ANCHOR: linear_schedule
/// From `start` to `end` in equal steps over the first `steps`, then `end`.
#[derive(Clone, Copy)]
pub struct LinearSchedule {
    /// The value at step 0.
    pub start: f64,
    /// The value from step `steps` on.
    pub end: f64,
    /// The environment steps from `start` to `end`.
    pub steps: usize,
}

impl Schedule for LinearSchedule {
    fn value(&self, clock: Clock) -> f64 {
        if clock.step >= self.steps {
            return self.end;
        }
        let share = clock.step as f64 / self.steps as f64;
        self.start + (self.end - self.start) * share
    }
}
// ANCHOR_END: linear_schedule

// ANCHOR: log_decay
/// Along a logarithmic curve from `start` to `end` over the first `steps`, then
/// `end`.
///
/// With u(t) = 10^(−2t/(steps − 1)), which falls from 1 to 0.01:
///
/// ```text
/// value(t) = end + (start − end) (u(t) − 0.01) / (1 − 0.01)
/// ```
///
/// The fall is steep at first: after a third of the steps, about four fifths of it
/// are done.
#[derive(Clone, Copy)]
pub struct LogDecay {
    /// The value at step 0.
    pub start: f64,
    /// The value from step `steps` − 1 on.
    pub end: f64,
    /// The number of environment steps on the curve.
    pub steps: usize,
}

impl Schedule for LogDecay {
    fn value(&self, clock: Clock) -> f64 {
        if clock.step + 1 >= self.steps {
            return self.end;
        }
        let share = clock.step as f64 / (self.steps - 1) as f64;
        let curve = libm::pow(10.0, -2.0 * share);
        self.end + (self.start - self.end) * (curve - 0.01) / (1.0 - 0.01)
    }
}
// ANCHOR_END: log_decay

// ANCHOR: episode_decay
/// `start` · `factor`^episode, but never below `end`.
#[derive(Clone, Copy)]
pub struct EpisodeDecay {
    /// The value in episode 0.
    pub start: f64,
    /// What an episode multiplies the value by.
    pub factor: f64,
    /// The least value.
    pub end: f64,
}

impl Schedule for EpisodeDecay {
    fn value(&self, clock: Clock) -> f64 {
        let decayed = self.start * libm::pow(self.factor, clock.episode as f64);
        // `max` would hide a NaN.
        match decayed.partial_cmp(&self.end) {
            Some(Ordering::Less) => self.end,
            Some(_) => decayed,
            None => f64::NAN,
        }
    }
}
// ANCHOR_END: episode_decay

// ANCHOR: action_rule
/// How an action is chosen from the values of all `A` actions.
pub trait ActionRule<const A: usize>: Describe {
    /// Chooses an action.
    ///
    /// `exploration` is the number of the recipe's [`Schedule`]; `q_values` computes
    /// Q(s, ·), and a rule that does not need the values does not call it.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] when the rule has no meaning for `exploration`.
    fn choose(
        &self,
        q_values: &dyn Fn() -> [f32; A],
        exploration: f64,
        random: &mut Random,
    ) -> Result<usize, Error>;
}
// ANCHOR_END: action_rule

// ANCHOR: epsilon_greedy
/// With probability ε any action, all equally likely; otherwise argmaxₐ Q(s, a).
///
/// Source: Sutton and Barto (2018), section 2.2.
#[derive(Clone, Copy)]
pub struct EpsilonGreedy;

impl<const A: usize> ActionRule<A> for EpsilonGreedy {
    #[expect(clippy::cast_possible_truncation, reason = "it is below A")]
    fn choose(
        &self,
        q_values: &dyn Fn() -> [f32; A],
        epsilon: f64,
        random: &mut Random,
    ) -> Result<usize, Error> {
        check_range("epsilon", epsilon, (0.0..=1.0).contains(&epsilon), "[0, 1]")?;
        if random.gen_bool(epsilon) {
            // A usize has fewer bits on some machines, and would draw other actions there.
            Ok(random.gen_range(0..A as u64) as usize)
        } else {
            Ok(greedy(&q_values()))
        }
    }
}
// ANCHOR_END: epsilon_greedy

// ANCHOR: boltzmann
/// Action a with probability exp(Q(s, a)/T) / Σ exp(Q(s, ·)/T): the better an
/// action, the likelier (Boltzmann exploration). T is the temperature.
///
/// Source: Sutton and Barto (2018), equation 2.11.
#[derive(Clone, Copy)]
pub struct Boltzmann;

impl<const A: usize> ActionRule<A> for Boltzmann {
    fn choose(
        &self,
        q_values: &dyn Fn() -> [f32; A],
        temperature: f64,
        random: &mut Random,
    ) -> Result<usize, Error> {
        let allowed = temperature > 0.0 && temperature.is_finite();
        check_range("temperature", temperature, allowed, "(0, ∞)")?;
        let mut left = random.gen_range(0.0..1.0);
        for (action, p) in softmax(&q_values(), temperature).iter().enumerate() {
            left -= p;
            if left < 0.0 {
                return Ok(action);
            }
        }
        Ok(A - 1)
    }
}
// ANCHOR_END: boltzmann

// ANCHOR: softmax
/// exp(qₐ/T) / Σ exp(q/T), with the largest q subtracted first so that no
/// exponential overflows.
pub fn softmax<const A: usize>(q_values: &[f32; A], temperature: f64) -> [f64; A] {
    let largest = f64::from(q_values[greedy(q_values)]);
    let powers = q_values.map(|q| libm::exp((f64::from(q) - largest) / temperature));
    let sum: f64 = powers.iter().sum();
    powers.map(|power| power / sum)
}
// ANCHOR_END: softmax

// What each is called in the records, whatever its type is called.
describe! {
    LinearSchedule as "Ramp" { start, end, steps };
    LogDecay as "LogDecay" { start, end, steps };
    EpisodeDecay as "EpisodeDecay" { start, factor, end };
    EpsilonGreedy as "EpsilonGreedy";
    Boltzmann as "Boltzmann";
}
