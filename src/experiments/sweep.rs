//! One setting at a time, from far below the course's to far above it: what DQN with a
//! discount makes of it, after the steps and with the seeds of [`PIECES`].
//!
//! The agents whose setting is the course's, and those that [`PIECES`] has already, are
//! not recorded a second time.
//!
//! [`PIECES`]: crate::experiments::PIECES

use crate::experiments::entry::{Entry, entry};
use crate::experiments::pieces::{at_equal_steps, learning, remembering};
use crate::experiments::variants::{copying_every, discounted};
use crate::exploration::Constant;
use crate::recipe::Recipe;

// ANCHOR: sweep
/// The same recipe with another learning rate.
pub fn with_rate<N>(rate: f64, recipe: Recipe<N, 4, 2>) -> Recipe<N, 4, 2> {
    Recipe {
        learning_rate: Box::new(Constant(rate)),
        ..recipe
    }
}

/// The same recipe with batches of another size.
pub fn with_batch<N>(batch_size: usize, recipe: Recipe<N, 4, 2>) -> Recipe<N, 4, 2> {
    Recipe {
        batch_size,
        ..recipe
    }
}
// ANCHOR_END: sweep

/// A setting of DQN, and the agents that have it from the least to the largest.
#[derive(Clone, Copy, Debug)]
pub struct Sweep {
    /// The setting in words.
    pub setting: &'static str,
    /// Its values, each with the name of the agent that has it.
    pub agents: &'static [(f64, &'static str)],
}

/// The name of the agent with the settings of the course.
pub(crate) const USUAL: &str = "pieces/dqn";

/// What is swept.
pub const SWEEPS: [Sweep; 5] = [
    Sweep {
        setting: "learning rate",
        agents: &[
            (0.00007, "sweep/rate-0.00007"),
            (0.0002, "sweep/rate-0.0002"),
            (0.0007, USUAL),
            (0.002, "sweep/rate-0.002"),
            (0.007, "sweep/rate-0.007"),
        ],
    },
    Sweep {
        setting: "environment steps between copies",
        agents: &[
            (1.0, "sweep/copies-1"),
            (15.0, USUAL),
            (100.0, "sweep/copies-100"),
            (500.0, "pieces/slow-target"),
            (2_000.0, "sweep/copies-2000"),
        ],
    },
    Sweep {
        setting: "transitions in a batch",
        agents: &[
            (4.0, "sweep/batch-4"),
            (16.0, "sweep/batch-16"),
            (64.0, USUAL),
            (256.0, "sweep/batch-256"),
        ],
    },
    Sweep {
        setting: "transitions in the memory",
        agents: &[
            (400.0, "sweep/memory-400"),
            (1_000.0, "pieces/memory-1000"),
            (10_000.0, "pieces/memory-10000"),
            (50_000.0, USUAL),
        ],
    },
    Sweep {
        setting: "learner steps per environment step",
        agents: &[
            (1.0 / 16.0, "sweep/learn-every-16"),
            (0.25, "pieces/learn-every-4"),
            (1.0, USUAL),
            (4.0, "pieces/learner-steps-4"),
        ],
    },
];

/// The agents of the sweeps that are not among the pieces.
pub const SWEPT: [Entry; 12] = [
    at_equal_steps(entry!(
        "sweep/rate-0.00007",
        "learning rate 0.00007",
        with_rate(0.00007, discounted())
    )),
    at_equal_steps(entry!(
        "sweep/rate-0.0002",
        "learning rate 0.0002",
        with_rate(0.0002, discounted())
    )),
    at_equal_steps(entry!(
        "sweep/rate-0.002",
        "learning rate 0.002",
        with_rate(0.002, discounted())
    )),
    at_equal_steps(entry!(
        "sweep/rate-0.007",
        "learning rate 0.007",
        with_rate(0.007, discounted())
    )),
    at_equal_steps(entry!(
        "sweep/copies-1",
        "copies on every step",
        copying_every(1, discounted())
    )),
    at_equal_steps(entry!(
        "sweep/copies-100",
        "copies every 100",
        copying_every(100, discounted())
    )),
    at_equal_steps(entry!(
        "sweep/copies-2000",
        "copies every 2,000",
        copying_every(2_000, discounted())
    )),
    at_equal_steps(entry!(
        "sweep/batch-4",
        "batches of 4",
        with_batch(4, discounted())
    )),
    at_equal_steps(entry!(
        "sweep/batch-16",
        "batches of 16",
        with_batch(16, discounted())
    )),
    at_equal_steps(entry!(
        "sweep/batch-256",
        "batches of 256",
        with_batch(256, discounted())
    )),
    at_equal_steps(entry!(
        "sweep/memory-400",
        "memory of 400",
        remembering(400, discounted())
    )),
    at_equal_steps(entry!(
        "sweep/learn-every-16",
        "1 learner step every 16",
        learning(16, 1, discounted())
    )),
];
