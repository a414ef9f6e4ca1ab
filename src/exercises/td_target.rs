//! The judge of the target: y for one transition.

use super::case::{Case, tried};
use super::verdict::Verdict;

/// Reward, terminated, truncated, next value and gamma.
type Step = (f32, bool, bool, f32, f32);

const EARNED: &str = "the reward was earned: only the next value counts as 0";
const NOT_REWARD: &str = "gamma discounts the next value, not the reward";

/// Judges y = r + γ (1 − terminated) v(s′), given as a function of reward,
/// terminated, truncated, next value and gamma.
pub fn check_td_target(
    answer: impl Fn(f32, bool, bool, f32, f32) -> f32,
) -> Verdict {
    let tried = |cases: &[Case<Step, f32>]| {
        tried(
            cases,
            |&(r, terminated, cut, v, gamma)| answer(r, terminated, cut, v, gamma),
            |(r, terminated, cut, v, gamma), found, y| {
                format!(
                    "for reward {r}, terminated {terminated}, truncated {cut}, next \
                     value {v} and gamma {gamma} it gives {found}, but must give {y}"
                )
            },
        )
    };
    // Only the last claim has a discount, so an answer that forgets it fails there
    // alone. Every number is exact, in whatever order it is computed.
    Verdict::new()
        .claim("an ordinary step adds the value that follows", || {
            tried(&[
                Case::new((1.0, false, false, 8.0, 1.0), 9.0)
                    .slip(1.0, "the next value is missing")
                    .slip(8.0, "r is missing"),
                Case::new((1.0, false, false, -8.0, 1.0), -7.0)
                    .slip(1.0, "a next value may well be below 0"),
            ])
        })
        .claim("a terminated step is worth its reward alone", || {
            let unmasked = "a terminal state has no future: its value counts as 0";
            tried(&[Case::new((1.0, true, false, 8.0, 1.0), 1.0)
                .slip(9.0, unmasked)
                .slip(0.0, EARNED)])
        })
        .claim("a truncated step keeps its next value in full", || {
            let masked = "a truncated state has a future: it did not terminate";
            let case = Case::new((1.0, false, true, 8.0, 1.0), 9.0);
            tried(&[case.slip(1.0, masked)])
        })
        .claim("a step both terminated and truncated is terminated", || {
            let unmasked = "being cut short gives a terminal state no future";
            tried(&[Case::new((1.0, true, true, 8.0, 1.0), 1.0)
                .slip(9.0, unmasked)
                .slip(0.0, EARNED)])
        })
        .claim("gamma discounts the next value and nothing else", || {
            tried(&[
                Case::new((1.0, false, false, 8.0, 0.5), 5.0)
                    .slip(9.0, "gamma is missing")
                    .slip(4.5, NOT_REWARD)
                    .slip(8.5, NOT_REWARD),
                Case::new((1.0, false, false, 8.0, 0.0), 1.0).slip(0.0, NOT_REWARD),
            ])
        })
}
