//! The judges of the exercises on prioritised replay: right answers pass, and each
//! plausible wrong one breaks the claim that is about it.

use deepq::exercises::Verdict;
use deepq::prelude::*;

/// Every fault of `verdict` as "claim: fault".
fn faults(verdict: &Verdict) -> Vec<String> {
    let faulty = verdict.findings().iter().filter(|f| f.fault.is_some());
    faulty.map(|f| f.to_string().replace("✘ ", "")).collect()
}

#[track_caller]
fn assert_right(verdict: &Verdict) {
    println!("{verdict}\n");
    assert!(verdict.is_right(), "{verdict}");
}

/// The faults are the `expected` ones, each with its claim, and no other.
#[track_caller]
fn assert_faults<const N: usize>(verdict: &Verdict, expected: [&str; N]) {
    println!("{verdict}\n");
    assert!(!verdict.is_right());
    assert_eq!(faults(verdict), expected);
}

/// Each of the claims breaks, no other does, and the first fault ends with the hint.
#[track_caller]
fn assert_hint<const N: usize>(verdict: &Verdict, claims: [&str; N], hint: &str) {
    println!("{verdict}\n");
    let faults = faults(verdict);
    assert_eq!(faults.len(), N, "{faults:#?}");
    for (fault, claim) in faults.iter().zip(claims) {
        assert!(fault.starts_with(claim), "{fault:?} is not of {claim:?}");
    }
    let first = faults.first().map_or("", |fault| fault);
    assert!(first.ends_with(&format!("({hint})")), "{first:?}");
}

// ------------------------------------------------------------------ priority

fn power(base: f64, exponent: f64) -> f64 {
    libm::pow(base, exponent)
}

const BELOW: &str = "an error below 0 surprises as much: for δ = -3, ε = 0 and α = 1 \
    it gives";
const NONE: &str = "an error of 0 keeps a chance: for δ = 0, ε = 0.25 and α = 1 it \
    gives";
const ROOT: &str = "α is the exponent of the whole sum: for δ = 8, ε = 1 and α = 0.5 \
    it gives";
const LEVEL: &str = "with α = 0 all priorities are 1: for δ = 8, ε = 1 and α = 0 it \
    gives";

#[test]
fn the_priority_of_the_course_is_right() {
    assert_right(&check_priority(|td_error, offset, alpha| {
        let settings = Prioritization {
            offset,
            ..Prioritization::new(
                alpha,
                LinearSchedule {
                    start: 0.0,
                    end: 1.0,
                    steps: 1,
                },
            )
        };
        settings.priority(td_error)
    }));
}

#[test]
fn a_priority_without_the_absolute_value_is_told() {
    assert_faults(
        &check_priority(|d, e, a| power(d + e, a)),
        [&format!(
            "{BELOW} -3, but must give 3 (a priority is never below 0: take |δ|)"
        )],
    );
    assert_faults(
        &check_priority(|d, e, a| power(d.max(0.0) + e, a)),
        [&format!(
            "{BELOW} 0, but must give 3 (an error below 0 is a surprise too: take |δ|)"
        )],
    );
    assert_faults(
        &check_priority(|d, e, a| if d < 0.0 { f64::NAN } else { power(d + e, a) }),
        [&format!(
            "{BELOW} NaN, but must give 3 (a root of a number below 0: take |δ|)"
        )],
    );
}

#[test]
fn a_priority_without_its_offset_is_told() {
    assert_hint(
        &check_priority(|d, _, a| power(d.abs(), a)),
        [NONE, ROOT],
        "ε is missing: this transition is never drawn again",
    );
}

#[test]
fn an_offset_outside_the_power_is_told() {
    let hint = "(add ε before the power is taken)";
    assert_faults(
        &check_priority(|d, e, a| power(d.abs(), a) + e),
        [
            &format!("{ROOT} 3.8284271247461903, but must give 3 {hint}"),
            &format!("{LEVEL} 2, but must give 1 {hint}"),
        ],
    );
}

