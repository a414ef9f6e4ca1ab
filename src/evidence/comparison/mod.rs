//! What the book shows of the fair comparison.

pub(crate) mod equal_terms;
pub(crate) mod fair;
mod numbers;
pub mod references;

use crate::evidence::page::Page;

pub(crate) const PAGE: Page = Page {
    chapter: "comparison",
    artifacts: &[fair::artifacts, references::artifacts],
    sketches: &[],
    numbers: numbers::numbers,
};
