//! Clipping of the gradient by its norm.

use crate::error::{Error, check_range};
use crate::foundations::clip;
use crate::foundations::description::{Describe, Description};
use crate::foundations::optimizer::Optimizer;
use crate::foundations::rule::{Clip, Number, single};
use crate::foundations::tensors::{Dev, Gradients};
use dfdx::prelude::TensorCollection;

// ANCHOR: clipped_by_norm
/// An optimiser that sees a gradient of a limited length: g · min(1, c / (‖g‖ + 1e-6)).
///
/// ‖g‖ runs over all weights of the network together, so the gradient keeps its
/// direction. `gradients` is left as it is: reports tell the norm before clipping, as
/// `clip_grad_norm_` of PyTorch returns it.
///
/// Source: Pascanu, Mikolov and Bengio (2013), "On the difficulty of training recurrent
/// neural networks", algorithm 1; with PyTorch's 1e-6.
///
/// ```
/// use deepq::prelude::*;
///
/// let clipped = ClippedByNorm { largest: 10.0, optimizer: Sgd };
/// assert_eq!(clipped.describe(), "ClippedByNorm { largest: 10.0, optimizer: Sgd }");
/// ```
pub struct ClippedByNorm<O> {
    /// c, the largest norm that the optimiser sees, above 0.
    pub largest: f64,
    /// The optimiser that makes the step.
    pub optimizer: O,
}

impl<N: TensorCollection<f32, Dev>, O: Optimizer<N>> Optimizer<N>
    for ClippedByNorm<O>
{
    fn update(
        &mut self,
        network: &mut N,
        gradients: &mut Gradients,
        learning_rate: f64,
    ) {
        let norm = clip::gradient_norm(network, gradients);
        let factor = self.largest / (norm + 1e-6);
        if factor >= 1.0 {
            return self.optimizer.update(network, gradients, learning_rate);
        }
        let mut clipped = scaled(factor, network, gradients);
        self.optimizer.update(network, &mut clipped, learning_rate);
    }

    fn check(&self) -> Result<(), Error> {
        check_largest(self.largest)?;
        self.optimizer.check()
    }
}
// ANCHOR_END: clipped_by_norm

/// Checks the bound of a clipped gradient.
pub(super) fn check_largest(largest: f64) -> Result<(), Error> {
    let is_positive = largest > 0.0 && largest.is_finite();
    check_range("the largest gradient", largest, is_positive, "(0, ∞)")
}

impl<O: Describe> Describe for ClippedByNorm<O> {
    fn describe(&self) -> Description {
        Description::new("ClippedByNorm")
            .with("largest", &self.largest)
            .with("optimizer", &self.optimizer)
    }
}

/// A copy of the gradients of `network`, times `factor`.
pub(crate) fn scaled<N: TensorCollection<f32, Dev>>(
    factor: f64,
    network: &N,
    gradients: &Gradients,
) -> Gradients {
    clip::clipped(Scale(single(factor)), network, gradients)
}

#[derive(Clone, Copy)]
struct Scale(f32);

impl Clip for Scale {
    #[inline(always)]
    fn clip<T: Number>(self, gradient: T) -> T {
        gradient * self.0
    }
}
