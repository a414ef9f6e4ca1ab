//! A priority, the importance weights, and the search in a sum tree.

use super::judged::Judged;
use deepq::exercises::Verdict;
use deepq::prelude::*;
use libm::pow;

#[test]
fn priority_is_judged() {
    let of_the_course = |td_error, offset, alpha| {
        let settings = Prioritization::new(alpha, Constant(1.0));
        Prioritization { offset, ..settings }.priority(td_error)
    };
    Judged::new("priority")
        .right("Prioritization", &check_priority(of_the_course))
        .wrong("δ", [2], &check_priority(|d, e, a| pow(d + e, a)))
        .wrong(
            "δ, or 0",
            [2],
            &check_priority(|d, e, a| pow(d.max(0.0) + e, a)),
        )
        .wrong(
            "the root of δ",
            [2],
            &check_priority(
                |d, e, a| if d < 0.0 { f64::NAN } else { pow(d + e, a) },
            ),
        )
        .wrong(
            "no offset",
            [3, 4],
            &check_priority(|d, _, a| pow(d.abs(), a)),
        )
        .wrong(
            "the offset outside",
            [4, 5],
            &check_priority(|d, e, a| pow(d.abs(), a) + e),
        )
        .wrong(
            "α as a factor",
            [4, 5],
            &check_priority(|d, e, a| a * (d.abs() + e)),
        )
        .wrong("no α", [4, 5], &check_priority(|d, e, _| d.abs() + e))
        .wrong(
            "the exponent 1 / α",
            [4],
            &check_priority(|d, e, a| {
                pow(d.abs() + e, if a == 0.0 { 0.0 } else { 1.0 / a })
            }),
        )
        .wrong(
            "δ²",
            [1, 2, 4],
            &check_priority(|d, e, a| pow(d * d + e, a)),
        )
        .told();
}

/// (N·P)^exponent.
fn powers(probabilities: &[f64], exponent: f64) -> Vec<f64> {
    let amount = probabilities.len() as f64;
    let powers = probabilities.iter().map(|p| pow(amount * p, exponent));
    powers.collect()
}

/// P^exponent / N.
fn powers_over_amount(probabilities: &[f64], exponent: f64) -> Vec<f64> {
    let amount = probabilities.len() as f64;
    let powers = probabilities.iter().map(|&p| pow(p, exponent) / amount);
    powers.collect()
}

fn over_largest(weights: &[f64]) -> Vec<f64> {
    let largest = weights.iter().copied().fold(0.0, f64::max);
    weights.iter().map(|weight| weight / largest).collect()
}

/// The right powers, divided by something.
fn weights_over(by: fn(&[f64]) -> f64) -> Verdict {
    check_importance_weights(|p, beta| {
        let weights = powers(p, -beta);
        weights.iter().map(|weight| weight / by(&weights)).collect()
    })
}

fn weights_of_the_course(p: &[f64], beta: f64) -> Vec<f64> {
    let (settings, amount) = (prioritization(), p.len() as f64);
    let weights = p.iter().map(|p| settings.weight(amount * p, beta));
    over_largest(&weights.collect::<Vec<f64>>())
}

fn without_amount(p: &[f64], beta: f64) -> Vec<f64> {
    p.iter().map(|&p| pow(p, -beta)).collect()
}

#[test]
fn importance_weights_are_judged() {
    Judged::new("importance_weights")
        .right(
            "of the course",
            &check_importance_weights(weights_of_the_course),
        )
        .right(
            "without N, which cancels",
            &check_importance_weights(|p, beta| {
                over_largest(&without_amount(p, beta))
            }),
        )
        .wrong(
            "without the sign",
            [3, 4],
            &check_importance_weights(|p, beta| over_largest(&powers(p, beta))),
        )
        .wrong("not divided", [5], &weights_over(|_| 1.0))
        .wrong(
            "not divided and without the sign",
            [3, 4, 5],
            &check_importance_weights(powers),
        )
        .wrong("over the sum", [5], &weights_over(|w| w.iter().sum()))
        .wrong(
            "over the mean",
            [5],
            &weights_over(|w| w.iter().sum::<f64>() / w.len() as f64),
        )
        .wrong(
            "over the least",
            [5],
            &weights_over(|w| w.iter().copied().fold(f64::INFINITY, f64::min)),
        )
        .wrong(
            "without N, and not divided",
            [5],
            &check_importance_weights(without_amount),
        )
        .wrong(
            // With β = 1 it does not matter yet: they are above 1 all the same.
            "with the exponent on P alone",
            [5],
            &check_importance_weights(|p, beta| powers_over_amount(p, -beta)),
        )
        .wrong(
            "with the exponent on P alone, divided where β is 1",
            [5],
            &check_importance_weights(|p, beta| {
                let weights = powers_over_amount(p, -beta);
                if beta == 1.0 {
                    over_largest(&weights)
                } else {
                    weights
                }
            }),
        )
        .wrong(
            "without β",
            [2, 4],
            &check_importance_weights(|p, _| over_largest(&powers(p, -1.0))),
        )
        .wrong(
            "with β as a factor",
            [2, 4, 5],
            &check_importance_weights(|p, beta| {
                let weights = over_largest(&powers(p, -1.0));
                weights.iter().map(|w| beta * w).collect()
            }),
        )
        .wrong(
            "squared",
            [3, 4],
            &check_importance_weights(|p, beta| {
                over_largest(&powers(p, -2.0 * beta))
            }),
        )
        .wrong(
            "all 1",
            [3, 4],
            &check_importance_weights(|p, _| vec![1.0; p.len()]),
        )
        .wrong(
            "a single one",
            [1, 2, 3, 4],
            &check_importance_weights(|_, _| vec![1.0]),
        )
        .wrong(
            "no numbers",
            [2, 3, 4, 5],
            &check_importance_weights(|p, _| vec![f64::NAN; p.len()]),
        )
        .wrong(
            "nothing is written yet",
            [1, 2, 3, 4, 5],
            &check_importance_weights(|_, _| todo!()),
        )
        .told();
}

