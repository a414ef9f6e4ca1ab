//! The gradients of a network on the graphics card, measured, and as an optimiser sees
//! them.

use crate::foundations::norms;
use crate::foundations::rule::Clip;
use crate::foundations::tensors::{Dev, Gradients};
use dfdx::nn::tensor_collection::{
    RecursiveWalker, TensorCollection, TensorOptions, TensorVisitor, ViewTensorRef,
};
use dfdx::prelude::{
    Backward, HasErr, HasShape, Rank0, ReshapeTo, Shape, SumTo, Tensor, Trace,
};

/// A copy of the gradients of `network`, each clipped.
pub(crate) fn clipped<N: TensorCollection<f32, Dev>>(
    clip: impl Clip,
    network: &N,
    gradients: &Gradients,
) -> Gradients {
    let mut copying = Copying {
        clip,
        gradients,
        clipped: Gradients::leaky(),
    };
    let visited = N::iter_tensors(&mut RecursiveWalker {
        m: network,
        f: &mut copying,
    });
    visited.expect("the device has memory for a copy of the gradients");
    copying.clipped
}

/// ‖∇L‖, the length of the gradients of all weights that are learned.
pub(crate) fn gradient_norm<N: TensorCollection<f32, Dev>>(
    network: &N,
    gradients: &mut Gradients,
) -> f64 {
    norms::gradient_norm(network, gradients)
}

struct Copying<'a, C> {
    clip: C,
    gradients: &'a Gradients,
    clipped: Gradients,
}

impl<C: Clip> TensorVisitor<f32, Dev> for Copying<'_, C> {
    type Viewer = ViewTensorRef;
    type Err = <Dev as HasErr>::Err;
    type E2 = f32;
    type D2 = Dev;

    fn visit<S: Shape>(
        &mut self,
        options: TensorOptions<S, f32, Dev>,
        weight: &Tensor<S, f32, Dev>,
    ) -> Result<Option<Tensor<S, f32, Dev>>, Self::Err> {
        if options.do_gradient_update {
            let (shape, count) = (*weight.shape(), weight.shape().num_elements());
            let gradient = self.gradients.get(weight).reshape_like(&(count,));
            let clipped = self.clip.clip(gradient).reshape_like(&shape);
            // dfdx fills gradients by differentiation alone: by θ, Σ c θ has the
            // gradient c.
            let others = std::mem::replace(&mut self.clipped, Gradients::leaky());
            let product = weight.trace(others) * clipped;
            self.clipped = product.sum::<Rank0, _>().try_backward()?;
        }
        Ok(None)
    }
}