#[test]
fn an_alpha_that_is_no_exponent_is_told() {
    let hint = "(α is an exponent, not a factor)";
    assert_faults(
        &check_priority(|d, e, a| a * (d.abs() + e)),
        [
            &format!("{ROOT} 4.5, but must give 3 {hint}"),
            &format!("{LEVEL} 0, but must give 1 {hint}"),
        ],
    );
    assert_hint(
        &check_priority(|d, e, _| d.abs() + e),
        [ROOT, LEVEL],
        "α is missing",
    );
    assert_hint(
        &check_priority(|d, e, a| {
            if a == 0.0 {
                1.0
            } else {
                power(d.abs() + e, 1.0 / a)
            }
        }),
        [ROOT],
        "the exponent is α, not 1 / α",
    );
}

#[test]
fn a_squared_error_is_told() {
    assert_hint(
        &check_priority(|d, e, a| power(d * d + e, a)),
        ["a larger error has a larger priority", BELOW, ROOT],
        "it is |δ| that counts, not its square",
    );
}

// ------------------------------------------------------------------- weights

/// (N·P)^exponent.
fn powers(probabilities: &[f64], exponent: f64) -> Vec<f64> {
    let amount = probabilities.len() as f64;
    let powers = probabilities.iter().map(|p| power(amount * p, exponent));
    powers.collect()
}

fn over_largest(weights: &[f64]) -> Vec<f64> {
    let largest = weights.iter().copied().fold(0.0, f64::max);
    weights.iter().map(|weight| weight / largest).collect()
}

const COUNTED: &str = "there is one weight for each transition";
const NOTHING: &str = "with β = 0 nothing is taken back";
const ALL: &str = "with β = 1 the bias of the draw is gone";
const PART: &str = "β in between takes a part of it back";
const LARGEST: &str = "the largest weight is 1";

#[test]
fn the_weights_of_the_course_are_right() {
    assert_right(&check_importance_weights(|probabilities, beta| {
        let settings = prioritization();
        let amount = probabilities.len() as f64;
        let weights = probabilities.iter();
        let weights = weights.map(|p| settings.weight(amount * p, beta));
        over_largest(&weights.collect::<Vec<f64>>())
    }));
    // Divided by the largest, N cancels.
    assert_right(&check_importance_weights(|probabilities, beta| {
        let weights = probabilities.iter().map(|&p| power(p, -beta));
        over_largest(&weights.collect::<Vec<f64>>())
    }));
}

#[test]
fn weights_that_have_lost_their_sign_are_told() {
    assert_faults(
        &check_importance_weights(|p, beta| over_largest(&powers(p, beta))),
        [
            "with β = 1 the bias of the draw is gone: for P = [0.5, 0.25, 0.125, \
             0.125] and β = 1 it gives [1.000, 0.500, 0.250, 0.250], but each must be \
             in proportion to [0.250, 0.500, 1.000, 1.000] (the exponent has lost its \
             sign: what is drawn more often must count for less)",
            "β in between takes a part of it back: for P = [0.64, 0.16, 0.16, 0.04] \
             and β = 0.5 it gives [1.000, 0.500, 0.500, 0.250], but each must be in \
             proportion to [0.250, 0.500, 0.500, 1.000] (the exponent has lost its \
             sign: what is drawn more often must count for less)",
        ],
    );
}

#[test]
fn weights_that_are_not_divided_by_the_largest_are_told() {
    assert_faults(
        &check_importance_weights(|p, beta| powers(p, -beta)),
        [
            "the largest weight is 1: for P = [0.5, 0.25, 0.125, 0.125] and β = 1 it \
          gives [0.500, 1.000, 2.000, 2.000], of which the largest is 2.000 (divide \
          each weight by the largest)",
        ],
    );
}

#[test]
fn weights_with_both_slips_are_told() {
    let verdict = check_importance_weights(powers);
    assert_hint(
        &verdict,
        [ALL, PART, LARGEST],
        "the exponent has lost its sign: what is drawn more often must count for less",
    );
    let last = faults(&verdict).pop().unwrap();
    assert!(
        last.ends_with("(divide each weight by the largest)"),
        "{last}"
    );
}

#[test]
fn weights_that_are_divided_by_something_else_are_told() {
    let over = |by: fn(&[f64]) -> f64| {
        check_importance_weights(move |p, beta| {
            let weights = powers(p, -beta);
            weights.iter().map(|weight| weight / by(&weights)).collect()
        })
    };
    let sum = over(|weights| weights.iter().sum());
    assert_hint(&sum, [LARGEST], "divide by the largest, not by the sum");
    let mean = over(|w| w.iter().sum::<f64>() / w.len() as f64);
    assert_hint(&mean, [LARGEST], "divide by the largest, not by the mean");
    let least = over(|w| w.iter().copied().fold(f64::INFINITY, f64::min));
    assert_hint(&least, [LARGEST], "divide by the largest, not by the least");
}

