//! The choices of a reader: an agent on the cart-pole, put together from names and numbers
//! while the program runs.
//!
//! A recipe names its pieces in Rust. Here a text names them, so that a page can ask for
//! any of them, and so can a link or a saved network.

use crate::agent::Agent;
use crate::as_printed::NeverUpdated;
use crate::ddqn::DoubleValue;
use crate::dqn::dqn_on;
use crate::dueling::Dueling;
use crate::error::{Error, check_range};
use crate::experiments::cart_pole::filmed::{Filmed, Footage};
use crate::experiments::settings::{Configure, Settings};
use crate::experiments::variants::OUTLIERS;
use crate::exploration::LinearSchedule;
use crate::faults::{
    MaxOverBatch, NeverTerminal, NoWeights, ScaledReward, TruncationIsTerminal,
    WrongSign,
};
use crate::faulty_objective::ClampedError;
use crate::faulty_replay::{FaultyReplay, ReplayFault};
use crate::foundations::{FirstLayer, Layer, Mlp, QNetwork, ReLU};
use crate::n_step::{NStep, ReturnReplay};
use crate::objective::{Objective, SquaredError};
use crate::per::{PrioritizedReplay, prioritization};
use crate::recipe::Recipe;
use crate::replay::{NewestReplay, Replay, UniformReplay};
use crate::target::MaxValue;
use serde::{Deserialize, Serialize};

// ANCHOR: choices
/// An agent on the cart-pole by the names of its pieces. What is not chosen here is that
/// of [`dqn`](crate::dqn::dqn).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Choices {
    /// The network, one of [`NETWORKS`].
    pub network: String,
    /// The memory, one of [`MEMORIES`].
    pub memory: String,
    /// How a target reads the value of the next state, one of [`bootstraps`].
    pub bootstrap: String,
    /// A fault of the museum, or none: one of [`faults`].
    pub fault: String,
    /// n, the rewards of a target, at least 1.
    pub n: usize,
    /// ε on the first step.
    pub epsilon_start: f64,
    /// ε from step `epsilon_steps` on.
    pub epsilon_end: f64,
    /// The environment steps over which ε falls, in equal steps.
    pub epsilon_steps: usize,
    /// The numbers of the recipe, its optimiser, and how its target network follows.
    pub settings: Settings,
}

impl Default for Choices {
    fn default() -> Self {
        Self {
            network: "64-64".to_owned(),
            memory: "uniform".to_owned(),
            bootstrap: "double".to_owned(),
            fault: "none".to_owned(),
            n: 1,
            epsilon_start: 1.0,
            epsilon_end: 0.05,
            epsilon_steps: 5_000,
            settings: Settings {
                gamma: Some(0.99),
                learning_rate: Some(0.001),
                optimizer: Some("adam".to_owned()),
                batch_size: Some(64),
                copy_every: Some(50),
                ..Settings::default()
            },
        }
    }
}
// ANCHOR_END: choices

// ANCHOR: networks
/// A network with one layer of 16 between states and values.
pub type Tiny = (FirstLayer<4, 16>, ReLU, Layer<16, 2>);

/// A network with two layers of 64 between states and values.
pub type Small = (FirstLayer<4, 64>, ReLU, Layer<64, 64>, ReLU, Layer<64, 2>);

/// What makes an agent with a network of its own from choices, a world and a seed.
pub type MakeAgent = fn(&Choices, Filmed, u64) -> Result<Agent<4, 2>, Error>;

/// The networks by name: two that are small, and two of the chapters.
pub const NETWORKS: [(&str, MakeAgent); 4] = [
    ("16", agent::<Tiny>),
    ("64-64", agent::<Small>),
    ("512-128", agent::<Mlp<4, 2>>),
    ("dueling", agent::<Dueling<4, 2>>),
];
// ANCHOR_END: networks

/// The transitions that each memory holds.
pub(crate) const CAPACITY: usize = 50_000;

// ANCHOR: pieces
/// What makes an empty memory.
pub type MakeMemory = fn() -> Box<dyn Replay<4>>;

/// The memories by name.
pub const MEMORIES: [(&str, MakeMemory); 3] = [
    ("newest", || Box::new(NewestReplay::new(CAPACITY))),
    ("uniform", || Box::new(UniformReplay::new(CAPACITY))),
    ("prioritised", || {
        Box::new(PrioritizedReplay::new(CAPACITY, prioritization()))
    }),
];

