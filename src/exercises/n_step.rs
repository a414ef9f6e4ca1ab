//! The judge of the exercise on targets of several rewards.

use super::verdict::{Trial, Verdict, each, ensure, hinted};

/// The rewards of a look ahead, what follows it, and the y that it must have.
struct Case {
    rewards: &'static [f32],
    terminated: bool,
    next_value: f32,
    gamma: f32,
    y: f32,
    slips: &'static [(f32, &'static str)],
}

// Powers of one half are exact in whatever order they are added.
const ONE: Case = Case {
    rewards: &[1.0],
    terminated: false,
    next_value: 8.0,
    gamma: 0.5,
    y: 5.0,
    slips: &[
        (9.0, "gamma is missing"),
        (
            4.5,
            "gamma discounts what comes later, not the first reward",
        ),
        (8.5, "the value lies one step ahead: it is discounted"),
    ],
};
const TWO: Case = Case {
    rewards: &[1.0, 2.0],
    y: 4.0,
    slips: &[
        (6.0, "the value lies two steps ahead: gamma counts twice"),
        (
            5.0,
            "the second reward lies one step ahead: it is discounted",
        ),
        (10.0, "the value is not discounted"),
        (
            3.0,
            "gamma counts once too often, for the rewards or for the value",
        ),
        (2.0, "the value is missing"),
    ],
    ..ONE
};
const THREE: Case = Case {
    rewards: &[1.0, 2.0, 4.0],
    next_value: 16.0,
    y: 5.0,
    slips: &[
        (
            11.0,
            "the value lies three steps ahead: gamma counts thrice",
        ),
        (9.0, "all rewards but the first are discounted"),
    ],
    ..ONE
};
const TERMINATED: Case = Case {
    terminated: true,
    y: 2.0,
    slips: &[(
        4.0,
        "the episode ended by failure: nothing comes after the rewards",
    )],
    ..TWO
};
const UNDISCOUNTED: Case = Case {
    gamma: 1.0,
    y: 11.0,
    slips: &[],
    ..TWO
};

/// Judges y = Σ γᵏ r₊ₖ + γⁿ (1 − terminated) v(s₊ₙ), given as a function of the
/// rewards, terminated, the value of the state after them, and gamma.
pub fn check_n_step_target(
    answer: impl Fn(&[f32], bool, f32, f32) -> f32,
) -> Verdict {
    let tried = |cases: &[Case]| each(cases, |case| case.tried(&answer));
    Verdict::new()
        .claim("with one reward it is the target of DQN", || tried(&[ONE]))
        .claim("each reward is discounted by its steps ahead", || {
            tried(&[UNDISCOUNTED, TWO])
        })
        .claim("the value is discounted by all steps before it", || {
            tried(&[THREE])
        })
        .claim("after a failure the rewards are all there is", || {
            tried(&[TERMINATED])
        })
}

impl Case {
    fn tried(&self, answer: impl Fn(&[f32], bool, f32, f32) -> f32) -> Trial {
        let Self {
            rewards,
            terminated,
            next_value,
            gamma,
            y,
            ..
        } = *self;
        let found = answer(rewards, terminated, next_value, gamma);
        ensure(found == y, || {
            let slips = self.slips.iter();
            let hint = hinted(slips.map(|(slip, hint)| (found == *slip, *hint)));
            format!(
                "for rewards {rewards:?}, terminated {terminated}, next value \
                 {next_value} and gamma {gamma} it gives {found}, but must give \
                 {y}{hint}"
            )
        })
    }
}
