//! What the book shows of DQN.

pub(crate) mod numbers;
mod paper;
pub(crate) mod stages;

use crate::dqn::dqn;
use crate::evidence::artifact::Artifact;
use crate::evidence::curves::curves;
use crate::evidence::page::Page;
use crate::evidence::pieces::pieces;
use crate::evidence::recipe;
use crate::experiments::{find, without_both};
use crate::lab::stats::Sheet;

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
    ],
    sketches: &[stages::artifacts, |records| {
        let card = dqn().card();
        let recipe = Sheet::of_recipe(&card).to_markdown();
        Ok(vec![
            pieces(records, "dqn", &without_both().card(), &card),
            Artifact::table(records, "dqn-recipe", recipe),
            Artifact::table(records, "paper", paper::paper()),
        ])
    }],
    numbers: numbers::numbers,
};
