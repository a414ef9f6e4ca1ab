//! The judge of an objective: the Huber loss.

use super::bootstrap::{Line, line, target};
use super::case::Case;
use super::verdict::{Trial, Verdict};
use crate::foundations::Dev;
use crate::objective::Objective;
use crate::replay::{Batch, Sample, Transition};
use dfdx::prelude::*;

/// TD errors and weights of a batch, and κ.
type Setting = (&'static [f32], &'static [f32], f32);

/// The loss, its slopes at the values of both actions, and the TD errors that a memory
/// hears.
type Seen = (f32, [f32; 2], Vec<f32>);

/// h(δ) and h′(δ), given κ.
type Rule = fn(f32, f32) -> (f32, f32);

fn huber(delta: f32, kappa: f32) -> (f32, f32) {
    let distance = delta.abs();
    let error = if distance <= kappa {
        delta * delta / 2.0
    } else {
        kappa * (distance - kappa / 2.0)
    };
    (error, delta.clamp(-kappa, kappa))
}

/// What typical slips compute.
const SLIPS: [(Rule, &str); 6] = [
    (
        |delta, _| (delta * delta, 2.0 * delta),
        "this is the square: large errors must grow linearly",
    ),
    (
        |delta, _| (delta * delta / 2.0, delta),
        "this is half of the square: large errors must grow linearly",
    ),
    (
        |delta, kappa| (2.0 * huber(delta, kappa).0, 2.0 * huber(delta, kappa).1),
        "this is twice the loss: a small error counts δ² / 2",
    ),
    (
        |delta, kappa| {
            let clipped = delta.clamp(-kappa, kappa);
            let slope = if delta == clipped { 2.0 * delta } else { 0.0 };
            (clipped * clipped, slope)
        },
        "the error itself is clipped, so a large one has no gradient",
    ),
    (|delta, _| huber(delta, 1.0), "κ is not always 1"),
    (
        |delta, kappa| match huber(delta, kappa) {
            (_, slope) if delta.abs() > kappa => (kappa * delta.abs(), slope),
            small => small,
        },
        "beyond κ the loss is κ (|δ| − κ / 2), so that both parts meet",
    ),
];

/// What `rule` makes of a batch in which the first action was played.
fn by(rule: Rule, (errors, weights, kappa): Setting) -> Seen {
    let count = errors.len() as f32;
    let seen = errors.iter().zip(weights).map(|(&delta, &weight)| {
        let (error, slope) = rule(delta, kappa);
        (weight * error / count, -weight * slope / count)
    });
    let (loss, slope) =
        seen.fold((0.0, 0.0), |sum, next| (sum.0 + next.0, sum.1 + next.1));
    (loss, [slope, 0.0], errors.to_vec())
}

/// What an objective makes of the same batch.
fn seen(objective: &impl Objective<Line, 1, 2>, setting: &Setting) -> Seen {
    let (errors, weights, _) = *setting;
    // The online network says 0 everywhere, and no transition has a future: so each
    // reward is a TD error.
    let online = line([0.0, 0.0], [0.0, 0.0]);
    let ended = |&reward| Transition {
        state: [1.0],
        action: 0,
        reward,
        next_state: [2.0],
        terminated: true,
        truncated: false,
        discount: 1.0,
    };
    let sample = Sample {
        transitions: errors.iter().map(ended).collect(),
        indices: (0..errors.len()).collect(),
        weights: weights.to_vec(),
    };
    let batch = Batch::new(&Dev::default(), &sample);
    let gradients = online.alloc_grads();
    let loss = objective.loss(&online, &target(), batch, gradients);
    let (value, td_errors) = (loss.value.array(), loss.td_errors);
    let gradients = loss.value.backward();
    (value, gradients.get(&*online.bias).array(), td_errors)
}

/// Judges the mean Huber loss with weights as an objective; `new` makes one for a κ.
pub fn check_huber<O: Objective<Line, 1, 2>>(new: impl Fn(f32) -> O) -> Verdict {
    let tried = |setting: Setting| -> Trial {
        let slips = SLIPS.map(|(rule, hint)| (by(rule, setting), hint));
        let unweighted = (setting.0, &[1.0; 3][..setting.0.len()], setting.2);
        Case::new(setting, by(huber, setting))
            .compared(same)
            .slips(slips)
            .slip(by(huber, unweighted), "the weights are missing")
            .tried(
                |setting| seen(&new(setting.2), setting),
                |(errors, weights, kappa), found, right| {
                    format!(
                        "for κ = {kappa}, the TD errors {errors:?} and the weights \
                         {weights:?} the loss, its slopes and what the memory hears \
                         are {found:?}, but must be {right:?}"
                    )
                },
            )
    };
    Verdict::new()
        .claim("a small error counts half of its square", || {
            tried((&[0.5], &[1.0], 1.0))
        })
        .claim("a large error has the gradient of κ", || {
            tried((&[-8.0], &[1.0], 1.0))
        })
        .claim("κ is a setting", || {
            tried((&[3.0, -8.0], &[1.0, 1.0], 2.0))
        })
        .claim(
            "the loss is the mean of the batch, with its weights",
            || tried((&[0.5, 4.0, -0.5], &[1.0, 0.25, 0.5], 1.0)),
        )
}

/// Equal but for rounding.
fn same(found: &Seen, right: &Seen) -> bool {
    let numbers =
        |seen: &Seen| -> Vec<f32> { [&[seen.0], &seen.1[..], &seen.2].concat() };
    let (found, right) = (numbers(found), numbers(right));
    let mut pairs = found.iter().zip(&right);
    found.len() == right.len() && pairs.all(|(a, b)| (a - b).abs() < 1e-5)
}
