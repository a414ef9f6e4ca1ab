//! What the judges of a bootstrap share: two networks, and values read off both.

use super::case::Case;
use super::verdict::{Trial, each, ensure, hinted};
use crate::foundations::{Dev, Layer, QNetwork, States, rows, states_tensor};
use crate::target::Bootstrap;

use dfdx::prelude::*;

/// The network of these judges: one number per state, two actions, Q(s, a) = w s + b.
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
const NEXT_STATES: [[f32; 1]; 3] = [[4.0], [-8.0], [-4.0]];

pub(super) fn line(weights: [f32; 2], biases: [f32; 2]) -> Line {
    let device = Dev::default();
    Line::new(device.tensor([weights]), device.tensor(biases))
}

/// Q(s′, ·; θ) and Q(s′, ·; θ⁻) of the next states.
pub(super) type Rows = (Vec<[f32; 2]>, Vec<[f32; 2]>);
/// What a bootstrap makes of Q(s′, ·; θ) and Q(s′, ·; θ⁻) of one state.
pub(super) type Rule = fn(&[f32; 2], &[f32; 2]) -> f32;

fn next_states() -> States<1> {
    states_tensor(&Dev::default(), &NEXT_STATES)
}

/// The values that `rule` gives, and those of slips.
pub(super) fn case(
    online: &Line,
    rule: Rule,
    slips: &[(Rule, &'static str)],
) -> Case<Rows, Vec<f32>> {
    let q = |network: &Line| rows(&network.q(next_states()));
    let (online, target) = (q(online), q(&target()));
    let by = |rule: Rule| -> Vec<f32> {
        let pairs = online.iter().zip(&target);
        pairs.map(|(online, target)| rule(online, target)).collect()
    };
    let slips: Vec<_> = slips
        .iter()
        .map(|(rule, hint)| (by(*rule), *hint))
        .collect();
    let right = by(rule);
    Case::new((online, target), right).slips(slips)
}

/// The values that `answer` gives for the next states.
pub(super) fn values(
    answer: &impl Bootstrap<Line, 1, 2>,
    online: &Line,
) -> Vec<f32> {
    values_of(answer, online, next_states())
}

fn values_of(
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

pub(super) const OVER_STATES: &str =
    "one per action: the maximum is over the wrong axis";

/// There must be as many values as states.
pub(super) fn counted(answer: &impl Bootstrap<Line, 1, 2>) -> Trial {
    each([1, 3, 64], |amount| {
        let states = states_tensor(&Dev::default(), &vec![[1.0]; amount]);
        let found = values_of(answer, &target(), states).len();
        ensure(found == amount, || {
            let hint = hinted([(found == 2, OVER_STATES)]);
            format!("for {amount} next states there are {found} values{hint}")
        })
    })
}
