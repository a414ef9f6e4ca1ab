//! y of one transition, its bootstrap, the hard copy, and the loss.

use super::judged::{By, Judged, bootstrap, each, over_states};
use deepq::exercises::Verdict;
use deepq::prelude::*;
use dfdx::prelude::*;

fn y(r: f32, masked: bool, v: f32, gamma: f32) -> f32 {
    if masked { r } else { r + gamma * v }
}

#[test]
fn td_target_is_judged() {
    let column = |number: f32| per_sample(&Dev::default(), vec![number]);
    let of_the_course = |r, terminated, _, v, gamma| {
        let discount = column(if terminated { 0.0 } else { gamma });
        td_target(column(r), discount, column(v)).as_vec()[0]
    };
    Judged::new("td_target")
        .right("td_target of the course", &check_td_target(of_the_course))
        .right("y", &check_td_target(|r, t, _, v, gamma| y(r, t, v, gamma)))
        .wrong(
            "truncation is masked",
            [3],
            &check_td_target(|r, t, cut, v, gamma| y(r, t || cut, v, gamma)),
        )
        .wrong(
            "termination is forgotten",
            [2, 4],
            &check_td_target(|r, _, _, v, gamma| r + gamma * v),
        )
        .wrong(
            "both flags are needed",
            [2],
            &check_td_target(|r, t, cut, v, gamma| y(r, t && cut, v, gamma)),
        )
        .wrong(
            "truncation wins",
            [4],
            &check_td_target(|r, t, cut, v, gamma| y(r, t && !cut, v, gamma)),
        )
        .wrong(
            "gamma is missing",
            [5],
            &check_td_target(|r, t, _, v, _| y(r, t, v, 1.0)),
        )
        .wrong(
            "gamma is a factor of y",
            [5],
            &check_td_target(|r, t, _, v, gamma| gamma * y(r, t, v, 1.0)),
        )
        .wrong(
            "gamma is a factor of r",
            [5],
            &check_td_target(|r, t, _, v, gamma| y(gamma * r, t, v, 1.0)),
        )
        .wrong(
            "gamma is a half or 1",
            [5],
            &check_td_target(|r, t, _, v, gamma| {
                y(r, t, v, if gamma < 1.0 { 0.5 } else { 1.0 })
            }),
        )
        .wrong(
            "with gamma 0, r is lost",
            [5],
            &check_td_target(|r, t, _, v, gamma| {
                y(if gamma == 0.0 { 0.0 } else { r }, t, v, gamma)
            }),
        )
        .wrong(
            "values are never below 0",
            [1],
            &check_td_target(|r, t, _, v, gamma| y(r, t, v.max(0.0), gamma)),
        )
        .wrong(
            "the next value is missing",
            [1, 3, 5],
            &check_td_target(|r, _, _, _, _| r),
        )
        .wrong(
            "r is missing",
            [1, 2, 3, 4, 5],
            &check_td_target(|_, t, _, v, gamma| y(0.0, t, v, gamma)),
        )
        .wrong(
            "y is no number",
            [1, 2, 3, 4, 5],
            &check_td_target(|_, _, _, _, _| f32::NAN),
        )
        .wrong(
            "nothing is written yet",
            [1, 2, 3, 4, 5],
            &check_td_target(|_, _, _, _, _| todo!()),
        )
        .told();
}

/// A reader's answer, for any network.
#[derive(Debug)]
struct MyMax;

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Bootstrap<N, S, A>
    for MyMax
{
    fn next_values(&self, _: &N, target: &N, next_states: States<S>) -> PerSample {
        target.q(next_states).max::<_, Axis<1>>()
    }
}

fn largest(q: &[f32]) -> f32 {
    q.iter().copied().fold(f32::MIN, f32::max)
}

#[test]
fn max_value_is_judged() {
    let by_state = |of: fn(&[f32; 2], &[f32; 2]) -> f32| check_max_value(each(of));
    let of_batch = bootstrap(|_, target| {
        let best = target.iter().map(|q| largest(q)).fold(f32::MIN, f32::max);
        vec![best; target.len()]
    });
    let three =
        bootstrap(|_, target| target.iter().map(|q| largest(q)).take(3).collect());
    let distrustful = bootstrap(|online, target| {
        let more = f32::from(u8::from(online == target));
        target.iter().map(|q| largest(q) + more).collect()
    });
    Judged::new("max_value")
        .right("MaxValue", &check_max_value(MaxValue))
        .right("the largest, for any network", &check_max_value(MyMax))
        .wrong(
            "the online network's largest",
            [3],
            &by_state(|online, _| largest(online)),
        )
        .wrong(
            "double Q-learning",
            [4],
            &by_state(|online, target| target[greedy(online)]),
        )
        .wrong("the mean", [2, 3, 4], &by_state(|_, q| q[0].midpoint(q[1])))
        .wrong("the smallest", [2, 3, 4], &by_state(|_, q| q[0].min(q[1])))
        .wrong("the first action", [2, 3, 4], &by_state(|_, q| q[0]))
        .wrong(
            "never below 0",
            [2, 3, 4],
            &by_state(|_, q| largest(q).max(0.0)),
        )
        .wrong("no number", [2, 3, 4], &by_state(|_, _| f32::NAN))
        .wrong(
            "the maximum of the batch",
            [2, 3, 4],
            &check_max_value(of_batch),
        )
        .wrong(
            "more where the networks agree",
            [2],
            &check_max_value(distrustful),
        )
        .wrong(
            "the maximum over states",
            [1, 2, 3, 4],
            &check_max_value(over_states()),
        )
        .wrong("three values at most", [1], &check_max_value(three))
        .wrong(
            "no values",
            [1, 2, 3, 4],
            &check_max_value(bootstrap(|_, _| Vec::new())),
        )
        .wrong("a panic", [1, 2, 3, 4], &by_state(|_, _| panic!("no idea")))
        .told();
}

