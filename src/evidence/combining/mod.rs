//! What the book shows of all parts together.

mod numbers;
mod recipes;
mod swaps;

use crate::dueling::{all, dueling};
use crate::evidence::page::Page;
use crate::evidence::pieces::pieces;

pub(crate) const PAGE: Page = Page {
    chapter: "combining",
    artifacts: &[swaps::artifacts],
    sketches: &[recipes::artifacts, |records| {
        let (before, now) = (dueling().card(), all().card());
        Ok(vec![pieces(records, "all", &before, &now)])
    }],
    numbers: numbers::numbers,
};
