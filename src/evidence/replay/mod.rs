//! What the book shows of experience replay.

mod claims;
mod numbers;

use crate::dqn::dqn;
use crate::evidence::curves::curves;
use crate::evidence::equal_steps::at_equal_steps;
use crate::evidence::page::Page;
use crate::evidence::pieces::pieces;
use crate::experiments::{CART_POLE, without_replay};

/// DQN first, then with fewer and with more learner steps, then with smaller memories.
const RHYTHMS: [&str; 5] = [
    "pieces/dqn",
    "pieces/learn-every-4",
    "pieces/learner-steps-4",
    "pieces/memory-1000",
    "pieces/memory-10000",
];

pub(crate) const PAGE: Page = Page {
    chapter: "replay",
    artifacts: &[
        |records| {
            let title =
                format!("DQN with and without replay, on {}", CART_POLE.name);
            curves(records, "replay", &title, &["dqn", "no-replay"])
        },
        |records| {
            let title = "DQN with other replay ratios and other memories";
            at_equal_steps(records, "rhythms", title, &RHYTHMS)
        },
    ],
    sketches: &[|records| {
        let (before, now) = (without_replay().card(), dqn().card());
        Ok(vec![pieces(records, "replay", &before, &now)])
    }],
    numbers: numbers::numbers,
    claims: claims::CLAIMS,
};
