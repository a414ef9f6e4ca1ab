//! The judges of the exercises on the dueling network: right answers pass, and each
//! plausible wrong one breaks the claim that is about it.

use deepq::dueling::{Aggregate, MaxAdvantage, MeanAdvantage};
use deepq::exercises::Verdict;
use deepq::foundations::tensors::rows;
use deepq::prelude::*;

type Row = [f32; 4];

const ROWS: &str = "there is one row of values for each state";
const PLAIN: &str = "with a mean advantage of 0, Q is V + A";
const CONSTANT: &str = "a constant in the advantages drops out";
const OWN: &str = "each state has a mean of its own";

const VALUE: &str = "V is the mean of the Q-values";
const MEAN: &str = "the advantages have the mean 0";
const SUM: &str = "V + A is Q";
const ALIKE: &str = "where all actions are alike, A is 0";

/// The claims that do not hold are the `expected` ones, and each says `hint`, or no
/// hint at all where it is empty.
#[track_caller]
fn assert_broken(verdict: &Verdict, expected: &[(&str, &str)]) {
    println!("{verdict}\n");
    let broken = verdict.findings().iter().filter_map(|finding| {
        let fault = finding.fault.as_deref()?;
        Some((finding.claim.as_str(), fault))
    });
    let broken: Vec<(&str, &str)> = broken.collect();
    let claims = |list: &[(&str, &str)]| -> Vec<String> {
        list.iter().map(|(claim, _)| (*claim).to_owned()).collect()
    };
    assert_eq!(claims(&broken), claims(expected));
    for ((claim, fault), (_, hint)) in broken.iter().zip(expected) {
        let said = fault.split_once(" (").map_or("", |(_, hint)| hint);
        assert!(said.starts_with(hint), "{claim}: {fault}");
        assert_eq!(said.is_empty(), hint.is_empty(), "{claim}: {fault}");
    }
}

fn mean(row: Row) -> f32 {
    row.iter().sum::<f32>() / 4.0
}

fn largest(row: Row) -> f32 {
    row.into_iter().fold(f32::NEG_INFINITY, f32::max)
}

/// An answer that treats each state alone.
fn by_state(row: impl Fn(f32, Row) -> Row) -> impl Fn(&[Heads<4>]) -> Vec<Row> {
    move |batch| {
        let heads = batch.iter();
        heads.map(|h| row(h.value, h.advantages)).collect()
    }
}

/// An answer that takes `offsets` off the plain sum.
fn less(offsets: impl Fn(&[Heads<4>]) -> Row) -> impl Fn(&[Heads<4>]) -> Vec<Row> {
    move |batch| {
        let offsets = offsets(batch);
        let row = |h: &Heads<4>| {
            std::array::from_fn(|a| h.value + h.advantages[a] - offsets[a])
        };
        batch.iter().map(row).collect()
    }
}

fn by_library<G: Aggregate>(batch: &[Heads<4>]) -> Vec<Row> {
    let device = Dev::default();
    let values: Vec<Row> = batch.iter().map(|h| [h.value; 4]).collect();
    let advantages: Vec<Row> = batch.iter().map(|h| h.advantages).collect();
    rows(&G::aggregate(
        states_tensor(&device, &values),
        states_tensor(&device, &advantages),
    ))
}

// --------------------------------------------------------------- joining V and A

#[test]
fn the_mean_of_the_course_is_right() {
    assert_broken(&check_joined(by_library::<MeanAdvantage>), &[]);
    let other_order = by_state(|value, a| a.map(|x| x - (mean(a) - value)));
    assert_broken(&check_joined(other_order), &[]);
}

#[test]
fn the_plain_sum_is_told() {
    let hint = "this is V + A";
    let verdict = check_joined(by_state(|value, a| a.map(|x| value + x)));
    assert_broken(&verdict, &[(CONSTANT, hint), (OWN, hint)]);
}

#[test]
fn a_mean_over_the_batch_is_told() {
    let means = |batch: &[Heads<4>]| -> Row {
        std::array::from_fn(|action| {
            let column = batch.iter().map(|h| h.advantages[action]);
            column.sum::<f32>() / batch.len() as f32
        })
    };
    let hint = "the mean is over the batch";
    let expected = [(PLAIN, hint), (CONSTANT, hint), (OWN, hint)];
    assert_broken(&check_joined(less(means)), &expected);
}

#[test]
fn one_mean_for_all_is_told() {
    let all = |batch: &[Heads<4>]| {
        let sum: f32 = batch.iter().map(|h| mean(h.advantages)).sum();
        [sum / batch.len() as f32; 4]
    };
    let expected = [(OWN, "this is one mean for all states and actions")];
    assert_broken(&check_joined(less(all)), &expected);
}

