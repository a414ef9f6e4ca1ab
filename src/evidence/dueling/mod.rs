//! What the book shows of the dueling network.

mod claims;
mod corridor;
mod numbers;
mod sketch;

use crate::dueling::dueling;
use crate::evidence::curves::curves;
use crate::evidence::page::Page;
use crate::evidence::pieces::pieces;
use crate::polyak::polyak;

pub(crate) const PAGE: Page = Page {
    chapter: "dueling",
    artifacts: &[
        |records| {
            let title = "Double DQN and dueling, with the lecture's settings";
            let recipes = ["ddqn-lecture", "dueling"];
            curves(records, "lecture-dueling", title, &recipes)
        },
        corridor::artifacts,
    ],
    sketches: &[sketch::artifacts, |records| {
        let (before, now) = (polyak().card(), dueling().card());
        Ok(vec![pieces(records, "dueling", &before, &now)])
    }],
    numbers: numbers::numbers,
    claims: claims::CLAIMS,
};
