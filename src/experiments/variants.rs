//! Variants: agents with a part taken out or a setting changed, to measure what it is
//! worth.

use crate::as_printed::{dqn_with, per_with};
use crate::ddqn::ddqn;
use crate::dqn::{dqn, dqn_on};
use crate::dueling::Dueling;
use crate::exploration::{Constant, LogDecay, Scaled};
use crate::faults::{
    BatchMeanAdvantage, MaxOverBatch, NeverTerminal, NoWeights, OnlineValue,
    Outliers, ScaledReward, SharedStarts, TruncationIsTerminal, WrongSign,
};
use crate::faulty_normalization::FreshStatistics;
use crate::faulty_objective::ClampedError;
use crate::foundations::{CartPole, Mlp, Normalized, QNetwork};
use crate::objective::SquaredError;
use crate::per::{Prioritization, prioritization};
use crate::polyak::{Polyak, polyak_on};
use crate::recipe::Recipe;
use crate::replay::NewestReplay;
use crate::target::{HardCopy, MaxValue, PerLearnerStep};

// ANCHOR: without_replay
/// DQN that learns from its newest transitions only.
pub fn without_replay() -> Recipe<Mlp<4, 2>, 4, 2> {
    Recipe {
        replay: Box::new(NewestReplay::new(50_000)),
        ..dqn()
    }
}
// ANCHOR_END: without_replay

// ANCHOR: without_target
/// DQN whose targets come from the network that is being trained: θ⁻ = θ on every
/// step.
pub fn without_target_network() -> Recipe<Mlp<4, 2>, 4, 2> {
    Recipe {
        target_update: Box::new(HardCopy { every: 1 }),
        ..dqn()
    }
}
// ANCHOR_END: without_target

// ANCHOR: without_both
/// Q-learning online: the newest transitions, and targets that move on every step.
pub fn without_both() -> Recipe<Mlp<4, 2>, 4, 2> {
    Recipe {
        target_update: Box::new(HardCopy { every: 1 }),
        ..without_replay()
    }
}
// ANCHOR_END: without_both

// ANCHOR: slow_target
/// DQN whose target network is renewed seldom.
pub fn with_slow_target() -> Recipe<Mlp<4, 2>, 4, 2> {
    Recipe {
        target_update: Box::new(HardCopy { every: 500 }),
        ..dqn()
    }
}
// ANCHOR_END: slow_target

// ANCHOR: discounted
/// DQN for which a reward counts for less the further it lies ahead.
pub fn discounted() -> Recipe<Mlp<4, 2>, 4, 2> {
    Recipe {
        gamma: 0.99,
        ..dqn()
    }
}
// ANCHOR_END: discounted

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

// ANCHOR: with_rate_times
/// The same recipe with `factor` times its learning rate.
pub fn with_rate_times<N>(factor: f64, recipe: Recipe<N, 4, 2>) -> Recipe<N, 4, 2> {
    Recipe {
        learning_rate: Box::new(Scaled {
            factor,
            schedule: recipe.learning_rate,
        }),
        ..recipe
    }
}
// ANCHOR_END: with_rate_times

// ANCHOR: greedy_too_soon
/// DQN that explores less and less within its first episodes, and then not at all.
pub fn greedy_too_soon() -> Recipe<Mlp<4, 2>, 4, 2> {
    Recipe {
        exploration: Box::new(LogDecay {
            start: 1.0,
            end: 0.0,
            steps: 500,
        }),
        ..dqn()
    }
}
// ANCHOR_END: greedy_too_soon

// ANCHOR: exploring_for_ever
/// DQN whose every action is drawn at random while it trains.
pub fn exploring_for_ever() -> Recipe<Mlp<4, 2>, 4, 2> {
    Recipe {
        exploration: Box::new(Constant(1.0)),
        ..dqn()
    }
}
// ANCHOR_END: exploring_for_ever

// ANCHOR: without_warm_up
/// DQN that learns as soon as one batch is in its memory.
pub fn without_warm_up() -> Recipe<Mlp<4, 2>, 4, 2> {
    let dqn = dqn();
    Recipe {
        warm_up: dqn.batch_size,
        ..dqn
    }
}
// ANCHOR_END: without_warm_up

// ANCHOR: following_by
/// Double DQN whose target network follows by the share `tau` on every step.
pub fn following_by(tau: f64) -> Recipe<Mlp<4, 2>, 4, 2> {
    Recipe {
        target_update: Box::new(Polyak { tau }),
        ..ddqn()
    }
}
// ANCHOR_END: following_by

// ANCHOR: without_mask
/// DQN that does not mask the value of a state without a future.
pub fn without_mask() -> Recipe<Mlp<4, 2>, 4, 2> {
    dqn_with(NeverTerminal)
}
// ANCHOR_END: without_mask

// ANCHOR: failing_at_the_limit
/// DQN for which an episode that was cut short has failed.
pub fn failing_at_the_limit() -> Recipe<Mlp<4, 2>, 4, 2> {
    dqn_with(TruncationIsTerminal)
}
// ANCHOR_END: failing_at_the_limit

// ANCHOR: with_large_rewards
/// DQN with rewards of 100.
pub fn with_large_rewards() -> Recipe<Mlp<4, 2>, 4, 2> {
    dqn_with(ScaledReward { factor: 100.0 })
}
// ANCHOR_END: with_large_rewards

