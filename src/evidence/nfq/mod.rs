//! What the book shows of NFQ.

pub(crate) mod chase;
mod claims;
pub(crate) mod kept;
pub(crate) mod neighbours;
mod numbers;

use crate::dqn::dqn;
use crate::evidence::artifact::Artifact;
use crate::evidence::curves::curves_over;
use crate::evidence::page::Page;
use crate::evidence::pieces::pieces;
use crate::lab::plots::Over;
use crate::nfq::nfq;

pub(crate) const PAGE: Page = Page {
    chapter: "nfq",
    artifacts: &[
        |records| {
            let title = "DQN and NFQ, with the lecture's settings";
            let recipes = ["dqn", "nfq"];
            curves_over(Over::Steps, records, "lecture-nfq", title, &recipes)
        },
        kept::artifacts,
    ],
    sketches: &[|records| {
        let chase = Artifact::figure(records, "nfq-chase", chase::sketch()?);
        Ok(vec![
            pieces(records, "nfq", &nfq().card(), &dqn().card()),
            Artifact::figure(records, "nfq-neighbours", neighbours::sketch()?),
            chase.of_a_network(),
        ])
    }],
    numbers: numbers::numbers,
    claims: claims::CLAIMS,
};
