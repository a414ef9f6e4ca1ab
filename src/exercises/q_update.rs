//! The judge of the update of Q-learning.

use super::case::Case;
use super::verdict::{Verdict, each};

/// Value, reward, next values, terminated, alpha and gamma.
type Update = (f64, f64, [f64; 2], bool, f64, f64);

/// Judges the update of Q-learning, Q + α (y − Q) with
/// y = r + γ (1 − terminated) maxₐ Q(s′, a), given as a function of the value Q,
/// reward, values of the next state, terminated, alpha and gamma.
pub fn check_q_update(
    answer: impl Fn(f64, f64, [f64; 2], bool, f64, f64) -> f64,
) -> Verdict {
    let tried = |updates: &[Update]| {
        each(updates, |&update| {
            case(update).tried(
                |&(q, r, next, terminated, alpha, gamma)| {
                    answer(q, r, next, terminated, alpha, gamma)
                },
                |(q, r, next, terminated, alpha, gamma), found, right| {
                    format!(
                        "for value {q}, reward {r}, next values {next:?}, terminated \
                         {terminated}, alpha {alpha} and gamma {gamma} it gives \
                         {found}, but must give {right}"
                    )
                },
            )
        })
    };
    // Every number is exact, in whatever order it is computed. Only the last claim has
    // a discount, so an answer that forgets it fails there alone.
    Verdict::new()
        .claim("alpha is the share of the way to the target", || {
            let update = |alpha| (4.0, 1.0, [7.0, 7.0], false, alpha, 1.0);
            tried(&[update(0.25), update(0.0), update(1.0)])
        })
        .claim("the target has the best of the next values", || {
            let update = |next| (4.0, 1.0, next, false, 0.25, 1.0);
            tried(&[[1.0, 7.0], [7.0, 1.0], [-7.0, -3.0]].map(update))
        })
        .claim("a terminated step has no next value", || {
            tried(&[(4.0, 1.0, [7.0, 7.0], true, 0.25, 1.0)])
        })
        .claim("gamma discounts the next value and nothing else", || {
            tried(&[(4.0, 1.0, [7.0, 7.0], false, 0.5, 0.25)])
        })
}

const NOT_BEST: &str = "the best of the next values counts, whatever is played next";

/// The right value of a cell after an update, and what slips make of it.
fn case(update: Update) -> Case<Update, f64> {
    let (value, reward, [a, b], terminated, alpha, gamma) = update;
    let best = a.max(b);
    let towards = |target: f64| value + alpha * (target - value);
    let with = |next_value: f64| {
        towards(reward + gamma * if terminated { 0.0 } else { next_value })
    };
    let y = reward + gamma * if terminated { 0.0 } else { best };
    let undiscounted = reward + best;
    let unmoved = if terminated {
        "a terminated step is learned from too"
    } else {
        "the value has not moved"
    };
    Case::new(update, towards(y))
        .slip(y, "that is the target itself: go only the share alpha")
        .slip(
            value + alpha * y,
            "the way is from the value to the target: y minus the value",
        )
        .slip(
            alpha * value + (1.0 - alpha) * y,
            "alpha and 1 − alpha have changed places",
        )
        .slip(
            value - alpha * (y - value),
            "that goes away from the target",
        )
        .slip(
            alpha * (y - value),
            "that is the step alone: it starts from the value",
        )
        .slips([a, b, f64::midpoint(a, b), a + b].map(|v| (with(v), NOT_BEST)))
        .slip(with(best.max(0.0)), "a next value may be below 0")
        .slip(
            towards(reward + gamma * best),
            "a terminal state has no future: its value counts as 0",
        )
        .slip(
            towards(if terminated { 0.0 } else { y }),
            "the reward was earned: only the next value counts as 0",
        )
        .slip(towards(undiscounted), "gamma is missing")
        .slip(
            towards(gamma * undiscounted),
            "gamma discounts the next value, not the reward",
        )
        .slip(
            value + alpha * gamma * (undiscounted - value),
            "gamma discounts the next value, not the way",
        )
        .slip(towards(y - reward), "the reward is missing")
        .slip(value, unmoved)
}
