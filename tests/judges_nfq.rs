//! The judges of the exercises on returns and on Q-learning: right answers pass, and
//! each plausible wrong one breaks the claim that is about it.

use deepq::exercises::Verdict;
use deepq::prelude::*;

/// Every fault of `verdict` as "claim: fault".
fn faults(verdict: &Verdict) -> Vec<String> {
    let faulty = verdict.findings().iter().filter(|f| f.fault.is_some());
    faulty.map(|f| f.to_string().replace("✘ ", "")).collect()
}

/// The faults are in the claims that begin with these words, in this order, and the
/// last of each ends with these.
#[track_caller]
fn assert_faults<const N: usize>(verdict: &Verdict, expected: [(&str, &str); N]) {
    println!("{verdict}\n");
    let found = faults(verdict);
    assert_eq!(found.len(), N, "{verdict}");
    for (fault, (claim, end)) in found.iter().zip(expected) {
        assert!(fault.starts_with(claim), "{fault}\nis not about {claim}");
        assert!(fault.ends_with(end), "{fault}\ndoes not end with {end}");
    }
}

#[track_caller]
fn assert_right(verdict: &Verdict) {
    assert!(verdict.is_right(), "{verdict}");
}

// ------------------------------------------------------------------- returns

const COUNT: &str = "every step has a return";
const SUM: &str = "without a discount";
const DISCOUNT: &str = "a reward counts gamma times less";
const ALONE: &str = "with gamma 0";

fn right_returns(rewards: &[f64], gamma: f64) -> Vec<f64> {
    let mut returns = vec![0.0; rewards.len()];
    let mut later = 0.0;
    for t in (0..rewards.len()).rev() {
        later = rewards[t] + gamma * later;
        returns[t] = later;
    }
    returns
}

#[test]
fn returns_computed_backwards_or_forwards_are_right() {
    assert_right(&check_returns(right_returns));
    assert_right(&check_returns(|rewards, gamma| {
        let from = |t: usize| {
            let ahead = rewards[t..].iter().zip(0..);
            ahead.map(|(reward, k)| gamma.powi(k) * reward).sum()
        };
        (0..rewards.len()).map(from).collect()
    }));
}

#[test]
fn a_fault_in_returns_shows_both_and_names_the_slip() {
    let verdict = check_returns(|rewards, _| right_returns(rewards, 1.0));
    let first = &faults(&verdict)[0];
    assert_eq!(
        first,
        "a reward counts gamma times less per step ahead: for rewards [1.0, 2.0, \
         8.0] and gamma 0.5 it gives [11.0, 10.0, 8.0], but must give [4.0, 6.0, \
         8.0] (gamma is missing)"
    );
}

#[test]
fn returns_without_the_discount_are_told() {
    assert_faults(
        &check_returns(|rewards, _| right_returns(rewards, 1.0)),
        [
            (DISCOUNT, "(gamma is missing)"),
            (ALONE, "(gamma is missing)"),
        ],
    );
}

#[test]
fn returns_of_the_past_are_told() {
    let past = |rewards: &[f64], gamma: f64| {
        let mut sum = 0.0;
        let sums = rewards.iter().map(|reward| {
            sum = reward + gamma * sum;
            sum
        });
        sums.collect()
    };
    let slip = "(it sums the past: begin at the last reward)";
    assert_faults(&check_returns(past), [(SUM, slip), (DISCOUNT, slip)]);
}

#[test]
fn returns_in_reverse_order_are_told() {
    let reversed = |rewards: &[f64], gamma| {
        let mut returns = right_returns(rewards, gamma);
        returns.reverse();
        returns
    };
    let slip = "(they stand in reverse: turn them round)";
    assert_faults(
        &check_returns(reversed),
        [(SUM, slip), (DISCOUNT, slip), (ALONE, slip)],
    );
}

