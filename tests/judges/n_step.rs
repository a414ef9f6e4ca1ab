//! The target of several rewards.

use super::judged::Judged;
use deepq::exercises::Verdict;
use deepq::prelude::*;

/// The verdict on y with the value discounted by `power` of the number of rewards.
fn ahead(power: fn(i32) -> i32) -> Verdict {
    check_n_step_target(|rewards, terminated, value, gamma| {
        let discounted = (0..).zip(rewards).map(|(k, r)| gamma.powi(k) * r);
        let value = if terminated { 0.0 } else { value };
        let ahead = power(i32::try_from(rewards.len()).unwrap());
        discounted.sum::<f32>() + gamma.powi(ahead) * value
    })
}

#[test]
fn n_step_target_is_judged() {
    let right = |rewards: &[f32], terminated: bool, value: f32, gamma: f32| {
        let value = if terminated { 0.0 } else { value };
        rewards
            .iter()
            .rev()
            .fold(value, |later, r| r + gamma * later)
    };
    let flat = |rewards: &[f32], terminated: bool, value: f32, gamma: f32| {
        let later = right(&vec![0.0; rewards.len()], terminated, value, gamma);
        rewards.iter().sum::<f32>() + later
    };
    Judged::new("n_step_target")
        .right("forwards", &ahead(|n| n))
        .right("backwards", &check_n_step_target(right))
        .wrong("one step ahead", [2, 3], &ahead(|_| 1))
        .wrong("one step too far ahead", [1, 2, 3], &ahead(|n| n + 1))
        .wrong(
            "termination is forgotten",
            [4],
            &check_n_step_target(|r, _, v, gamma| right(r, false, v, gamma)),
        )
        .wrong(
            "the rewards are not discounted",
            [2, 3, 4],
            &check_n_step_target(flat),
        )
        .told();
}