/// Copies on the steps for which a function of the step and of `every` says so.
fn copying(when: fn(usize, usize) -> bool) -> Verdict {
    check_hard_copy(|every| {
        By(move |target: &mut f32, online, step| {
            if when(step, every) {
                *target = online;
            }
        })
    })
}

#[test]
fn hard_copy_is_judged() {
    let creeping = |_| {
        By(|target: &mut f32, online: f32, step: usize| {
            let share = if step.is_multiple_of(3) { 1.0 } else { 0.5 };
            *target += share * (online - *target);
        })
    };
    Judged::new("hard_copy")
        .right("HardCopy", &check_hard_copy(|every| HardCopy { every }))
        .right("a copy on each multiple", &copying(usize::is_multiple_of))
        .right(
            "a copy on each multiple but 0, where the networks are the same",
            &copying(|step, every| step > 0 && step.is_multiple_of(every)),
        )
        .wrong(
            "it moves between its copies",
            [1, 2, 3, 4, 5],
            &check_hard_copy(creeping),
        )
        .wrong("it never copies", [1, 3, 5], &copying(|_, _| false))
        .wrong(
            "it copies on every step from some step on",
            [2, 4, 5],
            &copying(|step, every| step >= every),
        )
        .wrong(
            "the condition is the wrong way round",
            [1, 2, 3, 4, 5],
            &copying(|step, every| !step.is_multiple_of(every)),
        )
        .wrong(
            "steps are counted from 1",
            [1, 2, 5],
            &copying(|step, every| (step + 1).is_multiple_of(every)),
        )
        .wrong(
            "it copies once",
            [1, 3, 5],
            &copying(|step, every| step == every),
        )
        .wrong(
            "its copies end",
            [5],
            &copying(|step, every| step.is_multiple_of(every) && step < 100),
        )
        .wrong(
            "it divides by 0",
            [4],
            &copying(|step, every| step % every == 0),
        )
        .told();
}

#[test]
fn loss_is_judged() {
    let of_the_course = |deltas: &[f32], weights: &[f32]| {
        let column = |numbers: &[f32]| per_sample(&Dev::default(), numbers.to_vec());
        let recorded = column(deltas).leaky_traced();
        deepq::objective::loss(recorded, column(weights)).array()
    };
    let sum_of = |term: fn(f32, f32) -> f32, deltas: &[f32], weights: &[f32]| {
        let terms = deltas.iter().zip(weights).map(|(&d, &w)| term(d, w));
        terms.sum::<f32>()
    };
    // The mean of a term of δ and w.
    let mean_of = |term: fn(f32, f32) -> f32| {
        check_loss(|deltas, weights| {
            sum_of(term, deltas, weights) / deltas.len() as f32
        })
    };
    let squares = |d, w| w * d * d;
    Judged::new("loss")
        .right("loss of the course", &check_loss(of_the_course))
        .right("the mean of w δ²", &mean_of(squares))
        .wrong("(w δ)²", [3], &mean_of(|d, w| (w * d) * (w * d)))
        .wrong("no weights", [3, 4], &mean_of(|d, _| d * d))
        .wrong(
            "the sum",
            [2, 3, 4],
            &check_loss(|d, w| sum_of(squares, d, w)),
        )
        .wrong(
            "over the sum of the weights",
            [3, 4],
            &check_loss(|d, w| sum_of(squares, d, w) / w.iter().sum::<f32>()),
        )
        .wrong(
            "over what has a weight",
            [4],
            &check_loss(|d, w| {
                let counted = w.iter().filter(|&&w| w > 0.0).count();
                sum_of(squares, d, w) / counted as f32
            }),
        )
        .wrong("w |δ|", [1, 2, 3, 4], &mean_of(|d, w| w * d.abs()))
        .wrong("w δ", [1, 2, 3, 4], &mean_of(|d, w| w * d))
        .wrong(
            "half of the squares",
            [1, 2, 3, 4],
            &mean_of(|d, w| 0.5 * w * d * d),
        )
        .wrong(
            "the square of the mean",
            [2, 3, 4],
            &check_loss(|d, w| {
                let mean = sum_of(|d, w| w * d, d, w) / d.len() as f32;
                mean * mean
            }),
        )
        .told();
}

#[test]
fn value_after_is_judged() {
    let terms = |count: usize, gamma: f64| -> f64 {
        std::iter::successors(Some(1.0), |term| Some(gamma * term))
            .take(count)
            .sum()
    };
    let sum = |copies, gamma| terms(copies + 1, gamma);
    let closed = |copies, gamma| terms(copies, gamma);
    Judged::new("value_after")
        .right("a sum", &check_value_after(sum))
        .wrong(
            "the closed form of the course",
            [3],
            &check_value_after(deepq::target::value_after),
        )
        .wrong("one copy less", [1, 2, 3], &check_value_after(closed))
        .wrong(
            "without the discount",
            [2, 4],
            &check_value_after(|copies, _| copies as f64 + 1.0),
        )
        .wrong(
            "the limit",
            [1, 2, 3],
            &check_value_after(|_, gamma| 1.0 / (1.0 - gamma)),
        )
        .told();
}
