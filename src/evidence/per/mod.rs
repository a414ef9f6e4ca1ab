//! What the book shows of prioritised replay.

mod biased_sampling;
pub(crate) mod claims;
mod cliffwalk;
mod numbers;
mod sketch;
mod sum_tree;

use crate::ddqn::ddqn;
use crate::evidence::curves::curves;
use crate::evidence::page::Page;
use crate::evidence::pieces::pieces;
use crate::per::per;

pub(crate) const PAGE: Page = Page {
    chapter: "per",
    artifacts: &[
        |records| {
            let title = "Double DQN and PER, with the lecture's settings";
            let recipes = ["ddqn-lecture", "per-lecture"];
            curves(records, "lecture-per", title, &recipes)
        },
        cliffwalk::artifacts,
        biased_sampling::artifacts,
    ],
    sketches: &[sum_tree::artifacts, sketch::artifacts, |records| {
        Ok(vec![pieces(records, "per", &ddqn().card(), &per().card())])
    }],
    numbers: numbers::numbers,
    claims: claims::CLAIMS,
};
