//! What the book shows of all parts together.

mod claims;
pub(crate) mod effects;
mod numbers;
mod recipes;

use crate::dueling::{all, dueling};
use crate::evidence::artifact::Artifact;
use crate::evidence::page::Page;
use crate::evidence::pieces::pieces;

pub(crate) const PAGE: Page = Page {
    chapter: "combining",
    artifacts: &[effects::artifacts],
    sketches: &[|records| {
        let (before, now) = (dueling().card(), all().card());
        Ok(vec![
            Artifact::table(records, "all-recipes", recipes::all_recipes()),
            pieces(records, "all", &before, &now),
        ])
    }],
    numbers: numbers::numbers,
    claims: claims::CLAIMS,
};
