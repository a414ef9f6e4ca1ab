//! How a gradient moves the weights.

use crate::foundations::description::{Describe, Description};
use crate::foundations::pass;
use crate::foundations::tensors::{Dev, Gradients};
use dfdx::prelude::TensorCollection;

// ANCHOR: optimizer
/// How the gradient of a loss moves the weights θ of a network of type `N`.
///
/// The learning rate η is a number of the recipe, which may change as training goes on;
/// everything else is the optimiser's own.
pub trait Optimizer<N>: Describe {
    /// One step of `network` against `gradients`, which may be changed on the way.
    fn update(
        &mut self,
        network: &mut N,
        gradients: &mut Gradients,
        learning_rate: f64,
    );
}
// ANCHOR_END: optimizer

/// The share of the running square that one step keeps (PyTorch's default).
const ALPHA: f64 = 0.99;
/// ε, added to the root of the running square (PyTorch's default).
const EPSILON: f64 = 1e-8;

// ANCHOR: rms_prop
/// RMSprop: each weight moves by its gradient, divided by the recent size of that
/// gradient.
///
/// ```text
/// v ← α v + (1 − α) g²        v starts at 0, α = 0.99
/// θ ← θ − η g / (√v + ε)      ε = 1e-8
/// ```
///
/// dfdx has an RMSprop too, but its running square starts at one, and its ε is inside
/// the square root. Both change the meaning of η: where the gradient is 1, the first
/// step is 10 η here, as in PyTorch, and about η there.
///
/// Source: Tieleman and Hinton (2012), lecture 6.5, as PyTorch implements it.
pub struct RmsProp {
    /// v, one running square per weight; on the graphics card the last g as well.
    kept: [Gradients; KEPT],
}
// ANCHOR_END: rms_prop

const KEPT: usize = if cfg!(feature = "cuda") { 2 } else { 1 };

impl RmsProp {
    /// An optimiser with v = 0.
    pub fn new() -> Self {
        Self {
            kept: std::array::from_fn(|_| Gradients::leaky()),
        }
    }
}

impl Default for RmsProp {
    fn default() -> Self {
        Self::new()
    }
}

impl<N: TensorCollection<f32, Dev>> Optimizer<N> for RmsProp {
    fn update(
        &mut self,
        network: &mut N,
        gradients: &mut Gradients,
        learning_rate: f64,
    ) {
        pass::update(step(learning_rate), network, gradients, &mut self.kept);
    }
}

impl Describe for RmsProp {
    fn describe(&self) -> Description {
        Description::new("RmsProp")
            .with("alpha", &ALPHA)
            .with("epsilon", &EPSILON)
    }
}

#[cfg(not(feature = "cuda"))]
#[expect(
    clippy::cast_possible_truncation,
    reason = "weights and gradients have this precision"
)]
fn step(learning_rate: f64) -> Step {
    Step {
        learning_rate: learning_rate as f32,
    }
}

#[cfg(feature = "cuda")]
fn step(learning_rate: f64) -> dfdx::prelude::AdamConfig {
    dfdx::prelude::AdamConfig {
        lr: learning_rate,
        betas: [0.0, ALPHA],
        eps: EPSILON,
        weight_decay: None,
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