#[test]
fn returns_discounted_from_the_start_are_told() {
    let from_start = |rewards: &[f64], gamma: f64| {
        let returns = right_returns(rewards, gamma).into_iter().zip(0..);
        returns.map(|(g, t)| gamma.powi(t) * g).collect()
    };
    let slip = "(gamma counts the steps from t on, not from the start of the \
                episode)";
    assert_faults(
        &check_returns(from_start),
        [(DISCOUNT, slip), (ALONE, slip)],
    );
}

#[test]
fn returns_whose_own_reward_is_discounted_are_told() {
    let all_discounted = |rewards: &[f64], gamma: f64| {
        let returns = right_returns(rewards, gamma).into_iter();
        returns.map(|g| gamma * g).collect()
    };
    let slip = "(gamma discounts what follows, not the step's own reward)";
    assert_faults(
        &check_returns(all_discounted),
        [(DISCOUNT, slip), (ALONE, slip)],
    );
}

#[test]
fn returns_without_their_own_reward_are_told() {
    let slip = "(the step's own reward is missing)";
    for discounts in [false, true] {
        let later = |rewards: &[f64], gamma: f64| {
            let factor = if discounts { gamma } else { 1.0 };
            let returns = right_returns(rewards, gamma).into_iter().skip(1);
            let returns = returns.map(|g| factor * g).chain([0.0]);
            returns.take(rewards.len()).collect()
        };
        let found = faults(&check_returns(later));
        assert!(found[0].starts_with(SUM) && found[0].ends_with(slip));
        assert!(found[1].starts_with(DISCOUNT) && found[1].ends_with(slip));
    }
}

#[test]
fn one_return_for_all_steps_is_told() {
    let slip = "(each step has its own return)";
    assert_faults(
        &check_returns(|rewards, gamma| {
            let returns = right_returns(rewards, gamma);
            vec![returns.first().copied().unwrap_or(0.0); rewards.len()]
        }),
        [(SUM, slip), (DISCOUNT, slip), (ALONE, slip)],
    );
}

#[test]
fn a_return_too_many_is_told() {
    let verdict = check_returns(|rewards, gamma| {
        let mut returns = right_returns(rewards, gamma);
        returns.push(0.0);
        returns
    });
    let found = faults(&verdict);
    assert!(found[0].starts_with(COUNT));
    assert!(found[0].ends_with("for 0 rewards it gives 1 returns"));
}

#[test]
fn a_panic_without_rewards_breaks_the_count_alone() {
    let verdict = check_returns(|rewards, gamma| {
        assert!(!rewards.is_empty(), "no rewards");
        right_returns(rewards, gamma)
    });
    assert_faults(&verdict, [(COUNT, "it panics: no rewards")]);
}

// ---------------------------------------------------------- the update of a cell

const ALPHA: &str = "alpha is the share";
const BEST: &str = "the target has the best";
const TERMINATED: &str = "a terminated step";
const GAMMA: &str = "gamma discounts";

fn best([a, b]: [f64; 2]) -> f64 {
    a.max(b)
}

fn y(reward: f64, next_value: f64, terminated: bool, gamma: f64) -> f64 {
    reward + gamma * if terminated { 0.0 } else { next_value }
}

/// The verdict on value + alpha (target − value).
fn of_target(target: impl Fn(f64, [f64; 2], bool, f64) -> f64) -> Verdict {
    check_q_update(|value, reward, next, terminated, alpha, gamma| {
        value + alpha * (target(reward, next, terminated, gamma) - value)
    })
}

/// The verdict on a way from the value to the right target, by alpha.
fn of_way(way: impl Fn(f64, f64, f64) -> f64) -> Verdict {
    check_q_update(|value, reward, next, terminated, alpha, gamma| {
        way(value, y(reward, best(next), terminated, gamma), alpha)
    })
}

#[test]
fn both_ways_to_write_the_update_are_right() {
    assert_right(&of_way(|value, y, alpha| value + alpha * (y - value)));
    assert_right(&of_way(|value, y, alpha| (1.0 - alpha) * value + alpha * y));
}

