//! λ-returns, and the step that cannot overshoot.

use super::judged::Judged;
use deepq::exercises::Verdict;
use deepq::prelude::*;

/// `R_t = r_t + γ ((1 − λ) v_{t+1} + λ R_{t+1})`, where the last return is as `last` has it,
/// of r, γ and v.
fn backwards(
    (rewards, values): (&[f32], &[f32]),
    gamma: f32,
    lambda: f32,
    last: fn(f32, f32, f32, f32) -> f32,
) -> Vec<f32> {
    let mut returns = vec![0.0; rewards.len()];
    for t in (0..rewards.len()).rev() {
        returns[t] = match returns.get(t + 1) {
            Some(next) => {
                rewards[t] + gamma * ((1.0 - lambda) * values[t] + lambda * next)
            }
            None => last(rewards[t], gamma, lambda, values[t]),
        };
    }
    returns
}

fn right(rewards: &[f32], values: &[f32], gamma: f32, lambda: f32) -> Vec<f32> {
    backwards((rewards, values), gamma, lambda, |r, gamma, _, v| {
        r + gamma * v
    })
}

#[test]
fn lambda_returns_are_judged() {
    let reversed = |r: &[f32], v: &[f32], gamma: f32, lambda: f32| {
        let mut returns = right(r, v, gamma, lambda);
        returns.reverse();
        returns
    };
    // R_t = r_t + γ v_{t+1} + γλ (R_{t+1} − v_{t+1}), forwards in sums.
    let in_errors = |r: &[f32], v: &[f32], gamma: f32, lambda: f32| {
        let mut ahead = 0.0;
        let mut returns: Vec<f32> = Vec::new();
        for t in (0..r.len()).rev() {
            let found = r[t] + gamma * v[t] + gamma * lambda * ahead;
            returns.insert(0, found);
            ahead = found - t.checked_sub(1).map_or(0.0, |before| v[before]);
        }
        returns
    };
    Judged::new("lambda_returns")
        .right("backwards", &check_lambda_returns(right))
        .right("in TD errors", &check_lambda_returns(in_errors))
        .wrong(
            "the weights change places",
            [1, 3, 4],
            &check_lambda_returns(|r, v, gamma, lambda| {
                right(r, v, gamma, 1.0 - lambda)
            }),
        )
        .wrong(
            "no discount",
            [1, 2, 3, 4],
            &check_lambda_returns(|r, v, _, lambda| right(r, v, 1.0, lambda)),
        )
        .wrong(
            "the last value is missing",
            [1, 2, 3, 4],
            &check_lambda_returns(|r, v, gamma, lambda| {
                backwards((r, v), gamma, lambda, |r, _, _, _| r)
            }),
        )
        .wrong(
            "the last value is mixed with nothing",
            [2, 3, 4],
            &check_lambda_returns(|r, v, gamma, lambda| {
                let mixed = |r, gamma, lambda, v| r + gamma * (1.0 - lambda) * v;
                backwards((r, v), gamma, lambda, mixed)
            }),
        )
        .wrong(
            "the order is reversed",
            [3, 4],
            &check_lambda_returns(reversed),
        )
        .told();
}

/// The verdict on η / max(1, `bound`), of δ, ‖z‖₁, η and κ.
fn bounded(bound: fn(f64, f64, f64, f64) -> f64) -> Verdict {
    check_bounded_step(|td_error, size, rate, kappa| {
        rate / bound(td_error, size, rate, kappa).max(1.0)
    })
}

#[test]
fn bounded_step_is_judged() {
    Judged::new("bounded_step")
        .right(
            "as the equation",
            &bounded(|d, z, rate, kappa| rate * kappa * d.abs().max(1.0) * z),
        )
        .right(
            "the shorter of two steps",
            &check_bounded_step(|d, z, rate, kappa| {
                rate.min(1.0 / (kappa * d.abs().max(1.0) * z))
            }),
        )
        .wrong(
            "not a bound",
            [1],
            &check_bounded_step(|d, z, _, kappa| {
                1.0 / (kappa * d.abs().max(1.0) * z)
            }),
        )
        .wrong(
            "no kappa",
            [2, 3, 4, 5],
            &bounded(|d, z, rate, _| rate * d.abs().max(1.0) * z),
        )
        .wrong(
            "no error",
            [3],
            &bounded(|_, z, rate, kappa| rate * kappa * z),
        )
        .wrong(
            "the sign counts",
            [3],
            &bounded(|d, z, rate, kappa| rate * kappa * d.max(1.0) * z),
        )
        .wrong(
            "a small error makes a step longer",
            [4],
            &bounded(|d, z, rate, kappa| rate * kappa * d.abs() * z),
        )
        .wrong(
            "no rate in the bound",
            [5],
            &bounded(|d, z, _, kappa| kappa * d.abs().max(1.0) * z),
        )
        .told();
}
