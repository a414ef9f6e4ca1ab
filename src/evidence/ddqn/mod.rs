//! What the book shows of double DQN.

mod claims;
mod more_actions;
mod noise;
mod noisy_maximum;
mod numbers;
mod polynomials;
mod promises;
mod temptation;

use crate::ddqn::ddqn;
use crate::dqn::dqn;
use crate::evidence::artifact::Artifact;
use crate::evidence::curves::curves;
use crate::evidence::page::Page;
use crate::evidence::pieces::pieces;

pub(crate) const PAGE: Page = Page {
    chapter: "ddqn",
    artifacts: &[
        |records| {
            let title = "DQN and double DQN, with the lecture's settings";
            curves(records, "lecture-double", title, &["dqn", "ddqn-lecture"])
        },
        temptation::artifacts,
        noisy_maximum::artifacts,
        polynomials::artifacts,
        more_actions::artifacts,
    ],
    sketches: &[promises::artifacts, |records| {
        Ok(vec![
            Artifact::figure(records, "maximum-of-noise", noise::figure()?),
            pieces(records, "ddqn", &dqn().card(), &ddqn().card()),
        ])
    }],
    numbers: numbers::numbers,
    claims: claims::CLAIMS,
};
