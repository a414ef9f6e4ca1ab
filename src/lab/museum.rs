//! The museum: agents with a part taken out, to measure what the part is worth.

use crate::dqn::dqn;
use crate::foundations::network::Mlp;
use crate::recipe::Recipe;
use crate::replay::NewestReplay;
use crate::target::HardCopy;

// ANCHOR: museum
/// DQN that learns from its newest transitions only.
pub fn without_replay() -> Recipe<Mlp<4, 2>, 4, 2> {
    Recipe {
        replay: Box::new(NewestReplay::new(50_000)),
        ..dqn()
    }
}

/// DQN whose targets come from the network that is being trained: θ⁻ = θ on every
/// step.
pub fn without_target_network() -> Recipe<Mlp<4, 2>, 4, 2> {
    Recipe {
        target_update: Box::new(HardCopy { every: 1 }),
        ..dqn()
    }
}

/// Q-learning online: the newest transitions, and targets that move on every step.
pub fn without_both() -> Recipe<Mlp<4, 2>, 4, 2> {
    Recipe {
        target_update: Box::new(HardCopy { every: 1 }),
        ..without_replay()
    }
}
// ANCHOR_END: museum
