//! The judges of double Q-learning: one network chooses the action, and the value of
//! the choice is read off the other, or off both.

use super::bootstrap::{Line, Rule, case, counted, fainter, line, target, values};
use super::verdict::Verdict;
use crate::foundations::greedy;
use crate::target::Bootstrap;

/// Q(s′, argmaxₐ Q(s′, a; θ); θ⁻).
const DOUBLE: Rule = |online, target| target[greedy(online)];
/// Q(s′, argmaxₐ Q(s′, a; θ); θ).
const ALONE: Rule = |online, _| online[greedy(online)];
/// The same action, and the smaller of its two values.
const CLIPPED: Rule =
    |online, target| ALONE(online, target).min(DOUBLE(online, target));

/// A rule that comes out of a slip, and what to say of it.
type Slip = (Rule, &'static str);

/// Slips that show where the networks agree.
const OF_MAXIMUM: [Slip; 2] = [
    (|_, target| target[0].min(target[1]), "this is the smallest"),
    (
        |_, target| target[0].midpoint(target[1]),
        "this is the mean over the actions",
    ),
];

/// Slips that show where the networks choose alike, and value the choice differently.
const OF_VALUE: [Slip; 5] = [
    (DOUBLE, "this is what the target network alone says"),
    (ALONE, "this is what the online network alone says"),
    (CLIPPED, "this is the smaller of the two values"),
    (
        |online, target| ALONE(online, target).max(DOUBLE(online, target)),
        "this is the larger of the two values",
    ),
    (
        |online, target| ALONE(online, target).midpoint(DOUBLE(online, target)),
        "this is the mean of the two values",
    ),
];

/// Slips that show where the networks choose differently.
const OF_CHOICE: [Slip; 6] = [
    (
        |_, target| target[greedy(target)],
        "this is what the target network says of its own choice",
    ),
    (
        ALONE,
        "this is what the online network says of its own choice",
    ),
    (
        |online, target| online[greedy(target)],
        "the roles are swapped: here the target network chooses, and the online \
         network values",
    ),
    (
        |online, target| online[greedy(target)].min(target[greedy(target)]),
        "here the target network chooses",
    ),
    (
        |online, target| online[greedy(online)].min(target[greedy(target)]),
        "each network chooses for itself, but both must value one action",
    ),
    (
        |online, target| {
            let smaller = [0, 1].map(|a: usize| online[a].min(target[a]));
            smaller[greedy(&smaller)]
        },
        "the minimum comes before the choice: choose first, then compare",
    ),
];

/// Judges v(s′) = Q(s′, argmaxₐ Q(s′, a; θ); θ⁻), the value of
/// [`DoubleValue`](crate::ddqn::DoubleValue).
///
/// Each claim has an online network of its own, under which the slips that the other
/// claims look for change nothing.
pub fn check_double_value<B: Bootstrap<Line, 1, 2>>(answer: B) -> Verdict {
    judged(&answer, DOUBLE, "the target network gives the value")
}

/// Judges v(s′) = minᵢ Q(s′, a*; θᵢ) over both networks, where a* is
/// argmaxₐ Q(s′, a; θ).
///
/// Source: Fujimoto, van Hoof and Meger (2018), clipped double Q-learning.
pub fn check_clipped_value<B: Bootstrap<Line, 1, 2>>(answer: B) -> Verdict {
    judged(&answer, CLIPPED, "the smaller of the two values counts")
}

/// The verdict on an answer that must follow `rule`, where `of_value` is the claim on
/// networks that choose alike.
fn judged(
    answer: &impl Bootstrap<Line, 1, 2>,
    rule: Rule,
    of_value: &str,
) -> Verdict {
    // It prefers the other action in two of the next states, and a slip of each kind
    // gives other numbers. It says (−12, 7), (3, 1) and (−2, 3).
    let contrary = line([-1.25, 0.5], [-7.0, 5.0]);
    let tried = |online: &Line, slips: &[Slip]| {
        case(online, rule, slips).tried(
            |_| values(answer, online),
            |(online, target), found, right| {
                format!(
                    "where the online network says {online:?} and the target \
                     network {target:?}, it gives {found:?}, but must give {right:?}"
                )
            },
        )
    };
    Verdict::new()
        .claim("there is one value for each next state", || counted(answer))
        .claim("where the networks agree, the largest value counts", || {
            tried(&target(), &OF_MAXIMUM)
        })
        .claim(of_value, || tried(&fainter(), &OF_VALUE))
        .claim("the online network chooses the action", || {
            tried(&contrary, &OF_CHOICE)
        })
}
