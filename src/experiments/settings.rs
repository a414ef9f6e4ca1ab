//! Settings in place of a recipe's own: the options of `deepq train`.

use crate::error::Error;
use crate::exploration::{Constant, Schedule};
use crate::foundations::{
    Adam, AmsGrad, CenteredRmsProp, Mlp, Momentum, Nesterov, Optimizer, QNetwork,
    RmsProp, Rprop, Sgd,
};
use crate::growing_batch::GrowingBatch;
use crate::nfq::Nfq;
use crate::polyak::Polyak;
use crate::pqn::Pqn;
use crate::recipe::Recipe;
use crate::stream::StreamQ;
use crate::target::{HardCopy, TargetUpdate};
use serde::{Deserialize, Serialize};

// ANCHOR: settings
/// Settings in place of those of a recipe, which keeps its own where none is given.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "cli", derive(clap::Args))]
#[cfg_attr(feature = "cli", command(next_help_heading = HEADING))]
pub struct Settings {
    /// γ, the discount of future rewards, in [0, 1].
    #[cfg_attr(feature = "cli", arg(long, allow_negative_numbers = true))]
    pub gamma: Option<f32>,
    /// η, the learning rate of the optimiser, above 0 and the same at all times.
    #[cfg_attr(feature = "cli", arg(long, allow_negative_numbers = true))]
    pub learning_rate: Option<f64>,
    /// The name of the optimiser, one of [`optimizers`].
    #[cfg_attr(feature = "cli", arg(long, help = help_on_optimizers()))]
    pub optimizer: Option<String>,
    /// Transitions in a batch, at least 1.
    #[cfg_attr(feature = "cli", arg(long))]
    pub batch_size: Option<usize>,
    /// The agent learns once the memory holds more transitions than this.
    #[cfg_attr(feature = "cli", arg(long))]
    pub warm_up: Option<usize>,
    /// The environment steps from one turn of learning to the next, at least 1.
    #[cfg_attr(feature = "cli", arg(long))]
    pub learn_every: Option<usize>,
    /// Learner steps in a turn of learning, at least 1; for NFQ the fits to a batch.
    #[cfg_attr(feature = "cli", arg(long))]
    pub learner_steps: Option<usize>,
    /// The environment steps from one copy of the online network into the target
    /// network to the next, in place of the recipe's target update.
    #[cfg_attr(feature = "cli", arg(long))]
    pub copy_every: Option<usize>,
    /// τ, the share of the online network that the target network takes on every
    /// environment step, in [0, 1], in place of the recipe's target update.
    #[cfg_attr(feature = "cli", arg(long, allow_negative_numbers = true))]
    pub tau: Option<f64>,
}
// ANCHOR_END: settings

#[cfg(feature = "cli")]
const HEADING: &str = "Settings in place of those of the recipe";

#[cfg(feature = "cli")]
fn help_on_optimizers() -> String {
    format!(
        "The optimiser, with its usual settings: {}",
        known_optimizers()
    )
}

// ANCHOR: optimizers
/// The optimisers by name, with their usual settings.
pub fn optimizers<N: QNetwork<S, A>, const S: usize, const A: usize>()
-> Vec<(&'static str, Box<dyn Optimizer<N>>)> {
    vec![
        ("rms-prop", Box::new(RmsProp::new())),
        ("centered-rms-prop", Box::new(CenteredRmsProp::new())),
        ("adam", Box::new(Adam::new())),
        ("ams-grad", Box::new(AmsGrad::new())),
        ("momentum", Box::new(Momentum::new())),
        ("nesterov", Box::new(Nesterov::new())),
        ("sgd", Box::new(Sgd)),
        ("rprop", Box::new(Rprop::new())),
    ]
}
// ANCHOR_END: optimizers

fn known_optimizers() -> String {
    let names = optimizers::<Mlp<4, 2>, 4, 2>().into_iter();
    names.map(|(name, _)| name).collect::<Vec<_>>().join(", ")
}

impl Settings {
    /// The names and the values of those that are given.
    pub fn given(&self) -> impl Iterator<Item = (&'static str, String)> {
        let all = [
            ("gamma", text(self.gamma)),
            ("learning-rate", text(self.learning_rate)),
            ("optimizer", self.optimizer.clone()),
            ("batch-size", text(self.batch_size)),
            ("warm-up", text(self.warm_up)),
            ("learn-every", text(self.learn_every)),
            ("learner-steps", text(self.learner_steps)),
            ("copy-every", text(self.copy_every)),
            ("tau", text(self.tau)),
        ];
        all.into_iter()
            .filter_map(|(name, value)| Some((name, value?)))
    }

    fn schedule(&self) -> Option<Box<dyn Schedule>> {
        let rate = self.learning_rate?;
        Some(Box::new(Constant(rate)))
    }

    fn named_optimizer<N: QNetwork<S, A>, const S: usize, const A: usize>(
        &self,
    ) -> Result<Option<Box<dyn Optimizer<N>>>, Error> {
        let Some(wanted) = &self.optimizer else {
            return Ok(None);
        };
        let mut all = optimizers().into_iter();
        match all.find(|(name, _)| name == wanted) {
            Some((_, optimizer)) => Ok(Some(optimizer)),
            None => Err(Error::UnknownOptimizer {
                name: wanted.clone(),
                known: known_optimizers(),
            }),
        }
    }

    fn target_update<N: QNetwork<S, A>, const S: usize, const A: usize>(
        &self,
    ) -> Result<Option<Box<dyn TargetUpdate<N>>>, Error> {
        match (self.copy_every, self.tau) {
            (None, None) => Ok(None),
            (Some(every), None) => Ok(Some(Box::new(HardCopy { every }))),
            (None, Some(tau)) => Ok(Some(Box::new(Polyak { tau }))),
            (Some(_), Some(_)) => Err(Error::TwoTargetUpdates),
        }
    }
}