#[test]
fn the_maximum_in_place_of_the_mean_is_told() {
    let hint = "the largest advantage is subtracted";
    let expected = [(PLAIN, hint), (CONSTANT, hint), (OWN, hint)];
    assert_broken(&check_joined(by_library::<MaxAdvantage>), &expected);
}

#[test]
fn a_wrong_sign_is_told() {
    let added = by_state(|value, a| a.map(|x| value + x + mean(a)));
    let hint = "the mean is added";
    assert_broken(&check_joined(added), &[(CONSTANT, hint), (OWN, hint)]);

    let subtracted = by_state(|value, a| a.map(|x| x - mean(a) - value));
    let hint = "V is subtracted";
    let expected = [(PLAIN, hint), (CONSTANT, hint), (OWN, hint)];
    assert_broken(&check_joined(subtracted), &expected);

    let turned = by_state(|value, a| a.map(|x| value - x + mean(a)));
    let hint = "A is subtracted";
    let expected = [(PLAIN, hint), (CONSTANT, hint), (OWN, hint)];
    assert_broken(&check_joined(turned), &expected);
}

#[test]
fn a_missing_value_is_told() {
    let without = by_state(|_, a| a.map(|x| x - mean(a)));
    let hint = "V is missing";
    let expected = [(PLAIN, hint), (CONSTANT, hint), (OWN, hint)];
    assert_broken(&check_joined(without), &expected);
}

#[test]
fn a_batch_of_another_size_is_told() {
    let first = |batch: &[Heads<4>]| by_library::<MeanAdvantage>(&batch[..1]);
    let verdict = check_joined(first);
    assert_broken(&verdict, &[(ROWS, ""), (OWN, "")]);
    let fault = verdict.findings()[0].fault.as_deref();
    assert_eq!(fault, Some("for 2 states there are 1 rows"));
}

#[test]
fn the_fault_of_a_join_names_what_was_joined() {
    let verdict = check_joined(by_state(|value, a| a.map(|x| value + x)));
    let fault = verdict.findings()[2].fault.as_deref().unwrap();
    assert_eq!(
        fault,
        "for V = 10 and A = [11.0, 7.0, 7.0, 7.0] it gives [[21.0, 17.0, 17.0, \
         17.0]], but must give [[13.0, 9.0, 9.0, 9.0]] (this is V + A: the mean \
         advantage is not subtracted)"
    );
}

// ------------------------------------------------------------------ taking Q apart

/// The heads with V as `value` says, and A counted from it.
fn from(value: impl Fn(Row) -> f32) -> impl Fn(Row) -> Heads<4> {
    move |q| {
        let value = value(q);
        Heads {
            value,
            advantages: q.map(|q| q - value),
        }
    }
}

#[test]
fn the_mean_and_what_is_left_are_right() {
    assert_broken(&check_heads(from(mean)), &[]);
}

#[test]
fn the_other_convention_is_told() {
    let expected = [
        (VALUE, "this is the largest, which is V where the largest"),
        (MEAN, "they count from the best action"),
    ];
    assert_broken(&check_heads(from(largest)), &expected);
}

#[test]
fn a_maximum_that_starts_at_0_is_told() {
    let verdict = check_heads(from(|q| q.into_iter().fold(0.0, f32::max)));
    let expected = [
        (VALUE, "this is the largest"),
        (MEAN, "they count from the best action"),
    ];
    assert_broken(&verdict, &expected);
}

#[test]
fn a_value_that_is_no_mean_is_told() {
    let least = |q: Row| q.into_iter().fold(f32::INFINITY, f32::min);
    let expected = [(VALUE, "this is the smallest"), (MEAN, "")];
    assert_broken(&check_heads(from(least)), &expected);

    let sum = |q: Row| q.into_iter().sum();
    let expected = [(VALUE, "this is the sum"), (MEAN, ""), (ALIKE, "")];
    assert_broken(&check_heads(from(sum)), &expected);

    let first = [(VALUE, "this is the value of the first"), (MEAN, "")];
    assert_broken(&check_heads(from(|q| q[0])), &first);
}

#[test]
fn advantages_that_are_no_difference_are_told() {
    let whole = check_heads(|q| Heads {
        value: mean(q),
        advantages: q,
    });
    let expected = [(MEAN, ""), (SUM, "A is Q itself"), (ALIKE, "")];
    assert_broken(&whole, &expected);

    let turned = check_heads(|q| Heads {
        value: mean(q),
        advantages: q.map(|x| mean(q) - x),
    });
    assert_broken(&turned, &[(SUM, "A is V − Q")]);

    let from_best = check_heads(|q| Heads {
        value: mean(q),
        advantages: q.map(|x| x - largest(q)),
    });
    let expected = [(MEAN, "they count from the best action"), (SUM, "")];
    assert_broken(&from_best, &expected);
}