#[test]
fn weights_without_the_number_of_transitions_are_told() {
    assert_hint(
        &check_importance_weights(|p, beta| {
            p.iter().map(|&p| power(p, -beta)).collect()
        }),
        [LARGEST],
        "N is missing: divide by the largest, and N cancels",
    );
}

#[test]
fn a_beta_that_is_applied_to_the_probability_alone_is_told() {
    let verdict = check_importance_weights(|p, beta| {
        let amount = p.len() as f64;
        p.iter().map(|&p| power(p, -beta) / amount).collect()
    });
    println!("{verdict}");
    // With β = 1 it does not matter yet: the weights are larger than 1 all the same.
    assert_hint(&verdict, [LARGEST], "divide each weight by the largest");
    let verdict = check_importance_weights(|p, beta| {
        let amount = p.len() as f64;
        let weights = p.iter().map(|&p| power(p, -beta) / amount);
        let weights: Vec<f64> = weights.collect();
        if beta == 1.0 {
            over_largest(&weights)
        } else {
            weights
        }
    });
    assert_hint(
        &verdict,
        [LARGEST],
        "β is the exponent of N too: divide by the largest, and N cancels",
    );
}

#[test]
fn a_beta_that_is_no_exponent_is_told() {
    let missing = "β is the exponent of 1 / (N·P), and is missing here";
    assert_hint(
        &check_importance_weights(|p, _| over_largest(&powers(p, -1.0))),
        [NOTHING, PART],
        missing,
    );
    assert_hint(
        &check_importance_weights(|p, beta| {
            let weights = powers(p, -1.0);
            over_largest(&weights).iter().map(|w| beta * w).collect()
        }),
        [NOTHING, PART, LARGEST],
        "β is an exponent, not a factor",
    );
    assert_hint(
        &check_importance_weights(|p, beta| over_largest(&powers(p, -2.0 * beta))),
        [ALL, PART],
        "this is the square of each",
    );
    assert_hint(
        &check_importance_weights(|p, _| vec![1.0; p.len()]),
        [ALL, PART],
        "they do not depend on P",
    );
}

#[test]
fn weights_that_are_too_few_or_no_numbers_are_told() {
    let verdict = check_importance_weights(|_, _| vec![1.0]);
    assert_eq!(
        faults(&verdict)[0],
        format!("{COUNTED}: for 4 transitions it gives 1 weights")
    );
    let verdict = check_importance_weights(|p, _| vec![f64::NAN; p.len()]);
    assert_eq!(faults(&verdict).len(), 4);
    assert_eq!(faults(&check_importance_weights(|_, _| todo!())).len(), 5);
}

// ---------------------------------------------------------------------- find

const ONE: &str = "a tree of one place is that place";
const STRETCH: &str = "a point falls on the place whose stretch holds it";
const BORDER: &str = "a stretch begins at its first point";
const EMPTY: &str = "a place without a priority is never found";
const END: &str = "a point that rounding carries to the end is found";
const QUICK: &str = "the search goes down a level with each step";

/// A search with the comparison and the subtraction handed in.
fn search(
    sum: &dyn Fn(usize) -> f64,
    leaves: usize,
    mut point: f64,
    is_left: impl Fn(f64, f64, f64) -> bool,
    rest: impl Fn(f64, f64) -> f64,
) -> usize {
    let mut node = 1;
    while node < leaves {
        let (left, right) = (sum(2 * node), sum(2 * node + 1));
        if is_left(point, left, right) {
            node *= 2;
        } else {
            point = rest(point, left);
            node = 2 * node + 1;
        }
    }
    node - leaves
}

fn right(sum: &dyn Fn(usize) -> f64, leaves: usize, point: f64) -> usize {
    let is_left = |point, left, right| point < left || right == 0.0;
    search(sum, leaves, point, is_left, |point, left| point - left)
}

#[test]
fn the_search_of_the_course_is_right() {
    assert_right(&check_find(right));
}

#[test]
fn a_search_that_keeps_the_point_is_told() {
    let is_left = |point, left, right| point < left || right == 0.0;
    assert_hint(
        &check_find(|sum, leaves, point| {
            search(sum, leaves, point, is_left, |point, _| point)
        }),
        [STRETCH, BORDER],
        "on the way to the right, the sum on the left comes off the point",
    );
}

