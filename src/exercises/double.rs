//! The judges of the exercises on double Q-learning: one network chooses the action,
//! and the value of the choice is read off the other, or off both.

use super::bootstrap::{Line, NEXT_STATES, counted, fainter, line, target, values};
use super::verdict::{Trial, Verdict, each, ensure, hinted};
use crate::foundations::network::QNetwork;
use crate::foundations::tensors::{Dev, greedy, rows, states_tensor};
use crate::target::Bootstrap;

/// What a bootstrap makes of Q(s′, ·; θ) and Q(s′, ·; θ⁻).
type Rule = fn(&[f32; 2], &[f32; 2]) -> f32;

/// Q(s′, argmaxₐ Q(s′, a; θ); θ⁻).
const DOUBLE: Rule = |online, target| target[greedy(online)];
/// The same action, and the smaller of its two values.
const CLIPPED: Rule = |online, target| {
    let best = greedy(online);
    online[best].min(target[best])
};

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
    (
        |online, _| online[greedy(online)],
        "this is what the online network alone says",
    ),
    (CLIPPED, "this is the smaller of the two values"),
    (
        |online, target| {
            let best = greedy(online);
            online[best].max(target[best])
        },
        "this is the larger of the two values",
    ),
    (
        |online, target| {
            let best = greedy(online);
            online[best].midpoint(target[best])
        },
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
        |online, _| online[greedy(online)],
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

/// θ is not θ⁻: it prefers the other action in two of the next states, and a slip of
/// each kind gives other numbers. It says (−12, 7), (3, 1) and (−2, 3).
fn contrary() -> Line {
    line([-1.25, 0.5], [-7.0, 5.0])
}

/// Judges v(s′) = Q(s′, argmaxₐ Q(s′, a; θ); θ⁻), the value of
/// [`DoubleValue`](crate::ddqn::DoubleValue).
///
/// Each claim has an online network of its own, under which the slips that the other
/// claims look for change nothing.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the answers of all exercises are handed in alike"
)]
pub fn check_double_value<B: Bootstrap<Line, 1, 2>>(answer: B) -> Verdict {
    let judge = Judge {
        answer: &answer,
        rule: DOUBLE,
    };
    judge
        .on_agreement()
        .claim("the target network gives the value", || {
            judge.valued(&fainter(), &OF_VALUE)
        })
        .claim("the online network chooses the action", || {
            judge.valued(&contrary(), &OF_CHOICE)
        })
}

/// Judges v(s′) = minᵢ Q(s′, a*; θᵢ) over both networks, where a* is
/// argmaxₐ Q(s′, a; θ).
///
/// Source: Fujimoto, van Hoof and Meger (2018), clipped double Q-learning.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the answers of all exercises are handed in alike"
)]
pub fn check_clipped_value<B: Bootstrap<Line, 1, 2>>(answer: B) -> Verdict {
    let judge = Judge {
        answer: &answer,
        rule: CLIPPED,
    };
    judge
        .on_agreement()
        .claim("the smaller of the two values counts", || {
            judge.valued(&fainter(), &OF_VALUE)
        })
        .claim("the online network chooses the action", || {
            judge.valued(&contrary(), &OF_CHOICE)
        })
}

/// An answer, and the rule that it must follow.
struct Judge<'a, B> {
    answer: &'a B,
    rule: Rule,
}

impl<B: Bootstrap<Line, 1, 2>> Judge<'_, B> {
    /// The claims that hold for every maximum.
    fn on_agreement(&self) -> Verdict {
        Verdict::new()
            .claim("there is one value for each next state", || {
                each([1, 3, 64], |amount| counted(self.answer, amount))
            })
            .claim("where the networks agree, the largest value counts", || {
                self.valued(&target(), &OF_MAXIMUM)
            })
    }

    /// The values must be those of the rule.
    fn valued(&self, online: &Line, slips: &[Slip]) -> Trial {
        let states = || states_tensor(&Dev::default(), &NEXT_STATES);
        let found = values(self.answer, online, states());
        let theirs = rows(&online.q(states()));
        let ours = rows(&target().q(states()));
        let by = |rule: Rule| -> Vec<f32> {
            let rows = theirs.iter().zip(&ours);
            rows.map(|(online, target)| rule(online, target)).collect()
        };
        let expected = by(self.rule);
        ensure(found == expected, || {
            let slips = slips.iter().map(|(rule, hint)| (by(*rule) == found, *hint));
            let hint = hinted(slips);
            format!(
                "where the online network says {theirs:?} and the target network \
                 {ours:?}, it gives {found:?}, but must give {expected:?}{hint}"
            )
        })
    }
}
