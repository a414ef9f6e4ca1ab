//! The judge of a schedule: a ramp.

use super::is_equal;
use crate::exercises::verdict::{Trial, Verdict, each, ensure};
use crate::exploration::{Clock, Schedule};

/// A ramp at one clock, the value that it must have, and what a typical slip makes of
/// it.
struct Case {
    start: f64,
    end: f64,
    steps: usize,
    step: usize,
    episode: usize,
    value: f64,
    slips: &'static [(f64, &'static str)],
}

const EPISODES: &str = "this counts episodes, not steps";
const INTEGERS: &str = "a quotient of integers is 0 until it is 1";
const ONE_EARLY: &str = "this comes to the end one step early";
const BEYOND: &str = "it goes on beyond its end";
const ANEW: &str = "it begins anew";

// No step is the number of its episode.
const FIRST: Case = Case {
    start: 1.0,
    end: 0.5,
    steps: 8,
    step: 0,
    episode: 1,
    value: 1.0,
    slips: &[
        (0.5, "start and end are swapped"),
        (0.9375, EPISODES),
        (
            0.0,
            "a share alone is no value: it lies between start and end",
        ),
    ],
};
const HALF: Case = Case {
    step: 4,
    value: 0.75,
    slips: &[
        (0.9375, EPISODES),
        (1.0, INTEGERS),
        (1.0 - 2.0 / 7.0, ONE_EARLY),
    ],
    ..FIRST
};
const QUARTER: Case = Case {
    step: 2,
    value: 0.875,
    slips: &[
        (0.9375, EPISODES),
        (1.0, INTEGERS),
        (1.0 - 1.0 / 7.0, ONE_EARLY),
        (0.625, "start and end are swapped"),
    ],
    ..FIRST
};
const THREE_QUARTERS: Case = Case {
    step: 6,
    value: 0.625,
    slips: &[],
    ..FIRST
};
const END: Case = Case {
    step: 8,
    value: 0.5,
    slips: &[(0.9375, EPISODES), (1.0, ANEW), (1.0 - 4.0 / 7.0, BEYOND)],
    ..FIRST
};
const BEYOND_END: Case = Case {
    step: 12,
    value: 0.5,
    slips: &[
        (0.9375, EPISODES),
        (0.25, BEYOND),
        (0.75, ANEW),
        (1.0, ANEW),
    ],
    ..FIRST
};
const FAR_BEYOND: Case = Case {
    step: 1_000,
    value: 0.5,
    slips: &[(-61.5, BEYOND)],
    ..FIRST
};
const RISING: Case = Case {
    start: 0.25,
    end: 1.25,
    steps: 4,
    step: 2,
    episode: 1,
    value: 0.75,
    slips: &[
        (1.25, "here the end is the larger one, so `max` leaps to it"),
        (0.25, "here the start is the smaller one"),
        (1.0, "a temperature may well be above 1"),
    ],
};
const RISEN: Case = Case {
    step: 9,
    value: 1.25,
    slips: &[
        (
            2.5,
            "here the end is the larger one, so `max` stops nothing",
        ),
        (1.0, "a temperature may well be above 1"),
    ],
    ..RISING
};
const NO_STEPS: Case = Case {
    steps: 0,
    step: 0,
    value: 0.5,
    slips: &[(1.0, "no steps lead to the end: it is there at once")],
    ..FIRST
};

/// Judges a schedule that goes from a start to an end in equal steps, and stays there,
/// such as [`crate::exploration::LinearSchedule`]; `new` makes one for a start, an end, and
/// the steps in between.
pub fn check_ramp<S: Schedule>(new: impl Fn(f64, f64, usize) -> S) -> Verdict {
    let tried = |cases: &[Case]| each(cases, |case| case.tried(&new));
    Verdict::new()
        .claim("step 0 has the start", || tried(&[FIRST]))
        .claim("half of the steps are half of the way", || tried(&[HALF]))
        .claim("all steps are equal", || tried(&[QUARTER, THREE_QUARTERS]))
        .claim("the last of the steps has the end", || tried(&[END]))
        .claim("beyond the last step it stays at the end", || {
            tried(&[BEYOND_END, FAR_BEYOND])
        })
        .claim("a ramp may rise", || tried(&[RISING, RISEN]))
        .claim("a ramp of no steps is its end", || tried(&[NO_STEPS]))
}

impl Case {
    fn tried<S: Schedule>(&self, new: impl Fn(f64, f64, usize) -> S) -> Trial {
        let schedule = new(self.start, self.end, self.steps);
        let found = schedule.value(Clock {
            step: self.step,
            episode: self.episode,
        });
        ensure(is_equal(found, self.value), || self.fault(found))
    }

    fn fault(&self, found: f64) -> String {
        let slip = self.slips.iter().find(|(slip, _)| is_equal(found, *slip));
        let hint = match slip {
            Some((_, hint)) => format!(" ({hint})"),
            None if found.is_nan() => " (0 / 0 is no number)".to_owned(),
            None => String::new(),
        };
        format!(
            "from {} to {} in {} steps, it gives {found} at step {} in episode {}, \
             but must give {}{hint}",
            self.start, self.end, self.steps, self.step, self.episode, self.value
        )
    }
}
