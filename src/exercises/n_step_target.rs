//! The judge of targets of several rewards.

use super::case::{Case, tried};
use super::verdict::Verdict;

/// Rewards, terminated, the value of the state after them, and gamma.
type Ahead = (&'static [f32], bool, f32, f32);

/// Judges y = Σ γᵏ r₊ₖ + γⁿ (1 − terminated) v(s₊ₙ), given as a function of the
/// rewards, terminated, the value of the state after them, and gamma.
pub fn check_n_step_target(
    answer: impl Fn(&[f32], bool, f32, f32) -> f32,
) -> Verdict {
    let case = |ahead: Ahead, y| Case::new(ahead, y);
    let tried = |cases: &[Case<Ahead, f32>]| {
        tried(
            cases,
            |&(rewards, terminated, v, gamma)| answer(rewards, terminated, v, gamma),
            |(rewards, terminated, v, gamma), found, y| {
                format!(
                    "for rewards {rewards:?}, terminated {terminated}, next value \
                     {v} and gamma {gamma} it gives {found}, but must give {y}"
                )
            },
        )
    };
    // Powers of one half are exact in whatever order they are added.
    Verdict::new()
        .claim("with one reward it is the target of DQN", || {
            let first = "gamma discounts what comes later, not the first reward";
            tried(&[case((&[1.0], false, 8.0, 0.5), 5.0)
                .slip(9.0, "gamma is missing")
                .slip(4.5, first)
                .slip(8.5, "the value lies one step ahead: it is discounted")])
        })
        .claim("each reward is discounted by its steps ahead", || {
            let second = "the second reward lies one step ahead: it is discounted";
            let often =
                "gamma counts once too often, for the rewards or for the value";
            tried(&[
                case((&[1.0, 2.0], false, 8.0, 1.0), 11.0),
                case((&[1.0, 2.0], false, 8.0, 0.5), 4.0)
                    .slip(6.0, "the value lies two steps ahead: gamma counts twice")
                    .slip(5.0, second)
                    .slip(10.0, "the value is not discounted")
                    .slip(3.0, often)
                    .slip(2.0, "the value is missing"),
            ])
        })
        .claim("the value is discounted by all steps before it", || {
            let thrice = "the value lies three steps ahead: gamma counts thrice";
            tried(&[case((&[1.0, 2.0, 4.0], false, 16.0, 0.5), 5.0)
                .slip(11.0, thrice)
                .slip(9.0, "all rewards but the first are discounted")])
        })
        .claim("after a failure the rewards are all there is", || {
            let failure =
                "the episode ended by failure: nothing comes after the rewards";
            tried(&[case((&[1.0, 2.0], true, 8.0, 0.5), 2.0).slip(4.0, failure)])
        })
}
