//! The steps between copies of DQN with a discount, and its learning rate, both at once: the
//! cells of the map that the sweeps of one setting leave out.

use crate::experiments::entry::{Entry, entry};
use crate::experiments::pieces::at_equal_steps;
use crate::experiments::sweep::{USUAL, with_rate};
use crate::experiments::variants::{copying_every, discounted};

/// The learning rates of the map, from the left to the right.
pub const MAP_RATES: [f64; 5] = [0.000_07, 0.000_2, 0.000_7, 0.002, 0.007];
/// The environment steps between copies, from the top to the bottom.
pub const MAP_COPIES: [usize; 5] = [1, 15, 100, 500, 2_000];

/// The seeds of each cell: the first of those that the sweeps have.
pub const MAP_SEEDS: [u64; 3] = [12, 34, 56];

// ANCHOR: map
/// The agent of each cell of the map. The sweeps have a row and a column of it.
pub const MAP: [[&str; 5]; 5] = [
    [
        "map/copies-1-rate-0.00007",
        "map/copies-1-rate-0.0002",
        "sweep/copies-1",
        "map/copies-1-rate-0.002",
        "map/copies-1-rate-0.007",
    ],
    [
        "sweep/rate-0.00007",
        "sweep/rate-0.0002",
        USUAL,
        "sweep/rate-0.002",
        "sweep/rate-0.007",
    ],
    [
        "map/copies-100-rate-0.00007",
        "map/copies-100-rate-0.0002",
        "sweep/copies-100",
        "map/copies-100-rate-0.002",
        "map/copies-100-rate-0.007",
    ],
    [
        "map/copies-500-rate-0.00007",
        "map/copies-500-rate-0.0002",
        "pieces/slow-target",
        "map/copies-500-rate-0.002",
        "map/copies-500-rate-0.007",
    ],
    [
        "map/copies-2000-rate-0.00007",
        "map/copies-2000-rate-0.0002",
        "sweep/copies-2000",
        "map/copies-2000-rate-0.002",
        "map/copies-2000-rate-0.007",
    ],
];
// ANCHOR_END: map

/// An agent of the map.
macro_rules! cell {
    ($name:literal, $title:literal, $every:literal, $rate:literal) => {
        Entry {
            seeds: &MAP_SEEDS,
            ..at_equal_steps(entry!(
                $name,
                $title,
                copying_every($every, with_rate($rate, discounted()))
            ))
        }
    };
}

/// The agents of the map that the sweeps do not have.
pub const MAPPED: [Entry; 16] = [
    cell!(
        "map/copies-1-rate-0.00007",
        "copies on every step, learning rate 0.00007",
        1,
        0.00007
    ),
    cell!(
        "map/copies-1-rate-0.0002",
        "copies on every step, learning rate 0.0002",
        1,
        0.0002
    ),
    cell!(
        "map/copies-1-rate-0.002",
        "copies on every step, learning rate 0.002",
        1,
        0.002
    ),
    cell!(
        "map/copies-1-rate-0.007",
        "copies on every step, learning rate 0.007",
        1,
        0.007
    ),
    cell!(
        "map/copies-100-rate-0.00007",
        "copies every 100, learning rate 0.00007",
        100,
        0.00007
    ),
    cell!(
        "map/copies-100-rate-0.0002",
        "copies every 100, learning rate 0.0002",
        100,
        0.0002
    ),
    cell!(
        "map/copies-100-rate-0.002",
        "copies every 100, learning rate 0.002",
        100,
        0.002
    ),
    cell!(
        "map/copies-100-rate-0.007",
        "copies every 100, learning rate 0.007",
        100,
        0.007
    ),
    cell!(
        "map/copies-500-rate-0.00007",
        "copies every 500, learning rate 0.00007",
        500,
        0.00007
    ),
    cell!(
        "map/copies-500-rate-0.0002",
        "copies every 500, learning rate 0.0002",
        500,
        0.0002
    ),
    cell!(
        "map/copies-500-rate-0.002",
        "copies every 500, learning rate 0.002",
        500,
        0.002
    ),
    cell!(
        "map/copies-500-rate-0.007",
        "copies every 500, learning rate 0.007",
        500,
        0.007
    ),
    cell!(
        "map/copies-2000-rate-0.00007",
        "copies every 2,000, learning rate 0.00007",
        2000,
        0.00007
    ),
    cell!(
        "map/copies-2000-rate-0.0002",
        "copies every 2,000, learning rate 0.0002",
        2000,
        0.0002
    ),
    cell!(
        "map/copies-2000-rate-0.002",
        "copies every 2,000, learning rate 0.002",
        2000,
        0.002
    ),
    cell!(
        "map/copies-2000-rate-0.007",
        "copies every 2,000, learning rate 0.007",
        2000,
        0.007
    ),
];
