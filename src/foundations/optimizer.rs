//! RMSprop with PyTorch's semantics.
//!
//! dfdx has an RMSprop too, but its running square starts at one, and its ε stands
//! inside the square root. Both change what the learning rate means: with the
//! same numbers the first steps of the two differ tenfold.

use crate::foundations::tensors::{Dev, Gradients};
use crate::foundations::weights::fill_with_zeros;
use dfdx::nn::tensor_collection::{
    RecursiveWalker, TensorOptions, TensorVisitor, ViewTensorMut,
};
use dfdx::prelude::*;

/// The share of the running square that one step keeps (PyTorch's default).
const ALPHA: f64 = 0.99;
/// ε, added to the root of the running square (PyTorch's default).
const EPSILON: f32 = 1e-8;

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
pub struct RmsProp<N> {
    learning_rate: f64,
    /// v, one running square per weight: kept in the shape of the network.
    running_square: N,
}

impl<N: TensorCollection<f32, Dev> + Clone> RmsProp<N> {
    /// An optimiser for `network` with v = 0 and η = `learning_rate`.
    pub fn new(network: &N, learning_rate: f64) -> Self {
        let mut running_square = network.clone();
        fill_with_zeros(&mut running_square);
        Self {
            learning_rate,
            running_square,
        }
    }

    /// One step: θ ← θ − η g / (√v + ε).
    pub fn update(&mut self, network: &mut N, gradients: &Gradients) {
        let visited = N::iter_tensors(&mut RecursiveWalker {
            m: (network, &mut self.running_square),
            f: &mut RmsPropStep {
                learning_rate: self.learning_rate,
                gradients,
            },
        });
        visited.expect("the device has memory for one more copy of the weights");
    }
}

struct RmsPropStep<'a> {
    learning_rate: f64,
    gradients: &'a Gradients,
}

impl TensorVisitor<f32, Dev> for RmsPropStep<'_> {
    type Viewer = (ViewTensorMut, ViewTensorMut);
    type Err = <Dev as HasErr>::Err;
    type E2 = f32;
    type D2 = Dev;

    fn visit<S: Shape>(
        &mut self,
        options: TensorOptions<S, f32, Dev>,
        (weight, square): (&mut Tensor<S, f32, Dev>, &mut Tensor<S, f32, Dev>),
    ) -> Result<Option<Tensor<S, f32, Dev>>, Self::Err> {
        if options.do_gradient_update {
            let gradient = self.gradients.get(weight);
            square.try_axpy(ALPHA, &gradient.clone().try_square()?, 1.0 - ALPHA)?;
            let size = square.clone().try_sqrt()?.try_add(EPSILON)?;
            let step = gradient.try_div(size)?;
            weight.try_axpy(1.0, &step, -self.learning_rate)?;
        }
        Ok(None)
    }
}
