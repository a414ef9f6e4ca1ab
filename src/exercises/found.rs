//! The judge of the chance that a random diver has found the treasure of the deep sea.

use super::case::{Case, near, tried};
use super::verdict::Verdict;

/// Judges 1 − (1 − 2⁻ᴺ)ᵏ, given as a function of the size N of the sea and of the dives k:
/// how likely a diver that chooses blindly has found the treasure by then.
pub fn check_found(answer: impl Fn(usize, usize) -> f64) -> Verdict {
    let case = |size: usize, dives: usize, chance: f64| {
        Case::new((size, dives), chance).compared(|a, b| near(*a, *b))
    };
    let tried = |cases: &[Case<(usize, usize), f64>]| {
        tried(
            cases,
            |(size, dives)| answer(*size, *dives),
            |(size, dives), found, chance| {
                format!(
                    "after {dives} dives into a sea of size {size} it is {found}, but \
                     must be {chance}"
                )
            },
        )
    };
    Verdict::new()
        .claim("without a dive nothing is found", || tried(&[case(4, 0, 0.0)]))
        .claim("a dive has one way of 2ᴺ to the treasure", || {
            tried(&[
                case(1, 1, 0.5),
                case(3, 1, 0.125)
                    .slip(1.0 / 3.0, "all N steps must be right, not one of them")
                    .slip(1.0 / 9.0, "count the ways, not the cells")
                    .slip(0.25, "the last step must be right, too")
                    .slip(0.875, "this is the chance that it is not found"),
            ])
        })
        .claim("later dives count only where the earlier ones failed", || {
            tried(&[
                case(1, 2, 0.75)
                    .slip(1.0, "the chances of two dives do not add up")
                    .slip(0.25, "this is the chance that both fail, or that both find it"),
                case(2, 3, 0.578_125)
                    .slip(0.421_875, "this is the chance that all dives fail")
                    .slip(0.75, "the chances of three dives do not add up"),
            ])
        })
}
