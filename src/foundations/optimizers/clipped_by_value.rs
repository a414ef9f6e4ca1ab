//! Clipping of the gradient by value.

use super::clipped_by_norm::check_largest;
use crate::error::Error;
use crate::foundations::clip;
use crate::foundations::description::{Describe, Description};
use crate::foundations::optimizer::Optimizer;
use crate::foundations::rule::{Clip, Number, single};
use crate::foundations::tensors::{Dev, Gradients};
use dfdx::prelude::TensorCollection;

/// An optimiser that sees each part of the gradient clipped to [−c, c].
///
/// Large parts shrink and small ones do not, so the gradient changes its direction.
/// `gradients` is left as it is.
///
/// Source: Mikolov (2012), "Statistical language models based on neural networks", as
/// PyTorch's `clip_grad_value_` implements it.
pub struct ClippedByValue<O> {
    /// c, the largest size of a part of the gradient that the optimiser sees, above 0.
    pub largest: f64,
    /// The optimiser that makes the step.
    pub optimizer: O,
}

impl<N: TensorCollection<f32, Dev>, O: Optimizer<N>> Optimizer<N>
    for ClippedByValue<O>
{
    fn update(
        &mut self,
        network: &mut N,
        gradients: &mut Gradients,
        learning_rate: f64,
    ) {
        let clamp = Clamp(single(self.largest));
        let mut clipped = clip::clipped(clamp, network, gradients);
        self.optimizer.update(network, &mut clipped, learning_rate);
    }

    fn check(&self) -> Result<(), Error> {
        check_largest(self.largest)?;
        self.optimizer.check()
    }
}

impl<O: Describe> Describe for ClippedByValue<O> {
    fn describe(&self) -> Description {
        Description::new("ClippedByValue")
            .with("largest", &self.largest)
            .with("optimizer", &self.optimizer)
    }
}

#[derive(Clone, Copy)]
struct Clamp(f32);

impl Clip for Clamp {
    #[inline(always)]
    fn clip<T: Number>(self, gradient: T) -> T {
        gradient.clamp(-self.0, self.0)
    }
}
