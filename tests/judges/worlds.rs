//! A sweep of value iteration.

use super::judged::Judged;
use deepq::prelude::*;

type Outcomes<'a> = &'a [(f32, f32, f32)];

fn right(outcomes: Outcomes, gamma: f32) -> f32 {
    outcomes.iter().map(|(p, r, v)| p * (r + gamma * v)).sum()
}

#[test]
fn a_backup_is_judged() {
    let in_two_sums = |outcomes: Outcomes, gamma: f32| {
        let rewards: f32 = outcomes.iter().map(|(p, r, _)| p * r).sum();
        let values: f32 = outcomes.iter().map(|(p, _, v)| p * v).sum();
        rewards + gamma * values
    };
    let of_the_best = |outcomes: Outcomes, gamma: f32| {
        let worths = outcomes.iter().map(|(_, r, v)| r + gamma * v);
        worths.fold(f32::MIN, f32::max)
    };
    let all_alike = |outcomes: Outcomes, gamma: f32| {
        let worths = outcomes.iter().map(|(_, r, v)| r + gamma * v);
        worths.sum::<f32>() / outcomes.len() as f32
    };
    Judged::new("backup")
        .right("in one sum", &check_backup(right))
        .right("in two sums", &check_backup(in_two_sums))
        .wrong("the best outcome", [1], &check_backup(of_the_best))
        .wrong("outcomes that are alike", [1], &check_backup(all_alike))
        .wrong(
            "no chances",
            [1],
            &check_backup(|outcomes, gamma| {
                outcomes.iter().map(|(_, r, v)| r + gamma * v).sum()
            }),
        )
        .wrong(
            "no discount",
            [2, 3],
            &check_backup(|outcomes, _| right(outcomes, 1.0)),
        )
        .wrong(
            "the reward is discounted",
            [2, 3],
            &check_backup(|outcomes, gamma| gamma * right(outcomes, 1.0)),
        )
        .wrong(
            "nothing follows",
            [1, 3],
            &check_backup(|outcomes, _| right(outcomes, 0.0)),
        )
        .told();
}
