//! The quantum circuit on the cart-pole, and a network of as many weights in its place,
//! with the settings of the circuit and with those of the course.

use crate::circuit::{SmallNetwork, circuit, small_network};
use crate::experiments::entry::{Entry, entry};
use crate::experiments::fair::{FAIR_SEEDS, fair, plain};
use crate::lab::runs::Length;

/// The training episodes of each run with the settings of the circuit.
pub const CIRCUIT_EPISODES: usize = 1_500;

/// A run with the settings of the paper, under seeds by which none was chosen.
const fn published(entry: Entry) -> Entry {
    Entry {
        seeds: &FAIR_SEEDS,
        length: Length::Episodes(CIRCUIT_EPISODES),
        ..entry
    }
}

/// The circuit, the network in its place, and that network in the DQN of the fair
/// comparison.
pub const CIRCUITS: [Entry; 3] = [
    published(entry!("circuit", "Quantum circuit", circuit())),
    published(entry!(
        "small-network",
        "Small network, same settings",
        small_network()
    )),
    fair(entry!(
        "small-dqn",
        "Small network, settings of the course",
        plain::<SmallNetwork>()
    )),
];
