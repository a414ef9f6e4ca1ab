//! What the page on the dueling network says of its runs.

use crate::evidence::claims::{Claim, Finding};
use crate::evidence::outcomes::{FINAL_SCORES, LAST_SCORES};
use crate::experiments::CART_POLE;
use crate::lab::stats::Runs;

pub(crate) const CLAIMS: &[Claim] = &[
    Claim {
        says: "holds one half, so not even the order of the two is settled",
        bears: |asked| {
            let (dueling, polyak) = (
                "undiscounted/double-polyak-dueling",
                "undiscounted/double-polyak",
            );
            asked.alike(&LAST_SCORES, dueling, polyak)
        },
    },
    Claim {
        says: "In runs of the lecture's length both are slow",
        bears: |asked| {
            Finding::all(["dueling", "polyak"].map(|name| {
                let runs = Runs::of(&CART_POLE, &asked.all_seeds(name)?);
                let solved: Vec<bool> =
                    runs.steps.iter().map(|steps| steps.is_finite()).collect();
                Ok(asked.count("solved", &solved, |solved, all| 2 * solved <= all))
            }))
        },
    },
    Claim {
        says: "This interval holds one half, too",
        bears: |asked| {
            asked.alike_of_both(&FINAL_SCORES, "dueling-larger", "polyak-larger")
        },
    },
];
