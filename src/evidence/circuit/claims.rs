//! What the page on the quantum circuit says of its runs.

use crate::evidence::claims::{Claim, Finding};
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
        says: "After as many steps as these runs have, it scores higher than the circuit",
        bears: |asked| {
            let solved = are_solved(&asked.rows("small-dqn")?);
            let some = asked.count("solved", &solved, |count, _| count > 0);
            let higher = asked.more(&LAST_SCORES, "small-dqn", "circuit")?;
            Finding::all([Ok(some), Ok(higher)])
        },
    },
];
