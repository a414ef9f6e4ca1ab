//! The judge of λ-returns.

use super::case::{Case, tried};
use super::verdict::Verdict;

/// Rewards, the values of the states after them, gamma and lambda.
type Steps = (&'static [f32], &'static [f32], f32, f32);

const REWARDS: &[f32] = &[1.0, 2.0, 4.0];
const VALUES: &[f32] = &[8.0, 4.0, 2.0];
const LAST: Steps = (&[4.0], &[2.0], 0.5, 0.5);

/// Judges `R_t = r_t + γ ((1 − λ) v_{t+1} + λ R_{t+1})` in an episode that goes on, given as
/// a function of the rewards, the values of the states after them, gamma, and lambda.
pub fn check_lambda_returns(
    answer: impl Fn(&[f32], &[f32], f32, f32) -> Vec<f32>,
) -> Verdict {
    let tried = |cases: &[Case<Steps, Vec<f32>>]| {
        tried(
            cases,
            |&(rewards, values, gamma, lambda)| {
                answer(rewards, values, gamma, lambda)
            },
            |(rewards, values, gamma, lambda), found, right| {
                format!(
                    "for rewards {rewards:?}, values {values:?}, gamma {gamma} and \
                     lambda {lambda} it gives {found:?}, but must give {right:?}"
                )
            },
        )
    };
    // Powers of one half are exact in whatever order they are added.
    Verdict::new()
        .claim("there is a return for each reward", || {
            let case = Case::new((REWARDS, VALUES, 0.5, 0.0), vec![5.0, 4.0, 5.0]);
            let few = |found: &Vec<f32>| found.len() < REWARDS.len();
            let case = case.when(few, "one return for each transition");
            tried(&[case
                .slip(vec![3.25, 4.5, 5.0], "lambda and 1 − lambda change places")
                .slip(vec![9.0, 6.0, 6.0], "gamma is missing")])
        })
        .claim("the last return asks the network alone", || {
            let missing = "no episode ends here: the last value still counts";
            let mixed = "after the last transition there is no return to mix with";
            tried(&[Case::new(LAST, vec![5.0])
                .slip(vec![4.0], missing)
                .slip(vec![4.5], mixed)])
        })
        .claim("with lambda 1 all rewards count", || {
            let case = Case::new((REWARDS, VALUES, 0.5, 1.0), vec![3.25, 4.5, 5.0]);
            tried(&[case
                .slip(vec![5.0, 4.0, 5.0], "lambda and 1 − lambda change places")
                .slip(vec![9.0, 8.0, 6.0], "gamma is missing")
                .slip(vec![5.0, 4.5, 3.25], "they are in the order of the rewards")])
        })
        .claim("in between the two are mixed", || {
            let case =
                Case::new((REWARDS, VALUES, 0.5, 0.25), vec![4.515_625, 4.125, 5.0]);
            let swapped = "lambda weighs the return that follows, not the value";
            tried(&[case.slip(vec![3.640_625, 4.375, 5.0], swapped)])
        })
}
