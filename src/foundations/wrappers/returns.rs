//! Rewards on the scale of the returns that they add up to.

use crate::error::{Error, check_range};
use crate::foundations::description::{Describe, Description};
use crate::foundations::environment::{Environment, Step};
use crate::foundations::random::Random;
use crate::foundations::weights::{ENVIRONMENT, Weights};
use crate::foundations::wrappers::hand_on::hand_on;
use crate::foundations::wrappers::normalized::Moments;

// ANCHOR: scaled_by_returns
/// A world whose rewards are divided by the standard deviation of the discounted
/// returns so far: r ← r / √(variance of u + 1e-8).
///
/// u is what an episode has brought until now, u ← γ u + r, and 0 when it begins. Its
/// mean is not subtracted, so a reward keeps its sign. An evaluation counts the rewards
/// that the world gives.
///
/// Source: Elsayed et al. (2024), "Streaming deep reinforcement learning finally works",
/// section 3.3; `NormalizeReward` of Gymnasium.
#[derive(Clone)]
pub struct ScaledByReturns<E> {
    environment: E,
    gamma: f32,
    return_so_far: f32,
    moments: Moments<1>,
    is_evaluated: bool,
}

impl<E> ScaledByReturns<E> {
    /// `environment` with scaled rewards.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a γ outside of [0, 1].
    pub fn new(environment: E, gamma: f32) -> Result<Self, Error> {
        let is_discount = (0.0..=1.0).contains(&gamma);
        check_range("gamma", f64::from(gamma), is_discount, "[0, 1]")?;
        Ok(Self {
            environment,
            gamma,
            return_so_far: 0.0,
            moments: Moments::default(),
            is_evaluated: false,
        })
    }

    #[expect(clippy::cast_possible_truncation, reason = "rewards are f32")]
    fn scaled(&mut self, reward: f32) -> f32 {
        self.return_so_far = self.gamma * self.return_so_far + reward;
        self.moments.update([self.return_so_far]);
        (f64::from(reward) / self.moments.deviation(0)) as f32
    }
}

impl<E, const S: usize, const A: usize> Environment<S, A> for ScaledByReturns<E>
where
    E: Environment<S, A> + Clone,
{
    fn reset(&mut self, random: &mut Random) -> [f32; S] {
        self.return_so_far = 0.0;
        self.environment.reset(random)
    }

    fn step(&mut self, action: usize) -> Step<S> {
        let step = self.environment.step(action);
        if self.is_evaluated {
            return step;
        }
        Step {
            reward: self.scaled(step.reward),
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

    hand_on!(environment: unwrapped);
}
// ANCHOR_END: scaled_by_returns

impl<E: Describe> Describe for ScaledByReturns<E> {
    fn describe(&self) -> Description {
        Description::new("ScaledByReturns")
            .with("environment", &self.environment)
            .with("gamma", &self.gamma)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundations::description::describe;
    use crate::foundations::random::{Stream, random};

    /// Brings 1, then 3, and then ends.
    #[derive(Clone, Default)]
    struct OneThenThree(u8);

    describe!(OneThenThree as "OneThenThree");

    impl Environment<1, 2> for OneThenThree {
        fn reset(&mut self, _: &mut Random) -> [f32; 1] {
            self.0 = 0;
            [0.0]
        }

        fn step(&mut self, _: usize) -> Step<1> {
            self.0 += 1;
            Step {
                state: [f32::from(self.0)],
                reward: f32::from(2 * self.0 - 1),
                terminated: self.0 == 2,
                truncated: false,
            }
        }
    }

    #[test]
    fn rewards_are_divided_by_the_deviation_of_the_returns_so_far() {
        let mut world = ScaledByReturns::new(OneThenThree::default(), 0.5).unwrap();
        let random = &mut random(1, Stream::Starts);
        world.reset(random);
        Environment::<1, 2>::step(&mut world, 0);
        let second = Environment::<1, 2>::step(&mut world, 0);
        world.reset(random);
        let third = Environment::<1, 2>::step(&mut world, 0);
        // Returns so far: 1 and 3.5, of the variance 25/16; then 1, 3.5 and 1 again, as
        // an episode begins at 0, of 25/18.
        assert!((second.reward - 3.0 / 1.25).abs() < 1e-3, "{second:?}");
        assert!((third.reward - 1.0 / 1.178_511).abs() < 1e-3, "{third:?}");
        let mut other = ScaledByReturns::new(OneThenThree::default(), 0.5).unwrap();
        Environment::<1, 2>::restore(&mut other, &Environment::<1, 2>::kept(&world))
            .unwrap();
        assert_eq!(other.moments, world.moments);
        world.enter_evaluation();
        assert_eq!(Environment::<1, 2>::step(&mut world, 0).reward, 3.0);
        assert_eq!(world.describe().value("gamma"), "0.5");
        assert!(ScaledByReturns::new(OneThenThree::default(), 1.5).is_err());
    }
}
