//! The returns of an episode, and the update of Q-learning.

use super::judged::Judged;
use deepq::exercises::Verdict;
use deepq::prelude::*;

fn returns(rewards: &[f64], gamma: f64) -> Vec<f64> {
    let mut returns = vec![0.0; rewards.len()];
    let mut later = 0.0;
    for t in (0..rewards.len()).rev() {
        later = rewards[t] + gamma * later;
        returns[t] = later;
    }
    returns
}

/// The return of the step after, `factor` times.
fn later(rewards: &[f64], gamma: f64, factor: f64) -> Vec<f64> {
    let returns = returns(rewards, gamma).into_iter().skip(1);
    let returns = returns.map(|g| factor * g).chain([0.0]);
    returns.take(rewards.len()).collect()
}

fn sums_of_the_past(rewards: &[f64], gamma: f64) -> Vec<f64> {
    let sums = rewards.iter().scan(0.0, |sum, reward| {
        *sum = reward + gamma * *sum;
        Some(*sum)
    });
    sums.collect()
}

#[test]
fn returns_are_judged() {
    let forwards = |rewards: &[f64], gamma: f64| {
        let from = |t: usize| {
            let ahead = rewards[t..].iter().zip(0..);
            ahead.map(|(reward, k)| gamma.powi(k) * reward).sum()
        };
        (0..rewards.len()).map(from).collect()
    };
    Judged::new("returns")
        .right("computed backwards", &check_returns(returns))
        .right("computed forwards", &check_returns(forwards))
        .wrong(
            "without the discount",
            [3, 4],
            &check_returns(|rewards, _| returns(rewards, 1.0)),
        )
        .wrong("of the past", [2, 3], &check_returns(sums_of_the_past))
        .wrong(
            "in reverse order",
            [2, 3, 4],
            &check_returns(|rewards, gamma| {
                returns(rewards, gamma).into_iter().rev().collect()
            }),
        )
        .wrong(
            "discounted from the start of the episode",
            [3, 4],
            &check_returns(|rewards, gamma| {
                let returns = returns(rewards, gamma).into_iter().zip(0..);
                returns.map(|(g, t)| gamma.powi(t) * g).collect()
            }),
        )
        .wrong(
            "with a discount of their own reward",
            [3, 4],
            &check_returns(|rewards, gamma| {
                returns(rewards, gamma).iter().map(|g| gamma * g).collect()
            }),
        )
        .wrong(
            "without their own reward",
            [2, 3, 4],
            &check_returns(|rewards, gamma| later(rewards, gamma, 1.0)),
        )
        .wrong(
            "without their own reward, but with its discount",
            [2, 3, 4],
            &check_returns(|rewards, gamma| later(rewards, gamma, gamma)),
        )
        .wrong(
            "one for all steps",
            [2, 3, 4],
            &check_returns(|rewards, gamma| {
                let first = returns(rewards, gamma).first().copied();
                vec![first.unwrap_or(0.0); rewards.len()]
            }),
        )
        .wrong(
            "one too many",
            [1, 2, 3, 4],
            &check_returns(|rewards, gamma| {
                [returns(rewards, gamma), vec![0.0]].concat()
            }),
        )
        .wrong(
            "a panic without rewards",
            [1],
            &check_returns(|rewards, gamma| {
                assert!(!rewards.is_empty(), "no rewards");
                returns(rewards, gamma)
            }),
        )
        .told();
}

fn best([a, b]: [f64; 2]) -> f64 {
    a.max(b)
}

fn y(reward: f64, next_value: f64, terminated: bool, gamma: f64) -> f64 {
    reward + gamma * if terminated { 0.0 } else { next_value }
}

/// The verdict on a way from the value to the right target, by alpha.
fn way(way: fn(f64, f64, f64) -> f64) -> Verdict {
    check_q_update(|value, r, next, terminated, alpha, gamma| {
        way(value, y(r, best(next), terminated, gamma), alpha)
    })
}

/// The verdict on value + alpha (target − value).
fn target(target: impl Fn(f64, [f64; 2], bool, f64) -> f64) -> Verdict {
    check_q_update(|value, r, next, terminated, alpha, gamma| {
        value + alpha * (target(r, next, terminated, gamma) - value)
    })
}

/// The verdict on another next value than the best.
fn next(other: fn([f64; 2]) -> f64) -> Verdict {
    target(|r, next, terminated, gamma| y(r, other(next), terminated, gamma))
}

