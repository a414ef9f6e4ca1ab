//! The judge of the exercise on the bootstrap: v(s′) = maxₐ Q(s′, a; θ⁻).

use super::verdict::{Trial, Verdict, each, ensure, hinted};
use crate::foundations::layer::Layer;
use crate::foundations::network::QNetwork;
use crate::foundations::tensors::{Dev, States, greedy, rows, states_tensor};
use crate::target::Bootstrap;
use dfdx::prelude::*;

/// The network of this judge: one number per state, two actions, Q(s, a) = w s + b.
pub type Line = Layer<1, 2>;

/// Q(s, 0) = 2 s and Q(s, 1) = −s − 6.
pub(super) fn target() -> Line {
    line([2.0, -1.0], [0.0, -6.0])
}

/// Half of what `target` says, so the same action is best.
pub(super) fn fainter() -> Line {
    line([1.0, -0.5], [0.0, -3.0])
}

/// Next states for which `target` values the actions at (8, −10), (−16, 2) and
/// (−8, −2): the best action changes, and its value may be below 0.
pub(super) const NEXT_STATES: [[f32; 1]; 3] = [[4.0], [-8.0], [-4.0]];

pub(super) fn line(weights: [f32; 2], biases: [f32; 2]) -> Line {
    let device = Dev::default();
    Line {
        weight: device.tensor([weights]),
        bias: device.tensor(biases),
    }
}

/// Judges v(s′) = maxₐ Q(s′, a; θ⁻).
///
/// Each claim has an online network of its own, under which the slips that the
/// other claims look for change nothing. That v(s′) carries no gradient is in its
/// type.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the answers of all exercises are handed in alike"
)]
pub fn check_max_value<B: Bootstrap<Line, 1, 2>>(answer: B) -> Verdict {
    // Of the three next states, the other action is best in two, worth the same.
    let contrary = line([-1.5, 1.25], [-10.0, 3.0]);
    Verdict::new()
        .claim("there is one value for each next state", || {
            each([1, 3, 64], |amount| counted(&answer, amount))
        })
        .claim("the value of a state is that of its best action", || {
            valued(&answer, &target())
        })
        .claim("the target network gives the value", || {
            valued(&answer, &fainter())
        })
        .claim("the online network has no say in the action", || {
            valued(&answer, &contrary)
        })
}

pub(super) fn values(
    answer: &impl Bootstrap<Line, 1, 2>,
    online: &Line,
    next_states: States<1>,
) -> Vec<f32> {
    let values = answer.next_values(online, &target(), next_states);
    // dfdx panics when it reads a tensor of no numbers.
    match values.shape() {
        (0,) => Vec::new(),
        _ => values.as_vec(),
    }
}

/// There must be as many values as states.
pub(super) fn counted(answer: &impl Bootstrap<Line, 1, 2>, amount: usize) -> Trial {
    let states = states_tensor(&Dev::default(), &vec![[1.0]; amount]);
    let found = values(answer, &target(), states);
    ensure(found.len() == amount, || {
        let hint = hinted([(found.len() == 2, OVER_STATES)]);
        format!(
            "for {amount} next states there are {} values{hint}",
            found.len()
        )
    })
}

/// The values must be the largest of the target network.
fn valued(answer: &impl Bootstrap<Line, 1, 2>, online: &Line) -> Trial {
    let states = || states_tensor(&Dev::default(), &NEXT_STATES);
    let found = values(answer, online, states());
    let (theirs, ours) = (rows(&online.q(states())), rows(&target().q(states())));
    let expected = by_state(&ours, largest);
    ensure(found == expected, || {
        format!(
            "where the target network says {ours:?} and the online network \
             {theirs:?}, it gives {found:?}, but must give {expected:?}{}",
            slip(&found, &theirs, &ours)
        )
    })
}

/// What `found` is instead of the largest of `ours`.
fn slip(found: &[f32], theirs: &[[f32; 2]], ours: &[[f32; 2]]) -> String {
    let chosen = theirs.iter().zip(ours).map(|(by, q)| q[greedy(by)]);
    let double: Vec<f32> = chosen.collect();
    let mean = by_state(ours, |q| q[0].midpoint(q[1]));
    let smallest = by_state(ours, |q| q[0].min(q[1]));
    let of_all = by_state(ours, largest).into_iter().fold(f32::MIN, f32::max);
    hinted([
        (found == by_state(theirs, largest), ONLINE),
        (found == double, DOUBLE),
        (found == mean, "this is the mean"),
        (found == smallest, "this is the smallest"),
        (found == vec![of_all; ours.len()], OVER_BATCH),
        (found.len() == 2, OVER_STATES),
    ])
}

const ONLINE: &str = "this is the online network's value";
const DOUBLE: &str =
    "this is double Q-learning: the online network chooses the action";
const OVER_BATCH: &str =
    "this is the maximum of the batch: each state must have its own";
const OVER_STATES: &str = "one per action: the maximum is over the wrong axis";

fn largest(q: [f32; 2]) -> f32 {
    q[0].max(q[1])
}

fn by_state(q_values: &[[f32; 2]], of: fn([f32; 2]) -> f32) -> Vec<f32> {
    q_values.iter().map(|&q| of(q)).collect()
}
