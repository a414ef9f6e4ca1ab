//! What the book shows of the game.

mod numbers;
pub(crate) mod web;

use crate::evidence::page::Page;

pub(crate) const PAGE: Page = Page {
    chapter: "play",
    artifacts: &[],
    sketches: &[web::artifacts],
    numbers: numbers::numbers,
    claims: &[],
};
