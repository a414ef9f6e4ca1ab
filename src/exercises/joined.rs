//! The judge of the dueling network's join of V and A.

use super::case::{Case, one_for_each};
use super::verdict::{Trial, Verdict};
use crate::dueling::Heads;

/// Four actions: every mean is exact, in whatever order it is computed.
pub(super) type Row = [f32; 4];

const fn heads(value: f32, advantages: Row) -> Heads<4> {
    Heads { value, advantages }
}

/// The mean advantage is 0, so Q is the plain sum (13, 9, 9, 9).
const CENTRED: Heads<4> = heads(10.0, [3.0, -1.0, -1.0, -1.0]);
/// The same with a constant in the advantages: the same Q.
const SHIFTED: Heads<4> = heads(10.0, [11.0, 7.0, 7.0, 7.0]);
/// Values and mean advantages that all differ: the means are 8, −4 and 2.
const BATCH: [Heads<4>; 3] = [
    SHIFTED,
    heads(-20.0, [-4.0, -8.0, 0.0, -4.0]),
    heads(40.0, [2.0, 4.0, 0.0, 2.0]),
];

/// Judges Q(s, a) = V(s) + A(s, a) − (1/|A|) Σₐ′ A(s, a′), given as a function from
/// the heads of a batch of states to their Q-values.
pub fn check_joined(answer: impl Fn(&[Heads<4>]) -> Vec<Row>) -> Verdict {
    let joins = |batch: &[Heads<4>]| joins(&answer, batch);
    Verdict::new()
        .claim("there is one row of values for each state", || {
            one_for_each(
                [1, 2, 7],
                |amount| answer(&vec![CENTRED; amount]).len(),
                |amount, found| {
                    format!("for {amount} states there are {found} rows")
                },
            )
        })
        .claim("with a mean advantage of 0, Q is V + A", || {
            joins(&[CENTRED])
        })
        .claim("a constant in the advantages drops out", || {
            joins(&[SHIFTED])
        })
        .claim("each state has a mean of its own", || joins(&BATCH))
}

/// The answer must give the Q-values of `batch`.
fn joins(answer: impl Fn(&[Heads<4>]) -> Vec<Row>, batch: &[Heads<4>]) -> Trial {
    let by_state = |row: fn(f32, Row) -> Row| -> Vec<Row> {
        let states = batch.iter();
        states.map(|h| row(h.value, h.advantages)).collect()
    };
    // What is left of V + A when the same offsets come off in each state.
    let less = |offsets: Row| -> Vec<Row> {
        let row = |h: &Heads<4>| {
            std::array::from_fn(|a| h.value + h.advantages[a] - offsets[a])
        };
        batch.iter().map(row).collect()
    };
    let over_batch = |of: &dyn Fn(&Heads<4>) -> f32| {
        batch.iter().map(of).sum::<f32>() / batch.len() as f32
    };
    let by_action = |action: usize| over_batch(&|h| h.advantages[action]);
    let of_all = over_batch(&|h| mean(h.advantages));
    let right = by_state(|v, a| a.map(|x| v + x - mean(a)));
    Case::new(batch, right)
        .slips([
            (
                by_state(|v, a| a.map(|x| v + x)),
                "this is V + A: the mean advantage is not subtracted",
            ),
            (
                less(std::array::from_fn(by_action)),
                "the mean is over the batch, not over the actions",
            ),
            (
                less([of_all; 4]),
                "this is one mean for all states and actions",
            ),
            (
                by_state(|v, a| a.map(|x| v + x - largest(a))),
                "the largest advantage is subtracted, not the mean",
            ),
            (
                by_state(|v, a| a.map(|x| v + x + mean(a))),
                "the mean is added: subtract it",
            ),
            (
                by_state(|v, a| a.map(|x| x - mean(a) - v)),
                "V is subtracted: add it",
            ),
            (by_state(|_, a| a.map(|x| x - mean(a))), "V is missing"),
            (
                by_state(|v, a| a.map(|x| v - x + mean(a))),
                "A is subtracted: add it, and subtract its mean",
            ),
        ])
        .tried(
            |batch| answer(batch),
            |batch, found, right| {
                let batch = format_batch(batch);
                format!("for {batch} it gives {found:?}, but must give {right:?}")
            },
        )
}

pub(super) fn mean(numbers: Row) -> f32 {
    numbers.into_iter().sum::<f32>() / 4.0
}

pub(super) fn largest(numbers: Row) -> f32 {
    numbers.into_iter().fold(f32::NEG_INFINITY, f32::max)
}

fn format_batch(batch: &[Heads<4>]) -> String {
    let states = batch.iter();
    let states =
        states.map(|h| format!("V = {} and A = {:?}", h.value, h.advantages));
    states.collect::<Vec<_>>().join("; ")
}
