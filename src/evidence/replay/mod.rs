//! What the book shows of experience replay.

mod numbers;

use crate::dqn::dqn;
use crate::evidence::curves::curves;
use crate::evidence::page::Page;
use crate::evidence::pieces::pieces;
use crate::experiments::{CART_POLE, without_replay};

pub(crate) const PAGE: Page = Page {
    chapter: "replay",
    artifacts: &[|records| {
        let title = format!("DQN with and without replay, on {}", CART_POLE.name);
        curves(records, "replay", &title, &["dqn", "no-replay"])
    }],
    sketches: &[|records| {
        let (before, now) = (without_replay().card(), dqn().card());
        Ok(vec![pieces(records, "replay", &before, &now)])
    }],
    numbers: numbers::numbers,
};
