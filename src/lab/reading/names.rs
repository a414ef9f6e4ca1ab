//! The names that other programs give the columns of a run.

/// A column of a row, the names that it has elsewhere, and those of the same number for
/// one episode where the column counts all of them.
const NAMES: [(&str, &[&str]); 19] = [
    ("seed", &["run", "run_id", "trial", "exp_name"]),
    (
        "episode",
        &["episodes", "ep", "episode_num", "time/episodes"],
    ),
    (
        "steps",
        &[
            "step",
            "global_step",
            "total_steps",
            "timesteps",
            "timesteps_total",
            "total_timesteps",
            "num_env_steps_sampled",
            "num_env_steps_sampled_lifetime",
            "env_step",
            "time/total_timesteps",
        ],
    ),
    (
        LENGTH,
        &["l", "length", "len", "ep_len", "steps_this_episode"],
    ),
    (
        "score",
        &[
            "reward",
            "r",
            "return",
            "value",
            "ep_reward",
            "ep_rew_mean",
            "eval_return",
            "test_reward",
            "mean_reward",
            "eval/mean_reward",
            "test/reward",
            "rollout/ep_rew_mean",
            "episode_reward_mean",
            "env_runners/episode_return_mean",
            "env_runners/episode_reward_mean",
            "charts/episodic_return",
            "episodic_return",
        ],
    ),
    (
        "episode_return",
        &["train_return", "train_reward", "episode_reward"],
    ),
    (
        "epsilon",
        &[
            "eps",
            "exploration_rate",
            "rollout/exploration_rate",
            "charts/epsilon",
        ],
    ),
    (
        "loss",
        &[
            "td_loss",
            "train/loss",
            "losses/td_loss",
            "train_loss",
            "mse",
        ],
    ),
    (
        "gradient_norm",
        &["grad_norm", "grad_gnorm", "train/grad_norm"],
    ),
    (
        "mean_abs_q",
        &[
            "q_mean",
            "mean_q",
            "q",
            "losses/q_values",
            "q_values",
            "train/q_mean",
        ],
    ),
    ("max_abs_q", &["q_max", "max_q"]),
    ("start_q", &["q0", "initial_q"]),
    (
        "learner_steps",
        &["n_updates", "train/n_updates", "updates", "gradient_steps"],
    ),
    ("target_updates", &["target_copies"]),
    ("sample_age", &["replay_age"]),
    ("td_error_p50", &["td_error", "mean_td_error"]),
    ("action_gap", &["q_gap"]),
    ("target_distance", &["target_gap"]),
    ("greedy_share", &["greedy"]),
];

/// The steps of one episode, which a run adds up.
pub(super) const LENGTH: &str = "episode_length";

/// Whether a title is that of means over the last episodes, as many as a program takes.
pub(super) fn is_running_mean(title: &str) -> bool {
    const MEANS: [&str; 3] =
        ["ep_rew_mean", "episode_reward_mean", "episode_return_mean"];
    let title = title.to_lowercase();
    MEANS.contains(&title.rsplit('/').next().unwrap_or_default())
}

/// The column that `title` names, in whatever case, and with a run's name before it as
/// in an export of Weights & Biases.
pub(super) fn column_of(title: &str) -> Option<&'static str> {
    let title = title.trim().to_lowercase();
    let title = title.rsplit(" - ").next().unwrap_or(&title);
    let title = title.replace(' ', "_");
    let knows = |(column, names): &&(&str, &[&str])| {
        *column == title || names.contains(&&*title)
    };
    NAMES.iter().find(knows).map(|(column, _)| *column)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_title_is_known_by_its_words_in_any_case() {
        let wandb = "World-v1__dqn__1__1700000000 - charts/episodic_return";
        for (title, column) in [
            ("Episode", "episode"),
            ("rollout/ep_rew_mean", "score"),
            ("l", LENGTH),
            (wandb, "score"),
            ("Total Steps", "steps"),
        ] {
            assert_eq!(column_of(title), Some(column), "{title}");
        }
        assert_eq!(column_of("wall time"), None);
    }

    #[test]
    fn no_name_is_that_of_two_columns() {
        let mut seen = BTreeSet::new();
        for (column, names) in NAMES {
            for name in names.iter().chain([&column]) {
                assert!(seen.insert(*name), "{name}");
            }
        }
    }
}
