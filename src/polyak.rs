//! Polyak averaging: the target network follows in small steps instead of leaps.
//!
//! Source: Polyak and Juditsky (1992); for target networks, Lillicrap et al. (2016),
//! "Continuous control with deep reinforcement learning", algorithm 1.

use crate::ddqn::ddqn;
use crate::foundations::network::Mlp;
use crate::foundations::tensors::Dev;
use crate::recipe::Recipe;
use crate::target::TargetUpdate;
use dfdx::nn::tensor_collection::TensorCollection;
use dfdx::prelude::ModelEMA;

/// θ⁻ ← τ θ + (1 − τ) θ⁻ on every step.
///
/// After n steps with θ held still, the share (1 − τ)ⁿ of the distance is left: for
/// τ = 0.01 it takes 69 steps to halve it.
#[derive(Clone, Copy, Debug)]
pub struct Polyak {
    /// τ, the share of θ in each new θ⁻, in [0, 1]. 1 copies on every step; 0 never
    /// moves.
    pub tau: f64,
}

impl<N: TensorCollection<f32, Dev>> TargetUpdate<N> for Polyak {
    fn update(&self, target: &mut N, online: &N, _step: usize) {
        // dfdx's decay is the share of what is kept.
        target.ema(online, 1.0 - self.tau);
    }
}

/// Double DQN whose target network follows in small steps.
pub fn polyak() -> Recipe<Mlp<4, 2>, 4, 2> {
    Recipe {
        target_update: Box::new(Polyak { tau: 0.01 }),
        ..ddqn()
    }
}