#[test]
fn q_update_is_judged() {
    Judged::new("q_update")
        .right("a step", &way(|q, y, alpha| q + alpha * (y - q)))
        .right("a mean", &way(|q, y, alpha| (1.0 - alpha) * q + alpha * y))
        .wrong("the target itself", [1, 2, 3, 4], &way(|_, y, _| y))
        .wrong(
            "the way is the target",
            [1, 2, 3, 4],
            &way(|q, y, alpha| q + alpha * y),
        )
        .wrong(
            "alpha and 1 − alpha are swapped",
            [1, 2, 3],
            &way(|q, y, alpha| alpha * q + (1.0 - alpha) * y),
        )
        .wrong(
            "away from the target",
            [1, 2, 3, 4],
            &way(|q, y, alpha| q - alpha * (y - q)),
        )
        .wrong(
            "the step alone",
            [1, 2, 3, 4],
            &way(|q, y, alpha| alpha * (y - q)),
        )
        .wrong("the value stays", [1, 2, 3, 4], &way(|q, _, _| q))
        .wrong("the first next value", [2], &next(|[a, _]| a))
        .wrong("the last next value", [2], &next(|[_, b]| b))
        .wrong("the smallest", [2], &next(|[a, b]| a.min(b)))
        .wrong("the mean", [2], &next(|[a, b]| f64::midpoint(a, b)))
        .wrong(
            "the farthest from 0",
            [2],
            &next(|[a, b]| if a.abs() > b.abs() { a } else { b }),
        )
        .wrong("a maximum from 0", [2], &next(|q| best(q).max(0.0)))
        .wrong(
            "the terminal state has a value",
            [3],
            &target(|r, next, _, gamma| r + gamma * best(next)),
        )
        .wrong(
            "the last reward is lost",
            [3],
            &target(|r, next, terminated, gamma| {
                if terminated {
                    0.0
                } else {
                    r + gamma * best(next)
                }
            }),
        )
        .wrong(
            "the last step is left out",
            [3],
            &check_q_update(|q, r, next, terminated, alpha, gamma| {
                let alpha = if terminated { 0.0 } else { alpha };
                q + alpha * (y(r, best(next), terminated, gamma) - q)
            }),
        )
        .wrong(
            "gamma is missing",
            [4],
            &target(|r, next, terminated, _| y(r, best(next), terminated, 1.0)),
        )
        .wrong(
            "gamma discounts the target",
            [4],
            &target(|r, next, terminated, gamma| {
                gamma * y(r, best(next), terminated, 1.0)
            }),
        )
        .wrong(
            "gamma discounts the way",
            [4],
            &check_q_update(|q, r, next, terminated, alpha, gamma| {
                q + alpha * gamma * (y(r, best(next), terminated, 1.0) - q)
            }),
        )
        .wrong(
            "the reward is missing",
            [1, 2, 3, 4],
            &target(|_, next, terminated, gamma| {
                y(0.0, best(next), terminated, gamma)
            }),
        )
        .told();
}

/// A step with these step sizes and this move.
fn rprop(
    delta: fn(f64, f64) -> f64,
    moved: fn(f64, f64, f64) -> f64,
) -> impl Fn(f64, f64, f64) -> [f64; 2] {
    move |g, before, size| {
        let delta = delta(g * before, size).clamp(1e-6, 50.0);
        [delta, moved(g, before, delta)]
    }
}

fn resized(agreement: f64, size: f64) -> f64 {
    if agreement > 0.0 {
        1.2 * size
    } else if agreement < 0.0 {
        0.5 * size
    } else {
        size
    }
}

fn sign(g: f64) -> f64 {
    if g == 0.0 { 0.0 } else { g.signum() }
}

fn against(g: f64, before: f64, delta: f64) -> f64 {
    if g * before < 0.0 {
        0.0
    } else {
        -sign(g) * delta
    }
}

#[test]
fn rprop_is_judged() {
    Judged::new("rprop")
        .right("of the course", &check_rprop(rprop(resized, against)))
        .wrong(
            "along the gradient",
            [1, 2, 4, 5],
            &check_rprop(rprop(resized, |g, b, d| -against(g, b, d))),
        )
        .wrong(
            "by the size of the gradient",
            [2],
            &check_rprop(rprop(
                resized,
                |g, b, d| {
                    if g * b < 0.0 { 0.0 } else { -g * d }
                },
            )),
        )
        .wrong(
            "back at once",
            [3, 5],
            &check_rprop(rprop(resized, |g, _, d| -sign(g) * d)),
        )
        .wrong(
            "larger unless the sign changes",
            [4],
            &check_rprop(rprop(
                |a, size| if a < 0.0 { 0.5 * size } else { 1.2 * size },
                against,
            )),
        )
        .wrong(
            "smaller unless the sign stays",
            [4],
            &check_rprop(rprop(
                |a, size| if a > 0.0 { 1.2 * size } else { 0.5 * size },
                against,
            )),
        )
        .wrong(
            "by the old step size",
            [1, 2],
            &check_rprop(|g, before, size| {
                let delta = resized(g * before, size).clamp(1e-6, 50.0);
                [delta, against(g, before, size)]
            }),
        )
        .wrong(
            "without bounds",
            [5],
            &check_rprop(|g, before, size| {
                let delta = resized(g * before, size);
                [delta, against(g, before, delta)]
            }),
        )
        .told();
}
