//! The judge of a sweep of value iteration, for one state and action.

use super::case::{Case, tried};
use super::verdict::Verdict;

/// Chance, reward and value of the next state of each outcome; then the discount.
type Outcomes = (&'static [(f32, f32, f32)], f32);

/// A fair coin, an unfair one, and what is certain.
const FAIR: &[(f32, f32, f32)] = &[(0.5, 0.0, 4.0), (0.5, 0.0, 8.0)];
const UNFAIR: &[(f32, f32, f32)] = &[(0.25, 0.0, 16.0), (0.75, 0.0, 0.0)];
const CERTAIN: &[(f32, f32, f32)] = &[(1.0, 2.0, 4.0)];

/// Judges `Q(s, a) = Σ P (r + γ V(s′))`, given as a function of the outcomes of an action
/// (chance, reward, and value of the next state) and of gamma.
pub fn check_backup(answer: impl Fn(&[(f32, f32, f32)], f32) -> f32) -> Verdict {
    let tried = |cases: &[Case<Outcomes, f32>]| {
        tried(
            cases,
            |&(outcomes, gamma)| answer(outcomes, gamma),
            |(outcomes, gamma), found, right| {
                format!(
                    "for the outcomes {outcomes:?} and gamma {gamma} it gives \
                     {found}, but must give {right}"
                )
            },
        )
    };
    // Powers of one half are exact in whatever order they are added.
    Verdict::new()
        .claim("an outcome counts as often as it comes", || {
            tried(&[
                Case::new((FAIR, 1.0), 6.0)
                    .slip(8.0, "the agent does not choose the outcome")
                    .slip(12.0, "each outcome counts by its chance"),
                Case::new((UNFAIR, 1.0), 4.0)
                    .slip(8.0, "the outcomes are not equally likely"),
            ])
        })
        .claim("the reward counts in full", || {
            tried(&[Case::new((CERTAIN, 0.0), 2.0)
                .slip(6.0, "gamma is missing")
                .slip(0.0, "gamma discounts what follows, not the reward")])
        })
        .claim("what follows is discounted", || {
            tried(&[Case::new((CERTAIN, 0.5), 4.0)
                .slip(6.0, "gamma is missing")
                .slip(3.0, "gamma discounts what follows, not the reward")
                .slip(2.0, "the value of the next state is missing")])
        })
}
