//! The quantum circuit on the cart-pole, and a network of as many weights in its place.

use crate::circuit::{circuit, small_network};
use crate::experiments::entry::{Entry, entry};
use crate::experiments::fair::FAIR_SEEDS;
use crate::lab::runs::Length;

/// The training episodes of each run.
pub const CIRCUIT_EPISODES: usize = 1_500;

/// A run with the settings of the paper, under seeds by which none was chosen.
const fn published(entry: Entry) -> Entry {
    Entry {
        seeds: &FAIR_SEEDS,
        length: Length::Episodes(CIRCUIT_EPISODES),
        ..entry
    }
}

/// The circuit, and the network in its place.
pub const CIRCUITS: [Entry; 2] = [
    published(entry!("circuit", "Quantum circuit", circuit())),
    published(entry!("small-network", "Small network", small_network())),
];
