//! The agents of the chapters at equal steps once more, with the discount of the lecture,
//! which is one.

use crate::experiments::entry::{Entry, OnCartPole, entry, on_cart_pole};
use crate::experiments::fair::{
    TAU, averaged, double, fair, one_head, prioritized, two_heads,
};
use crate::experiments::settings::Configure;
use crate::nfq::nfq;
use crate::recipe::Recipe;

/// The same recipe without a discount.
fn undiscounted<N>(recipe: Recipe<N, 4, 2>) -> Recipe<N, 4, 2> {
    Recipe {
        gamma: 1.0,
        ..recipe
    }
}

/// NFQ makes its agents itself, and has no discount in its chapter.
const UNDISCOUNTED_NFQ: OnCartPole<4> =
    OnCartPole(|settings, seed| nfq().with(settings)?.agent(seed));

/// The agents of the chapters.
pub const UNDISCOUNTED: [Entry; 7] = [
    fair(entry!(
        "undiscounted/dqn",
        "DQN, γ = 1",
        undiscounted(one_head())
    )),
    fair(entry!(
        "undiscounted/double",
        "double, γ = 1",
        undiscounted(double(one_head()))
    )),
    fair(entry!(
        "undiscounted/double-per",
        "double, PER, γ = 1",
        undiscounted(double(prioritized(one_head())))
    )),
    fair(entry!(
        "undiscounted/double-polyak",
        "double, Polyak, γ = 1",
        undiscounted(double(averaged(TAU, one_head())))
    )),
    fair(entry!(
        "undiscounted/double-polyak-dueling",
        "double, Polyak, dueling, γ = 1",
        undiscounted(double(averaged(TAU, two_heads())))
    )),
    fair(entry!(
        "undiscounted/all",
        "all together, γ = 1",
        undiscounted(double(prioritized(averaged(TAU, two_heads()))))
    )),
    fair(on_cart_pole(
        "undiscounted/nfq",
        "NFQ, γ = 1",
        &UNDISCOUNTED_NFQ,
    )),
];
