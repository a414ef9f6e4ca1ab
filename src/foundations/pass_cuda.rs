//! One pass over all weights of a network on the graphics card, by dfdx's kernel.

use crate::foundations::tensors::{Dev, Gradients};
use dfdx::nn::tensor_collection::{
    RecursiveWalker, TensorCollection, TensorOptions, TensorVisitor, ViewTensorMut,
};
use dfdx::prelude::{AdamConfig, HasErr, Shape, Tensor};

/// Adam divides v by 1 − αᵗ on its step t. At the end of time that is 1.
const WITHOUT_BIAS_CORRECTION: i32 = i32::MAX;

/// Moves every weight of `network` by Adam without bias correction, which keeps a mean
/// of the gradients and one of their squares. With β₁ = 0 that is RMSprop.
pub(crate) fn update<N: TensorCollection<f32, Dev>>(
    step: AdamConfig,
    network: &mut N,
    gradients: &mut Gradients,
    means: &mut [Gradients; 2],
) {
    let visited = N::iter_tensors(&mut RecursiveWalker {
        m: network,
        f: &mut Pass {
            step,
            gradients,
            means,
        },
    });
    visited.expect("the device has memory for two more copies of the weights");
}

struct Pass<'a> {
    step: AdamConfig,
    gradients: &'a mut Gradients,
    means: &'a mut [Gradients; 2],
}

impl TensorVisitor<f32, Dev> for Pass<'_> {
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
            let [mean, square] = &mut *self.means;
            self.step.try_update(
                WITHOUT_BIAS_CORRECTION,
                weight,
                mean.get_or_alloc_mut(weight)?,
                square.get_or_alloc_mut(weight)?,
                self.gradients.get_or_alloc_mut(weight)?,
            )?;
        }
        Ok(None)
    }
}
