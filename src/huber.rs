//! The Huber loss: squared for small TD errors, linear for large ones.

use crate::error::{Error, check_range};
use crate::foundations::{
    Describe, Description, Gradients, PerSample, QNetwork, Recorded, Scalar,
};
use crate::objective::{Loss, Objective, TdErrors};
use crate::replay::Batch;
use crate::target::Bootstrap;
use dfdx::prelude::*;

// ANCHOR: huber_loss
/// L(θ) = mean(w h(δ)), shape `(B,)` → `()`, with
///
/// ```text
/// h(δ) = δ² / 2               where |δ| ≤ κ
/// h(δ) = κ (|δ| − κ / 2)      elsewhere
/// ```
///
/// Its derivative is δ, clipped to [−κ, κ]: one large TD error moves the weights no
/// further than one of κ. Where all errors are small, the gradient is half that of
/// [`loss`](crate::objective::loss).
///
/// Source: Huber (1964), "Robust estimation of a location parameter"; in DQN, Mnih et
/// al. (2015) clip the TD error to [−1, 1], which is the gradient of κ = 1.
pub fn huber_loss(
    td_errors: PerSample<Recorded>,
    weights: PerSample,
    kappa: f32,
) -> Scalar<Recorded> {
    let nothing = weights.device().zeros_like(&weights);
    (td_errors.huber_error(nothing, kappa) * weights).mean()
}
// ANCHOR_END: huber_loss

// ANCHOR: huber
/// The mean Huber loss of the TD errors, whose targets bootstrap by `bootstrap`.
#[derive(Clone, Copy)]
pub struct Huber<B> {
    /// κ, the TD error from which on the loss is linear, above 0; in units of reward.
    pub kappa: f32,
    /// How the value of the next state is read off the two networks.
    pub bootstrap: B,
}

impl<N, B, const S: usize, const A: usize> Objective<N, S, A> for Huber<B>
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
            .into_loss(|td_errors| huber_loss(td_errors, weights, self.kappa))
    }

    fn check(&self) -> Result<(), Error> {
        let is_length = self.kappa > 0.0 && self.kappa.is_finite();
        check_range("kappa", f64::from(self.kappa), is_length, "(0, ∞)")
    }
}
// ANCHOR_END: huber

impl<B: Describe> Describe for Huber<B> {
    fn describe(&self) -> Description {
        Description::new("Huber")
            .with("kappa", &self.kappa)
            .with("bootstrap", &self.bootstrap)
    }
}