fn text<T: ToString>(setting: Option<T>) -> Option<String> {
    setting.map(|value| value.to_string())
}

// ANCHOR: configure
/// A recipe that takes settings.
pub trait Configure: Sized {
    /// The same recipe with the settings that are given.
    ///
    /// # Errors
    /// [`Error::UnknownOptimizer`], [`Error::TwoTargetUpdates`] and
    /// [`Error::UnusedSetting`]. Whether the values make sense is checked when the agent
    /// is made.
    fn with(self, settings: &Settings) -> Result<Self, Error>;
}

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Configure
    for Recipe<N, S, A>
{
    fn with(self, settings: &Settings) -> Result<Self, Error> {
        Ok(Self {
            gamma: settings.gamma.unwrap_or(self.gamma),
            learning_rate: settings.schedule().unwrap_or(self.learning_rate),
            optimizer: settings.named_optimizer()?.unwrap_or(self.optimizer),
            batch_size: settings.batch_size.unwrap_or(self.batch_size),
            warm_up: settings.warm_up.unwrap_or(self.warm_up),
            learn_every: settings.learn_every.unwrap_or(self.learn_every),
            learner_steps: settings.learner_steps.unwrap_or(self.learner_steps),
            target_update: settings.target_update()?.unwrap_or(self.target_update),
            ..self
        })
    }
}
// ANCHOR_END: configure

/// Refuses a setting that a recipe has no use for, and says why.
fn refuse(
    settings: &Settings,
    recipe: &'static str,
    unused: &[(&'static str, &'static str)],
) -> Result<(), Error> {
    let is_given = |name| settings.given().any(|(given, _)| given == name);
    let mut unused = unused.iter();
    match unused.find(|(name, _)| is_given(*name)) {
        None => Ok(()),
        Some(&(setting, reason)) => Err(Error::UnusedSetting {
            setting,
            recipe,
            reason,
        }),
    }
}

/// What NFQ has no use for, and why.
const UNUSED_BY_NFQ: [(&str, &str); 4] = [
    ("copy-every", "has no target network"),
    ("tau", "has no target network"),
    ("warm-up", "learns when its batch is full"),
    ("learn-every", "learns when its batch is full"),
];

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Configure for Nfq<N, S, A> {
    fn with(self, settings: &Settings) -> Result<Self, Error> {
        refuse(settings, "NFQ", &UNUSED_BY_NFQ)?;
        Ok(Self {
            gamma: settings.gamma.unwrap_or(self.gamma),
            learning_rate: settings.schedule().unwrap_or(self.learning_rate),
            optimizer: settings.named_optimizer()?.unwrap_or(self.optimizer),
            batch_size: settings.batch_size.unwrap_or(self.batch_size),
            fits: settings.learner_steps.unwrap_or(self.fits),
            ..self
        })
    }
}

/// What a growing batch has no use for, and why.
const UNUSED_BY_GROWING_BATCH: [(&str, &str); 5] = [
    ("copy-every", "fixes its targets for each fit"),
    ("tau", "fixes its targets for each fit"),
    ("batch-size", "learns from all that it has played"),
    ("warm-up", "learns after its first episode"),
    ("learn-every", "learns after each episode"),
];

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Configure
    for GrowingBatch<N, S, A>
{
    fn with(self, settings: &Settings) -> Result<Self, Error> {
        refuse(settings, "a growing batch", &UNUSED_BY_GROWING_BATCH)?;
        Ok(Self {
            gamma: settings.gamma.unwrap_or(self.gamma),
            learning_rate: settings.schedule().unwrap_or(self.learning_rate),
            optimizer: settings.named_optimizer()?.unwrap_or(self.optimizer),
            epochs: settings.learner_steps.unwrap_or(self.epochs),
            ..self
        })
    }
}

/// What stream Q(λ) has no use for, and why.
const UNUSED_BY_STREAM_Q: [(&str, &str); 8] = [
    ("copy-every", "has no target network"),
    ("tau", "has no target network"),
    ("warm-up", "learns from its first transition on"),
    ("learn-every", "learns from each transition once"),
    ("learner-steps", "learns from each transition once"),
    ("batch-size", "learns from each transition alone"),
    ("learning-rate", "bounds its steps itself"),
    ("optimizer", "moves the weights along their trace"),
];

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Configure
    for StreamQ<N, S, A>
{
    fn with(self, settings: &Settings) -> Result<Self, Error> {
        refuse(settings, "stream Q(λ)", &UNUSED_BY_STREAM_Q)?;
        let gamma = settings.gamma.unwrap_or(self.gamma);
        Ok(Self { gamma, ..self })
    }
}

/// What PQN has no use for, and why.
const UNUSED_BY_PQN: [(&str, &str); 6] = [
    ("copy-every", "has no target network"),
    ("tau", "has no target network"),
    ("warm-up", "learns when its worlds have made their steps"),
    (
        "learn-every",
        "learns when its worlds have made their steps",
    ),
    (
        "learner-steps",
        "goes through all that its worlds have played",
    ),
    ("batch-size", "goes through all that its worlds have played"),
];

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Configure for Pqn<N, S, A> {
    fn with(self, settings: &Settings) -> Result<Self, Error> {
        refuse(settings, "PQN", &UNUSED_BY_PQN)?;
        Ok(Self {
            gamma: settings.gamma.unwrap_or(self.gamma),
            learning_rate: settings.schedule().unwrap_or(self.learning_rate),
            optimizer: settings.named_optimizer()?.unwrap_or(self.optimizer),
            ..self
        })
    }
}
