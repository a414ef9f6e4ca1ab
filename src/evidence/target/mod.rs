//! What the book shows of target networks.

pub(crate) mod claims;
mod copies;
mod map;
mod numbers;
pub(crate) mod sketch;
mod units;

use crate::dqn::dqn;
use crate::evidence::artifact::Artifact;
use crate::evidence::curves::curves;
use crate::evidence::page::Page;
use crate::evidence::pieces::pieces;
use crate::experiments::without_target_network;

pub(crate) const PAGE: Page = Page {
    chapter: "target",
    artifacts: &[
        |records| {
            let title = "DQN by how often its target network is renewed";
            let recipes = ["dqn", "no-target", "slow-target"];
            curves(records, "target", title, &recipes)
        },
        copies::artifacts,
        map::artifacts,
    ],
    sketches: &[|records| {
        let (before, now) = (without_target_network().card(), dqn().card());
        Ok(vec![
            Artifact::figure(records, "frozen-target", sketch::picture()?),
            pieces(records, "target", &before, &now),
            Artifact::table(records, "units", units::units()),
        ])
    }],
    numbers: numbers::numbers,
    claims: claims::CLAIMS,
};
