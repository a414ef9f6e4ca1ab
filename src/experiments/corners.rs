//! The deadly triad on the cart-pole: each of its three parts in degrees, with all
//! else held equal.
//!
//! Source: van Hasselt et al. (2018), "Deep reinforcement learning and the deadly
//! triad".

use crate::dqn::dqn_on;
use crate::experiments::entry::{Entry, TEN_SEEDS, entry};
use crate::exploration::Constant;
use crate::faults::NoWeights;
use crate::faulty_replay::FaultyReplay;
use crate::foundations::{CartPole, Mlp, QNetwork};
use crate::lab::runs::Length;
use crate::n_step::{FullReturns, NStep, ReturnReplay};
use crate::per::{PrioritizedReplay, prioritization};
use crate::recipe::Recipe;
use crate::replay::{NewestReplay, Replay, UniformReplay};
use crate::tiles::{Linear, Table};

/// γ of all of these agents.
pub const GAMMA: f32 = 0.99;

/// 1 / (1 − γ): no policy gets more on a task with rewards of 1, however long it goes
/// on. A value beyond it diverges softly.
///
/// Source: van Hasselt et al. (2018), for rewards up to 1.
pub const LARGEST_RETURN: f64 = 100.0;

/// The transitions that each memory holds.
const CAPACITY: usize = 50_000;

/// How far a value moves in an update, at least where its targets all lie on one side.
/// RMSprop moves a weight by its learning rate, however large the gradient is, and by up
/// to ten times that where it was not drawn lately. So a value travels from 0 to
/// [`LARGEST_RETURN`] in 1,000 updates or fewer. The rate was chosen by this argument,
/// before any run.
const VALUE_STEP: f64 = 0.1;

// ANCHOR: values
/// The DQN of the course with a discount, and with any values.
fn discounted<N: QNetwork<4, 2>>() -> Recipe<N, 4, 2> {
    Recipe {
        gamma: GAMMA,
        ..dqn_on(CartPole::new())
    }
}

/// Values in a table.
pub fn table() -> Recipe<Table, 4, 2> {
    Recipe {
        learning_rate: Box::new(Constant(VALUE_STEP)),
        ..discounted()
    }
}

/// Values that are linear in their weights. The weights of a state move together, so
/// each has its share of the step.
pub fn linear() -> Recipe<Linear, 4, 2> {
    Recipe {
        learning_rate: Box::new(Constant(VALUE_STEP / Linear::TILINGS as f64)),
        ..discounted()
    }
}

/// Values of a network, with the learning rate of the course.
pub fn network() -> Recipe<Mlp<4, 2>, 4, 2> {
    discounted()
}
// ANCHOR_END: values

// ANCHOR: data
/// The newest transitions: those of the policy that acts now, as far as an agent that
/// explores has one.
pub fn newest() -> impl Replay<4> + 'static {
    NewestReplay::new(CAPACITY)
}

/// The transitions of older policies too, all drawn equally often.
pub fn uniform() -> impl Replay<4> + 'static {
    UniformReplay::new(CAPACITY)
}

/// Those that surprise drawn more often, without weights that make up for it: no
/// policy visits states as often as that.
pub fn prioritised() -> impl Replay<4> + 'static {
    FaultyReplay {
        memory: PrioritizedReplay::new(CAPACITY, prioritization()),
        fault: NoWeights,
    }
}
// ANCHOR_END: data

// ANCHOR: targets
/// Targets of one reward: r + γ v(s′).
pub fn one_step<N>(
    memory: impl Replay<4> + 'static,
    values: Recipe<N, 4, 2>,
) -> Recipe<N, 4, 2> {
    Recipe {
        replay: Box::new(memory),
        ..values
    }
}

/// Targets of ten rewards, and γ¹⁰ v of the state after them.
pub fn ten_steps<N>(
    memory: impl Replay<4> + 'static,
    values: Recipe<N, 4, 2>,
) -> Recipe<N, 4, 2> {
    Recipe {
        replay: Box::new(ReturnReplay::new(memory, NStep { n: 10 })),
        ..values
    }
}

/// Targets of all rewards until the end of the episode: nothing is bootstrapped.
pub fn full_returns<N>(
    memory: impl Replay<4> + 'static,
    values: Recipe<N, 4, 2>,
) -> Recipe<N, 4, 2> {
    Recipe {
        replay: Box::new(ReturnReplay::new(memory, FullReturns)),
        ..values
    }
}
// ANCHOR_END: targets

/// The runs of an agent of the experiment, whose title names its targets, its data and
/// its values.
const fn corner(entry: Entry) -> Entry {
    Entry {
        seeds: &TEN_SEEDS,
        length: Length::Episodes(150),
        ..entry
    }
}

/// The eight corners of the triad, from none of its parts to all, and the middle of
/// each edge that leads away from all.
pub const CORNERS: [Entry; 11] = [
    corner(entry!(
        "triad/full-on-table",
        "full returns, newest, table",
        full_returns(newest(), table())
    )),
    corner(entry!(
        "triad/1-on-table",
        "1 step, newest, table",
        one_step(newest(), table())
    )),
    corner(entry!(
        "triad/full-off-table",
        "full returns, prioritised, table",
        full_returns(prioritised(), table())
    )),
    corner(entry!(
        "triad/full-on-network",
        "full returns, newest, network",
        full_returns(newest(), network())
    )),
    corner(entry!(
        "triad/1-off-table",
        "1 step, prioritised, table",
        one_step(prioritised(), table())
    )),
    corner(entry!(
        "triad/1-on-network",
        "1 step, newest, network",
        one_step(newest(), network())
    )),
    corner(entry!(
        "triad/full-off-network",
        "full returns, prioritised, network",
        full_returns(prioritised(), network())
    )),
    corner(entry!(
        "triad/1-off-linear",
        "1 step, prioritised, linear",
        one_step(prioritised(), linear())
    )),
    corner(entry!(
        "triad/1-uniform-network",
        "1 step, uniform, network",
        one_step(uniform(), network())
    )),
    corner(entry!(
        "triad/10-off-network",
        "10 steps, prioritised, network",
        ten_steps(prioritised(), network())
    )),
    corner(entry!(
        "triad/1-off-network",
        "1 step, prioritised, network",
        one_step(prioritised(), network())
    )),
];
