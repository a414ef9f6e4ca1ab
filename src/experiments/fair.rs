//! The fair comparison: every way of putting four techniques together, with all else
//! held equal, and for equally many environment steps.
//!
//! The discount is 0.99. Then no value of a policy is above 100, so a prediction beyond
//! it overestimates.

use crate::ddqn::DoubleValue;
use crate::dqn::dqn_on;
use crate::dueling::Dueling;
use crate::experiments::corners::GAMMA;
use crate::experiments::entry::{Entry, OnCartPole, entry, on_cart_pole};
use crate::experiments::settings::Configure;
use crate::experiments::variants::copying_every;
use crate::foundations::{CartPole, Mlp, QNetwork};
use crate::lab::runs::Length;
use crate::nfq::{Nfq, nfq};
use crate::objective::SquaredError;
use crate::per::{PrioritizedReplay, prioritization};
use crate::polyak::Polyak;
use crate::recipe::Recipe;
use crate::target::HardCopy;

/// The environment steps of each run.
pub const FAIR_STEPS: usize = 60_000;

/// The seeds of each agent. No setting was chosen by a run with one of them: all
/// settings are the lecture's, whose seeds are others.
pub const FAIR_SEEDS: [u64; 20] = [
    201, 202, 203, 204, 205, 206, 207, 208, 209, 210, 211, 212, 213, 214, 215, 216,
    217, 218, 219, 220,
];

// ANCHOR: techniques
/// DQN with a discount, and with any network.
pub fn plain<N: QNetwork<4, 2>>() -> Recipe<N, 4, 2> {
    Recipe {
        gamma: GAMMA,
        ..dqn_on(CartPole::new())
    }
}

/// The same recipe with double Q-learning.
pub fn double<N: QNetwork<4, A>, const A: usize>(
    recipe: Recipe<N, 4, A>,
) -> Recipe<N, 4, A> {
    Recipe {
        objective: Box::new(SquaredError {
            bootstrap: DoubleValue,
        }),
        ..recipe
    }
}

/// The same recipe with a prioritised memory.
pub fn prioritized<N>(recipe: Recipe<N, 4, 2>) -> Recipe<N, 4, 2> {
    Recipe {
        replay: Box::new(PrioritizedReplay::new(50_000, prioritization())),
        ..recipe
    }
}

/// The same recipe with a target network that follows in small steps.
pub fn averaged<N: QNetwork<4, 2>>(
    tau: f64,
    recipe: Recipe<N, 4, 2>,
) -> Recipe<N, 4, 2> {
    Recipe {
        target_update: Box::new(Polyak { tau }),
        ..recipe
    }
}
// ANCHOR_END: techniques

/// τ of the chapter on Polyak averaging.
pub(crate) const TAU: f64 = 0.01;

/// Plain DQN with the network of the course, and with the dueling one.
pub(crate) fn one_head() -> Recipe<Mlp<4, 2>, 4, 2> {
    plain()
}

pub(crate) fn two_heads() -> Recipe<Dueling<4, 2>, 4, 2> {
    plain()
}

/// A run of the comparison.
pub(crate) const fn fair(entry: Entry) -> Entry {
    Entry {
        seeds: &FAIR_SEEDS,
        length: Length::Steps(FAIR_STEPS),
        ..entry
    }
}

/// The techniques of the comparison, in the order of their chapters.
pub const TECHNIQUES: [&str; 4] = ["double", "PER", "Polyak", "dueling"];

/// Every combination of the [`TECHNIQUES`]: the agent in place i has technique k if
/// digit k of the binary number i is 1, where digit 0 is the last.
pub const FAIR: [Entry; 16] = [
    fair(entry!("fair/dqn", "DQN", one_head())),
    fair(entry!("fair/double", "double", double(one_head()))),
    fair(entry!("fair/per", "PER", prioritized(one_head()))),
    fair(entry!(
        "fair/double-per",
        "double, PER",
        double(prioritized(one_head()))
    )),
    fair(entry!("fair/polyak", "Polyak", averaged(TAU, one_head()))),
    fair(entry!(
        "fair/double-polyak",
        "double, Polyak",
        double(averaged(TAU, one_head()))
    )),
    fair(entry!(
        "fair/per-polyak",
        "PER, Polyak",
        prioritized(averaged(TAU, one_head()))
    )),
    fair(entry!(
        "fair/double-per-polyak",
        "double, PER, Polyak",
        double(prioritized(averaged(TAU, one_head())))
    )),
    fair(entry!("fair/dueling", "dueling", two_heads())),
    fair(entry!(
        "fair/double-dueling",
        "double, dueling",
        double(two_heads())
    )),
    fair(entry!(
        "fair/per-dueling",
        "PER, dueling",
        prioritized(two_heads())
    )),
    fair(entry!(
        "fair/double-per-dueling",
        "double, PER, dueling",
        double(prioritized(two_heads()))
    )),
    fair(entry!(
        "fair/polyak-dueling",
        "Polyak, dueling",
        averaged(TAU, two_heads())
    )),
    fair(entry!(
        "fair/double-polyak-dueling",
        "double, Polyak, dueling",
        double(averaged(TAU, two_heads()))
    )),
    fair(entry!(
        "fair/per-polyak-dueling",
        "PER, Polyak, dueling",
        prioritized(averaged(TAU, two_heads()))
    )),
    fair(entry!(
        "fair/all",
        "all together",
        double(prioritized(averaged(TAU, two_heads())))
    )),
];

/// NFQ makes its agents itself.
const DISCOUNTED_NFQ: OnCartPole<4> = OnCartPole(|settings, seed| {
    let discounted = Nfq {
        gamma: GAMMA,
        ..nfq()
    };
    discounted.with(settings)?.agent(seed)
});

/// NFQ, which has no technique to put together with another.
pub const FAIR_NFQ: Entry = fair(on_cart_pole("fair/nfq", "NFQ", &DISCOUNTED_NFQ));

// ANCHOR: lags
/// How often a target network is copied, from agent to agent.
pub const COPIED_EVERY: [usize; 3] = [15, 100, 500];

/// DQN whose target network follows in small steps, and is as late on average as one
/// that is copied every `every` steps.
fn with_lag_of(every: usize) -> Recipe<Mlp<4, 2>, 4, 2> {
    averaged(Polyak::with_lag_of(HardCopy { every }).tau, one_head())
}
// ANCHOR_END: lags

/// Pairs of agents whose target networks are equally late: one is copied, the other
/// follows in small steps. What is copied most often is the first of [`FAIR`].
pub const LAGS: [Entry; 5] = [
    fair(entry!(
        "fair/lag-15",
        "as late as copies every 15",
        with_lag_of(15)
    )),
    fair(entry!(
        "fair/copies-100",
        "copies every 100",
        copying_every(100, one_head())
    )),
    fair(entry!(
        "fair/lag-100",
        "as late as copies every 100",
        with_lag_of(100)
    )),
    fair(entry!(
        "fair/copies-500",
        "copies every 500",
        copying_every(500, one_head())
    )),
    fair(entry!(
        "fair/lag-500",
        "as late as copies every 500",
        with_lag_of(500)
    )),
];
