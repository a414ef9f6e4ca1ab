//! RMSprop with PyTorch's semantics.
//!
//! dfdx has an RMSprop too, but its running square starts at one, and its ε stands
//! inside the square root. Both change what the learning rate η means: where the
//! gradient is 1, the first step is 10 η here, as in PyTorch, and about η there.

use crate::foundations::tensors::{Dev, Gradients};
use dfdx::nn::tensor_collection::{
    RecursiveWalker, TensorOptions, TensorVisitor, ViewTensorMut,
};
use dfdx::prelude::*;

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
    step: AdamConfig,
    /// v, one running square per weight.
    running_square: Gradients,
    /// What Adam keeps of g, which is nothing but the last g here.
    last_gradient: Gradients,
}

/// Adam divides v by 1 − αᵗ on its step t. At the end of time that is 1.
const WITHOUT_BIAS_CORRECTION: i32 = i32::MAX;

impl RmsProp {
    /// An optimiser with v = 0 and η = `learning_rate`.
    pub fn new(learning_rate: f64) -> Self {
        // Adam without momentum (β₁ = 0) and without bias correction is RMSprop, and
        // dfdx has Adam as one loop over the weights.
        let step = AdamConfig {
            lr: learning_rate,
            betas: [0.0, ALPHA],
            eps: EPSILON,
            weight_decay: None,
        };
        Self {
            step,
            running_square: Gradients::leaky(),
            last_gradient: Gradients::leaky(),
        }
    }

    /// One step: θ ← θ − η g / (√v + ε).
    pub fn update<N: TensorCollection<f32, Dev>>(
        &mut self,
        network: &mut N,
        gradients: &mut Gradients,
    ) {
        let optimizer = self;
        let visited = N::iter_tensors(&mut RecursiveWalker {
            m: network,
            f: &mut Step {
                optimizer,
                gradients,
            },
        });
        visited.expect("the device has memory for two more copies of the weights");
    }
}

struct Step<'a> {
    optimizer: &'a mut RmsProp,
    gradients: &'a mut Gradients,
}

impl TensorVisitor<f32, Dev> for Step<'_> {
    type Viewer = ViewTensorMut;
    type Err = <Dev as HasErr>::Err;
    type E2 = f32;
    type D2 = Dev;

    fn visit<S: Shape>(
        &mut self,
        options: TensorOptions<S, f32, Dev>,
        weight: &mut Tensor<S, f32, Dev>,
    ) -> Result<Option<Tensor<S, f32, Dev>>, Self::Err> {
        if options.do_gradient_update {
            self.optimizer.step.try_update(
                WITHOUT_BIAS_CORRECTION,
                weight,
                self.optimizer.last_gradient.get_or_alloc_mut(weight)?,
                self.optimizer.running_square.get_or_alloc_mut(weight)?,
                self.gradients.get_or_alloc_mut(weight)?,
            )?;
        }
        Ok(None)
    }
}
