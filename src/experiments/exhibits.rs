//! The exhibits of the museum by their names: what the failure lab records.

use crate::agent::Agent;
use crate::as_printed::{dueling_with_naive_sum, per_never_updated};
use crate::dqn::dqn;
use crate::experiments::catalogue::{ENTRY, Entry};
use crate::experiments::variants;
use crate::lab::runs::experiment::EVALUATION_EPISODES;

/// Every exhibit that no chapter before the museum shows.
pub const EXHIBITS: [Entry; 23] = [
    Entry {
        name: "tau-1",
        title: "τ = 1",
        agent: |seed| Agent::new(variants::following_by(1.0), seed),
        ..ENTRY
    },
    Entry {
        name: "tau-0.001",
        title: "τ = 0.001",
        agent: |seed| Agent::new(variants::following_by(0.001), seed),
        ..ENTRY
    },
    Entry {
        name: "tau-0.0001",
        title: "τ = 0.0001",
        agent: |seed| Agent::new(variants::following_by(0.0001), seed),
        ..ENTRY
    },
    Entry {
        name: "no-mask",
        title: "No mask",
        agent: |seed| Agent::new(variants::without_mask(), seed),
        ..ENTRY
    },
    Entry {
        name: "limit-is-failure",
        title: "Time limit counts as failure",
        agent: |seed| Agent::new(variants::failing_at_the_limit(), seed),
        ..ENTRY
    },
    Entry {
        name: "max-over-batch",
        title: "Maximum over the batch",
        agent: |seed| Agent::new(variants::with_maximum_over_batch(), seed),
        ..ENTRY
    },
    Entry {
        name: "large-rewards",
        title: "Rewards × 100",
        agent: |seed| Agent::new(variants::with_large_rewards(), seed),
        ..ENTRY
    },
    Entry {
        name: "rate-times-10",
        title: "Learning rate × 10",
        agent: |seed| Agent::new(variants::with_rate_times(10.0, dqn()), seed),
        ..ENTRY
    },
    Entry {
        name: "rate-over-10",
        title: "Learning rate ÷ 10",
        agent: |seed| Agent::new(variants::with_rate_times(0.1, dqn()), seed),
        ..ENTRY
    },
    Entry {
        name: "greedy-too-soon",
        title: "Greedy too soon",
        agent: |seed| Agent::new(variants::greedy_too_soon(), seed),
        ..ENTRY
    },
    Entry {
        name: "exploring",
        title: "Exploring for ever",
        agent: |seed| Agent::new(variants::exploring_for_ever(), seed),
        ..ENTRY
    },
    Entry {
        name: "no-warm-up",
        title: "No warm-up",
        agent: |seed| Agent::new(variants::without_warm_up(), seed),
        ..ENTRY
    },
    Entry {
        name: "per-unwritten",
        title: "Priorities never written",
        agent: |seed| Agent::new(per_never_updated(), seed),
        ..ENTRY
    },
    Entry {
        name: "per-unweighted",
        title: "No importance weights",
        agent: |seed| Agent::new(variants::per_without_weights(), seed),
        ..ENTRY
    },
    Entry {
        name: "per-wrong-sign",
        title: "Weights of the wrong sign",
        agent: |seed| Agent::new(variants::per_with_wrong_sign(), seed),
        ..ENTRY
    },
    Entry {
        name: "per-outliers",
        title: "Outliers among the rewards",
        agent: |seed| Agent::new(variants::per_with_outliers(), seed),
        ..ENTRY
    },
    Entry {
        name: "per-bounded-priorities",
        title: "Outliers, bounded priorities",
        agent: |seed| Agent::new(variants::per_with_bounded_priorities(), seed),
        ..ENTRY
    },
    Entry {
        name: "per-bounded-weights",
        title: "Outliers, bounded weights",
        agent: |seed| Agent::new(variants::per_with_bounded_weights(), seed),
        ..ENTRY
    },
    Entry {
        name: "per-slower-target",
        title: "Outliers, slower target",
        agent: |seed| Agent::new(variants::per_with_slower_target(), seed),
        ..ENTRY
    },
    Entry {
        name: "dueling-sum",
        title: "No mean subtracted",
        agent: |seed| {
            let recipe = variants::with_larger_steps(dueling_with_naive_sum());
            Agent::new(recipe, seed)
        },
        ..ENTRY
    },
    Entry {
        name: "dueling-over-batch",
        title: "Mean over the batch",
        agent: |seed| Agent::new(variants::dueling_over_batch(), seed),
        ..ENTRY
    },
    Entry {
        name: "shared-stream",
        title: "Evaluation on the training stream",
        agent: |seed| Agent::new(variants::evaluated_on_its_training_stream(), seed),
        ..ENTRY
    },
    Entry {
        name: "shared-stream-again",
        title: "The same, evaluated twice as often",
        agent: |seed| Agent::new(variants::evaluated_on_its_training_stream(), seed),
        seeds: &[12, 34, 56, 78, 90, 101, 102, 103, 104, 105],
        episodes: 50,
        evaluation_episodes: 2 * EVALUATION_EPISODES,
        ..ENTRY
    },
];
