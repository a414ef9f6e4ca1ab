//! Further columns: what a recorder can write beside the columns of a row, and what only
//! it can know, as it sees the steps that were executed beside those that were stored.

/// A column that a recorder writes, and what it is.
#[derive(Debug)]
pub struct Further {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub meaning: &'static str,
}

/// The further columns of these names, each with what it is.
macro_rules! further_of {
    ($($name:ident: $meaning:literal),+ $(,)?) => {
        [$(Further { name: stringify!($name), meaning: $meaning }),+]
    };
}

/// Every further column.
pub const FURTHER: [Further; 21] = further_of! {
    output_low: "least Q(s, a) over the states of the batches and all actions",
    output_high: "largest Q(s, a) over the states of the batches and all actions",
    constant_outputs: "share of the actions whose Q is the same for all states of a batch",
    alone_error: "largest distance of Q of a state alone from Q of it in the batch, over the mean |Q|",
    terms_per_sample: "terms of the loss to a transition: one, where the shapes are right",
    target_gradient: "share of the learner steps whose targets have a gradient",
    target_error: "median distance of the targets from r + γ(1 − d) maxₐ Q(s′, a; θ⁻), over their size",
    terminal_error: "median |y − r| of the transitions with the mark of an end, over the mean |y|",
    target_follow: "share of the way to the online network that an update takes the target network",
    unknown_share: "share of the states in the batches that no step has shown",
    action_mismatch: "share of the transitions whose stored action is another than the one that was taken",
    reward_ratio: "median stored reward over the one that was given",
    next_mismatch: "share of the transitions whose stored next state is another than the one that came",
    unflagged_ends: "share of the terminated transitions without the mark of an end",
    flagged_limits: "share of the truncated transitions with the mark of an end",
    reward_size: "mean size of the rewards that are not zero",
    commonest_action: "share of the commonest action among the greedy ones of the episode",
    acting_error: "share of the greedy steps whose action is not the best one of the online network",
    seconds_per_step: "seconds to an environment step",
    memory_mb: "memory of the program, in megabytes",
    observation_size: "numbers in a state",
};