#[test]
fn a_search_that_takes_borders_to_the_left_is_told() {
    let is_left = |point, left, right| point <= left || right == 0.0;
    let hint = "(a point on a border belongs to the right of it: compare with `<`)";
    assert_faults(
        &check_find(|sum, leaves, point| {
            search(sum, leaves, point, is_left, |point, left| point - left)
        }),
        [
            &format!(
                "{BORDER}: where the priorities are [3.0, 1.0, 4.0, 2.0], the point 3 \
                 falls on place 1, but it finds 0 {hint}"
            ),
            &format!(
                "{EMPTY}: where the priorities are [0.0, 2.0, 0.0, 1.0], the point 0 \
                 falls on place 1, but it finds 0 {hint}"
            ),
        ],
    );
}

#[test]
fn a_search_with_both_slips_is_told() {
    let is_left = |point, left, _| point <= left;
    let verdict = check_find(|sum, leaves, point| {
        search(sum, leaves, point, is_left, |point, _| point)
    });
    assert_hint(
        &verdict,
        [STRETCH, BORDER, EMPTY, END],
        "on the way to the right, the sum on the left comes off the point",
    );
}

#[test]
fn a_search_that_runs_off_the_end_is_told() {
    let is_left = |point, left, _| point < left;
    assert_faults(
        &check_find(|sum, leaves, point| {
            search(sum, leaves, point, is_left, |point, left| point - left)
        }),
        [&format!(
            "{END}: where the priorities are [1.0, 2.0, 3.0], the point 6 falls on \
             place 2, but it finds 3 (rounding carried the point to the end: where \
             nothing lies to the right, go left)"
        )],
    );
}

#[test]
fn a_search_that_mistakes_the_sides_is_told() {
    let is_left = |point, left, _| point >= left;
    let verdict = check_find(|sum, leaves, point| {
        search(sum, leaves, point, is_left, |point, _| point)
    });
    assert!(faults(&verdict)[0].starts_with(STRETCH), "{verdict}");
    let mirrored = |sum: &dyn Fn(usize) -> f64, leaves: usize, mut point: f64| {
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
    };
    let verdict = check_find(mirrored);
    let hint = "(it goes left where it should go right)";
    assert!(faults(&verdict)[0].ends_with(hint), "{verdict}");
}

#[test]
fn a_search_that_returns_the_node_is_told() {
    assert_hint(
        &check_find(|sum, leaves, point| leaves + right(sum, leaves, point)),
        [ONE, STRETCH, BORDER, EMPTY, END],
        "this is the node of the place: the leaves begin at node `leaves`",
    );
    assert_hint(
        &check_find(|sum, leaves, point| 1 + right(sum, leaves, point)),
        [STRETCH, ONE, BORDER, EMPTY, END].map(|claim| match claim {
            STRETCH => ONE,
            ONE => STRETCH,
            other => other,
        }),
        "this is the node of the place: the leaves begin at node `leaves`",
    );
}

#[test]
fn a_search_along_all_leaves_is_told() {
    let along = |sum: &dyn Fn(usize) -> f64, leaves: usize, mut point: f64| {
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
    };
    assert_faults(
        &check_find(along),
        [&format!(
            "{QUICK}: it reads 1001 sums of a tree that is 11 levels high (begin at \
             the root, and leave half of the places aside with each step)"
        )],
    );
}

#[test]
fn a_search_from_the_wrong_root_or_without_an_end_is_told() {
    let from_zero = |sum: &dyn Fn(usize) -> f64, leaves: usize, _: f64| {
        let mut node = 0;
        while node < leaves {
            node = if sum(2 * node) > 0.0 {
                2 * node
            } else {
                2 * node + 1
            };
        }
        node - leaves
    };
    let verdict = check_find(from_zero);
    assert!(
        faults(&verdict)[0].contains(
            "it panics: it reads node 0, but the root is node 1 and the last leaf is \
             node"
        ),
        "{verdict}"
    );
    let verdict = check_find(|sum, _, _| {
        loop {
            sum(1);
        }
    });
    assert!(
        faults(&verdict)[0].ends_with("it panics: it never comes to an end"),
        "{verdict}"
    );
}
