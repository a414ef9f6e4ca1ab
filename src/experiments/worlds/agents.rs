//! The agents of the chapters in other worlds, and those of them that the book records.

use crate::agent::Agent;
use crate::ddqn::ddqn_on;
use crate::dqn::dqn_on;
use crate::dueling::{all_on, dueling_on};
use crate::error::Error;
use crate::experiments::entry::{Entry, SEEDS, TEN_SEEDS, entry};
use crate::experiments::settings::Configure;
use crate::experiments::worlds::acrobot::ACROBOT;
use crate::experiments::worlds::breakout::BREAKOUT;
use crate::experiments::worlds::film::{InWorld, film};
use crate::experiments::worlds::frozen_lake::FROZEN_LAKE;
use crate::experiments::worlds::mountain_car::MOUNTAIN_CAR;
use crate::exploration::Constant;
use crate::exploration::LinearSchedule;
use crate::foundations::{
    Adam, CartPole, Environment, FirstLayer, Layer, Mlp, QNetwork, ReLU,
};
use crate::lab::runs::{EVALUATION_EPISODES, Length};
use crate::nfq::{Nfq, nfq_on};
use crate::per::per_on;
use crate::polyak::polyak_on;
use crate::pqn::{Pqn, PqnMlp, pqn_on};
use crate::rank::rank_per_on;
use crate::recipe::Recipe;
use crate::replay::UniformReplay;
use crate::stream::{StreamMlp, StreamQ, stream_q_on};
use crate::target::HardCopy;
use crate::worlds::{Acrobot, Breakout, FrozenLake, MountainCar};

// ANCHOR: cleanrl_dqn
/// The network of CleanRL's agents on classic control.
pub type CleanRlMlp<const S: usize, const A: usize> =
    (FirstLayer<S, 120>, ReLU, Layer<120, 84>, ReLU, Layer<84, A>);

/// DQN with the settings that CleanRL has for classic control, for a run of `steps`
/// environment steps: ε falls during the first half of them.
pub fn cleanrl_dqn_on<N: QNetwork<S, A>, const S: usize, const A: usize>(
    world: impl Environment<S, A> + 'static,
    steps: usize,
) -> Recipe<N, S, A> {
    Recipe {
        replay: Box::new(UniformReplay::new(10_000)),
        optimizer: Box::new(Adam::new()),
        learning_rate: Box::new(Constant(2.5e-4)),
        target_update: Box::new(HardCopy { every: 500 }),
        exploration: Box::new(LinearSchedule {
            start: 1.0,
            end: 0.05,
            steps: steps / 2,
        }),
        gamma: 0.99,
        batch_size: 128,
        warm_up: 9_999,
        learn_every: 10,
        ..dqn_on(world)
    }
}
// ANCHOR_END: cleanrl_dqn

/// What a recipe is an agent of, however it learns.
trait Makes<const S: usize, const A: usize>: Configure {
    fn made(self, seed: u64) -> Result<Agent<S, A>, Error>;
}

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Makes<S, A>
    for Recipe<N, S, A>
{
    fn made(self, seed: u64) -> Result<Agent<S, A>, Error> {
        Agent::new(self, seed)
    }
}

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Makes<S, A>
    for Nfq<N, S, A>
{
    fn made(self, seed: u64) -> Result<Agent<S, A>, Error> {
        self.agent(seed)
    }
}

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Makes<S, A>
    for StreamQ<N, S, A>
{
    fn made(self, seed: u64) -> Result<Agent<S, A>, Error> {
        self.agent(seed)
    }
}

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Makes<S, A>
    for Pqn<N, S, A>
{
    fn made(self, seed: u64) -> Result<Agent<S, A>, Error> {
        self.agent(seed)
    }
}

/// The environment steps of a run in another world, unless it says otherwise.
const STEPS: usize = 50_000;

/// An entry in a world: its task, its name, its title, and what makes the recipe of it.
macro_rules! entry_in {
    ($world:ident, $task:ident, $name:expr, $title:literal, $new:ident => $recipe:expr) => {
        Entry {
            name: $name,
            title: $title,
            task: &$task,
            agents: &InWorld {
                agent: |settings, seed| {
                    let $new = $world::default();
                    $recipe.with(settings)?.made(seed)
                },
                film: film::<$world, _, _>,
            },
            seeds: &SEEDS,
            length: Length::Steps(STEPS),
            evaluation_episodes: EVALUATION_EPISODES,
        }
    };
}

