//! NFQ, neural fitted Q iteration: where the story starts.
//!
//! The agent plays until it has a batch of transitions, fits the network to it some
//! times over, and forgets it. There is no memory and no target network: each fit
//! computes the targets anew, with the network that the fit before has changed.
//!
//! Source: Riedmiller (2005), "Neural fitted Q iteration", which keeps all transitions;
//! as an online agent that forgets them, Morales (2020), "Grokking deep reinforcement
//! learning", chapter 8.

use crate::agent::{Agent, Learning, Player};
use crate::dqn::Learner;
use crate::error::{Error, check_range};
use crate::exploration::{ActionRule, Clock, Constant, EpsilonGreedy, Schedule};
use crate::foundations::{
    CartPole, Description, Environment, Mlp, Optimizer, QNetwork, RmsProp, Weights,
    describe_weights,
};
use crate::objective::{Objective, SquaredError};
use crate::recipe::{RecipeCard, check_learning};
use crate::replay::{Sample, Transition};
use crate::report::{EpisodeReport, EpisodeStats, Progress};
use crate::target::MaxValue;

// ANCHOR: recipe
/// What an NFQ agent is made of.
pub struct Nfq<N, const S: usize, const A: usize> {
    /// The world to learn in.
    pub environment: Box<dyn Environment<S, A>>,
    /// How much the agent explores.
    pub exploration: Box<dyn Schedule>,
    /// How an action is chosen.
    pub action_rule: Box<dyn ActionRule<A>>,
    /// What a fit minimises.
    pub objective: Box<dyn Objective<N, S, A>>,
    /// How a gradient moves the weights.
    pub optimizer: Box<dyn Optimizer<N>>,
    /// η, the learning rate of the optimiser, above 0.
    pub learning_rate: Box<dyn Schedule>,
    /// γ, the discount of future rewards, in [0, 1].
    pub gamma: f32,
    /// Transitions in a batch, at least 1.
    pub batch_size: usize,
    /// How often the network is fitted to a batch, at least once.
    pub fits: usize,
}
// ANCHOR_END: recipe

// ANCHOR: nfq
/// The NFQ of the course.
pub fn nfq() -> Nfq<Mlp<4, 2>, 4, 2> {
    nfq_on(CartPole::new())
}

/// The same with any network, on any environment.
pub fn nfq_on<N: QNetwork<S, A>, const S: usize, const A: usize>(
    environment: impl Environment<S, A> + 'static,
) -> Nfq<N, S, A> {
    Nfq {
        environment: Box::new(environment),
        exploration: Box::new(Constant(0.5)),
        action_rule: Box::new(EpsilonGreedy),
        objective: Box::new(SquaredError {
            bootstrap: MaxValue,
        }),
        optimizer: Box::new(RmsProp::new()),
        learning_rate: Box::new(Constant(0.0005)),
        gamma: 1.0,
        batch_size: 1024,
        fits: 40,
    }
}
// ANCHOR_END: nfq

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Nfq<N, S, A> {
    /// An untrained agent. All that is random about it follows from `seed`.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a γ, a learning rate or a batch size that makes no
    /// sense.
    pub fn agent(self, seed: u64) -> Result<Agent<S, A>, Error> {
        self.check()?;
        let card = self.card();
        let learning = Fitting {
            learner: Learner::of_run(seed, self.optimizer),
            objective: self.objective,
            learning_rate: self.learning_rate,
            batch_size: self.batch_size,
            fits: self.fits,
            batch: Vec::with_capacity(self.batch_size),
            done: Progress::default(),
        };
        let player = Player {
            environment: self.environment,
            exploration: self.exploration,
            action_rule: self.action_rule,
        };
        Ok(Agent::of(card, player, Box::new(learning), seed))
    }

    /// The recipe in words.
    pub fn card(&self) -> RecipeCard {
        let Self {
            batch_size, fits, ..
        } = self;
        RecipeCard {
            environment: self.environment.describe(),
            network: N::architecture(),
            weights: describe_weights::<N>(),
            replay: Description::new(format!(
                "none: {fits} fits to each batch of {batch_size}"
            )),
            objective: self.objective.describe(),
            optimizer: self.optimizer.describe(),
            learning_rate: self.learning_rate.describe(),
            target_update: Description::new(
                "none: the target is the online network",
            ),
            exploration: self.exploration.describe(),
            action_rule: self.action_rule.describe(),
            gamma: self.gamma,
            batch_size: *batch_size,
            warm_up: *batch_size,
            learn_every: *batch_size,
            learner_steps: *fits,
        }
    }

    fn check(&self) -> Result<(), Error> {
        check_learning(self.gamma, &*self.learning_rate)?;
        self.objective.check()?;
        self.optimizer.check()?;
        for (name, count) in [("batch_size", self.batch_size), ("fits", self.fits)] {
            check_range(name, 0.0, count > 0, "[1, ∞)")?;
        }
        Ok(())
    }
}

/// How NFQ learns: from a whole batch, some times over.
struct Fitting<N, const S: usize, const A: usize> {
    learner: Learner<N>,
    objective: Box<dyn Objective<N, S, A>>,
    learning_rate: Box<dyn Schedule>,
    batch_size: usize,
    fits: usize,
    batch: Vec<Transition<S>>,
    done: Progress,
}

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Learning<S, A>
    for Fitting<N, S, A>
{
    // ANCHOR: fit
    /// Collects until the batch is full.
    fn remember(&mut self, transition: Transition<S>) {
        self.batch.push(transition);
    }

    /// Fits the network to a full batch, and forgets it.
    fn learn(
        &mut self,
        clock: Clock,
        episode: &mut EpisodeStats,
    ) -> Result<(), Error> {
        if self.batch.len() < self.batch_size {
            return Ok(());
        }
        let transitions = std::mem::take(&mut self.batch);
        let sample = Sample::of(transitions);
        let rate = self.learning_rate.value(clock);
        for _ in 0..self.fits {
            // θ⁻ = θ: the targets come from the network that is being fitted.
            self.learner.target.clone_from(&self.learner.online);
            let update = self.learner.learn(&sample, &*self.objective, rate)?;
            episode.see(&sample);
            episode.add(&update);
            self.done.learner_steps += 1;
            self.done.target_updates += 1;
        }
        Ok(())
    }
    // ANCHOR_END: fit

    fn q_values(&self, states: &[[f32; S]]) -> Vec<[f32; A]> {
        self.learner.q_values(states)
    }

    fn weights(&self) -> Weights {
        self.learner.weights()
    }

    fn set_weights(&mut self, weights: &Weights) -> Result<(), Error> {
        self.learner.set_weights(weights)
    }

    fn report(&self, episode: EpisodeStats, clock: Clock) -> EpisodeReport {
        episode.report(clock, self.done, &self.learner, None)
    }
}
