//! What the book shows of Polyak averaging.

mod claims;
pub(crate) mod climb;
mod lags;
pub(crate) mod numbers;
pub(crate) mod promises;
mod sketch;

use crate::ddqn::ddqn;
use crate::evidence::artifact::Artifact;
use crate::evidence::curves::curves;
use crate::evidence::page::Page;
use crate::evidence::pieces::pieces;
use crate::evidence::series::series;
use crate::polyak::polyak;

pub(crate) const PAGE: Page = Page {
    chapter: "polyak",
    artifacts: &[
        |records| {
            let title = "Polyak averaging with small and with larger steps";
            let recipes = ["ddqn", "polyak", "polyak-larger"];
            let dueling = ["dueling", "dueling-larger"];
            let recipes = [&recipes[..], &dueling].concat();
            curves(records, "larger-steps", title, &recipes)
        },
        |records| {
            let title = "Double DQN by the size of the target network's steps";
            let agents = [
                ("tau-1", "τ = 1"),
                ("polyak-larger", "τ = 0.1"),
                ("polyak", "τ = 0.01"),
                ("tau-0.001", "τ = 0.001"),
                ("tau-0.0001", "τ = 0.0001"),
            ];
            series(records, "tau", title, &agents)
        },
        lags::artifacts,
        climb::artifacts,
        promises::artifacts,
    ],
    sketches: &[|records| {
        Ok(vec![
            Artifact::figure(records, "following", sketch::following()?),
            pieces(records, "polyak", &ddqn().card(), &polyak().card()),
        ])
    }],
    numbers: numbers::numbers,
    claims: claims::CLAIMS,
};