// ANCHOR: agents_in
/// The agents that go with any world, in this one: each is called `world/recipe`.
macro_rules! agents_in {
    ($world:ident, $task:ident, $name:literal) => {
        [
            entry_in!($world, $task, concat!($name, "/dqn"), "DQN",
                world => dqn_on::<Mlp<_, _>, _, _>(world)),
            entry_in!($world, $task, concat!($name, "/ddqn"), "Double DQN",
                world => ddqn_on::<Mlp<_, _>, _, _>(world)),
            entry_in!($world, $task, concat!($name, "/per"), "PER",
                world => per_on::<Mlp<_, _>, _, _>(world)),
            entry_in!($world, $task, concat!($name, "/rank"), "PER by rank",
                world => rank_per_on::<Mlp<_, _>, _, _>(world)),
            entry_in!($world, $task, concat!($name, "/polyak"), "Polyak",
                world => polyak_on::<Mlp<_, _>, _, _>(world)),
            entry_in!($world, $task, concat!($name, "/dueling"), "Dueling",
                world => dueling_on(world)),
            entry_in!($world, $task, concat!($name, "/all"), "All together",
                world => all_on(world)),
            entry_in!($world, $task, concat!($name, "/nfq"), "NFQ",
                world => nfq_on::<Mlp<_, _>, _, _>(world)),
            entry_in!($world, $task, concat!($name, "/stream-q"), "Stream Q(λ)",
                world => stream_q_on::<StreamMlp<_, _>, _, _>(world)?),
            entry_in!($world, $task, concat!($name, "/pqn"), "PQN",
                world => pqn_on::<PqnMlp<_, _>, _, _>(world)),
            entry_in!($world, $task, concat!($name, "/cleanrl-dqn"),
                "DQN, settings of CleanRL",
                world => cleanrl_dqn_on::<CleanRlMlp<_, _>, _, _>(world, STEPS)),
        ]
    };
}

/// The agents in each world. The book records none of these: a reader trains them.
pub(crate) const IN_ACROBOT: [Entry; 11] = agents_in!(Acrobot, ACROBOT, "acrobot");
pub(crate) const ON_THE_MOUNTAIN: [Entry; 11] =
    agents_in!(MountainCar, MOUNTAIN_CAR, "mountain-car");
pub(crate) const ON_THE_LAKE: [Entry; 11] =
    agents_in!(FrozenLake, FROZEN_LAKE, "frozen-lake");
pub(crate) const IN_BREAKOUT: [Entry; 11] =
    agents_in!(Breakout, BREAKOUT, "breakout");
// ANCHOR_END: agents_in

// ANCHOR: recorded
/// The environment steps of CleanRL's published runs.
pub const CLASSIC_STEPS: usize = 500_000;
/// Those on the lake, which CleanRL does not publish.
pub const LAKE_STEPS: usize = 100_000;

/// Those in Breakout: one for every 25 of the paper's.
pub const BREAKOUT_STEPS: usize = 200_000;
/// There are two starts in Breakout, and a greedy episode follows from its start.
pub const BREAKOUT_EVALUATION: usize = 2;
/// Each greedy episode on the lake is won or lost by chance: so many tell how often.
pub const LAKE_EVALUATION: usize = 100;

/// What the book records: DQN with the settings of CleanRL, once in each world.
pub const IN_WORLDS: [Entry; 5] = [
    Entry {
        seeds: &TEN_SEEDS,
        length: Length::Steps(CLASSIC_STEPS),
        ..entry!(
            "worlds/cart-pole",
            "DQN, settings of CleanRL",
            cleanrl_dqn_on::<CleanRlMlp<4, 2>, 4, 2>(CartPole::new(), CLASSIC_STEPS)
        )
    },
    Entry {
        seeds: &TEN_SEEDS,
        length: Length::Steps(CLASSIC_STEPS),
        ..entry_in!(Acrobot, ACROBOT, "worlds/acrobot", "DQN, settings of CleanRL",
            world => cleanrl_dqn_on::<CleanRlMlp<_, _>, _, _>(world, CLASSIC_STEPS))
    },
    Entry {
        seeds: &TEN_SEEDS,
        length: Length::Steps(CLASSIC_STEPS),
        ..entry_in!(MountainCar, MOUNTAIN_CAR, "worlds/mountain-car",
            "DQN, settings of CleanRL",
            world => cleanrl_dqn_on::<CleanRlMlp<_, _>, _, _>(world, CLASSIC_STEPS))
    },
    Entry {
        seeds: &TEN_SEEDS,
        length: Length::Steps(LAKE_STEPS),
        evaluation_episodes: LAKE_EVALUATION,
        ..entry_in!(FrozenLake, FROZEN_LAKE, "worlds/frozen-lake", "DQN, settings of CleanRL",
            world => cleanrl_dqn_on::<CleanRlMlp<_, _>, _, _>(world, LAKE_STEPS))
    },
    Entry {
        length: Length::Steps(BREAKOUT_STEPS),
        evaluation_episodes: BREAKOUT_EVALUATION,
        ..entry_in!(Breakout, BREAKOUT, "worlds/breakout", "DQN, settings of CleanRL",
            world => cleanrl_dqn_on::<CleanRlMlp<_, _>, _, _>(world, BREAKOUT_STEPS))
    },
];
// ANCHOR_END: recorded

/// The agents in other worlds that the book does not record.
pub(crate) fn unrecorded() -> impl Iterator<Item = Entry> {
    let worlds = [IN_ACROBOT, ON_THE_MOUNTAIN, ON_THE_LAKE, IN_BREAKOUT];
    worlds.into_iter().flatten()
}