#[test]
fn a_fault_in_an_update_shows_its_numbers() {
    let verdict = of_target(|r, next, _, gamma| r + gamma * best(next));
    assert_eq!(
        faults(&verdict),
        [
            "a terminated step has no next value: for value 4, reward 1, next values \
          [7.0, 7.0], terminated true, alpha 0.25 and gamma 1 it gives 5, but must \
          give 3.25 (a terminal state has no future: its value counts as 0)"
        ]
    );
}

#[test]
fn a_wrong_way_to_the_target_is_told_by_its_first_claim() {
    type Way = fn(f64, f64, f64) -> f64;
    let ways: [(Way, &str); 6] = [
        (
            |_, y, _| y,
            "(that is the target itself: go only the share alpha)",
        ),
        (
            |value, y, alpha| value + alpha * y,
            "(the way is from the value to the target: y minus the value)",
        ),
        (
            |value, y, alpha| alpha * value + (1.0 - alpha) * y,
            "(alpha and 1 − alpha have changed places)",
        ),
        (
            |value, y, alpha| value - alpha * (y - value),
            "(that goes away from the target)",
        ),
        (
            |value, y, alpha| alpha * (y - value),
            "(that is the step alone: it starts from the value)",
        ),
        (|value, _, _| value, "(the value has not moved)"),
    ];
    for (way, slip) in ways {
        let found = &faults(&of_way(way))[0];
        assert!(found.starts_with(ALPHA) && found.ends_with(slip), "{found}");
    }
}

#[test]
fn a_next_value_other_than_the_best_is_told() {
    let slip = "(the best of the next values counts, whatever is played next)";
    let others: [fn([f64; 2]) -> f64; 5] = [
        |[a, _]| a,
        |[_, b]| b,
        |[a, b]| a.min(b),
        |[a, b]| f64::midpoint(a, b),
        |[a, b]| if a.abs() > b.abs() { a } else { b },
    ];
    for other in others {
        let verdict = of_target(|r, next, terminated, gamma| {
            y(r, other(next), terminated, gamma)
        });
        assert_faults(&verdict, [(BEST, slip)]);
    }
}

#[test]
fn a_next_value_that_starts_from_zero_is_told() {
    let verdict = of_target(|r, next, terminated, gamma| {
        y(r, next.into_iter().fold(0.0, f64::max), terminated, gamma)
    });
    assert_faults(&verdict, [(BEST, "(a next value may be below 0)")]);
}

#[test]
fn slips_at_the_end_of_an_episode_are_told() {
    let dropped = of_target(|r, next, terminated, gamma| {
        if terminated {
            0.0
        } else {
            r + gamma * best(next)
        }
    });
    let slip = "(the reward was earned: only the next value counts as 0)";
    assert_faults(&dropped, [(TERMINATED, slip)]);
    let skipped = check_q_update(|value, r, next, terminated, alpha, gamma| {
        let way = y(r, best(next), terminated, gamma) - value;
        if terminated {
            value
        } else {
            value + alpha * way
        }
    });
    let slip = "(a terminated step is learned from too)";
    assert_faults(&skipped, [(TERMINATED, slip)]);
}

#[test]
fn slips_with_gamma_are_told() {
    let missing =
        of_target(|r, next, terminated, _| y(r, best(next), terminated, 1.0));
    assert_faults(&missing, [(GAMMA, "(gamma is missing)")]);
    let all = of_target(|r, next, terminated, gamma| {
        gamma * y(r, best(next), terminated, 1.0)
    });
    let slip = "(gamma discounts the next value, not the reward)";
    assert_faults(&all, [(GAMMA, slip)]);
    let way = check_q_update(|value, r, next, terminated, alpha, gamma| {
        value + alpha * gamma * (y(r, best(next), terminated, 1.0) - value)
    });
    assert_faults(
        &way,
        [(GAMMA, "(gamma discounts the next value, not the way)")],
    );
}

#[test]
fn an_update_without_its_reward_is_told() {
    let verdict = of_target(|_, next, terminated, gamma| {
        y(0.0, best(next), terminated, gamma)
    });
    let found = &faults(&verdict)[0];
    assert!(found.starts_with(ALPHA) && found.ends_with("(the reward is missing)"));
}
