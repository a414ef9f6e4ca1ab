//! What the book shows of parts of your own: DQN in a world of ten actions, and
//! with other inputs.

mod claims;

use crate::error::Error;
use crate::evidence::curves::curves;
use crate::evidence::equal_steps::at_equal_steps;
use crate::evidence::page::{Numbers, Page};
use crate::experiments::Records;
use crate::lab::stats::at_the_end;

/// DQN in metres first, then in millimetres: as they are, normalised, and with
/// layer norm.
const INPUTS: [&str; 6] = [
    "pieces/dqn",
    "pieces/normalized",
    "pieces/layer-norm",
    "pieces/millimetres",
    "pieces/normalized-millimetres",
    "pieces/layer-norm-millimetres",
];

/// DQN that sees the whole state first, then without the speeds.
const STATES: [&str; 3] = ["pieces/dqn", "markov/stacked", "markov/hidden"];

// ANCHOR: page
pub(crate) const PAGE: Page = Page {
    chapter: "yours",
    artifacts: &[
        |records| curves(records, "doors", "DQN behind ten doors", &["doors"]),
        |records| {
            let title = "DQN in metres and in millimetres";
            at_equal_steps(records, "inputs", title, &INPUTS)
        },
        |records| {
            let title = "The whole state, two frames without speeds, and one";
            at_equal_steps(records, "markov", title, &STATES)
        },
    ],
    sketches: &[],
    numbers,
    claims: claims::CLAIMS,
};
// ANCHOR_END: page

/// The largest values in a batch of the last episode.
fn numbers(records: &Records, prose: &mut Numbers) -> Result<(), Error> {
    for (names, recipe) in [
        (["metres_least_q", "metres_largest_q"], "pieces/dqn"),
        (
            ["layer_norm_least_q", "layer_norm_largest_q"],
            "pieces/layer-norm",
        ),
        (
            ["millimetres_least_q", "millimetres_largest_q"],
            "pieces/millimetres",
        ),
    ] {
        let rows = records.rows(recipe)?;
        prose.ends(names, &at_the_end(&rows, |row| row.max_abs_q));
    }
    Ok(())
}
