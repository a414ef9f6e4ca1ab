//! The rules of the doctor: which number, beyond which bound, points to which cause.
//!
//! The rules stand in the order of how much they say: first those that point to one
//! cause, and last those that only see that something is wrong.

use crate::lab::doctor::causes::{
    CLIPPED_AWAY, EXPLORING, GREEDY_TOO_SOON, HIGH_RATE, LARGE_REWARDS, LOW_RATE,
    MEAN_OVER_BATCH, NO_BOUND, NO_MASK, NO_REPLAY, NO_WARM_UP, NO_WEIGHTS, OUTLIERS,
    SHARED_GENERATOR, TARGET_FOLLOWS, TARGET_SLOW, UNWRITTEN, WRONG_AXIS,
    WRONG_SIGN,
};
use crate::lab::doctor::measures::{
    asymmetry, early, empty_promise, end, first_loss, kept, largest, learning,
    median, not_finite, rise, width,
};
use crate::lab::doctor::rule::{Bound, Rule};

/// The rule that takes two recordings: what one evaluation more changes.
pub const SHARED_STREAM: Rule = Rule {
    symptom: "The training changes when only the evaluation does.",
    measured: "first episode that differs between two recordings of a seed",
    columns: &["steps", "episode_return", "loss"],
    measure: |_| None,
    bound: Bound::Above(0.0),
    causes: &[&SHARED_GENERATOR],
};

