//! The judges of the exercises on the dueling network: joining V and A, and taking Q
//! apart.

use super::verdict::{Trial, Verdict, each, ensure, hinted};
use crate::dueling::Heads;

/// Four actions: every mean is exact, in whatever order it is computed.
type Row = [f32; 4];

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
            each([1, 2, 7], |amount| counts(&answer, amount))
        })
        .claim("with a mean advantage of 0, Q is V + A", || {
            joins(&[CENTRED])
        })
        .claim("a constant in the advantages drops out", || {
            joins(&[SHIFTED])
        })
        .claim("each state has a mean of its own", || joins(&BATCH))
}

fn counts(answer: impl Fn(&[Heads<4>]) -> Vec<Row>, amount: usize) -> Trial {
    let found = answer(&vec![CENTRED; amount]).len();
    ensure(found == amount, || {
        format!("for {amount} states there are {found} rows")
    })
}

/// The answer must give the Q-values of `batch`.
fn joins(answer: impl Fn(&[Heads<4>]) -> Vec<Row>, batch: &[Heads<4>]) -> Trial {
    let (found, expected) = (answer(batch), joined(batch));
    ensure(found == expected, || {
        let slips = JOINED.iter();
        let hint = hinted(slips.map(|(slip, hint)| (found == slip(batch), *hint)));
        let batch = in_words(batch);
        format!("for {batch} it gives {found:?}, but must give {expected:?}{hint}")
    })
}

/// The right values.
fn joined(batch: &[Heads<4>]) -> Vec<Row> {
    by_state(batch, |value, advantages| {
        let mean = mean(advantages);
        advantages.map(|a| value + a - mean)
    })
}

/// A way to join the heads of a batch.
type Joining = fn(&[Heads<4>]) -> Vec<Row>;

/// What typical slips make of a batch. Where several fit, the first is named.
const JOINED: [(Joining, &str); 8] = [
    (naive, "this is V + A: the mean advantage is not subtracted"),
    (
        over_batch,
        "the mean is over the batch, not over the actions",
    ),
    (over_all, "this is one mean for all states and actions"),
    (best, "the largest advantage is subtracted, not the mean"),
    (added, "the mean is added: subtract it"),
    (subtracted, "V is subtracted: add it"),
    (without_value, "V is missing"),
    (turned, "A is subtracted: add it, and subtract its mean"),
];

fn naive(batch: &[Heads<4>]) -> Vec<Row> {
    by_state(batch, |value, advantages| advantages.map(|a| value + a))
}

fn over_batch(batch: &[Heads<4>]) -> Vec<Row> {
    let mean = |action| {
        let column = batch.iter().map(|heads| heads.advantages[action]);
        column.sum::<f32>() / batch.len() as f32
    };
    let means: Row = std::array::from_fn(mean);
    by_state(batch, |value, advantages| {
        std::array::from_fn(|action| value + advantages[action] - means[action])
    })
}

fn over_all(batch: &[Heads<4>]) -> Vec<Row> {
    let sum: f32 = batch.iter().map(|heads| mean(heads.advantages)).sum();
    let mean = sum / batch.len() as f32;
    by_state(batch, |value, advantages| {
        advantages.map(|a| value + a - mean)
    })
}

fn best(batch: &[Heads<4>]) -> Vec<Row> {
    by_state(batch, |value, advantages| {
        let largest = advantages.into_iter().fold(f32::NEG_INFINITY, f32::max);
        advantages.map(|a| value + a - largest)
    })
}

fn added(batch: &[Heads<4>]) -> Vec<Row> {
    by_state(batch, |value, advantages| {
        let mean = mean(advantages);
        advantages.map(|a| value + a + mean)
    })
}

fn subtracted(batch: &[Heads<4>]) -> Vec<Row> {
    by_state(batch, |value, advantages| {
        let mean = mean(advantages);
        advantages.map(|a| a - mean - value)
    })
}

fn without_value(batch: &[Heads<4>]) -> Vec<Row> {
    by_state(batch, |_, advantages| {
        let mean = mean(advantages);
        advantages.map(|a| a - mean)
    })
}