/// The sums of a tree by its nodes.
type Sums<'a> = &'a dyn Fn(usize) -> f64;

/// A search with the comparison and the subtraction handed in.
fn search(
    is_left: fn(f64, f64, f64) -> bool,
    rest: fn(f64, f64) -> f64,
) -> impl Fn(Sums<'_>, usize, f64) -> usize {
    move |sum, leaves, mut point| {
        let mut node = 1;
        while node < leaves {
            let (left, right) = (sum(2 * node), sum(2 * node + 1));
            node *= 2;
            if !is_left(point, left, right) {
                point = rest(point, left);
                node += 1;
            }
        }
        node - leaves
    }
}

fn right(sum: Sums<'_>, leaves: usize, point: f64) -> usize {
    search(
        |point, left, right| point < left || right == 0.0,
        |point, left| point - left,
    )(sum, leaves, point)
}

fn mirrored(sum: Sums<'_>, leaves: usize, mut point: f64) -> usize {
    let mut node = 1;
    while node < leaves {
        let left = sum(2 * node);
        node *= 2;
        if point < left {
            node += 1;
        } else {
            point -= left;
        }
    }
    node - leaves
}

fn along_all_leaves(sum: Sums<'_>, leaves: usize, mut point: f64) -> usize {
    let mut last = 0;
    for place in 0..leaves {
        let priority = sum(leaves + place);
        if priority > 0.0 {
            last = place;
        }
        if point < priority {
            return place;
        }
        point -= priority;
    }
    last
}

#[test]
fn find_is_judged() {
    let whole = |point, _| point;
    let less = |point, left| point - left;
    Judged::new("find")
        .right("the search of the course", &check_find(right))
        .wrong(
            "it keeps the point",
            [2, 3],
            &check_find(search(|p, left, right| p < left || right == 0.0, whole)),
        )
        .wrong(
            "it takes borders to the left",
            [3, 4],
            &check_find(search(|p, left, right| p <= left || right == 0.0, less)),
        )
        .wrong(
            "it does both",
            [2, 3, 4, 5],
            &check_find(search(|p, left, _| p <= left, whole)),
        )
        .wrong(
            "it runs off the end",
            [5],
            &check_find(search(|p, left, _| p < left, less)),
        )
        .wrong(
            "it mistakes the sides and keeps the point",
            [2, 3, 4, 5],
            &check_find(search(|p, left, _| p >= left, whole)),
        )
        .wrong("it mistakes the sides", [2, 3, 4, 5], &check_find(mirrored))
        .wrong(
            "it returns the node",
            [1, 2, 3, 4, 5],
            &check_find(|sum, leaves, point| leaves + right(sum, leaves, point)),
        )
        .wrong(
            "it counts from 1",
            [1, 2, 3, 4, 5],
            &check_find(|sum, leaves, point| 1 + right(sum, leaves, point)),
        )
        .wrong(
            "it goes along all leaves",
            [6],
            &check_find(along_all_leaves),
        )
        .wrong(
            "it begins at node 0",
            [1, 2, 3, 4, 5, 6],
            &check_find(|sum, leaves, _| {
                let mut node = 0;
                while node < leaves {
                    node = 2 * node + usize::from(sum(2 * node) <= 0.0);
                }
                node - leaves
            }),
        )
        .wrong(
            "it never ends",
            [1, 2, 3, 4, 5, 6],
            &check_find(|sum, _, _| {
                loop {
                    sum(1);
                }
            }),
        )
        .told();
}

/// R / (1 + ((1 − p) / p)^root).
fn of_root(share: f64, reward: f64, root: f64) -> f64 {
    reward / (1.0 + pow((1.0 - share) / share, root))
}

#[test]
fn biased_estimate_is_judged() {
    let right = |p, r, a: f64, b: f64| of_root(p, r, 1.0 / (a * (1.0 - b) + 1.0));
    Judged::new("biased_estimate")
        .right("the root of the power", &check_biased_estimate(right))
        .wrong(
            "the mean",
            [3, 4],
            &check_biased_estimate(|p, r, _, _| p * r),
        )
        .wrong(
            "without β",
            [2, 4],
            &check_biased_estimate(|p, r, a, _| right(p, r, a, 0.0)),
        )
        .wrong(
            "α − β",
            [4],
            &check_biased_estimate(|p, r, a, b| of_root(p, r, 1.0 / (a - b + 1.0))),
        )
        .wrong(
            "without the error itself",
            [1, 2, 3, 4],
            &check_biased_estimate(|p, r, a, b: f64| {
                of_root(p, r, 1.0 / (a * (1.0 - b)))
            }),
        )
        .wrong(
            "the power in place of its root",
            [3, 4],
            &check_biased_estimate(|p, r, a, b: f64| {
                of_root(p, r, a * (1.0 - b) + 1.0)
            }),
        )
        .wrong(
            "the zeros for the rewards",
            [1, 2, 3, 4],
            &check_biased_estimate(|p, r, a, b| right(1.0 - p, r, a, b)),
        )
        .wrong(
            "for a reward of one",
            [1, 2, 3, 4],
            &check_biased_estimate(|p, _, a, b| right(p, 1.0, a, b)),
        )
        .told();
}
