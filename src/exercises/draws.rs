//! The judge of how often a transition is drawn.

use super::case::{Case, near, tried};
use super::verdict::Verdict;

/// B, `learn_every`, `learner_steps` and the capacity.
type Settings = (usize, usize, usize, usize);

const INVERSE: &str = "who learns less often draws less often";
const CAPACITY: &str = "the capacity cancels: in a memory twice as large a transition \
                        is drawn half as often, and stays twice as long";

/// Judges B · learner steps / `learn_every`: how often a full uniform memory draws a
/// transition before it overwrites it, given as a function of the batch size,
/// `learn_every`, `learner_steps` and the capacity.
pub fn check_draws(answer: impl Fn(usize, usize, usize, usize) -> f64) -> Verdict {
    let tried = |cases: &[Case<Settings, f64>]| {
        tried(
            cases,
            |&(batch, every, steps, capacity)| answer(batch, every, steps, capacity),
            |(batch, every, steps, capacity), found, right| {
                format!(
                    "for a batch of {batch}, learn_every {every}, learner_steps \
                     {steps} and a capacity of {capacity} it gives {found}, but must \
                     give {right}"
                )
            },
        )
    };
    let case = |settings, right| {
        Case::new(settings, right).compared(|found, right| near(*found, *right))
    };
    Verdict::new()
        .claim("a learner step on each step draws each B times", || {
            tried(&[case((64, 1, 1, 1_000), 64.0)
                .slip(1.0, "each learner step draws a whole batch")
                .slip(64.0 / 1_000.0, CAPACITY)])
        })
        .claim("learning on some steps only divides that", || {
            tried(&[case((64, 4, 1, 1_000), 16.0)
                .slip(256.0, INVERSE)
                .slip(64.0, "learn_every is missing")])
        })
        .claim("several learner steps at a time multiply it", || {
            tried(&[case((32, 1, 4, 1_000), 128.0)
                .slip(32.0, "learner_steps is missing")
                .slip(8.0, "each of the learner steps draws a batch of its own")])
        })
        .claim("it need not be a whole number", || {
            tried(&[case((10, 4, 1, 1_000), 2.5)
                .slip(2.0, "whole numbers lose their remainder: divide as f64")
                .slip(0.0, "whole numbers lose their remainder: divide as f64")])
        })
        .claim("the capacity changes nothing", || {
            tried(&[case((64, 1, 1, 500), 64.0), case((64, 1, 1, 50_000), 64.0)])
        })
}
