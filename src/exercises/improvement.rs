//! The judge of the probability that one agent is better than another.

use super::case::{Case, near};
use super::verdict::Verdict;

/// Judges the probability of improvement, given as a function of the scores of the
/// runs of one agent and of those of the other.
pub fn check_improvement(answer: impl Fn(&[f64], &[f64]) -> f64) -> Verdict {
    let tried = |first: &[f64], second: &[f64], share: f64, hint: &'static str| {
        let case = Case::new((first, second), share).compared(|a, b| near(*a, *b));
        case.when(|_| true, hint).tried(
            |(first, second)| answer(first, second),
            |(first, second), found, share| {
                format!(
                    "for {first:?} against {second:?} it gives {found}, but must \
                     give {share}"
                )
            },
        )
    };
    Verdict::new()
        .claim("an agent that always wins has 1", || {
            tried(&[3.0, 4.0], &[1.0, 2.0], 1.0, "each pair is won")
        })
        .claim("an agent that always loses has 0", || {
            tried(&[1.0, 2.0], &[3.0, 4.0], 0.0, "no pair is won")
        })
        .claim("every run meets every run of the other", || {
            let hint = "7 of 8 pairs are won: pairs are not those of one place";
            tried(&[9.0, 2.0], &[1.0, 1.0, 1.0, 5.0], 0.875, hint)
        })
        .claim("a tie counts half", || {
            tried(&[5.0, 5.0], &[5.0, 5.0], 0.5, "each pair is a tie")
        })
}
