//! The judge of Polyak averaging: θ⁻ ← τ θ + (1 − τ) θ⁻.

use super::case::{Case, tried};
use super::verdict::{Verdict, ensure};

/// The weights of both networks before a step, and its τ.
type Step = (&'static [f32], &'static [f32], f32);
/// Those of θ⁻ and of θ after it.
type Moved = (Vec<f32>, Vec<f32>);

/// A step, and the θ⁻ that it must come to. Every number is exact, in whatever order
/// it is computed.
fn case(step: Step, moved: &'static [f32]) -> Case<Step, Moved> {
    let right = (moved.to_vec(), step.1.to_vec());
    Case::new(step, right).compared(|found, other| found.0 == other.0)
}

/// The same with what typical slips make of it.
fn hinted(step: Step, moved: &'static [f32]) -> Case<Step, Moved> {
    let (target, online, tau) = step;
    let all = |of: fn(f32, f32, f32) -> f32| {
        let pairs = target.iter().zip(online);
        (pairs.map(|(&t, &o)| of(t, o, tau)).collect(), Vec::new())
    };
    case(step, moved)
        .slip(
            all(|t, o, tau| tau * t + (1.0 - tau) * o),
            "the roles are swapped: the small share τ is that of θ",
        )
        .slip(
            all(|t, o, tau| tau * o + t),
            "θ⁻ keeps all of itself: its share is 1 − τ",
        )
        .slip(
            all(|_, o, tau| tau * o),
            "nothing of θ⁻ is kept: its share is 1 − τ",
        )
        .slip(all(|_, o, _| o), "this is a copy")
        .when(
            move |found| found.0 == target && found.1 != online,
            "this moves θ; it is θ⁻ that follows",
        )
        .when(move |found| found.0 == target, "θ⁻ does not move")
        .when(
            |found| found.0.first() == moved.first(),
            "only some of the weights move",
        )
}

const SEVERAL: Step = (&[2.0, 0.0, -4.0], &[10.0, 8.0, 4.0], 0.25);

/// Judges θ⁻ ← τ θ + (1 − τ) θ⁻, given as a function of the weights of the target
/// network, those of the online network, and τ, which changes the former.
pub fn check_polyak(answer: impl Fn(&mut [f32], &mut [f32], f32)) -> Verdict {
    let moved = |(target, online, tau): &Step| {
        let (mut target, mut online) = (target.to_vec(), online.to_vec());
        answer(&mut target, &mut online, *tau);
        (target, online)
    };
    let tried = |cases: &[Case<Step, Moved>]| {
        tried(cases, moved, |(target, online, tau), found, right| {
            format!(
                "from θ⁻ {target:?} towards θ {online:?} with τ {tau} it comes to \
                 {:?}, but must come to {:?}",
                found.0, right.0
            )
        })
    };
    Verdict::new()
        .claim("θ⁻ takes the share τ of θ and keeps the rest", || {
            tried(&[
                hinted((&[2.0], &[10.0], 0.25), &[4.0]),
                hinted((&[-4.0], &[4.0], 0.125), &[-3.0]),
            ])
        })
        .claim("every weight moves", || {
            tried(&[hinted(SEVERAL, &[4.0, 2.0, -2.0])])
        })
        .claim("networks that are equal stay equal", || {
            let step: Step = (&[8.0, -2.0], &[8.0, -2.0], 0.25);
            tried(&[hinted(step, &[8.0, -2.0])])
        })
        .claim("with a τ of 1 it is a copy, with 0 nothing moves", || {
            // Several slips come to the same.
            tried(&[
                case((&[2.0], &[10.0], 1.0), &[10.0]),
                case((&[2.0], &[10.0], 0.0), &[2.0]),
            ])
        })
        .claim("θ is left as it was", || {
            let (before, (_, after)) = (SEVERAL.1, moved(&SEVERAL));
            ensure(after == before, || {
                format!(
                    "θ was {before:?} and is {after:?} afterwards (only the loss \
                     moves θ)"
                )
            })
        })
}
