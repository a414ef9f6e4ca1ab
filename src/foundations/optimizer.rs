//! RMSprop with PyTorch's semantics.
//!
//! dfdx has an RMSprop too, but its running square starts at one, and its ε stands
//! inside the square root. Both change what the learning rate η means: where the
//! gradient is 1, the first step is 10 η here, as in PyTorch, and about η there.

use crate::foundations::pass;
use crate::foundations::tensors::{Dev, Gradients};
use dfdx::prelude::TensorCollection;

/// The share of the running square that one step keeps (PyTorch's default).
const ALPHA: f64 = 0.99;
/// ε, added to the root of the running square (PyTorch's default).
const EPSILON: f64 = 1e-8;

/// RMSprop: each weight moves by its gradient, divided by the size that the gradient
/// had lately.
///
/// ```text
/// v ← α v + (1 − α) g²        v starts at 0, α = 0.99
/// θ ← θ − η g / (√v + ε)      ε = 1e-8
/// ```
///
/// Source: Tieleman and Hinton (2012), lecture 6.5, as PyTorch implements it.
#[derive(Clone, Debug)]
pub struct RmsProp {
    learning_rate: f64,
    /// v, one running square per weight; on the graphics card the last g as well.
    kept: [Gradients; KEPT],
}

const KEPT: usize = if cfg!(feature = "cuda") { 2 } else { 1 };

impl RmsProp {
    /// An optimiser with v = 0 and η = `learning_rate`.
    pub fn new(learning_rate: f64) -> Self {
        Self {
            learning_rate,
            kept: std::array::from_fn(|_| Gradients::leaky()),
        }
    }

    /// One step: θ ← θ − η g / (√v + ε).
    pub fn update<N: TensorCollection<f32, Dev>>(
        &mut self,
        network: &mut N,
        gradients: &mut Gradients,
    ) {
        pass::update(self.step(), network, gradients, &mut self.kept);
    }

    #[cfg(not(feature = "cuda"))]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "weights and gradients have this precision"
    )]
    fn step(&self) -> Step {
        Step {
            learning_rate: self.learning_rate as f32,
        }
    }

    #[cfg(feature = "cuda")]
    fn step(&self) -> dfdx::prelude::AdamConfig {
        dfdx::prelude::AdamConfig {
            lr: self.learning_rate,
            betas: [0.0, ALPHA],
            eps: EPSILON,
            weight_decay: None,
        }
    }
}

/// A step with this η.
#[cfg(not(feature = "cuda"))]
#[derive(Clone, Copy)]
struct Step {
    learning_rate: f32,
}

#[cfg(not(feature = "cuda"))]
impl pass::Rule<1> for Step {
    #[inline(always)]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "weights and gradients have this precision"
    )]
    fn step(self, weight: f32, g: f32, [v]: [f32; 1]) -> (f32, [f32; 1]) {
        let (alpha, epsilon) = (ALPHA as f32, EPSILON as f32);
        let v = alpha * v + (1.0 - alpha) * (g * g);
        (weight - self.learning_rate * g / (v.sqrt() + epsilon), [v])
    }
}
