//! The judges of the exercises on runs and their rows.

use deepq::lab::reliability::{interquartile_mean, probability_of_improvement};
use deepq::lab::statistics::median;
use deepq::prelude::*;
use deepq::press::judges::Verdict;

/// The claims that the answer breaks, each with what the judge says of it.
fn faults(verdict: &Verdict) -> Vec<(&str, &str)> {
    let findings = verdict.findings().iter();
    findings
        .filter_map(|found| Some((&*found.claim, found.fault.as_deref()?)))
        .collect()
}

/// The only fault is that of `claim`, and it says `words`.
#[track_caller]
fn assert_only(verdict: &Verdict, claim: &str, words: &str) {
    let faults = faults(verdict);
    assert_eq!(faults.len(), 1, "{verdict}");
    assert_eq!(faults[0].0, claim);
    assert!(faults[0].1.contains(words), "{verdict}");
}

/// The first fault says `words`.
#[track_caller]
fn assert_first(verdict: &Verdict, words: &str) {
    let faults = faults(verdict);
    assert!(
        faults
            .first()
            .is_some_and(|(_, fault)| fault.contains(words)),
        "{verdict}"
    );
}

fn mean(scores: &[f64]) -> f64 {
    scores.iter().sum::<f64>() / scores.len() as f64
}

#[test]
fn the_interquartile_mean_of_the_library_is_right() {
    assert!(check_interquartile_mean(interquartile_mean).is_right());
}

#[test]
fn means_of_other_parts_of_the_runs_are_told_apart() {
    assert_first(
        &check_interquartile_mean(mean),
        "makes 375, but must make 250 (all runs are in it",
    );
    assert_only(
        &check_interquartile_mean(|scores| median(scores).unwrap()),
        "a quarter is rounded down to whole runs",
        "makes 20, but must make 30 (a quarter of 5 runs is 1 run",
    );
    let unsorted = |scores: &[f64]| {
        let quarter = scores.len() / 4;
        mean(&scores[quarter..scores.len() - quarter])
    };
    assert_only(
        &check_interquartile_mean(unsorted),
        "the order of the runs does not matter",
        "sort them first",
    );
    let of_all = |scores: &[f64]| {
        let middle = scores.len() - 2 * (scores.len() / 4);
        interquartile_mean(scores) * middle as f64 / scores.len() as f64
    };
    assert_first(&check_interquartile_mean(of_all), "gone and still counted");
}

#[test]
fn the_probability_of_improvement_of_the_library_is_right() {
    assert!(check_improvement(probability_of_improvement).is_right());
}

#[test]
fn ties_pairs_and_roles_that_are_wrong_are_told_apart() {
    let share = |wins: fn(f64, f64) -> bool| {
        move |first: &[f64], second: &[f64]| {
            let of = |&x| second.iter().filter(|&&y| wins(x, y)).count();
            let won: usize = first.iter().map(of).sum();
            won as f64 / (first.len() * second.len()) as f64
        }
    };
    let tie = "a tie counts half";
    assert_only(&check_improvement(share(|x, y| x > y)), tie, "gives 0");
    assert_only(&check_improvement(share(|x, y| x >= y)), tie, "gives 1");
    let swapped = |x: &[f64], y: &[f64]| probability_of_improvement(y, x);
    assert_first(&check_improvement(swapped), "each pair is won");
    let side_by_side = |first: &[f64], second: &[f64]| {
        let pairs = first.iter().zip(second);
        let share = |(x, y): (&f64, &f64)| probability_of_improvement(&[*x], &[*y]);
        mean(&pairs.map(share).collect::<Vec<_>>())
    };
    assert_only(
        &check_improvement(side_by_side),
        "every run meets every run of the other",
        "not those of one place",
    );
}

/// y, with the value discounted by `power` of the number of rewards.
fn target(
    rewards: &[f32],
    terminated: bool,
    value: f32,
    gamma: f32,
    power: impl Fn(i32) -> i32,
) -> f32 {
    let rewards_sum = (0..).zip(rewards).map(|(k, r)| gamma.powi(k) * r);
    let value = if terminated { 0.0 } else { value };
    let ahead = power(i32::try_from(rewards.len()).unwrap());
    rewards_sum.sum::<f32>() + gamma.powi(ahead) * value
}

#[test]
fn a_target_of_several_rewards_is_right() {
    let right =
        |r: &[f32], terminated, v, gamma| target(r, terminated, v, gamma, |n| n);
    assert!(check_n_step_target(right).is_right());
}

#[test]
fn slips_in_a_target_of_several_rewards_are_told_apart() {
    assert_first(
        &check_n_step_target(|r, t, v, gamma| target(r, t, v, gamma, |_| 1)),
        "gives 6, but must give 4 (the value lies two steps ahead",
    );
    assert_first(
        &check_n_step_target(|r, t, v, gamma| target(r, t, v, gamma, |n| n + 1)),
        "rewards [1.0], terminated false",
    );
    assert_only(
        &check_n_step_target(|r, _, v, gamma| target(r, false, v, gamma, |n| n)),
        "after a failure the rewards are all there is",
        "nothing comes after the rewards",
    );
    let flat = |r: &[f32], terminated: bool, v: f32, gamma: f32| {
        let ahead = i32::try_from(r.len()).unwrap();
        let value = if terminated { 0.0 } else { v };
        r.iter().sum::<f32>() + gamma.powi(ahead) * value
    };
    assert_first(
        &check_n_step_target(flat),
        "the second reward lies one step ahead",
    );
}

/// A sound rule: the last age is below a hundredth of the steps.
fn sees_empty_memory(rows: &[Row]) -> bool {
    let measured = rows.iter().rev().find(|row| row.sample_age.is_some());
    measured.is_some_and(|row| {
        row.steps > 5_000 && row.sample_age.unwrap() < row.steps as f64 / 100.0
    })
}

#[test]
fn a_rule_that_reads_the_end_of_a_run_is_right() {
    let verdict = check_memory_rule(sees_empty_memory);
    assert!(verdict.is_right(), "{verdict}");
}

#[test]
fn rules_that_judge_too_soon_or_what_is_missing_are_told_apart() {
    let any = |rows: &[Row]| {
        let is_low = |row: &Row| row.sample_age.unwrap_or(0.0) < 64.0;
        rows.iter().any(is_low)
    };
    let seen = check_memory_rule(any);
    let claims: Vec<&str> = faults(&seen).iter().map(|fault| fault.0).collect();
    assert_eq!(
        claims,
        [
            "ages of half the steps are no symptom",
            "rows before learning starts say nothing",
            "a run without the column says nothing",
            "a run that has hardly begun says nothing",
        ]
    );
    let never = check_memory_rule(|_| false);
    assert_only(&never, "ages that stay near 0 are one", "31.5 after 25000");
    let hasty =
        check_memory_rule(|rows| rows.last().unwrap().sample_age < Some(64.0));
    assert!(!hasty.is_right());
    let claims = faults(&hasty);
    assert!(claims.iter().any(|(claim, fault)| {
        *claim == "no rows say nothing" && fault.contains("panics")
    }));
}
