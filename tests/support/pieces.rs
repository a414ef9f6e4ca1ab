//! What differs between two recipes.

use deepq::prelude::*;

/// The pieces in which two recipes differ.
pub fn twins<N: QNetwork<4, 2>, M: QNetwork<4, 2>>(
    right: &Recipe<N, 4, 2>,
    wrong: &Recipe<M, 4, 2>,
) -> Vec<&'static str> {
    let (right, wrong) = (right.card(), wrong.card());
    let pairs = right.pieces().into_iter().zip(wrong.pieces());
    let differ = pairs.filter(|((name, one), (_, other))| match *name {
        // Networks whose weights are alike may use them in other ways.
        "network" => right.network != wrong.network,
        _ => one != other,
    });
    differ.map(|((name, _), _)| name).collect()
}
