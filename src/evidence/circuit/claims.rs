//! What the page on the quantum circuit says of its runs.

use crate::evidence::claims::Claim;
use crate::evidence::outcomes::{LAST_SCORES, are_solved};

pub(crate) const CLAIMS: &[Claim] = &[
    Claim {
        says: "Most of the circuits solve the cart-pole",
        bears: |asked| {
            let solved = are_solved(&asked.rows("circuit")?);
            Ok(asked.count("solved", &solved, |count, all| 2 * count > all))
        },
    },
    Claim {
        says: "With the settings of the circuit no small network solves it",
        bears: |asked| {
            let solved = are_solved(&asked.rows("small-network")?);
            Ok(asked.count("solved", &solved, |count, _| count == 0))
        },
    },
    Claim {
        says: "After as many steps as these runs have, their scores and those of the \
               circuits are not told apart",
        bears: |asked| asked.alike(&LAST_SCORES, "small-dqn", "circuit"),
    },
];
