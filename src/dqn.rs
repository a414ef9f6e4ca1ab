//! DQN: Q-learning with a network, a memory, and a target network.
//!
//! Source: Mnih et al. (2015), "Human-level control through deep reinforcement
//! learning", algorithm 1.

use crate::error::Error;
use crate::exploration::{Constant, EpsilonGreedy, LogDecay};
use crate::foundations::random::random;
use crate::foundations::{
    CartPole, CodeCopy, Dev, Environment, Gradients, Mlp, Optimizer, QNetwork,
    RmsProp, Stream, Weights, gradient_norm, rows, states_tensor,
    zero_gradient_share,
};
use crate::objective::{Objective, SquaredError};
use crate::recipe::Recipe;
use crate::replay::{Batch, Sample, UniformReplay};
use crate::target::{HardCopy, MaxValue};
use dfdx::prelude::*;
use rand::RngCore;

// ANCHOR: learner
/// The online network θ, the target network θ⁻, and the optimiser that moves θ.
pub struct Learner<N> {
    /// θ: it acts, and it learns.
    pub online: N,
    /// θ⁻: it gives the targets.
    pub target: N,
    optimizer: Box<dyn Optimizer<N>>,
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
    /// L(θ).
    pub loss: f32,
    /// The mean over the states of Q of the best action minus Q of the second best.
    pub action_gap: f32,
}

// ANCHOR: multiply_adds
/// m = B (2 F + F + F′): the multiply-adds in a learner step on a batch of B, for a
/// network of dense layers between these `sizes`.
///
/// F are those of a forward pass of one state. The first term is the forward pass of
/// both networks, the second the gradient of the weights, and F′, which is F without
/// the first layer, the gradient of what the other layers read.
pub fn multiply_adds(sizes: &[usize], batch: usize) -> usize {
    let layers = sizes.windows(2).map(|pair| pair[0] * pair[1]);
    let forward: usize = layers.clone().sum();
    let but_the_first: usize = layers.skip(1).sum();
    batch * (2 * forward + forward + but_the_first)
}
// ANCHOR_END: multiply_adds

impl<N: Clone + BuildModule<Dev, f32>> Learner<N> {
    /// Random initial weights drawn under `seed`; θ⁻ starts as a copy of θ.
    pub fn new(seed: u64, optimizer: Box<dyn Optimizer<N>>) -> Self {
        let device = Dev::seed_from_u64(seed);
        let online = N::build(&device);
        Self {
            target: online.clone(),
            optimizer,
            gradients: None,
            home: CodeCopy::current(),
            online,
            device,
        }
    }

    /// The learner of the run of `seed`, before its first step.
    pub(crate) fn of_run(seed: u64, optimizer: Box<dyn Optimizer<N>>) -> Self {
        Self::new(random(seed, Stream::Weights).next_u64(), optimizer)
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
    /// One learner step: θ moves against the gradient of the objective L(θ).
    ///
    /// # Errors
    /// [`Error::ForeignCell`] in another cell of a notebook than the one that made
    /// the learner. An [`Agent`](crate::agent::Agent) learns in every cell.
    pub fn learn<const S: usize, const A: usize>(
        &mut self,
        sample: &Sample<S>,
        objective: &dyn Objective<N, S, A>,
        learning_rate: f64,
    ) -> Result<UpdateStats, Error> {
        if self.home != CodeCopy::current() || self.home != objective.home() {
            return Err(Error::ForeignCell);
        }
        let batch = Batch::new(&self.device, sample);
        let gradients = self.zeroed_gradients();
        let loss = objective.loss(&self.online, &self.target, batch, gradients);
        let update = UpdateStats {
            loss: loss.value.array(),
            q_values: loss.q_values,
            td_errors: loss.td_errors,
            action_gap: loss.action_gap,
        };

        let mut gradients = loss.value.backward();
        self.optimizer
            .update(&mut self.online, &mut gradients, learning_rate);
        self.gradients = Some(gradients);
        Ok(update)
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

    /// The share of the weights whose gradient was 0 in the last learner step; 0 before
    /// the first.
    pub fn zero_gradient_share(&self) -> f64 {
        let gradients = self.gradients.as_ref();
        gradients.map_or(0.0, |gradients| {
            zero_gradient_share(&self.online, gradients)
        })
    }
}

// ANCHOR: dqn
/// The DQN of the course: the pieces, with the settings of its experiments.
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
        objective: Box::new(SquaredError {
            bootstrap: MaxValue,
        }),
        optimizer: Box::new(RmsProp::new()),
        learning_rate: Box::new(Constant(0.0007)),
        target_update: Box::new(HardCopy { every: 15 }),
        exploration: Box::new(LogDecay {
            start: 1.0,
            end: 0.3,
            steps: 20_000,
        }),
        action_rule: Box::new(EpsilonGreedy),
        gamma: 1.0,
        batch_size: 64,
        warm_up: 320,
        learn_every: 1,
        learner_steps: 1,
    }
}
// ANCHOR_END: dqn
