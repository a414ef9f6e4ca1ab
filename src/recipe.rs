//! A recipe: the pieces and the settings that make an agent.

use crate::error::{Error, check_range};
use crate::exploration::{ActionRule, Clock, Schedule};
use crate::foundations::random::random;
use crate::foundations::{
    Description, Environment, Optimizer, QNetwork, Stream, describe_weights,
};
use crate::objective::Objective;
use crate::replay::Replay;
use crate::target::TargetUpdate;
use serde::Serialize;

// ANCHOR: recipe
/// What an agent is made of: pieces that can be swapped, one by one, and the numbers
/// that go with them.
///
/// One piece, the network, is the type `N`. To swap another, name it and take the rest
/// from another recipe:
///
/// ```
/// use deepq::prelude::*;
///
/// let slower = Recipe {
///     target_update: Box::new(HardCopy { every: 100 }),
///     ..dqn()
/// };
/// assert_eq!(slower.card().target_update, "HardCopy { every: 100 }");
/// ```
pub struct Recipe<N, const S: usize, const A: usize> {
    /// The world to learn in.
    pub environment: Box<dyn Environment<S, A>>,
    /// The memory.
    pub replay: Box<dyn Replay<S>>,
    /// What a learner step minimises.
    pub objective: Box<dyn Objective<N, S, A>>,
    /// How a gradient moves the weights.
    pub optimizer: Box<dyn Optimizer<N>>,
    /// η, the learning rate of the optimiser, above 0.
    pub learning_rate: Box<dyn Schedule>,
    /// When and how the target network follows.
    pub target_update: Box<dyn TargetUpdate<N>>,
    /// How much the agent explores: the ε or the temperature of the action rule.
    pub exploration: Box<dyn Schedule>,
    /// How an action is chosen.
    pub action_rule: Box<dyn ActionRule<A>>,
    /// γ, the discount of future rewards, in [0, 1].
    pub gamma: f32,
    /// Transitions in a batch.
    pub batch_size: usize,
    /// The agent learns once the memory holds more transitions than this.
    pub warm_up: usize,
    /// The environment steps from one turn of learning to the next, at least 1.
    pub learn_every: usize,
    /// Learner steps in a turn of learning, at least 1. Divided by `learn_every`, the
    /// replay ratio: learner steps per environment step.
    pub learner_steps: usize,
}
// ANCHOR_END: recipe

// ANCHOR: card
/// A recipe in words: what its pieces say of themselves, for tables and for the record
/// of a run. `weights` are the names and shapes of those of the network; every other
/// field is that of [`Recipe`].
#[expect(missing_docs, reason = "`Recipe` says what each is")]
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RecipeCard {
    pub environment: Description,
    pub network: Description,
    pub weights: Vec<String>,
    pub replay: Description,
    pub objective: Description,
    pub optimizer: Description,
    pub learning_rate: Description,
    pub target_update: Description,
    pub exploration: Description,
    pub action_rule: Description,
    pub gamma: f32,
    pub batch_size: usize,
    pub warm_up: usize,
    pub learn_every: usize,
    pub learner_steps: usize,
}
// ANCHOR_END: card

impl RecipeCard {
    /// The pieces, and the numbers that go with them, by name.
    pub fn pieces(&self) -> [(&'static str, String); 12] {
        let exploration = format!("{} of {}", self.action_rule, self.exploration);
        let (every, steps) = (self.learn_every, self.learner_steps);
        let learning = format!("{steps} learner steps every {every} steps");
        [
            ("memory", self.replay.to_string()),
            ("objective", self.objective.to_string()),
            ("network", self.weights.join(", ")),
            ("target update", self.target_update.to_string()),
            ("optimiser", self.optimizer.to_string()),
            ("exploration", exploration),
            ("environment", self.environment.to_string()),
            ("γ, the discount", self.gamma.to_string()),
            ("η, the learning rate", self.learning_rate.to_string()),
            ("batch size", self.batch_size.to_string()),
            ("warm-up", self.warm_up.to_string()),
            ("learning", learning),
        ]
    }
}

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Recipe<N, S, A> {
    /// The recipe in words.
    pub fn card(&self) -> RecipeCard {
        RecipeCard {
            environment: self.environment.describe(),
            network: N::architecture(),
            weights: describe_weights::<N>(),
            replay: self.replay.describe(),
            objective: self.objective.describe(),
            optimizer: self.optimizer.describe(),
            learning_rate: self.learning_rate.describe(),
            target_update: self.target_update.describe(),
            exploration: self.exploration.describe(),
            action_rule: self.action_rule.describe(),
            gamma: self.gamma,
            batch_size: self.batch_size,
            warm_up: self.warm_up,
            learn_every: self.learn_every,
            learner_steps: self.learner_steps,
        }
    }

    /// Checks that the numbers of the recipe make sense, alone and together.
    ///
    /// # Errors
    /// [`Error::OutOfRange`], [`Error::BatchAboveWarmUp`] or
    /// [`Error::MemoryBelowWarmUp`].
    pub fn check(&self) -> Result<(), Error> {
        check_learning(self.gamma, &*self.learning_rate)?;
        self.objective.check()?;
        self.optimizer.check()?;
        self.target_update.check()?;
        let counts = [
            ("learn_every", self.learn_every),
            ("learner_steps", self.learner_steps),
        ];
        for (name, count) in counts {
            check_range(name, 0.0, count > 0, "[1, ∞)")?;
        }
        let (batch_size, warm_up) = (self.batch_size, self.warm_up);
        check_range("batch_size", 0.0, batch_size > 0, "[1, warm_up]")?;
        if batch_size > warm_up {
            return Err(Error::BatchAboveWarmUp {
                batch_size,
                warm_up,
            });
        }
        let capacity = self.replay.capacity();
        if capacity <= warm_up {
            return Err(Error::MemoryBelowWarmUp { capacity, warm_up });
        }
        self.check_exploration()
    }

    /// Tries the action rule with what the schedule gives at the start and at the
    /// end of time.
    fn check_exploration(&self) -> Result<(), Error> {
        for clock in Clock::ends() {
            let exploration = self.exploration.value(clock);
            let mut unused = random(0, Stream::Exploration);
            self.action_rule
                .choose(&|| [0.0; A], exploration, &mut unused)?;
        }
        Ok(())
    }
}

/// Checks a number that is a share, such as γ and λ.
pub(crate) fn check_share(name: &'static str, share: f32) -> Result<(), Error> {
    let is_share = (0.0..=1.0).contains(&share);
    check_range(name, f64::from(share), is_share, "[0, 1]")
}

/// Checks the discount of any agent, and its learning rate at the start and at the end
/// of time.
pub(crate) fn check_learning(
    gamma: f32,
    learning_rate: &dyn Schedule,
) -> Result<(), Error> {
    check_share("gamma", gamma)?;
    for clock in Clock::ends() {
        let rate = learning_rate.value(clock);
        let is_rate = rate > 0.0 && rate.is_finite();
        check_range("learning_rate", rate, is_rate, "(0, ∞)")?;
    }
    Ok(())
}
