//! What the book shows of the game.

mod numbers;
mod script;

use crate::evidence::page::Page;

pub(crate) const PAGE: Page = Page {
    chapter: "play",
    artifacts: &[],
    sketches: &[script::artifacts],
    numbers: numbers::numbers,
    claims: &[],
};
