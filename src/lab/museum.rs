//! The museum: agents with a part taken out or a setting changed, to measure what it
//! is worth.

use crate::dqn::dqn;
use crate::foundations::network::{Mlp, QNetwork};
use crate::polyak::Polyak;
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

// ANCHOR: settings
/// DQN whose target network is renewed seldom.
pub fn with_slow_target() -> Recipe<Mlp<4, 2>, 4, 2> {
    Recipe {
        target_update: Box::new(HardCopy { every: 500 }),
        ..dqn()
    }
}

/// DQN for which a reward counts for less the further it lies ahead.
pub fn discounted() -> Recipe<Mlp<4, 2>, 4, 2> {
    Recipe {
        gamma: 0.99,
        ..dqn()
    }
}
// ANCHOR_END: settings

// ANCHOR: tau
/// The same recipe with a target network that follows in larger steps.
pub fn with_larger_steps<N>(recipe: Recipe<N, 4, 2>) -> Recipe<N, 4, 2>
where
    N: QNetwork<4, 2>,
{
    Recipe {
        target_update: Box::new(Polyak { tau: 0.1 }),
        ..recipe
    }
}
// ANCHOR_END: tau

/// The same recipe with the learning rate that the lecture gives double DQN and PER;
/// DQN and dueling have 0.0007 there.
pub fn at_the_lectures_rate<N>(recipe: Recipe<N, 4, 2>) -> Recipe<N, 4, 2> {
    Recipe {
        learning_rate: 0.001,
        ..recipe
    }
}
