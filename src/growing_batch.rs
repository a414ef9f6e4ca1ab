//! NFQ as it was first: it keeps all that it has played, and each of its fits is a long
//! training on fixed targets.
//!
//! Source: Riedmiller (2005), "Neural fitted Q iteration: first experiences with a data
//! efficient neural reinforcement learning method"; the name, Lange, Gabel and Riedmiller
//! (2012), "Batch reinforcement learning", section 2.4.

use crate::agent::{Agent, Learning, Player};
use crate::dqn::Learner;
use crate::error::{Error, check_range};
use crate::exploration::{ActionRule, Clock, Constant, EpsilonGreedy, Schedule};
use crate::foundations::activations::Tanh;
use crate::foundations::{
    CartPole, Description, Environment, FirstLayer, Layer, Optimizer, QNetwork,
    Rprop, Weights, describe_weights,
};
use crate::objective::{Objective, SquaredError};
use crate::recipe::{RecipeCard, check_learning};
use crate::replay::{Sample, Transition};
use crate::report::{EpisodeReport, EpisodeStats, Progress};
use crate::target::MaxValue;

// ANCHOR: recipe
/// What an agent is made of that learns from all it has played, again and again.
pub struct GrowingBatch<N, const S: usize, const A: usize> {
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
    /// η, the learning rate of the optimiser, above 0: where Rprop's steps start.
    pub learning_rate: Box<dyn Schedule>,
    /// γ, the discount of future rewards, in [0, 1].
    pub gamma: f32,
    /// The steps of the optimiser in a fit, at least 1.
    pub epochs: usize,
}
// ANCHOR_END: recipe

// ANCHOR: growing_batch
/// A network as small as the paper's: two hidden layers of five.
pub type Small<const S: usize, const A: usize> =
    (FirstLayer<S, 5>, Tanh, Layer<5, 5>, Tanh, Layer<5, A>);

/// The growing batch of the course.
pub fn growing_batch() -> GrowingBatch<Small<4, 2>, 4, 2> {
    growing_batch_on(CartPole::new())
}

/// The same with any network, on any environment.
pub fn growing_batch_on<N: QNetwork<S, A>, const S: usize, const A: usize>(
    environment: impl Environment<S, A> + 'static,
) -> GrowingBatch<N, S, A> {
    GrowingBatch {
        environment: Box::new(environment),
        exploration: Box::new(Constant(0.1)),
        action_rule: Box::new(EpsilonGreedy),
        objective: Box::new(SquaredError {
            bootstrap: MaxValue,
        }),
        optimizer: Box::new(Rprop::new()),
        learning_rate: Box::new(Constant(0.01)),
        gamma: 0.95,
        epochs: 300,
    }
}
// ANCHOR_END: growing_batch

impl<N: QNetwork<S, A>, const S: usize, const A: usize> GrowingBatch<N, S, A> {
    /// An untrained agent. All that is random about it follows from `seed`.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a γ, a learning rate or a number of epochs that makes
    /// no sense.
    pub fn agent(self, seed: u64) -> Result<Agent<S, A>, Error> {
        self.check()?;
        let card = self.card();
        let learning = Refitting {
            learner: Learner::of_run(seed, self.optimizer),
            objective: self.objective,
            learning_rate: self.learning_rate,
            epochs: self.epochs,
            all: Sample::of(Vec::new()),
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
        RecipeCard {
            environment: self.environment.describe(),
            network: N::architecture(),
            weights: describe_weights::<N>(),
            replay: Description::new(format!(
                "all that was played: {} epochs after each episode",
                self.epochs
            )),
            objective: self.objective.describe(),
            optimizer: self.optimizer.describe(),
            learning_rate: self.learning_rate.describe(),
            target_update: Description::new("before each fit"),
            exploration: self.exploration.describe(),
            action_rule: self.action_rule.describe(),
            gamma: self.gamma,
            // The batch grows from the first episode on.
            batch_size: 1,
            warm_up: 1,
            learn_every: 1,
            learner_steps: self.epochs,
        }
    }

    fn check(&self) -> Result<(), Error> {
        check_learning(self.gamma, &*self.learning_rate)?;
        self.objective.check()?;
        self.optimizer.check()?;
        check_range("epochs", 0.0, self.epochs > 0, "[1, ∞)")
    }
}

/// How a growing batch is learned from: all of it, after each episode.
struct Refitting<N, const S: usize, const A: usize> {
    learner: Learner<N>,
    objective: Box<dyn Objective<N, S, A>>,
    learning_rate: Box<dyn Schedule>,
    epochs: usize,
    all: Sample<S>,
    done: Progress,
}

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Learning<S, A>
    for Refitting<N, S, A>
{
    // ANCHOR: fit
    /// Keeps the transition for good.
    fn remember(&mut self, transition: Transition<S>) {
        self.all.push(transition);
    }

    /// After an episode, fits the network to all that was ever played.
    fn learn(
        &mut self,
        clock: Clock,
        episode: &mut EpisodeStats,
    ) -> Result<(), Error> {
        if !self.all.transitions.last().is_some_and(Transition::is_last) {
            return Ok(());
        }
        // θ⁻ = θ, once: the targets stay what they are throughout the fit.
        self.learner.target.clone_from(&self.learner.online);
        self.done.target_updates += 1;
        let rate = self.learning_rate.value(clock);
        for epoch in 1..=self.epochs {
            let update = self.learner.learn(&self.all, &*self.objective, rate)?;
            self.done.learner_steps += 1;
            if epoch == self.epochs {
                episode.see(&self.all);
                episode.add(&update);
            }
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