/// Every rule that takes one run.
pub const RULES: [Rule; 20] = [
    Rule {
        symptom: "A number is NaN or infinite.",
        measured: "numbers that are NaN or infinite",
        // All that the run has.
        columns: &[],
        measure: not_finite,
        bound: Bound::Above(0.0),
        causes: &[&HIGH_RATE, &LARGE_REWARDS],
    },
    Rule {
        symptom: "Learning begins early.",
        measured: "steps at the end of the first episode that learns",
        columns: &["loss"],
        measure: |run| Some(learning(run).first()?.steps as f64),
        bound: Bound::Below(256.0),
        causes: &[&NO_WARM_UP],
    },
    Rule {
        symptom: "No weight has a gradient.",
        measured: "largest share of weights without a gradient in an episode",
        columns: &["zero_gradient_share"],
        measure: |run| largest(run, |row| row.zero_gradient_share),
        bound: Bound::Above(0.99),
        causes: &[&CLIPPED_AWAY],
    },
    Rule {
        symptom: "The agent never takes its own advice.",
        measured: "largest share of greedy steps in an episode",
        columns: &["greedy_share"],
        measure: |run| largest(run, |row| row.greedy_share),
        bound: Bound::Below(0.05),
        causes: &[&EXPLORING],
    },
    Rule {
        symptom: "The agent explores for a few episodes only.",
        measured: "ε in the episode of step 1,000",
        columns: &["epsilon"],
        measure: |run| run.iter().find(|row| row.steps >= 1_000)?.epsilon,
        bound: Bound::Below(0.1),
        causes: &[&GREEDY_TOO_SOON],
    },
    Rule {
        symptom: "What is learned from is as new as can be.",
        measured: "median age of a sample over the steps so far, in the first \
                40 episodes that learn",
        columns: &["sample_age"],
        measure: |run| {
            median(&early(run), |row| Some(row.sample_age? / row.steps as f64))
        },
        bound: Bound::Below(0.05),
        causes: &[&NO_REPLAY],
    },
    Rule {
        symptom: "The target network never leaves the online network.",
        measured: "largest distance of the target network",
        columns: &["target_distance"],
        measure: |run| largest(run, |row| row.target_distance),
        bound: Bound::Below(0.005),
        causes: &[&TARGET_FOLLOWS],
    },
    Rule {
        symptom: "The target network lags far behind.",
        measured: "median distance of the target network",
        columns: &["target_distance"],
        measure: |run| median(run, |row| row.target_distance),
        bound: Bound::Above(0.04),
        causes: &[&TARGET_SLOW, &HIGH_RATE],
    },
    Rule {
        symptom: "All priorities are equal.",
        measured: "highest probability of a transition, times their number",
        columns: &["priority_spread"],
        measure: |run| largest(run, |row| row.priority_spread),
        bound: Bound::Below(1.01),
        causes: &[&UNWRITTEN],
    },
    Rule {
        symptom: "What is drawn often counts for more.",
        measured: "median exponent of the weights",
        columns: &["weight_slope"],
        measure: |run| median(run, |row| row.weight_slope),
        bound: Bound::Above(0.1),
        causes: &[&WRONG_SIGN],
    },
    Rule {
        symptom: "What is drawn often counts as much each time.",
        measured: "median exponent of the weights, without its sign",
        columns: &["weight_slope"],
        measure: |run| median(run, |row| row.weight_slope).map(f64::abs),
        bound: Bound::Below(0.1),
        causes: &[&NO_WEIGHTS],
    },
    Rule {
        symptom: "Some TD errors are larger than the values themselves.",
        measured: "largest half width of the TD errors over the mean |Q|, from \
                the 10th to the 100th episode that learns",
        columns: &["td_error_p10", "td_error_p90", "mean_abs_q"],
        measure: width,
        bound: Bound::Above(0.7),
        causes: &[&OUTLIERS, &HIGH_RATE],
    },
    Rule {
        symptom: "The first targets are far above the first values.",
        measured: "largest median TD error of the first 3 episodes that learn",
        columns: &["td_error_p50"],
        measure: |run| {
            let first = learning(run);
            largest(first.get(..3)?, |row| row.td_error_p50.map(f64::abs))
        },
        bound: Bound::Above(20.0),
        causes: &[&LARGE_REWARDS, &HIGH_RATE],
    },
    Rule {
        symptom: "The first learner steps throw the values far away.",
        measured: "largest loss over the square of the mean |Q|, or over 1 \
                where that is larger, in the first 3 episodes that learn",
        columns: &["loss", "mean_abs_q"],
        measure: first_loss,
        bound: Bound::Above(1.8),
        causes: &[&HIGH_RATE, &LARGE_REWARDS],
    },
    Rule {
        symptom: "From the start, nearly all TD errors lie above zero.",
        measured: "median asymmetry of the TD errors in the first 40 episodes \
                that learn",
        columns: &["td_error_p10", "td_error_p90"],
        measure: |run| median(&early(run), asymmetry),
        bound: Bound::Above(0.9),
        causes: &[&LOW_RATE, &LARGE_REWARDS],
    },
    Rule {
        symptom: "To the end, nearly all TD errors lie above zero.",
        measured: "median asymmetry of the TD errors in the last 25 episodes",
        columns: &["td_error_p10", "td_error_p90"],
        measure: |run| median(end(&learning(run))?, asymmetry),
        bound: Bound::Above(0.8),
        causes: &[&WRONG_AXIS, &LOW_RATE],
    },
    Rule {
        symptom: "More than half of the TD errors lie well below zero.",
        measured: "median TD error over the mean |Q|, in the last 25 episodes",
        columns: &["td_error_p50", "mean_abs_q"],
        measure: |run| {
            median(end(&learning(run))?, |row| {
                Some(row.td_error_p50? / row.mean_abs_q?)
            })
        },
        bound: Bound::Below(-0.01),
        causes: &[&MEAN_OVER_BATCH, &WRONG_AXIS],
    },
    Rule {
        symptom: "The network promises more and more, and the policy gets no \
                    better.",
        measured: "median promise over what is obtained in the last 25 \
                episodes, where the score has not risen to 5 times that of \
                the start",
        columns: &["score", "start_q", "start_return"],
        measure: empty_promise,
        bound: Bound::Above(10.0),
        causes: &[&NO_MASK, &WRONG_AXIS, &MEAN_OVER_BATCH, &LARGE_REWARDS],
    },
    Rule {
        symptom: "What was learned is lost again.",
        measured: "mean score of the last 25 episodes, over the highest of \
                the run",
        columns: &["score"],
        measure: kept,
        bound: Bound::Below(0.45),
        causes: &[&NO_BOUND, &HIGH_RATE],
    },
    Rule {
        symptom: "The score does not rise.",
        measured: "highest mean score of 25 episodes, over that of the first 10",
        columns: &["score"],
        measure: rise,
        bound: Bound::Below(5.0),
        causes: &[&LOW_RATE, &HIGH_RATE, &EXPLORING],
    },
];
