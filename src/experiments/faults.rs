//! The faults of the museum: the agent that has one, which agent it is compared
//! with, which diagnostic gives it away, which test finds it, and how to fix it.

use crate::as_printed::{dueling_with_naive_sum, per_never_updated, swapped_polyak};
use crate::dqn::dqn;
use crate::experiments::entry::{Entry, TEN_SEEDS, entry};
use crate::experiments::pieces::{learning, with_huber};
use crate::experiments::variants::{
    copying_every, copying_every_learner_steps, dueling_over_batch,
    evaluated_on_its_training_stream, exploring_for_ever, failing_at_the_limit,
    following_by, greedy_too_soon, per_with_bounded_priorities,
    per_with_bounded_weights, per_with_outliers, per_with_slower_target,
    per_with_wrong_sign, per_without_weights, with_clamped_error,
    with_fresh_statistics, with_large_rewards, with_larger_steps,
    with_maximum_over_batch, with_rate_times, with_slow_target, without_both,
    without_mask, without_replay, without_target_network, without_warm_up,
};
use crate::lab::doctor::Cause;
use crate::lab::doctor::causes;
use crate::lab::runs::{EVALUATION_EPISODES, Length};

// ANCHOR: fault
/// A fault, and how it is shown.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    /// The recipe that has the fault, and its runs.
    pub entry: Entry,
    /// The recipe without it, and otherwise the same.
    pub healthy: &'static str,
    /// Where the book shows it: a section of the page `museum`.
    pub section: &'static str,
    /// The column that shows it best; or two, where the one over the other does.
    pub telltale: &'static str,
    /// The test that tells an agent with the fault from one without it: its file, `::`,
    /// and its name.
    pub test: &'static str,
    /// How to fix it.
    pub remedy: &'static str,
    /// A second recording of the fault, where one run alone cannot show it.
    pub twin: Option<Entry>,
    /// What the doctor should say.
    pub cause: &'static Cause,
}
// ANCHOR_END: fault