/// The objectives by the name of what their targets read off the networks.
pub fn bootstraps<N: QNetwork<4, 2>>()
-> [(&'static str, Box<dyn Objective<N, 4, 2>>); 2] {
    [
        (
            "max",
            Box::new(SquaredError {
                bootstrap: MaxValue,
            }),
        ),
        (
            "double",
            Box::new(SquaredError {
                bootstrap: DoubleValue,
            }),
        ),
    ]
}
// ANCHOR_END: pieces

// ANCHOR: chosen_faults
/// What a fault makes of a recipe.
pub type Spoil<N> = fn(Recipe<N, 4, 2>) -> Recipe<N, 4, 2>;

/// Faults of the museum by the names that they have there. Those of the objective bring
/// one of their own, whatever bootstrap is chosen.
pub fn faults<N: QNetwork<4, 2>>() -> [(&'static str, Spoil<N>); 10] {
    [
        ("none", |recipe| recipe),
        ("no-mask", |recipe| {
            remembering_wrongly(NeverTerminal, recipe)
        }),
        ("limit-is-failure", |recipe| {
            remembering_wrongly(TruncationIsTerminal, recipe)
        }),
        ("large-rewards", |recipe| {
            remembering_wrongly(ScaledReward { factor: 100.0 }, recipe)
        }),
        ("per-outliers", |recipe| {
            remembering_wrongly(OUTLIERS, recipe)
        }),
        ("per-unwritten", |recipe| {
            remembering_wrongly(NeverUpdated, recipe)
        }),
        ("per-unweighted", |recipe| {
            remembering_wrongly(NoWeights, recipe)
        }),
        ("per-wrong-sign", |recipe| {
            remembering_wrongly(WrongSign, recipe)
        }),
        ("max-over-batch", |recipe| {
            minimising(
                SquaredError {
                    bootstrap: MaxOverBatch,
                },
                recipe,
            )
        }),
        ("clamped-error", |recipe| {
            minimising(
                ClampedError {
                    bootstrap: MaxValue,
                },
                recipe,
            )
        }),
    ]
}
// ANCHOR_END: chosen_faults

/// The same recipe whose memory has a fault.
fn remembering_wrongly<N>(
    fault: impl ReplayFault<4, Box<dyn Replay<4>>> + 'static,
    recipe: Recipe<N, 4, 2>,
) -> Recipe<N, 4, 2> {
    let memory = recipe.replay;
    Recipe {
        replay: Box::new(FaultyReplay { memory, fault }),
        ..recipe
    }
}

/// The same recipe with another objective.
fn minimising<N>(
    objective: impl Objective<N, 4, 2> + 'static,
    recipe: Recipe<N, 4, 2>,
) -> Recipe<N, 4, 2> {
    Recipe {
        objective: Box::new(objective),
        ..recipe
    }
}

impl Choices {
    /// The choices in a text of JSON; what it leaves out is as in [`Choices::default`].
    ///
    /// # Errors
    /// [`Error::BadChoices`].
    pub fn from_json(text: &str) -> Result<Self, Error> {
        serde_json::from_str(text)
            .map_err(|error| Error::BadChoices(error.to_string()))
    }

    /// The same as a text.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("words and numbers are valid JSON")
    }

    /// An untrained agent that is made from `seed`, and the footage of its training.
    ///
    /// # Errors
    /// [`Error::UnknownChoice`], and those of [`Configure::with`] and [`Agent::new`].
    pub fn agent(&self, seed: u64) -> Result<(Agent<4, 2>, Footage), Error> {
        let world = Filmed::default();
        let footage = world.footage();
        let make = named("network", &self.network, NETWORKS)?;
        Ok((make(self, world, seed)?, footage))
    }

    // ANCHOR: chosen_recipe
    fn recipe<N: QNetwork<4, 2>>(
        &self,
        world: Filmed,
    ) -> Result<Recipe<N, 4, 2>, Error> {
        check_range("n", self.n as f64, self.n > 0, "[1, ∞)")?;
        let recipe = Recipe {
            replay: named("memory", &self.memory, MEMORIES)?(),
            objective: named("bootstrap", &self.bootstrap, bootstraps::<N>())?,
            exploration: Box::new(LinearSchedule {
                start: self.epsilon_start,
                end: self.epsilon_end,
                steps: self.epsilon_steps,
            }),
            ..dqn_on(world)
        };
        let recipe = named("fault", &self.fault, faults::<N>())?(recipe);
        let look_ahead = NStep { n: self.n };
        let recipe = Recipe {
            replay: Box::new(ReturnReplay::new(recipe.replay, look_ahead)),
            ..recipe
        };
        recipe.with(&self.settings)
    }
    // ANCHOR_END: chosen_recipe
}

fn agent<N: QNetwork<4, 2>>(
    choices: &Choices,
    world: Filmed,
    seed: u64,
) -> Result<Agent<4, 2>, Error> {
    Agent::new(choices.recipe::<N>(world)?, seed)
}

/// What has this name in a table.
fn named<T>(
    choice: &'static str,
    name: &str,
    table: impl IntoIterator<Item = (&'static str, T)>,
) -> Result<T, Error> {
    let mut known = Vec::new();
    for (other, piece) in table {
        if other == name {
            return Ok(piece);
        }
        known.push(other);
    }
    Err(Error::UnknownChoice {
        choice,
        name: name.escape_debug().to_string(),
        known: known.join(", "),
    })
}
