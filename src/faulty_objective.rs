//! An objective with a bug: a clip that takes away the gradient.

use crate::foundations::{
    Describe, Description, Gradients, PerSample, QNetwork, Recorded, Scalar,
};
use crate::objective::{Loss, Objective, TdErrors};
use crate::replay::Batch;
use crate::target::Bootstrap;
use dfdx::prelude::*;

// ANCHOR: clamped_loss
/// L(θ) = mean(w clip(δ, −1, 1)²), shape `(B,)` → `()`: the TD error is clipped, where
/// its gradient should be.
///
/// The derivative of clip(δ, −1, 1)² is 2δ where |δ| < 1, and 0 beyond: the
/// largest errors are never fixed.
pub fn clamped_loss(
    td_errors: PerSample<Recorded>,
    weights: PerSample,
) -> Scalar<Recorded> {
    (td_errors.clamp(-1.0, 1.0).square() * weights).mean()
}
// ANCHOR_END: clamped_loss

/// The mean square of the clipped TD errors, whose targets bootstrap by `bootstrap`.
#[derive(Clone, Copy)]
pub struct ClampedError<B> {
    /// How the value of the next state is read off the two networks.
    pub bootstrap: B,
}

impl<N, B, const S: usize, const A: usize> Objective<N, S, A> for ClampedError<B>
where
    N: QNetwork<S, A>,
    B: Bootstrap<N, S, A>,
{
    fn loss(
        &self,
        online: &N,
        target: &N,
        batch: Batch<S>,
        gradients: Gradients,
    ) -> Loss {
        let weights = batch.weights.clone();
        TdErrors::new(&self.bootstrap, online, target, batch, gradients)
            .into_loss(|td_errors| clamped_loss(td_errors, weights))
    }
}

impl<B: Describe> Describe for ClampedError<B> {
    fn describe(&self) -> Description {
        Description::new("ClampedError").with("bootstrap", &self.bootstrap)
    }
}
