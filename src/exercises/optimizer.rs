//! The judge of an optimiser: the steps of Adam.

use super::case::{Case, tried};
use super::verdict::Verdict;
use crate::foundations::{Adam, Dev, Gradients, Optimizer};
use dfdx::prelude::{
    AsArray, Backward, Rank0, Rank1, SumTo, Tensor, TensorFrom, Trace,
};

/// The network of this judge: two weights.
type Pair = Tensor<Rank1<2>, f32, Dev>;

/// The gradient of each step, and its η.
type Steps = &'static [([f32; 2], f64)];
/// Both weights after each step; they start at 0.
type Path = Vec<[f32; 2]>;

/// What is subtracted from a weight for an η of 1, given g, m, v and t.
type Rule = fn(f64, f64, f64, f64) -> f64;

/// 1 − βᵗ.
fn correction(beta: f64, t: f64) -> f64 {
    1.0 - libm::pow(beta, t)
}

/// m̂ and v̂.
fn corrected(m: f64, v: f64, t: f64) -> (f64, f64) {
    (m / correction(0.9, t), v / correction(0.999, t))
}

/// What typical slips subtract.
const SLIPS: [(Rule, &str); 10] = [
    (
        |_, m, v, _| m / (v.sqrt() + 1e-8),
        "m and v start at 0: divide them by 1 − β₁ᵗ and 1 − β₂ᵗ",
    ),
    (
        |_, m, v, t| corrected(m, v, t).0 / (v.sqrt() + 1e-8),
        "v starts at 0 too: divide it by 1 − β₂ᵗ",
    ),
    (
        |_, m, v, t| m / (corrected(m, v, t).1.sqrt() + 1e-8),
        "m starts at 0 too: divide it by 1 − β₁ᵗ",
    ),
    (
        |_, m, v, t| step_of(corrected(m, v, t + 1.0)),
        "t is 1 on the first step",
    ),
    (
        |_, m, v, t| -step_of(corrected(m, v, t)),
        "this moves along the gradient, up the loss",
    ),
    (
        |_, m, v, t| {
            let (m, v) = corrected(m, v, t);
            m / (v + 1e-8)
        },
        "the square root of v is missing",
    ),
    (
        |_, m, v, t| {
            let (m, v) = corrected(m, v, t);
            m / (v + 1e-8).sqrt()
        },
        "ε is inside the root; Adam adds it to the root",
    ),
    (
        |_, m, v, t| {
            let root = (v.sqrt() + 1e-8) / correction(0.999, t).sqrt();
            corrected(m, v, t).0 / root
        },
        "ε is added to the root of the corrected v, after the correction",
    ),
    (
        |g, m, v, t| g / (corrected(m, v, t).1.sqrt() + 1e-8),
        "this is the gradient itself, not its running mean m",
    ),
    (
        |g, _, _, t| step_of(corrected(0.1 * g, 0.001 * g * g, t)),
        "m and v are kept from step to step",
    ),
];

/// m̂ / (√v̂ + ε).
fn step_of((m, v): (f64, f64)) -> f64 {
    m / (v.sqrt() + 1e-8)
}

/// The path of two weights under `rule`.
fn path_of(rule: Rule, steps: Steps) -> Path {
    let (mut weights, mut means, mut squares) = ([0.0; 2], [0.0; 2], [0.0; 2]);
    let moved = steps.iter().zip(1_u8..).map(|((gradient, rate), t)| {
        for i in 0..2 {
            let g = f64::from(gradient[i]);
            means[i] = 0.9 * means[i] + 0.1 * g;
            squares[i] = 0.999 * squares[i] + 0.001 * g * g;
            weights[i] -= rate * rule(g, means[i], squares[i], f64::from(t));
        }
        #[expect(clippy::cast_possible_truncation, reason = "weights are f32")]
        weights.map(|weight| weight as f32)
    });
    moved.collect()
}

/// The path of two weights under an optimiser.
fn path(mut optimizer: impl Optimizer<Pair>, steps: Steps) -> Path {
    let mut weights: Pair = Dev::default().tensor([0.0, 0.0]);
    let moved = steps.iter().map(|(gradient, rate)| {
        let mut gradients = gradients(&weights, *gradient);
        optimizer.update(&mut weights, &mut gradients, *rate);
        weights.array()
    });
    moved.collect()
}

/// Gradients in which that of `weights` is `gradient`.
fn gradients(weights: &Pair, gradient: [f32; 2]) -> Gradients {
    let product = weights.leaky_trace() * Dev::default().tensor(gradient);
    product.sum::<Rank0, _>().backward()
}

/// Some steps, the path that Adam takes, and those of slips.
fn case(steps: Steps) -> Case<Steps, Path> {
    let slips = SLIPS.map(|(rule, hint)| (path_of(rule, steps), hint));
    Case::new(steps, path(Adam::new(), steps))
        .compared(same)
        .slips(slips)
        .when(
            |found| {
                found
                    .as_flattened()
                    .iter()
                    .any(|weight| !weight.is_finite())
            },
            "t is 1 on the first step: 1 − β⁰ is 0",
        )
        .when(
            |found| found.as_flattened().iter().all(|&weight| weight == 0.0),
            "the weights do not move: write them back into the network",
        )
}

/// Equal but for rounding.
fn same(found: &Path, other: &Path) -> bool {
    let pairs = found.as_flattened().iter().zip(other.as_flattened());
    let is_near = |(a, b): (&f32, &f32)| (a - b).abs() <= 1e-4 * b.abs().max(1e-2);
    found.len() == other.len() && pairs.into_iter().all(is_near)
}

/// Judges Adam with its usual settings, β₁ = 0.9, β₂ = 0.999 and ε = 1e-8; `new` makes
/// an optimiser before its first step. The network of this judge is a tensor of two
/// weights.
pub fn check_adam<O: Optimizer<Pair>>(new: impl Fn() -> O) -> Verdict {
    let tried = |steps: Steps| {
        tried(
            &[case(steps)],
            |steps| path(new(), steps),
            |steps, found, right| {
                let gradients: Vec<_> = steps.iter().map(|step| step.0).collect();
                format!(
                    "after the gradients {gradients:?} two weights that start at 0 \
                     are {:.4?}, but must be {:.4?}",
                    found[found.len() - 1],
                    right[right.len() - 1]
                )
            },
        )
    };
    Verdict::new()
        .claim("the first step moves each weight by η", || {
            tried(&[([8.0, -0.25], 0.5)])
        })
        .claim("m and v are running means of g and of g²", || {
            tried(&[([4.0, 1.0], 0.5), ([-2.0, 1.0], 0.5), ([1.0, 3.0], 0.5)])
        })
        .claim("ε is added to the root of the corrected v", || {
            tried(&[([1e-8, -1e-8], 1.0)])
        })
        .claim("each weight has an m and a v of its own", || {
            tried(&[([4.0, 0.0], 0.5), ([0.0, 0.5], 0.5)])
        })
        .claim("each step has the η that is handed in", || {
            tried(&[([1.0, 2.0], 1.0), ([1.0, 2.0], 0.25)])
        })
}
