//! Other rewards to learn from: scaled, clipped, or their signs alone.

use crate::error::{Error, check_range};
use crate::foundations::description::{Describe, Description, describe};
use crate::foundations::environment::{Environment, Step};
use crate::foundations::random::Random;
use crate::foundations::wrappers::hand_on::hand_on;

// ANCHOR: reward_rules
/// How a reward is changed before it is learned from.
pub trait RewardRule: Describe + Clone + Send {
    /// The reward to learn from, where the world gives `reward`.
    fn learned(&self, reward: f32) -> f32;
}

/// r ← factor · r.
#[derive(Clone, Copy)]
pub struct ScaleReward {
    factor: f32,
}

impl ScaleReward {
    /// Rewards times `factor`.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a factor that is not above 0 or not finite.
    pub fn by(factor: f32) -> Result<Self, Error> {
        let is_scale = factor > 0.0 && factor.is_finite();
        check_range("factor", f64::from(factor), is_scale, "(0, ∞)")?;
        Ok(Self { factor })
    }
}

impl RewardRule for ScaleReward {
    fn learned(&self, reward: f32) -> f32 {
        self.factor * reward
    }
}

/// r ← clip(r, low, high).
#[derive(Clone, Copy)]
pub struct ClipReward {
    low: f32,
    high: f32,
}

impl ClipReward {
    /// Rewards from `low` to `high`.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a bound that is NaN, and where `low` is above
    /// `high`.
    pub fn to(low: f32, high: f32) -> Result<Self, Error> {
        check_range("high", f64::from(high), !high.is_nan(), "[low, ∞]")?;
        check_range("low", f64::from(low), low <= high, "[−∞, high]")?;
        Ok(Self { low, high })
    }
}

impl RewardRule for ClipReward {
    fn learned(&self, reward: f32) -> f32 {
        reward.clamp(self.low, self.high)
    }
}

/// r ← 1 for a reward above 0, −1 for one below, and 0 for one of 0.
///
/// Source: Mnih et al. (2015), methods, "training details".
#[derive(Clone, Copy)]
pub struct SignReward;

impl RewardRule for SignReward {
    fn learned(&self, reward: f32) -> f32 {
        // `signum` of 0 is 1.
        if reward == 0.0 { 0.0 } else { reward.signum() }
    }
}
// ANCHOR_END: reward_rules

describe! {
    ScaleReward as "ScaleReward" { factor };
    ClipReward as "ClipReward" { low, high };
    SignReward as "SignReward";
}

// ANCHOR: rewarded
/// A world whose rewards are changed for the agent that learns in it.
///
/// An evaluation counts the rewards that the world gives, so a score is one of
/// the task and not of the rule. The returns that a training reports are sums of
/// the changed rewards, and so is the return that the network predicts of a start
/// state.
#[derive(Clone)]
pub struct Rewarded<E, R> {
    environment: E,
    rule: R,
    is_evaluated: bool,
}

impl<E, R> Rewarded<E, R> {
    /// `environment` with rewards by `rule`.
    pub fn new(environment: E, rule: R) -> Self {
        Self {
            environment,
            rule,
            is_evaluated: false,
        }
    }
}

impl<E, R, const S: usize, const A: usize> Environment<S, A> for Rewarded<E, R>
where
    E: Environment<S, A> + Clone,
    R: RewardRule,
{
    fn reset(&mut self, random: &mut Random) -> [f32; S] {
        self.environment.reset(random)
    }

    fn step(&mut self, action: usize) -> Step<S> {
        let step = self.environment.step(action);
        if self.is_evaluated {
            return step;
        }
        Step {
            reward: self.rule.learned(step.reward),
            ..step
        }
    }

    fn enter_evaluation(&mut self) {
        self.is_evaluated = true;
        self.environment.enter_evaluation();
    }

    hand_on!(environment: kept restore unwrapped);
}
// ANCHOR_END: rewarded

impl<E: Describe, R: Describe> Describe for Rewarded<E, R> {
    fn describe(&self) -> Description {
        Description::new("Rewarded")
            .with("environment", &self.environment)
            .with("rule", &self.rule)
    }
}
