//! A recipe: the pieces and the settings that make an agent.

use crate::dqn::Bootstrap;
use crate::error::Error;
use crate::exploration::{ActionRule, Clock, Schedule};
use crate::foundations::environment::Environment;
use crate::foundations::network::{self, QNetwork};
use crate::foundations::random::{Stream, random};
use crate::replay::Replay;
use crate::target::TargetUpdate;
use serde::{Deserialize, Serialize};

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
#[derive(Debug)]
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
/// A recipe in words: what its pieces print of themselves, for tables and for the
/// record of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecipeCard {
    /// The environment.
    pub environment: String,
    /// The type of the network.
    pub network: String,
    /// The names and shapes of its weights.
    pub weights: Vec<String>,
    /// The memory.
    pub replay: String,
    /// The bootstrap.
    pub bootstrap: String,
    /// The target update.
    pub target_update: String,
    /// The schedule of the exploration.
    pub exploration: String,
    /// The action rule.
    pub action_rule: String,
    /// γ.
    pub gamma: f32,
    /// η.
    pub learning_rate: f64,
    /// Transitions in a batch.
    pub batch_size: usize,
    /// Transitions stored before learning starts.
    pub warm_up: usize,
}
// ANCHOR_END: card

impl RecipeCard {
    /// The five pieces, and the numbers that go with them, by name.
    pub fn pieces(&self) -> [(&'static str, String); 10] {
        let exploration = format!("{} of {}", self.action_rule, self.exploration);
        [
            ("memory", self.replay.clone()),
            ("bootstrap", self.bootstrap.clone()),
            ("network", self.weights.join(", ")),
            ("target update", self.target_update.clone()),
            ("exploration", exploration),
            ("environment", self.environment.clone()),
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
            environment: format!("{:?}", self.environment),
            network: network::describe::<N>(),
            weights: network::describe_weights::<N>(),
            replay: format!("{:?}", self.replay),
            bootstrap: format!("{:?}", self.bootstrap),
            target_update: format!("{:?}", self.target_update),
            exploration: format!("{:?}", self.exploration),
            action_rule: format!("{:?}", self.action_rule),
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
        if !(0.0..=1.0).contains(&self.gamma) {
            return Err(Error::OutOfRange {
                name: "gamma",
                value: f64::from(self.gamma),
                bound: "[0, 1]",
            });
        }
        if !(self.learning_rate > 0.0 && self.learning_rate.is_finite()) {
            return Err(Error::OutOfRange {
                name: "learning_rate",
                value: self.learning_rate,
                bound: "(0, ∞)",
            });
        }
        if self.batch_size == 0 {
            return Err(Error::OutOfRange {
                name: "batch_size",
                value: 0.0,
                bound: "[1, warm_up]",
            });
        }
        if self.batch_size > self.warm_up {
            return Err(Error::BatchAboveWarmUp {
                batch_size: self.batch_size,
                warm_up: self.warm_up,
            });
        }
        if self.replay.capacity() <= self.warm_up {
            return Err(Error::MemoryBelowWarmUp {
                capacity: self.replay.capacity(),
                warm_up: self.warm_up,
            });
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
