//! How a gradient moves the weights.

use crate::error::Error;
use crate::foundations::description::Describe;
use crate::foundations::tensors::Gradients;

// ANCHOR: optimizer
/// How the gradient of a loss moves the weights θ of a network of type `N`.
///
/// The learning rate η is a number of the recipe, which may change as training goes on;
/// everything else is the optimiser's own.
pub trait Optimizer<N>: Describe {
    /// One step of `network` against `gradients`. The course's optimisers leave
    /// `gradients` as they are, so a report gives the gradient of the loss itself,
    /// before any clipping.
    fn update(
        &mut self,
        network: &mut N,
        gradients: &mut Gradients,
        learning_rate: f64,
    );

    /// Checks that the settings make sense.
    ///
    /// # Errors
    /// [`Error::OutOfRange`].
    fn check(&self) -> Result<(), Error> {
        Ok(())
    }
}
// ANCHOR_END: optimizer
