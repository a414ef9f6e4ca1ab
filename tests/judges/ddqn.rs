//! The value of double DQN, and its clipped kind.

use super::judged::{Judged, each, over_states};
use deepq::exercises::Verdict;
use deepq::prelude::*;

/// The smaller of what both networks say of the online network's choice.
#[derive(Debug)]
struct Clipped;

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Bootstrap<N, S, A>
    for Clipped
{
    fn next_values(
        &self,
        online: &N,
        target: &N,
        next_states: States<S>,
    ) -> PerSample {
        let of_online = online.q(next_states.clone());
        let best = argmax(&of_online);
        let of_target = target.q(next_states).select(best.clone());
        of_online.select(best).minimum(of_target)
    }
}

type Rule = fn(&[f32; 2], &[f32; 2]) -> f32;

fn double(rule: Rule) -> Verdict {
    check_double_value(each(rule))
}

fn clipped(rule: Rule) -> Verdict {
    check_clipped_value(each(rule))
}

#[test]
fn double_value_is_judged() {
    // In place of its value.
    let index = double(|o, _| greedy(o) as f32);
    Judged::new("double_value")
        .right("DoubleValue", &check_double_value(DoubleValue))
        .right("θ⁻ values the choice of θ", &double(|o, t| t[greedy(o)]))
        .wrong("MaxValue", [4], &check_double_value(MaxValue))
        .wrong("swapped roles", [3, 4], &double(|o, t| o[greedy(t)]))
        .wrong("θ alone", [3, 4], &double(|o, _| o[greedy(o)]))
        .wrong("the clipped value", [3], &check_double_value(Clipped))
        .wrong("the smallest", [2, 3, 4], &double(|_, t| t[0].min(t[1])))
        .wrong("the mean", [2, 3, 4], &double(|_, t| t[0].midpoint(t[1])))
        .wrong("the index of the best action", [2, 3, 4], &index)
        .wrong(
            "one value for each action",
            [1, 2, 3, 4],
            &check_double_value(over_states()),
        )
        .told();
}

#[test]
fn clipped_value_is_judged() {
    let smaller_first = |o: &[f32; 2], t: &[f32; 2]| {
        let smaller = [o[0].min(t[0]), o[1].min(t[1])];
        smaller[greedy(&smaller)]
    };
    Judged::new("clipped_value")
        .right("for any network", &check_clipped_value(Clipped))
        .right(
            "of both values",
            &clipped(|o, t| o[greedy(o)].min(t[greedy(o)])),
        )
        .wrong(
            "θ⁻ chooses",
            [4],
            &clipped(|o, t| o[greedy(t)].min(t[greedy(t)])),
        )
        .wrong("θ alone", [3, 4], &clipped(|o, _| o[greedy(o)]))
        .wrong("DoubleValue", [3], &check_clipped_value(DoubleValue))
        .wrong(
            "each chooses for itself",
            [4],
            &clipped(|o, t| o[greedy(o)].min(t[greedy(t)])),
        )
        .wrong("the minimum first", [4], &clipped(smaller_first))
        .wrong(
            "the larger of both",
            [3, 4],
            &clipped(|o, t| o[greedy(o)].max(t[greedy(o)])),
        )
        .wrong(
            "the mean of both",
            [3, 4],
            &clipped(|o, t| o[greedy(o)].midpoint(t[greedy(o)])),
        )
        .wrong("a panic", [1, 2, 3, 4], &clipped(|_, _| panic!("no idea")))
        .told();
}

#[test]
fn second_opinion_is_judged() {
    fn best(values: &[f64]) -> usize {
        (1..values.len()).fold(
            0,
            |best, i| {
                if values[i] > values[best] { i } else { best }
            },
        )
    }
    Judged::new("second_opinion")
        .right("the second set's", &check_second_opinion(|a, b| b[best(a)]))
        .wrong(
            "the largest of the second set",
            [2, 3, 4],
            &check_second_opinion(|_, b| b[best(b)]),
        )
        .wrong(
            "swapped",
            [2, 3, 4],
            &check_second_opinion(|a, b| a[best(b)]),
        )
        .wrong(
            "of one set",
            [2, 3, 4],
            &check_second_opinion(|a, _| a[best(a)]),
        )
        .wrong(
            "the place of the action",
            [1, 3, 4],
            &check_second_opinion(|a, _| best(a) as f64),
        )
        .wrong(
            "from 0 on",
            [4],
            &check_second_opinion(|a, b| {
                let mut largest = (0.0, 0.0);
                for (first, second) in a.iter().zip(b) {
                    if *first > largest.0 {
                        largest = (*first, *second);
                    }
                }
                largest.1
            }),
        )
        .told();
}
