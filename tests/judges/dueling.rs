//! Joining V and A, and taking Q apart.

use super::judged::Judged;
use deepq::exercises::Verdict;
use deepq::foundations::rows;
use deepq::prelude::*;

type Row = [f32; 4];

fn mean(row: Row) -> f32 {
    row.iter().sum::<f32>() / 4.0
}

fn largest(row: Row) -> f32 {
    row.into_iter().fold(f32::NEG_INFINITY, f32::max)
}

/// The verdict on an answer that treats each state alone.
fn by_state(row: fn(f32, Row) -> Row) -> Verdict {
    check_joined(|batch| {
        let heads = batch.iter();
        heads.map(|h| row(h.value, h.advantages)).collect()
    })
}

/// The verdict on an answer that takes `offsets` off the plain sum.
fn less(offsets: fn(&[Heads<4>]) -> Row) -> Verdict {
    check_joined(|batch| {
        let offsets = offsets(batch);
        let row = |h: &Heads<4>| {
            std::array::from_fn(|a| h.value + h.advantages[a] - offsets[a])
        };
        batch.iter().map(row).collect()
    })
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

#[test]
fn joined_heads_are_judged() {
    let over_batch = |batch: &[Heads<4>]| {
        std::array::from_fn(|action| {
            let column = batch.iter().map(|h| h.advantages[action]);
            column.sum::<f32>() / batch.len() as f32
        })
    };
    let over_all = |batch: &[Heads<4>]| {
        let sum: f32 = batch.iter().map(|h| mean(h.advantages)).sum();
        [sum / batch.len() as f32; 4]
    };
    let first = |batch: &[Heads<4>]| by_library::<MeanAdvantage>(&batch[..1]);
    Judged::new("joined")
        .right("the mean", &check_joined(by_library::<MeanAdvantage>))
        .right(
            "in another order",
            &by_state(|value, a| a.map(|x| x - (mean(a) - value))),
        )
        .wrong(
            "the plain sum",
            [3, 4],
            &by_state(|value, a| a.map(|x| value + x)),
        )
        .wrong("a mean over the batch", [2, 3, 4], &less(over_batch))
        .wrong("one mean for all", [4], &less(over_all))
        .wrong(
            "the maximum",
            [2, 3, 4],
            &check_joined(by_library::<MaxAdvantage>),
        )
        .wrong(
            "the mean is added",
            [3, 4],
            &by_state(|value, a| a.map(|x| value + x + mean(a))),
        )
        .wrong(
            "V is subtracted",
            [2, 3, 4],
            &by_state(|value, a| a.map(|x| x - mean(a) - value)),
        )
        .wrong(
            "A is subtracted",
            [2, 3, 4],
            &by_state(|value, a| a.map(|x| value - x + mean(a))),
        )
        .wrong(
            "V is missing",
            [2, 3, 4],
            &by_state(|_, a| a.map(|x| x - mean(a))),
        )
        .wrong("the first state alone", [1, 4], &check_joined(first))
        .told();
}

/// The verdict on heads with V as `value` says, and A counted from it.
fn from(value: fn(Row) -> f32) -> Verdict {
    heads(|q| (value(q), q.map(|x| x - value(q))))
}

fn heads(of: impl Fn(Row) -> (f32, Row)) -> Verdict {
    check_heads(|q| {
        let (value, advantages) = of(q);
        Heads { value, advantages }
    })
}

#[test]
fn heads_are_judged() {
    Judged::new("heads")
        .right("the mean and what is left", &from(mean))
        .wrong("the largest", [1, 2], &from(largest))
        .wrong(
            "the largest from 0",
            [1, 2],
            &from(|q| q.into_iter().fold(0.0, f32::max)),
        )
        .wrong(
            "the smallest",
            [1, 2],
            &from(|q| q.into_iter().fold(f32::INFINITY, f32::min)),
        )
        .wrong("the sum", [1, 2, 4], &from(|q| q.into_iter().sum()))
        .wrong("the first", [1, 2], &from(|q| q[0]))
        .wrong("A is Q", [2, 3, 4], &heads(|q| (mean(q), q)))
        .wrong(
            "A is V − Q",
            [3],
            &heads(|q| (mean(q), q.map(|x| mean(q) - x))),
        )
        .wrong(
            "A counts from the best action",
            [2, 3],
            &heads(|q| (mean(q), q.map(|x| x - largest(q)))),
        )
        .told();
}

#[test]
fn error_of_all_is_judged() {
    type Values<'a> = &'a [[f64; 3]];
    fn squares(estimates: Values, exact: Values) -> Vec<f64> {
        let pairs = estimates.as_flattened().iter().zip(exact.as_flattened());
        pairs.map(|(q, exact)| (q - exact) * (q - exact)).collect()
    }
    let sum = |q: Values, exact: Values| squares(q, exact).iter().sum::<f64>();
    let largest =
        |row: &[f64; 3]| row.iter().fold(f64::NEG_INFINITY, |a, &b| a.max(b));
    Judged::new("error_of_all")
        .right("the sum", &check_error_of_all(sum))
        .wrong(
            "the mean",
            [2, 3],
            &check_error_of_all(|q, e| sum(q, e) / (3 * q.len()) as f64),
        )
        .wrong(
            "a mean over the states",
            [3],
            &check_error_of_all(|q, e| sum(q, e) / q.len() as f64),
        )
        .wrong(
            "its root",
            [2, 3],
            &check_error_of_all(|q, e| sum(q, e).sqrt()),
        )
        .wrong(
            "not squared",
            [2, 3],
            &check_error_of_all(|q, e| {
                let pairs = q.as_flattened().iter().zip(e.as_flattened());
                pairs.map(|(q, e)| q - e).sum()
            }),
        )
        .wrong(
            "the best actions alone",
            [2, 3],
            &check_error_of_all(|q, e| {
                let pairs = q.iter().zip(e);
                pairs.map(|(q, e)| (largest(q) - largest(e)).powi(2)).sum()
            }),
        )
        .wrong(
            "the first state alone",
            [3],
            &check_error_of_all(|q, e| sum(&q[..1], &e[..1])),
        )
        .told();
}