/// Every fault, in the order of the parts of an agent: memory, target network, targets,
/// optimiser, exploration, priorities, network, evaluation.
pub const FAULTS: [Fault; 27] = [
    Fault {
        entry: entry!("no-replay", "DQN without replay", without_replay()),
        healthy: "dqn",
        section: "no-replay",
        telltale: "sample_age",
        test: "tests/replay.rs::every_transition_is_drawn_equally_often",
        remedy: "Draw batches from a memory of many episodes.",
        twin: None,
        cause: &causes::NO_REPLAY,
    },
    Fault {
        entry: entry!("online", "Q-learning with neither", without_both()),
        healthy: "dqn",
        section: "no-replay-and-no-target-network",
        telltale: "max_abs_q",
        test: "tests/replay.rs::every_transition_is_drawn_equally_often",
        remedy: "A memory first, then a target network.",
        twin: None,
        cause: &causes::NO_REPLAY,
    },
    Fault {
        entry: entry!(
            "no-target",
            "DQN without a target network",
            without_target_network()
        ),
        healthy: "dqn",
        section: "no-target-network",
        telltale: "target_distance",
        test: "tests/sanity.rs::the_target_network_follows_within_tens_of_steps",
        remedy: "Copy the weights every C steps, not on every step.",
        twin: None,
        cause: &causes::TARGET_FOLLOWS,
    },
    Fault {
        entry: entry!("swapped-polyak", "Polyak, roles swapped", swapped_polyak()),
        healthy: "polyak",
        section: "polyak-averaging-with-its-roles-swapped",
        telltale: "target_distance",
        test: "tests/techniques.rs::the_target_network_takes_the_share_tau_on_every_step",
        remedy: "τ belongs to the online network, 1 − τ to the target network.",
        twin: None,
        cause: &causes::TARGET_FOLLOWS,
    },
    Fault {
        entry: entry!(
            "slow-target",
            "DQN with a slow target network",
            with_slow_target()
        ),
        healthy: "dqn",
        section: "a-target-network-that-is-renewed-seldom",
        telltale: "start_q",
        test: "tests/sanity.rs::the_target_network_follows_within_tens_of_steps",
        remedy: "Copy more often: count the steps that a value needs to travel.",
        twin: None,
        cause: &causes::TARGET_SLOW,
    },
    Fault {
        entry: entry!(
            "copies-in-learner-steps",
            "Copies counted in learner steps",
            copying_every_learner_steps(100, learning(4, 1, dqn()))
        ),
        healthy: "learn-every-4",
        section: "copies-counted-in-learner-steps",
        telltale: "start_q",
        test: "tests/units.rs::a_copy_is_counted_in_environment_steps_unless_it_says_otherwise",
        remedy: "Say in which unit the steps between two copies are counted.",
        twin: None,
        cause: &causes::TARGET_SLOW,
    },
    Fault {
        entry: entry!("tau-0.001", "τ = 0.001", following_by(0.001)),
        healthy: "ddqn",
        section: "a-small-τ",
        telltale: "start_q",
        test: "tests/sanity.rs::the_target_network_follows_within_tens_of_steps",
        remedy: "A larger τ: the target network lags by about 1/τ steps.",
        twin: None,
        cause: &causes::TARGET_SLOW,
    },
    Fault {
        entry: entry!("tau-0.0001", "τ = 0.0001", following_by(0.0001)),
        healthy: "ddqn",
        section: "a-tiny-τ",
        telltale: "start_q",
        test: "tests/sanity.rs::the_target_network_follows_within_tens_of_steps",
        remedy: "A larger τ: the target network lags by about 1/τ steps.",
        twin: None,
        cause: &causes::TARGET_SLOW,
    },
    Fault {
        entry: entry!("no-mask", "No mask", without_mask()),
        healthy: "dqn",
        section: "the-mask-is-missing",
        telltale: "start_q / start_return",
        test: "tests/equations.rs::termination_grounds_the_target_to_the_reward",
        remedy: "Multiply the next value by 1 − terminated.",
        twin: None,
        cause: &causes::NO_MASK,
    },
    Fault {
        entry: entry!(
            "limit-is-failure",
            "Time limit counts as failure",
            failing_at_the_limit()
        ),
        healthy: "dqn",
        section: "a-time-limit-counts-as-failure",
        telltale: "start_q",
        test: "tests/equations.rs::truncation_leaves_the_target_its_next_value",
        remedy: "Mask what terminated, not what was cut short.",
        twin: None,
        cause: &causes::LIMIT_IS_FAILURE,
    },
    Fault {
        entry: entry!(
            "max-over-batch",
            "Maximum over the batch",
            with_maximum_over_batch()
        ),
        healthy: "dqn",
        section: "the-maximum-of-the-whole-batch",
        telltale: "action_gap",
        test: "tests/equations.rs::the_value_of_a_state_is_the_target_networks_largest_q",
        remedy: "Name the axis of the maximum.",
        twin: None,
        cause: &causes::WRONG_AXIS,
    },
    Fault {
        entry: entry!("large-rewards", "Rewards × 100", with_large_rewards()),
        healthy: "dqn",
        section: "large-rewards",
        telltale: "loss",
        test: "tests/sanity.rs::a_batch_is_fitted_soon_and_without_a_leap",
        remedy: "Divide the rewards, so that a step pays about one.",
        twin: None,
        cause: &causes::LARGE_REWARDS,
    },
    Fault {
        entry: entry!(
            "huber-large-rewards",
            "Huber, rewards × 100",
            with_huber(copying_every(500, with_large_rewards()))
        ),
        healthy: "huber",
        section: "huber-with-large-rewards",
        telltale: "start_q",
        test: "tests/sanity.rs::a_batch_is_fitted_soon_and_without_a_leap",
        remedy: "Divide the rewards, or choose κ in their size.",
        twin: None,
        cause: &causes::LARGE_REWARDS,
    },
    Fault {
        entry: entry!("clamped-error", "TD error clipped", with_clamped_error()),
        healthy: "dqn",
        section: "a-clip-inside-the-square",
        telltale: "zero_gradient_share",
        test: "tests/objectives.rs::an_error_beyond_the_bound_of_a_clip_still_has_a_gradient",
        remedy: "Clip the gradient, or take the Huber loss.",
        twin: None,
        cause: &causes::CLIPPED_AWAY,
    },
    Fault {
        entry: entry!(
            "rate-times-10",
            "Learning rate × 10",
            with_rate_times(10.0, dqn())
        ),
        healthy: "dqn",
        section: "a-high-learning-rate",
        telltale: "loss",
        test: "tests/sanity.rs::a_batch_is_fitted_soon_and_without_a_leap",
        remedy: "A lower learning rate.",
        twin: None,
        cause: &causes::HIGH_RATE,
    },
    Fault {
        entry: entry!(
            "rate-over-10",
            "Learning rate ÷ 10",
            with_rate_times(0.1, dqn())
        ),
        healthy: "dqn",
        section: "a-low-learning-rate",
        telltale: "start_q",
        test: "tests/sanity.rs::a_batch_is_fitted_soon_and_without_a_leap",
        remedy: "A higher learning rate.",
        twin: None,
        cause: &causes::LOW_RATE,
    },
    Fault {
        entry: entry!("greedy-too-soon", "Greedy too soon", greedy_too_soon()),
        healthy: "dqn",
        section: "greedy-too-soon",
        telltale: "epsilon",
        test: "tests/sanity.rs::an_agent_explores_for_thousands_of_steps_and_then_less",
        remedy: "Let ε fall over thousands of steps, and not to zero.",
        twin: None,
        cause: &causes::GREEDY_TOO_SOON,
    },
    Fault {
        entry: entry!("exploring", "Exploring for ever", exploring_for_ever()),
        healthy: "dqn",
        section: "exploring-for-ever",
        telltale: "greedy_share",
        test: "tests/sanity.rs::an_agent_explores_for_thousands_of_steps_and_then_less",
        remedy: "Let ε fall.",
        twin: None,
        cause: &causes::EXPLORING,
    },
    Fault {
        entry: entry!("no-warm-up", "No warm-up", without_warm_up()),
        healthy: "dqn",
        section: "no-warm-up",
        telltale: "loss",
        test: "tests/sanity.rs::learning_waits_for_several_batches",
        remedy: "Fill the memory with some batches before the first step.",
        twin: None,
        cause: &causes::NO_WARM_UP,
    },
    Fault {
        entry: entry!(
            "per-unwritten",
            "Priorities never written",
            per_never_updated()
        ),
        healthy: "per",
        section: "priorities-that-are-never-written",
        telltale: "priority_spread",
        test: "tests/prioritized.rs::an_update_changes_how_often_a_transition_is_drawn",
        remedy: "Write the priorities into the memory, not into a copy.",
        twin: None,
        cause: &causes::UNWRITTEN,
    },
    Fault {
        entry: entry!(
            "per-unweighted",
            "No importance weights",
            per_without_weights()
        ),
        healthy: "per",
        section: "no-importance-weights",
        telltale: "weight_slope",
        test: "tests/prioritized.rs::weights_are_worked_by_hand",
        remedy: "Multiply each squared error by its weight.",
        twin: None,
        cause: &causes::NO_WEIGHTS,
    },
    Fault {
        entry: entry!(
            "per-wrong-sign",
            "Weights of the wrong sign",
            per_with_wrong_sign()
        ),
        healthy: "per",
        section: "weights-of-the-wrong-sign",
        telltale: "weight_slope",
        test: "tests/prioritized.rs::what_is_drawn_more_often_counts_for_less",
        remedy: "The exponent of the weights is −β.",
        twin: None,
        cause: &causes::WRONG_SIGN,
    },
    Fault {
        entry: entry!(
            "per-outliers",
            "Outliers among the rewards",
            per_with_outliers()
        ),
        healthy: "per",
        section: "outliers-among-the-rewards",
        telltale: "loss",
        test: "tests/replay.rs::a_transition_comes_back_as_it_was_stored",
        remedy: "Rescale or clip the rewards.",
        twin: None,
        cause: &causes::OUTLIERS,
    },
    Fault {
        entry: entry!(
            "dueling-sum",
            "No mean subtracted",
            with_larger_steps(dueling_with_naive_sum())
        ),
        healthy: "dueling-larger",
        section: "value-plus-advantage",
        telltale: "max_abs_q",
        test: "tests/techniques.rs::a_constant_in_the_advantage_changes_nothing_unless_the_sum_is_naive",
        remedy: "Subtract the mean advantage.",
        twin: None,
        cause: &causes::NAIVE_SUM,
    },
    Fault {
        entry: entry!(
            "dueling-over-batch",
            "Mean over the batch",
            dueling_over_batch()
        ),
        healthy: "dueling-larger",
        section: "the-mean-over-the-batch",
        telltale: "episode_return",
        test: "tests/techniques.rs::value_and_advantage_are_joined_as_each_equation_says",
        remedy: "Take the mean over the actions, not over the batch.",
        twin: None,
        cause: &causes::MEAN_OVER_BATCH,
    },
    Fault {
        entry: entry!(
            "fresh-statistics",
            "Statistics begin anew",
            with_fresh_statistics()
        ),
        healthy: "normalized",
        section: "statistics-that-begin-anew",
        telltale: "episode_return",
        test: "tests/wrappers.rs::an_evaluation_plays_with_the_moments_of_the_training_and_leaves_them",
        remedy: "Hand the mean and the variance of the training to each evaluation.",
        twin: None,
        cause: &causes::OWN_STATISTICS,
    },
    Fault {
        entry: entry!(
            "shared-stream",
            "Evaluation on the training stream",
            evaluated_on_its_training_stream()
        ),
        healthy: "dqn",
        section: "evaluation-on-the-training-stream",
        telltale: "episode_return",
        test: "tests/evaluation.rs::an_evaluation_changes_nothing_about_the_training",
        remedy: "An environment and a random stream of its own for the evaluation.",
        twin: Some(SHARED_STREAM_AGAIN),
        cause: &causes::SHARED_GENERATOR,
    },
];

/// The last fault under the same seeds, evaluated by twice as many episodes.
const SHARED_STREAM_AGAIN: Entry = Entry {
    seeds: &TEN_SEEDS,
    length: Length::Episodes(50),
    evaluation_episodes: 2 * EVALUATION_EPISODES,
    ..entry!(
        "shared-stream-again",
        "The same, evaluated twice as often",
        evaluated_on_its_training_stream()
    )
};

/// What the museum shows beside its faults: the end of the row of τ, and three remedies
/// of outliers.
pub const REMEDIES: [Entry; 4] = [
    entry!("tau-1", "τ = 1", following_by(1.0)),
    entry!(
        "per-bounded-priorities",
        "Outliers, bounded priorities",
        per_with_bounded_priorities()
    ),
    entry!(
        "per-bounded-weights",
        "Outliers, bounded weights",
        per_with_bounded_weights()
    ),
    entry!(
        "per-slower-target",
        "Outliers, slower target",
        per_with_slower_target()
    ),
];
