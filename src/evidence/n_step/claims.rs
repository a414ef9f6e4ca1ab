//! What the page on n-step returns says of its runs.

use crate::error::Error;
use crate::evidence::claims::{Claim, Finding};
use crate::evidence::n_step::walk::best;
use crate::evidence::outcomes::{LAST_SCORES, SURPLUS, waits};
use crate::lab::stats::hazard_ratio;
use crate::papers::random_walk::{LOOK_AHEADS, Line};

pub(crate) const CLAIMS: &[Claim] = &[
    Claim {
        says: "The least error is in between",
        bears: |asked| {
            let lines: Vec<Line> = asked.paper("papers/random-walk")?;
            let best = LOOK_AHEADS.into_iter().filter_map(|n| best(&lines, n));
            let least = best.min_by(|a, b| a.error.total_cmp(&b.error));
            let n = least.map_or(0, |line| line.n);
            let [first, .., last] = LOOK_AHEADS;
            Ok(asked
                .finds(&format!("least error with n = {n}"), first < n && n < last))
        },
    },
    Claim {
        says: "With more rewards DQN is solved sooner, and ends higher",
        bears: |asked| {
            Finding::all([
                asked.sooner(THREE, ONE),
                asked.more(&LAST_SCORES, THREE, ONE),
            ])
        },
    },
    Claim {
        says: "only Polyak averaging has a hazard ratio as large, and these runs do not tell \
               the two apart",
        bears: |asked| {
            let dqn = waits(&asked.rows(ONE)?);
            let ratio = |name| -> Result<f64, Error> {
                Ok(hazard_ratio(&waits(&asked.rows(name)?), &dqn).value)
            };
            let (three, polyak) = (ratio(THREE)?, ratio("fair/polyak")?);
            let mut others: f64 = 0.0;
            for name in ["fair/double", "fair/per", "fair/dueling"] {
                others = others.max(ratio(name)?);
            }
            let text = format!(
                "hazard ratio {three:.2}, of Polyak {polyak:.2}, of the others up to \
                 {others:.2}"
            );
            let least = three.min(polyak);
            let larger = asked.finds(&text, others < least);
            let apart = asked.as_soon("fair/polyak", THREE);
            Finding::all([Ok(larger), apart])
        },
    },
    Claim {
        says: "the predicted return is closer to the achieved one than with one reward",
        bears: |asked| asked.more(&SURPLUS, ONE, THREE),
    },
];

const ONE: &str = "fair/dqn";
const THREE: &str = "fair/three-steps";
