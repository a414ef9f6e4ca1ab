//! What the book shows of n-step returns.

mod claims;
mod walk;

use crate::dqn::dqn;
use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::comparison::fair::{in_numbers, rows_of};
use crate::evidence::curves::curves_of;
use crate::evidence::page::Page;
use crate::evidence::pieces::pieces;
use crate::experiments::{CART_POLE, LOOK_AHEAD, Records, three_steps};
use crate::lab::plots::{Over, Summary, learning_curves_over};

pub(crate) const PAGE: Page = Page {
    chapter: "n_step",
    artifacts: &[walk::artifacts, on_the_cart_pole],
    sketches: &[|records| {
        let cards = (dqn().card(), three_steps(dqn()).card());
        Ok(vec![pieces(records, "n-step", &cards.0, &cards.1)])
    }],
    numbers: |_, prose| {
        walk::numbers(prose);
        prose.add("n_steps", LOOK_AHEAD);
        Ok(())
    },
    claims: claims::CLAIMS,
};

/// The figure and the table of targets of one reward and of three.
fn on_the_cart_pole(records: &Records) -> Result<Vec<Artifact>, Error> {
    let names = [("1 step", "fair/dqn"), ("3 steps", "fair/three-steps")];
    let agents = rows_of(records, &names)?;
    let curves = learning_curves_over(
        &CART_POLE,
        Over::Steps,
        Summary::InterquartileMean,
        "DQN with targets of one reward and of three, γ = 0.99",
        &curves_of(&agents),
    )?;
    Ok(vec![
        Artifact::figure(records, "n-steps", curves),
        Artifact::table(records, "n-steps", in_numbers(&agents)),
    ])
}
