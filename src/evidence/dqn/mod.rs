//! What the book shows of DQN.

mod atari;
pub(crate) mod claims;
pub(crate) mod numbers;
mod paper;
pub(crate) mod stages;

use crate::dqn::dqn;
use crate::evidence::artifact::Artifact;
use crate::evidence::curves::curves;
use crate::evidence::equal_steps::at_equal_steps;
use crate::evidence::page::Page;
use crate::evidence::pieces::pieces;
use crate::evidence::recipe;
use crate::experiments::{find, without_both};

/// DQN first, then each of the pieces, then two at once.
const LOSSES: [&str; 5] = [
    "pieces/dqn",
    "pieces/huber",
    "pieces/adam",
    "pieces/clipped-adam",
    "pieces/huber-adam",
];

/// Both losses, where a value has more time to reach its target.
const SLOW_LOSSES: [&str; 2] = ["pieces/slow-target", "pieces/huber-slow-target"];

pub(crate) const PAGE: Page = Page {
    chapter: "dqn",
    artifacts: &[
        |records| recipe::artifacts(records, &find("dqn")?.into()),
        |records| {
            let title = "What replay and the target network are worth";
            let recipes = ["dqn", "no-target", "no-replay", "online"];
            curves(records, "ladder", title, &recipes)
        },
        |records| {
            let title = "DQN without a discount and with one";
            curves(records, "dqn-discount", title, &["dqn", "discounted"])
        },
        |records| {
            let title = "DQN with other losses and optimisers";
            at_equal_steps(records, "losses", title, &LOSSES)
        },
        |records| {
            let title =
                "The same losses with a target network that is renewed seldom";
            at_equal_steps(records, "slow-losses", title, &SLOW_LOSSES)
        },
    ],
    sketches: &[
        stages::artifacts,
        |records| Ok(atari::artifacts(records)),
        |records| {
            let card = dqn().card();
            Ok(vec![
                pieces(records, "dqn", &without_both().card(), &card),
                Artifact::table(records, "paper", paper::paper()),
            ])
        },
    ],
    numbers: |records, prose| {
        atari::numbers(prose);
        numbers::numbers(records, prose)
    },
    claims: claims::CLAIMS,
};
