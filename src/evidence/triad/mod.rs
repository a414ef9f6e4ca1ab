//! What the book shows of the deadly triad.

mod claims;
mod corners;
pub(crate) mod discount;
mod numbers;

use crate::evidence::page::Page;

pub(crate) const PAGE: Page = Page {
    chapter: "triad",
    artifacts: &[corners::artifacts, discount::artifacts],
    sketches: &[],
    numbers: numbers::numbers,
    claims: claims::CLAIMS,
};
