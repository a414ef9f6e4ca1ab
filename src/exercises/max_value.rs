//! The judge of the bootstrap of DQN: v(s′) = maxₐ Q(s′, a; θ⁻).

use super::bootstrap::{
    Line, OVER_STATES, Rule, case, counted, fainter, line, target, values,
};
use super::verdict::Verdict;
use crate::foundations::greedy;
use crate::target::Bootstrap;

const LARGEST: Rule = |_, target| target[0].max(target[1]);

/// Rules that come out of slips, and what to say of them.
const SLIPS: [(Rule, &str); 4] = [
    (
        |online, _| online[0].max(online[1]),
        "this is the online network's value",
    ),
    (
        |online, target| target[greedy(online)],
        "this is double Q-learning: the online network chooses the action",
    ),
    (
        |_, target| target[0].midpoint(target[1]),
        "this is the mean",
    ),
    (|_, target| target[0].min(target[1]), "this is the smallest"),
];

/// Judges v(s′) = maxₐ Q(s′, a; θ⁻).
///
/// Each claim has an online network of its own, under which the slips that the
/// other claims look for change nothing. That v(s′) carries no gradient is in its
/// type.
pub fn check_max_value<B: Bootstrap<Line, 1, 2>>(answer: B) -> Verdict {
    // Of the three next states, the other action is best in two, worth the same.
    let contrary = line([-1.5, 1.25], [-10.0, 3.0]);
    let tried = |online: &Line| {
        case(online, LARGEST, &SLIPS)
            .slip(
                vec![8.0; 3],
                "this is the maximum of the batch: each state must have its own",
            )
            .when(|found| found.len() == 2, OVER_STATES)
            .tried(
                |_| values(&answer, online),
                |(online, target), found, right| {
                    format!(
                        "where the target network says {target:?} and the online \
                         network {online:?}, it gives {found:?}, but must give \
                         {right:?}"
                    )
                },
            )
    };
    Verdict::new()
        .claim("there is one value for each next state", || {
            counted(&answer)
        })
        .claim("the value of a state is that of its best action", || {
            tried(&target())
        })
        .claim("the target network gives the value", || tried(&fainter()))
        .claim("the online network has no say in the action", || {
            tried(&contrary)
        })
}
