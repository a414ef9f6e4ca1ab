//! What the book shows of exploration.

mod claims;
mod deep_sea;
mod numbers;
pub(crate) mod sketch;

use crate::dqn::dqn;
use crate::evidence::curves::curves_apart;
use crate::evidence::page::Page;
use crate::evidence::pieces::pieces;
use crate::evidence::series::panels;
use crate::experiments::exploring_for_ever;

pub(crate) const PAGE: Page = Page {
    chapter: "exploration",
    artifacts: &[
        |records| {
            let title = "DQN, and DQN with two other schedules of exploration";
            let recipes = ["dqn", "greedy-too-soon", "exploring"];
            curves_apart(records, "exploration", title, &recipes)
        },
        |records| {
            let title = "How much three agents explore, and what they get";
            let agents = [
                ("dqn", "DQN"),
                ("greedy-too-soon", "Greedy too soon"),
                ("exploring", "Exploring for ever"),
            ];
            let columns = ["score", "episode_return", "epsilon", "greedy_share"];
            panels(records, "exploration-panel", title, &agents, &columns)
        },
        deep_sea::artifacts,
    ],
    sketches: &[sketch::artifacts, |records| {
        let (before, now) = (exploring_for_ever().card(), dqn().card());
        Ok(vec![pieces(records, "exploration", &before, &now)])
    }],
    numbers: numbers::numbers,
    claims: claims::CLAIMS,
};
