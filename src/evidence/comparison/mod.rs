//! What the book shows of the fair comparison.

mod claims;
pub(crate) mod fair;
mod numbers;
pub mod references;

use crate::evidence::page::Page;

pub(crate) const PAGE: Page = Page {
    chapter: "comparison",
    artifacts: &[
        fair::artifacts,
        fair::without_a_discount,
        references::artifacts,
    ],
    sketches: &[],
    numbers: numbers::numbers,
    claims: claims::CLAIMS,
};
