//! The judge of V and A, taken out of Q.

use super::case::Case;
use super::joined::{Row, largest, mean};
use super::verdict::{Verdict, each, ensure, hinted};
use crate::dueling::Heads;

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
            each(Q_VALUES, |q| {
                valued(q).tried(
                    |q| answer(*q).value,
                    |q, found, v| {
                        format!(
                            "for Q = {q:?} it gives V = {found}, but must give {v}"
                        )
                    },
                )
            })
        })
        .claim("the advantages have the mean 0", || {
            each(Q_VALUES, |q| {
                let found = answer(q).advantages;
                let average = mean(found);
                ensure(average == 0.0, || {
                    let is_from_best = found == q.map(|x| x - largest(q));
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
                Case::new(q, q)
                    .slip(q.map(|x| value + x), "A is Q itself: take V off")
                    .slip(q.map(|x| 2.0 * value - x), "A is V − Q: turn it round")
                    .tried(
                        |_| advantages.map(|a| value + a),
                        |q, sum, _| {
                            format!(
                                "for Q = {q:?} it gives V = {value} and A = \
                                 {advantages:?}, which add up to {sum:?}"
                            )
                        },
                    )
            })
        })
        .claim("where all actions are alike, A is 0", || {
            let found = answer(ALIKE).advantages;
            ensure(found == [0.0; 4], || {
                format!("for Q = {ALIKE:?} it gives A = {found:?}")
            })
        })
}

/// The V of these Q-values, and what typical slips take for it.
fn valued(q: Row) -> Case<Row, f32> {
    Case::new(q, mean(q))
        .slip(
            largest(q),
            "this is the largest, which is V where the largest advantage is \
             subtracted",
        )
        .slip(
            q.into_iter().fold(f32::INFINITY, f32::min),
            "this is the smallest",
        )
        .slip(
            q.into_iter().sum(),
            "this is the sum: divide it by the number of actions",
        )
        .slip(q[0], "this is the value of the first action")
}
