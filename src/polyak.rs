//! Polyak averaging: the target network follows in small steps instead of leaps.
//!
//! Source: Polyak and Juditsky (1992); for target networks, Lillicrap et al. (2016),
//! "Continuous control with deep reinforcement learning", algorithm 1.

use crate::ddqn::ddqn_on;
use crate::error::{Error, check_range};
use crate::foundations::{CartPole, Dev, Environment, Mlp, QNetwork, describe};
use crate::recipe::Recipe;
use crate::target::{HardCopy, TargetUpdate};
use dfdx::nn::tensor_collection::TensorCollection;
use dfdx::prelude::ModelEMA;

// ANCHOR: polyak_update
/// θ⁻ ← τ θ + (1 − τ) θ⁻ on every environment step.
///
/// After n steps with θ held still, the share (1 − τ)ⁿ of the distance is left: for
/// τ = 0.01 it takes 69 steps to halve it.
#[derive(Clone, Copy)]
pub struct Polyak {
    /// τ, the share of θ in each new θ⁻, in [0, 1]. 1 copies on every step; 0 never
    /// moves.
    pub tau: f64,
}

impl<N: TensorCollection<f32, Dev>> TargetUpdate<N> for Polyak {
    fn update(&self, target: &mut N, online: &N) {
        // dfdx's decay is the share of what is kept.
        target.ema(online, 1.0 - self.tau);
    }

    fn check(&self) -> Result<(), Error> {
        check_range("tau", self.tau, (0.0..=1.0).contains(&self.tau), "[0, 1]")
    }
}
// ANCHOR_END: polyak_update

describe!(Polyak as "Polyak" { tau });

// ANCHOR: lag
/// τ as a length of time, in steps.
///
/// ```
/// use deepq::prelude::*;
///
/// let half = Polyak { tau: 0.5 };
/// assert_eq!(half.share_left(3), 0.125);
/// assert_eq!((half.half_life(), half.lag()), (1.0, 1.0));
/// assert_eq!(Polyak::with_lag_of(HardCopy { every: 3 }).tau, 0.5);
/// ```
impl Polyak {
    /// (1 − τ)ⁿ: the share of the distance from θ⁻ to θ that is left after n steps
    /// with θ held still.
    pub fn share_left(&self, steps: usize) -> f64 {
        libm::pow(1.0 - self.tau, steps as f64)
    }

    /// ln ½ / ln(1 − τ): the steps after which half of the distance is left; ∞ for a
    /// τ of 0.
    pub fn half_life(&self) -> f64 {
        libm::log(0.5) / libm::log1p(-self.tau)
    }

    /// Σₖ k τ (1 − τ)ᵏ = (1 − τ) / τ: by how many steps the weights in θ⁻ are late,
    /// on average.
    pub fn lag(&self) -> f64 {
        (1.0 - self.tau) / self.tau
    }

    /// τ = 2 / (m + 1), as late on average as a copy every m steps: between two
    /// copies θ⁻ is late by 0, 1, … m − 1 steps, which is (m − 1) / 2 on average.
    pub fn with_lag_of(copy: HardCopy) -> Self {
        let tau = match copy.every {
            // It never moves.
            0 => 0.0,
            every => 2.0 / (every as f64 + 1.0),
        };
        Self { tau }
    }
}
// ANCHOR_END: lag

// ANCHOR: polyak
/// Double DQN whose target network follows in small steps.
pub fn polyak() -> Recipe<Mlp<4, 2>, 4, 2> {
    polyak_on(CartPole::new())
}

/// The same with any network, on any environment.
pub fn polyak_on<N: QNetwork<S, A>, const S: usize, const A: usize>(
    environment: impl Environment<S, A> + 'static,
) -> Recipe<N, S, A> {
    Recipe {
        target_update: Box::new(Polyak { tau: 0.01 }),
        ..ddqn_on(environment)
    }
}
// ANCHOR_END: polyak

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_on_every_step_has_no_lag_and_no_step_at_all_has_no_end() {
        let (copy, frozen) = (Polyak { tau: 1.0 }, Polyak { tau: 0.0 });
        let (none, all) = (0.0, f64::INFINITY);
        assert_eq!((copy.half_life(), copy.lag()), (none, none));
        assert_eq!((frozen.half_life(), frozen.lag()), (all, all));
        assert_eq!((copy.share_left(1), frozen.share_left(1_000)), (0.0, 1.0));
        let tau = |every| Polyak::with_lag_of(HardCopy { every }).tau;
        assert_eq!((tau(1), tau(0)), (1.0, 0.0));
    }
}
