//! DQN whose targets have several rewards, to be compared with the DQN of the fair
//! comparison.

use crate::experiments::entry::{Entry, entry};
use crate::experiments::fair::{fair, one_head};
use crate::foundations::{Mlp, QNetwork};
use crate::n_step::{NStep, ReturnReplay};
use crate::recipe::Recipe;
use crate::replay::UniformReplay;

/// n, the rewards of a target.
pub const LOOK_AHEAD: usize = 3;

// ANCHOR: three_steps
/// The same recipe with targets of three rewards.
pub fn three_steps<N: QNetwork<4, 2>>(recipe: Recipe<N, 4, 2>) -> Recipe<N, 4, 2> {
    let memory = UniformReplay::new(recipe.replay.capacity());
    Recipe {
        replay: Box::new(ReturnReplay::new(memory, NStep { n: LOOK_AHEAD })),
        ..recipe
    }
}
// ANCHOR_END: three_steps

fn three_step_dqn() -> Recipe<Mlp<4, 2>, 4, 2> {
    three_steps(one_head())
}

/// DQN with targets of three rewards.
pub const THREE_STEPS: Entry =
    fair(entry!("fair/three-steps", "3 steps", three_step_dqn()));
