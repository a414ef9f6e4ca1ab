//! The judge of a priority.

use super::near;
use crate::exercises::verdict::{Trial, Verdict, each, ensure, hinted};

/// Judges p^α = (|δ| + ε)^α, given as a function of δ, ε and α.
pub fn check_priority(answer: impl Fn(f64, f64, f64) -> f64) -> Verdict {
    let tried = |surprises: &[Surprise]| each(surprises, |s| s.tried(&answer));
    Verdict::new()
        .claim("a larger error has a larger priority", || {
            tried(&[SMALL, LARGE])
        })
        .claim("an error below 0 surprises as much", || tried(&[BELOW]))
        .claim("an error of 0 keeps a chance", || tried(&[NONE]))
        .claim("α is the exponent of the whole sum", || tried(&[ROOT]))
        .claim("with α = 0 all priorities are 1", || tried(&[LEVEL]))
}

/// One TD error, the priority that it must have, and what typical slips make of it.
struct Surprise {
    td_error: f64,
    offset: f64,
    alpha: f64,
    priority: f64,
    slips: &'static [(f64, &'static str)],
}

const SMALL: Surprise = Surprise {
    td_error: 3.0,
    offset: 0.0,
    alpha: 1.0,
    priority: 3.0,
    slips: &[(9.0, "it is |δ| that counts, not its square")],
};
const LARGE: Surprise = Surprise {
    td_error: 8.0,
    priority: 8.0,
    slips: &[],
    ..SMALL
};
const BELOW: Surprise = Surprise {
    td_error: -3.0,
    slips: &[
        (-3.0, "a priority is never below 0: take |δ|"),
        (0.0, "an error below 0 is a surprise too: take |δ|"),
    ],
    ..SMALL
};
const NONE: Surprise = Surprise {
    td_error: 0.0,
    offset: 0.25,
    priority: 0.25,
    slips: &[(0.0, "ε is missing: this transition is never drawn again")],
    ..SMALL
};
const OUTSIDE: &str = "add ε before the power is taken";
const FACTOR: &str = "α is an exponent, not a factor";
const ROOT: Surprise = Surprise {
    td_error: 8.0,
    offset: 1.0,
    alpha: 0.5,
    priority: 3.0,
    slips: &[
        (9.0, "α is missing"),
        (4.5, FACTOR),
        (3.828_427_124_746_19, OUTSIDE),
        (81.0, "the exponent is α, not 1 / α"),
    ],
};
const LEVEL: Surprise = Surprise {
    alpha: 0.0,
    priority: 1.0,
    slips: &[(9.0, "α is missing"), (0.0, FACTOR), (2.0, OUTSIDE)],
    ..ROOT
};

impl Surprise {
    fn tried(&self, answer: impl Fn(f64, f64, f64) -> f64) -> Trial {
        let found = answer(self.td_error, self.offset, self.alpha);
        ensure(near(found, self.priority), || {
            let root = (found.is_nan(), "a root of a number below 0: take |δ|");
            let slips = self.slips.iter();
            let slips = slips.map(|&(slip, hint)| (near(found, slip), hint));
            let Self {
                td_error,
                offset,
                alpha,
                priority,
                ..
            } = self;
            format!(
                "for δ = {td_error}, ε = {offset} and α = {alpha} it gives {found}, \
                 but must give {priority}{}",
                hinted(slips.chain([root]))
            )
        })
    }
}