fn turned(batch: &[Heads<4>]) -> Vec<Row> {
    by_state(batch, |value, advantages| {
        let mean = mean(advantages);
        advantages.map(|a| value - a + mean)
    })
}

fn by_state(batch: &[Heads<4>], row: impl Fn(f32, Row) -> Row) -> Vec<Row> {
    let row = |heads: &Heads<4>| row(heads.value, heads.advantages);
    batch.iter().map(row).collect()
}

/// Q-values, among them some whose largest is below 0.
const Q_VALUES: [Row; 3] = [
    [8.0, 14.0, 6.0, 12.0],
    [-4.0, -8.0, -2.0, -6.0],
    [40.0, 0.0, -8.0, 0.0],
];
/// No action is better than another.
const ALIKE: Row = [5.0; 4];

/// Judges V(s) = (1/|A|) Σₐ Q(s, a) and A(s, a) = Q(s, a) − V(s), given as a function
/// from the Q-values of one state.
pub fn check_heads(answer: impl Fn(Row) -> Heads<4>) -> Verdict {
    Verdict::new()
        .claim("V is the mean of the Q-values", || {
            each(Q_VALUES, |q| is_valued(q, answer(q).value))
        })
        .claim("the advantages have the mean 0", || {
            each(Q_VALUES, |q| {
                let found = answer(q).advantages;
                let average = mean(found);
                ensure(average == 0.0, || {
                    let best = q.into_iter().fold(f32::NEG_INFINITY, f32::max);
                    let is_from_best = found == q.map(|q| q - best);
                    let hint =
                        hinted([(is_from_best, "they count from the best action")]);
                    format!(
                        "for Q = {q:?} it gives A = {found:?}, whose mean is \
                         {average}{hint}"
                    )
                })
            })
        })
        .claim("V + A is Q", || {
            each(Q_VALUES, |q| {
                let Heads { value, advantages } = answer(q);
                let sum = advantages.map(|a| value + a);
                let slips = [
                    (q.map(|q| value + q), "A is Q itself: take V off"),
                    (q.map(|q| 2.0 * value - q), "A is V − Q: turn it round"),
                ];
                ensure(sum == q, || {
                    let hint = hinted(slips.map(|(slip, hint)| (sum == slip, hint)));
                    format!(
                        "for Q = {q:?} it gives V = {value} and A = {advantages:?}, \
                         which add up to {sum:?}{hint}"
                    )
                })
            })
        })
        .claim("where all actions are alike, A is 0", || {
            let found = answer(ALIKE).advantages;
            ensure(found == [0.0; 4], || {
                format!("for Q = {ALIKE:?} it gives A = {found:?}")
            })
        })
}

/// A number read off the Q-values of a state.
type Reading = fn(Row) -> f32;

/// What typical slips take for V.
const VALUES: [(Reading, &str); 4] = [
    (
        |q| q.into_iter().fold(f32::NEG_INFINITY, f32::max),
        "this is the largest, which is V where the largest advantage is \
         subtracted",
    ),
    (
        |q| q.into_iter().fold(f32::INFINITY, f32::min),
        "this is the smallest",
    ),
    (
        |q| q.into_iter().sum(),
        "this is the sum: divide it by the number of actions",
    ),
    (|q| q[0], "this is the value of the first action"),
];

/// `found` must be the V of these Q-values.
fn is_valued(q: Row, found: f32) -> Trial {
    let expected = mean(q);
    ensure(found == expected, || {
        let slips = VALUES.iter();
        let hint = hinted(slips.map(|(slip, hint)| (found == slip(q), *hint)));
        format!("for Q = {q:?} it gives V = {found}, but must give {expected}{hint}")
    })
}

fn mean(numbers: Row) -> f32 {
    numbers.into_iter().sum::<f32>() / 4.0
}

fn in_words(batch: &[Heads<4>]) -> String {
    let states = batch.iter();
    let states =
        states.map(|h| format!("V = {} and A = {:?}", h.value, h.advantages));
    states.collect::<Vec<_>>().join("; ")
}
