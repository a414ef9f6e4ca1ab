//! The judge of a linear schedule.

use super::case::{Case, roughly, tried};
use super::verdict::Verdict;
use crate::exploration::{Clock, Schedule};

/// Start, end, the steps in between, and the step of the clock.
type At = (f64, f64, usize, usize);

/// No step on trial is the number of its episode.
const EPISODE: usize = 1;

const SWAPPED: &str = "start and end are swapped";
const EPISODES: &str = "this counts episodes, not steps";
const INTEGERS: &str = "a quotient of integers is 0 until it is 1";
const ONE_EARLY: &str = "this comes to the end one step early";
const BEYOND: &str = "it goes on beyond its end";
const ANEW: &str = "it begins anew";
const ABOVE_1: &str = "a temperature may well be above 1";

/// Judges a schedule that goes from a start to an end in equal steps, and stays there,
/// such as [`crate::exploration::LinearSchedule`]; `new` makes one for a start, an end,
/// and the steps in between.
pub fn check_linear_schedule<S: Schedule>(
    new: impl Fn(f64, f64, usize) -> S,
) -> Verdict {
    let value = |&(start, end, steps, step): &At| {
        let episode = EPISODE;
        new(start, end, steps).value(Clock { step, episode })
    };
    let tried = |cases: &[Case<At, f64>]| {
        tried(cases, value, |(start, end, steps, step), found, right| {
            format!(
                "from {start} to {end} in {steps} steps, it gives {found} at step \
                 {step} in episode {EPISODE}, but must give {right}"
            )
        })
    };
    Verdict::new()
        .claim("step 0 has the start", || {
            let share = "a share alone is no value: it lies between start and end";
            tried(&[falling(0, 1.0)
                .slip(0.5, SWAPPED)
                .slip(0.9375, EPISODES)
                .slip(0.0, share)])
        })
        .claim("half of the steps are half of the way", || {
            tried(&[falling(4, 0.75)
                .slip(0.9375, EPISODES)
                .slip(1.0, INTEGERS)
                .slip(1.0 - 2.0 / 7.0, ONE_EARLY)])
        })
        .claim("all steps are equal", || {
            tried(&[
                falling(2, 0.875)
                    .slip(0.9375, EPISODES)
                    .slip(1.0, INTEGERS)
                    .slip(1.0 - 1.0 / 7.0, ONE_EARLY)
                    .slip(0.625, SWAPPED),
                falling(6, 0.625),
            ])
        })
        .claim("the last of the steps has the end", || {
            tried(&[falling(8, 0.5)
                .slip(0.9375, EPISODES)
                .slip(1.0, ANEW)
                .slip(1.0 - 4.0 / 7.0, BEYOND)])
        })
        .claim("beyond the last step it stays at the end", || {
            tried(&[
                falling(12, 0.5)
                    .slip(0.9375, EPISODES)
                    .slip(0.25, BEYOND)
                    .slip(0.75, ANEW)
                    .slip(1.0, ANEW),
                falling(1_000, 0.5).slip(-61.5, BEYOND),
            ])
        })
        .claim("a linear schedule may rise", || {
            let leaps = "here the end is the larger one, so `max` leaps to it";
            let stops = "here the end is the larger one, so `max` stops nothing";
            tried(&[
                at((0.25, 1.25, 4, 2), 0.75)
                    .slip(1.25, leaps)
                    .slip(0.25, "here the start is the smaller one")
                    .slip(1.0, ABOVE_1),
                at((0.25, 1.25, 4, 9), 1.25)
                    .slip(2.5, stops)
                    .slip(1.0, ABOVE_1),
            ])
        })
        .claim("a linear schedule of no steps is its end", || {
            let at_once = "no steps lead to the end: it is there at once";
            tried(&[at((1.0, 0.5, 0, 0), 0.5).slip(1.0, at_once)])
        })
}

/// A schedule that falls from 1 to ½ in 8 steps.
fn falling(step: usize, value: f64) -> Case<At, f64> {
    at((1.0, 0.5, 8, step), value)
}

fn at(at: At, value: f64) -> Case<At, f64> {
    let case = Case::new(at, value).compared(|a, b| roughly(*a, *b));
    case.when(|value| value.is_nan(), "0 / 0 is no number")
}
