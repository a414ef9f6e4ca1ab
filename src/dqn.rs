//! DQN: Q-learning with a network, a memory, and a target network.
//!
//! Source: Mnih et al. (2015), "Human-level control through deep reinforcement
//! learning", algorithm 1.

use crate::error::Error;
use crate::exploration::{EpsilonGreedy, LogDecay};
use crate::foundations::random::random;
use crate::foundations::{
    CartPole, CodeCopy, Dev, Environment, Gradients, Mlp, Optimizer, PerSample,
    QNetwork, Recorded, RmsProp, Scalar, Stream, Weights, gradient_norm, rows,
    states_tensor,
};
use crate::recipe::Recipe;
use crate::replay::{Batch, Sample, UniformReplay};
use crate::target::{Bootstrap, HardCopy, MaxValue, td_target};
use dfdx::prelude::*;
use rand::RngCore;

// ANCHOR: td_error
/// δ = y − Q(s, a; θ), shape `(B,)`: what the target says beyond the estimate.
///
/// Source: Sutton and Barto (2018), equation 6.5.
pub fn td_error(
    q_values: PerSample<Recorded>,
    targets: PerSample,
) -> PerSample<Recorded> {
    -q_values + targets
}
// ANCHOR_END: td_error

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

// ANCHOR: learner
/// The online network θ, the target network θ⁻, and the optimiser that moves θ.
pub struct Learner<N> {
    /// θ: it acts, and it learns.
    pub online: N,
    /// θ⁻: it gives the targets.
    pub target: N,
    optimizer: RmsProp,
    learning_rate: f64,
    device: Dev,
    gradients: Option<Gradients>,
    home: CodeCopy,
}
// ANCHOR_END: learner

/// What one learner step saw, before it moved θ.
#[derive(Clone, Debug, PartialEq)]
pub struct UpdateStats {
    /// Q(s, a; θ) of each transition.
    pub q_values: Vec<f32>,
    /// δ of each transition.
    pub td_errors: Vec<f32>,
    /// mean(w δ²).
    pub loss: f32,
    /// The mean lead of the best action over the second best.
    pub action_gap: f32,
}

impl<N: Clone + BuildModule<Dev, f32>> Learner<N> {
    /// Random initial weights drawn under `seed`; θ⁻ starts as a copy of θ.
    pub fn new(seed: u64, learning_rate: f64) -> Self {
        let device = Dev::seed_from_u64(seed);
        let online = N::build(&device);
        Self {
            target: online.clone(),
            optimizer: RmsProp::new(),
            learning_rate,
            gradients: None,
            home: CodeCopy::current(),
            online,
            device,
        }
    }

    /// The learner of the run of `seed`, before its first step.
    pub(crate) fn of_run(seed: u64, learning_rate: f64) -> Self {
        Self::new(random(seed, Stream::Weights).next_u64(), learning_rate)
    }

    /// Q(s, ·; θ) of each state.
    pub fn q_values<const S: usize, const A: usize>(
        &self,
        states: &[[f32; S]],
    ) -> Vec<[f32; A]>
    where
        N: QNetwork<S, A>,
    {
        rows(&self.online.q(states_tensor(&self.device, states)))
    }

    /// A copy of θ.
    pub fn weights(&self) -> Weights {
        Weights::of(&self.online)
    }

    /// Replaces θ and θ⁻ by `weights`.
    pub fn set_weights(&mut self, weights: &Weights) -> Result<(), Error> {
        weights.copy_into(&mut self.online)?;
        self.target.clone_from(&self.online);
        Ok(())
    }

    // ANCHOR: learn
    /// One learner step: θ moves against the gradient of L(θ) = mean(w δ²).
    ///
    /// # Errors
    /// [`Error::ForeignCell`] in another cell of a notebook than the one that made
    /// the learner. An [`Agent`](crate::agent::Agent) learns in every cell.
    pub fn learn<const S: usize, const A: usize>(
        &mut self,
        sample: &Sample<S>,
        bootstrap: &dyn Bootstrap<N, S, A>,
        gamma: f32,
    ) -> Result<UpdateStats, Error>
    where
        N: QNetwork<S, A>,
    {
        if self.home != CodeCopy::current() {
            return Err(Error::ForeignCell);
        }
        let batch = Batch::new(&self.device, sample);
        let next_values =
            bootstrap.next_values(&self.online, &self.target, batch.next_states);
        let y = td_target(batch.rewards, batch.terminated, next_values, gamma);

        let gradients = self.zeroed_gradients();
        let q_values = self.online.q_recorded(batch.states.traced(gradients));
        let action_gap = mean_action_gap::<A>(&q_values.as_vec());
        let q_values = q_values.select(batch.actions);
        let seen_q_values = q_values.as_vec();
        let td_errors = td_error(q_values, y);
        let seen_td_errors = td_errors.as_vec();
        let loss = loss(td_errors, batch.weights);
        let seen_loss = loss.array();

        let mut gradients = loss.backward();
        self.optimizer
            .update(&mut self.online, &mut gradients, self.learning_rate);
        self.gradients = Some(gradients);
        Ok(UpdateStats {
            q_values: seen_q_values,
            td_errors: seen_td_errors,
            loss: seen_loss,
            action_gap,
        })
    }
    // ANCHOR_END: learn

    /// The gradients of the last learner step, set to 0 for the next.
    fn zeroed_gradients(&mut self) -> Gradients {
        match self.gradients.take() {
            None => self.online.alloc_grads(),
            Some(mut gradients) => {
                self.online.zero_grads(&mut gradients);
                gradients
            }
        }
    }

    /// ‖∇L(θ)‖ of the last learner step; 0 before the first.
    pub fn gradient_norm(&self) -> f64 {
        let gradients = self.gradients.as_ref();
        gradients.map_or(0.0, |gradients| gradient_norm(&self.online, gradients))
    }
}

/// The mean lead of the best action over the second best, rows of `A` values; 0
/// where there is one action only.
fn mean_action_gap<const A: usize>(q_values: &[f32]) -> f32 {
    let rows = q_values.as_chunks::<A>().0;
    let gap = |row: &[f32; A]| {
        let mut sorted = *row;
        sorted.sort_by(|a, b| b.total_cmp(a));
        sorted.get(1).map_or(0.0, |second| sorted[0] - second)
    };
    rows.iter().map(gap).sum::<f32>() / rows.len() as f32
}

// ANCHOR: dqn
/// The DQN of the course: the five pieces, with the settings of its experiments.
pub fn dqn() -> Recipe<Mlp<4, 2>, 4, 2> {
    dqn_on(CartPole::new())
}

/// The same DQN with any network, on any environment. The type of the recipe names
/// the network: `let small: Recipe<Small, 4, 2> = dqn_on(CartPole::new());`
pub fn dqn_on<N: QNetwork<S, A>, const S: usize, const A: usize>(
    environment: impl Environment<S, A> + 'static,
) -> Recipe<N, S, A> {
    Recipe {
        environment: Box::new(environment),
        replay: Box::new(UniformReplay::new(50_000)),
        bootstrap: Box::new(MaxValue),
        target_update: Box::new(HardCopy { every: 15 }),
        exploration: Box::new(LogDecay {
            start: 1.0,
            end: 0.3,
            steps: 20_000,
        }),
        action_rule: Box::new(EpsilonGreedy),
        gamma: 1.0,
        learning_rate: 0.0007,
        batch_size: 64,
        warm_up: 320,
    }
}
// ANCHOR_END: dqn
