//! The quantum circuit on the cart-pole.

use crate::circuit::circuit;
use crate::experiments::entry::{Entry, entry};
use crate::experiments::fair::FAIR_SEEDS;
use crate::lab::runs::Length;

/// The training episodes of each run.
pub const CIRCUIT_EPISODES: usize = 2_000;

/// The circuit with the settings of the paper, under seeds by which none was chosen.
pub const CIRCUIT: Entry = Entry {
    seeds: &FAIR_SEEDS,
    length: Length::Episodes(CIRCUIT_EPISODES),
    ..entry!("circuit", "Quantum circuit", circuit())
};
