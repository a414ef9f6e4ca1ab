//! A recipe: the pieces and the settings that make an agent.

use crate::error::{Error, check_range};
use crate::exploration::{ActionRule, Clock, Schedule};
use crate::foundations::random::random;
use crate::foundations::{
    Description, Environment, QNetwork, Stream, describe_weights,
};
use crate::replay::Replay;
use crate::target::{Bootstrap, TargetUpdate};
use serde::Serialize;

// ANCHOR: recipe
/// What an agent is made of: five pieces that can be swapped, one by one, and the
/// numbers that go with them.
///
/// The fifth piece, the network, is the type `N`. To swap a piece, name it and take
/// the rest from another recipe:
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
    /// How the value of the next state is read off the two networks.
    pub bootstrap: Box<dyn Bootstrap<N, S, A>>,
    /// When and how the target network follows.
    pub target_update: Box<dyn TargetUpdate<N>>,
    /// How much the agent explores: the ε or the temperature of the action rule.
    pub exploration: Box<dyn Schedule>,
    /// How an action is chosen.
    pub action_rule: Box<dyn ActionRule<A>>,
    /// γ, the discount of future rewards, in [0, 1].
    pub gamma: f32,
    /// η, the learning rate of RMSprop, above 0.
    pub learning_rate: f64,
    /// Transitions in a batch.
    pub batch_size: usize,
    /// The agent learns once the memory holds more transitions than this.
    pub warm_up: usize,
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
    pub bootstrap: Description,
    pub target_update: Description,
    pub exploration: Description,
    pub action_rule: Description,
    pub gamma: f32,
    pub learning_rate: f64,
    pub batch_size: usize,
    pub warm_up: usize,
}
// ANCHOR_END: card

impl RecipeCard {
    /// The five pieces, and the numbers that go with them, by name.
    pub fn pieces(&self) -> [(&'static str, String); 10] {
        let exploration = format!("{} of {}", self.action_rule, self.exploration);
        [
            ("memory", self.replay.to_string()),
            ("bootstrap", self.bootstrap.to_string()),
            ("network", self.weights.join(", ")),
            ("target update", self.target_update.to_string()),
            ("exploration", exploration),
            ("environment", self.environment.to_string()),
            ("γ, the discount", self.gamma.to_string()),
            ("η, the learning rate", self.learning_rate.to_string()),
            ("batch size", self.batch_size.to_string()),
            ("warm-up", self.warm_up.to_string()),
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
            bootstrap: self.bootstrap.describe(),
            target_update: self.target_update.describe(),
            exploration: self.exploration.describe(),
            action_rule: self.action_rule.describe(),
            gamma: self.gamma,
            learning_rate: self.learning_rate,
            batch_size: self.batch_size,
            warm_up: self.warm_up,
        }
    }

    /// Checks that the numbers of the recipe make sense, alone and together.
    ///
    /// # Errors
    /// [`Error::OutOfRange`], [`Error::BatchAboveWarmUp`] or
    /// [`Error::MemoryBelowWarmUp`].
    pub fn check(&self) -> Result<(), Error> {
        check_learning(self.gamma, self.learning_rate)?;
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
        let end = Clock {
            step: usize::MAX - 1,
            episode: usize::MAX - 1,
        };
        for clock in [Clock::default(), end] {
            let exploration = self.exploration.value(clock);
            let mut unused = random(0, Stream::Exploration);
            self.action_rule
                .choose(&|| [0.0; A], exploration, &mut unused)?;
        }
        Ok(())
    }
}

/// Checks the discount and the learning rate of any agent.
pub(crate) fn check_learning(gamma: f32, learning_rate: f64) -> Result<(), Error> {
    let (is_discount, gamma) = ((0.0..=1.0).contains(&gamma), f64::from(gamma));
    check_range("gamma", gamma, is_discount, "[0, 1]")?;
    let is_rate = learning_rate > 0.0 && learning_rate.is_finite();
    check_range("learning_rate", learning_rate, is_rate, "(0, ∞)")
}
