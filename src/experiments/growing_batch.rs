//! NFQ as it was first, on as few steps as it needs.

use crate::experiments::entry::{Entry, OnCartPole, on_cart_pole};
use crate::experiments::fair::FAIR_SEEDS;
use crate::experiments::settings::Configure;
use crate::growing_batch::growing_batch;
use crate::lab::runs::Length;

/// The environment steps of each run.
pub const GROWING_BATCH_STEPS: usize = 5_000;

/// NFQ that keeps all it has played. No setting was chosen by a run with one of its seeds.
pub const GROWING_BATCH: Entry = Entry {
    seeds: &FAIR_SEEDS,
    length: Length::Steps(GROWING_BATCH_STEPS),
    ..on_cart_pole(
        "growing-batch",
        "NFQ, all data kept",
        &OnCartPole::<4>(|settings, seed| {
            growing_batch().with(settings)?.agent(seed)
        }),
    )
};
