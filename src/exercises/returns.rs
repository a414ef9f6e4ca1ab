//! The judge of the returns of an episode.

use super::case::{Case, one_for_each};
use super::verdict::Verdict;

/// The rewards of the episode on trial. Its returns are exact, and differ.
const REWARDS: [f64; 3] = [1.0, 2.0, 8.0];

const REVERSED: &str = "they are in reverse order: turn them round";
const PAST: &str = "it sums the past: begin at the last reward";
const OWN_DISCOUNT: &str = "gamma discounts what follows, not the step's own reward";
const FROM_START: &str =
    "gamma counts the steps from t on, not from the start of the episode";
const OWN: &str = "the step's own reward is missing";
const ONE: &str = "each step has its own return";
const NO_GAMMA: &str = "gamma is missing";

/// Judges the returns of an episode, Gₜ = rₜ + γ Gₜ₊₁ for each of its steps, given as a
/// function of the episode's rewards and gamma.
pub fn check_returns(answer: impl Fn(&[f64], f64) -> Vec<f64>) -> Verdict {
    let tried = |gamma, right: [f64; 3], slips: &[([f64; 3], &'static str)]| {
        let slips = slips.iter().map(|(wrong, hint)| (wrong.to_vec(), *hint));
        Case::new(gamma, right.to_vec()).slips(slips).tried(
            |gamma| answer(&REWARDS, *gamma),
            |gamma, found, right| {
                format!(
                    "for rewards {REWARDS:?} and gamma {gamma} it gives {found:?}, \
                     but must give {right:?}"
                )
            },
        )
    };
    Verdict::new()
        .claim("every step has a return, and nothing else has", || {
            one_for_each(
                [0, 1, 4],
                |steps| answer(&vec![1.0; steps], 1.0).len(),
                |steps, found| {
                    format!("for {steps} rewards it gives {found} returns")
                },
            )
        })
        .claim(
            "without a discount it is the sum of what is to come",
            || {
                let slips = [
                    ([8.0, 10.0, 11.0], REVERSED),
                    ([1.0, 3.0, 11.0], PAST),
                    ([10.0, 8.0, 0.0], OWN),
                    ([11.0; 3], ONE),
                ];
                tried(1.0, [11.0, 10.0, 8.0], &slips)
            },
        )
        .claim("a reward counts gamma times less per step ahead", || {
            let slips = [
                ([8.0, 6.0, 4.0], REVERSED),
                ([1.0, 2.5, 9.25], PAST),
                ([2.0, 3.0, 4.0], OWN_DISCOUNT),
                ([4.0, 3.0, 2.0], FROM_START),
                ([6.0, 8.0, 0.0], OWN),
                ([3.0, 4.0, 0.0], OWN),
                ([4.0; 3], ONE),
                ([11.0, 10.0, 8.0], NO_GAMMA),
            ];
            tried(0.5, [4.0, 6.0, 8.0], &slips)
        })
        .claim("with gamma 0 it is the step's own reward", || {
            let slips = [
                ([8.0, 2.0, 1.0], REVERSED),
                ([0.0; 3], OWN_DISCOUNT),
                ([1.0, 0.0, 0.0], FROM_START),
                ([2.0, 8.0, 0.0], OWN),
                ([1.0; 3], ONE),
                ([11.0, 10.0, 8.0], NO_GAMMA),
            ];
            tried(0.0, REWARDS, &slips)
        })
}