// ANCHOR: with_clamped_error
/// DQN that clips the TD error itself, and not its gradient.
pub fn with_clamped_error() -> Recipe<Mlp<4, 2>, 4, 2> {
    Recipe {
        objective: Box::new(ClampedError {
            bootstrap: MaxValue,
        }),
        ..dqn()
    }
}
// ANCHOR_END: with_clamped_error

// ANCHOR: with_fresh_statistics
/// DQN with normalised states.
pub fn on_normalized() -> Recipe<Mlp<4, 2>, 4, 2> {
    dqn_on(Normalized::new(CartPole::new()))
}

/// The same, whose evaluation begins with a mean and a variance of its own.
pub fn with_fresh_statistics() -> Recipe<Mlp<4, 2>, 4, 2> {
    dqn_on(FreshStatistics::new(CartPole::new()))
}
// ANCHOR_END: with_fresh_statistics

// ANCHOR: copying_every
/// The same recipe with a target network that is refreshed every `every`
/// environment steps.
pub fn copying_every<N: QNetwork<4, 2>>(
    every: usize,
    recipe: Recipe<N, 4, 2>,
) -> Recipe<N, 4, 2> {
    Recipe {
        target_update: Box::new(HardCopy { every }),
        ..recipe
    }
}

/// The same recipe with the same number, counted in learner steps.
pub fn copying_every_learner_steps<N: QNetwork<4, 2>>(
    every: usize,
    recipe: Recipe<N, 4, 2>,
) -> Recipe<N, 4, 2> {
    Recipe {
        target_update: Box::new(PerLearnerStep(HardCopy { every })),
        ..recipe
    }
}
// ANCHOR_END: copying_every

// ANCHOR: with_maximum_over_batch
/// DQN whose maximum is that of the whole batch.
pub fn with_maximum_over_batch() -> Recipe<Mlp<4, 2>, 4, 2> {
    Recipe {
        objective: Box::new(SquaredError {
            bootstrap: MaxOverBatch,
        }),
        ..dqn()
    }
}
// ANCHOR_END: with_maximum_over_batch

// ANCHOR: with_one_network
/// DQN without a second network: the targets come from the one that learns.
pub fn with_one_network() -> Recipe<Mlp<4, 2>, 4, 2> {
    Recipe {
        objective: Box::new(SquaredError {
            bootstrap: OnlineValue,
        }),
        ..dqn()
    }
}
// ANCHOR_END: with_one_network

// ANCHOR: evaluated_on_its_training_stream
/// DQN whose evaluation takes its start states from the training.
pub fn evaluated_on_its_training_stream() -> Recipe<Mlp<4, 2>, 4, 2> {
    Recipe {
        environment: Box::new(SharedStarts::new(CartPole::new())),
        ..dqn()
    }
}
// ANCHOR_END: evaluated_on_its_training_stream

// ANCHOR: dueling_over_batch
/// Dueling whose mean advantage is that of the batch.
pub fn dueling_over_batch() -> Recipe<Dueling<4, 2, BatchMeanAdvantage>, 4, 2> {
    with_larger_steps(polyak_on(CartPole::new()))
}
// ANCHOR_END: dueling_over_batch

// ANCHOR: per_without_weights
/// PER without importance weights.
pub fn per_without_weights() -> Recipe<Mlp<4, 2>, 4, 2> {
    per_with(prioritization(), NoWeights)
}
// ANCHOR_END: per_without_weights

// ANCHOR: per_with_wrong_sign
/// PER whose importance weights have lost their sign.
pub fn per_with_wrong_sign() -> Recipe<Mlp<4, 2>, 4, 2> {
    per_with(prioritization(), WrongSign)
}
// ANCHOR_END: per_with_wrong_sign

// ANCHOR: per_with_outliers
/// One reward in 1,000 is ±1,000.
pub const OUTLIERS: Outliers = Outliers {
    one_in: 1_000,
    reward: 1_000.0,
};

/// PER with outliers among its rewards.
pub fn per_with_outliers() -> Recipe<Mlp<4, 2>, 4, 2> {
    per_with(prioritization(), OUTLIERS)
}
// ANCHOR_END: per_with_outliers

// ANCHOR: remedies
/// The same with a bound on the priorities, as a remedy.
pub fn per_with_bounded_priorities() -> Recipe<Mlp<4, 2>, 4, 2> {
    let settings = Prioritization {
        largest_priority: 1.0,
        ..prioritization()
    };
    per_with(settings, OUTLIERS)
}

/// The same with a bound on the weights, as a remedy.
pub fn per_with_bounded_weights() -> Recipe<Mlp<4, 2>, 4, 2> {
    let settings = Prioritization {
        largest_weight: 1.0,
        ..prioritization()
    };
    per_with(settings, OUTLIERS)
}

/// The same with a target network that is renewed less often, as a remedy.
pub fn per_with_slower_target() -> Recipe<Mlp<4, 2>, 4, 2> {
    Recipe {
        target_update: Box::new(HardCopy { every: 100 }),
        ..per_with_outliers()
    }
}
// ANCHOR_END: remedies

// ANCHOR: at_the_lectures_rate
/// The same recipe with the learning rate that the lecture gives double DQN and PER;
/// DQN and dueling have 0.0007 there.
pub fn at_the_lectures_rate<N>(recipe: Recipe<N, 4, 2>) -> Recipe<N, 4, 2> {
    Recipe {
        learning_rate: Box::new(Constant(0.001)),
        ..recipe
    }
}
// ANCHOR_END: at_the_lectures_rate
