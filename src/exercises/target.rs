//! The judge of the exercise on the target: y for one transition.

use super::verdict::{Trial, Verdict, each, ensure, hinted};

/// One transition, the y that it must have, and what a typical slip makes of it.
struct Case {
    reward: f32,
    terminated: bool,
    truncated: bool,
    next_value: f32,
    gamma: f32,
    y: f32,
    slips: &'static [(f32, &'static str)],
}

// Only the last two have a discount, so an answer that forgets it fails there alone.
// Every number is exact, in whatever order it is computed.
const ORDINARY: Case = Case {
    reward: 1.0,
    terminated: false,
    truncated: false,
    next_value: 8.0,
    gamma: 1.0,
    y: 9.0,
    slips: &[(1.0, "the next value is missing"), (8.0, "r is missing")],
};
const NEGATIVE: Case = Case {
    next_value: -8.0,
    y: -7.0,
    slips: &[(1.0, "a next value may well be below 0")],
    ..ORDINARY
};
const TERMINATED: Case = Case {
    terminated: true,
    y: 1.0,
    slips: &[
        (9.0, "a terminal state has no future: its value counts as 0"),
        (
            0.0,
            "the reward was earned: only the next value counts as 0",
        ),
    ],
    ..ORDINARY
};
const TRUNCATED: Case = Case {
    truncated: true,
    slips: &[(1.0, "a truncated state has a future: it did not terminate")],
    ..ORDINARY
};
const BOTH: Case = Case {
    truncated: true,
    slips: &[
        (9.0, "being cut short gives a terminal state no future"),
        (
            0.0,
            "the reward was earned: only the next value counts as 0",
        ),
    ],
    ..TERMINATED
};
const HALVED: Case = Case {
    gamma: 0.5,
    y: 5.0,
    slips: &[
        (9.0, "gamma is missing"),
        (4.5, "gamma discounts the next value, not the reward"),
        (8.5, "gamma discounts the next value, not the reward"),
    ],
    ..ORDINARY
};
const SHORT_SIGHTED: Case = Case {
    gamma: 0.0,
    y: 1.0,
    slips: &[(0.0, "gamma discounts the next value, not the reward")],
    ..ORDINARY
};

/// Judges y = r + γ (1 − terminated) v(s′), given as a function of reward,
/// terminated, truncated, next value and gamma.
pub fn check_td_target(
    answer: impl Fn(f32, bool, bool, f32, f32) -> f32,
) -> Verdict {
    let tried = |cases: &[Case]| each(cases, |case| case.tried(&answer));
    Verdict::new()
        .claim("an ordinary step adds the value that follows", || {
            tried(&[ORDINARY, NEGATIVE])
        })
        .claim("a terminated step is worth its reward alone", || {
            tried(&[TERMINATED])
        })
        .claim("a truncated step keeps its next value in full", || {
            tried(&[TRUNCATED])
        })
        .claim("a step both terminated and truncated is terminated", || {
            tried(&[BOTH])
        })
        .claim("gamma discounts the next value and nothing else", || {
            tried(&[HALVED, SHORT_SIGHTED])
        })
}

impl Case {
    fn tried(&self, answer: impl Fn(f32, bool, bool, f32, f32) -> f32) -> Trial {
        let found = answer(
            self.reward,
            self.terminated,
            self.truncated,
            self.next_value,
            self.gamma,
        );
        ensure(found == self.y, || self.fault(found))
    }

    fn fault(&self, found: f32) -> String {
        let slips = self.slips.iter();
        let hint = hinted(slips.map(|(slip, hint)| (found == *slip, *hint)));
        format!(
            "for reward {}, terminated {}, truncated {}, next value {} and gamma {} \
             it gives {found}, but must give {}{hint}",
            self.reward,
            self.terminated,
            self.truncated,
            self.next_value,
            self.gamma,
            self.y
        )
    }
}
