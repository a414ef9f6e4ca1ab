//! The objective: what a learner step makes smaller.

use crate::error::Error;
use crate::foundations::{
    CodeCopy, Describe, Description, Gradients, PerSample, QNetwork, Recorded,
    Scalar,
};
use crate::replay::Batch;
use crate::target::{Bootstrap, td_target};
use dfdx::prelude::*;

// ANCHOR: objective
/// What a learner step minimises: the loss of a batch as a function of θ.
///
/// The mean of squared TD errors is one objective, [`SquaredError`]; a distance between
/// distributions of returns can be another. So the trait asks nothing of the networks.
pub trait Objective<N, const S: usize, const A: usize>: Describe {
    /// L(θ) of `batch`. What reads θ is recorded on a tape that begins with `gradients`,
    /// which hold a 0 for each weight of `online`.
    fn loss(
        &self,
        online: &N,
        target: &N,
        batch: Batch<S>,
        gradients: Gradients,
    ) -> Loss;

    /// The copy of the code that numbers its tensors: see [`CodeCopy`].
    fn home(&self) -> CodeCopy {
        CodeCopy::current()
    }

    /// Checks that the settings make sense.
    ///
    /// # Errors
    /// [`Error::OutOfRange`].
    fn check(&self) -> Result<(), Error> {
        Ok(())
    }
}

/// The loss of a batch, and the numbers it was made of.
pub struct Loss {
    /// L(θ), recorded for the backward pass.
    pub value: Scalar<Recorded>,
    /// Q(s, a; θ) of each transition.
    pub q_values: Vec<f32>,
    /// δ of each transition: the memory is told these.
    pub td_errors: Vec<f32>,
    /// The mean over the states of Q of the best action minus Q of the second best.
    pub action_gap: f32,
}
// ANCHOR_END: objective

// ANCHOR: td_error
/// δ = y − Q(s, a; θ), shape `(B,)`: target minus estimate.
///
/// Source: Sutton and Barto (2018), equation 6.5.
pub fn td_error(
    q_values: PerSample<Recorded>,
    targets: PerSample,
) -> PerSample<Recorded> {
    -q_values + targets
}
// ANCHOR_END: td_error

// ANCHOR: td_errors
/// The TD errors of a batch, recorded for the backward pass.
pub struct TdErrors {
    recorded: PerSample<Recorded>,
    q_values: Vec<f32>,
    action_gap: f32,
}

impl TdErrors {
    /// δ of each transition of `batch`, whose targets are read off the two networks by
    /// `bootstrap`.
    pub fn new<N: QNetwork<S, A>, const S: usize, const A: usize>(
        bootstrap: &impl Bootstrap<N, S, A>,
        online: &N,
        target: &N,
        batch: Batch<S>,
        gradients: Gradients,
    ) -> Self {
        let next_values = bootstrap.next_values(online, target, batch.next_states);
        let y = td_target(batch.rewards, batch.discounts, next_values);

        let q_values = online.q_recorded(batch.states.traced(gradients));
        let action_gap = mean_action_gap::<A>(&q_values.as_vec());
        let q_values = q_values.select(batch.actions);
        Self {
            q_values: q_values.as_vec(),
            recorded: td_error(q_values, y),
            action_gap,
        }
    }

    /// The loss that `of` makes of the TD errors.
    pub fn into_loss(
        self,
        of: impl FnOnce(PerSample<Recorded>) -> Scalar<Recorded>,
    ) -> Loss {
        Loss {
            td_errors: self.recorded.as_vec(),
            value: of(self.recorded),
            q_values: self.q_values,
            action_gap: self.action_gap,
        }
    }
}
// ANCHOR_END: td_errors

/// The mean of the best action's value minus the second best's, over rows of `A`
/// values; 0 where there is one action only.
fn mean_action_gap<const A: usize>(q_values: &[f32]) -> f32 {
    let rows = q_values.as_chunks::<A>().0;
    rows.iter().copied().map(action_gap).sum::<f32>() / rows.len() as f32
}

/// Q of the best action minus Q of the second best; 0 where there is one action only.
pub(crate) fn action_gap<const A: usize>(mut q_values: [f32; A]) -> f32 {
    q_values.sort_by(|a, b| b.total_cmp(a));
    q_values.get(1).map_or(0.0, |second| q_values[0] - second)
}

// ANCHOR: loss
/// L(θ) = mean(w δ²), shape `(B,)` → `()`. The weights w are 1 unless the memory
/// draws some transitions more often than others.
///
/// Source: Mnih et al. (2013), equation 2; with weights, Schaul et al. (2016),
/// algorithm 1.
pub fn loss(td_errors: PerSample<Recorded>, weights: PerSample) -> Scalar<Recorded> {
    (td_errors.square() * weights).mean()
}
// ANCHOR_END: loss

// ANCHOR: squared_error
/// The mean squared TD error, whose targets bootstrap by `bootstrap`.
#[derive(Clone, Copy)]
pub struct SquaredError<B> {
    /// How the value of the next state is read off the two networks.
    pub bootstrap: B,
}

impl<N, B, const S: usize, const A: usize> Objective<N, S, A> for SquaredError<B>
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
            .into_loss(|td_errors| loss(td_errors, weights))
    }
}
// ANCHOR_END: squared_error

impl<B: Describe> Describe for SquaredError<B> {
    fn describe(&self) -> Description {
        Description::new("SquaredError").with("bootstrap", &self.bootstrap)
    }
}
