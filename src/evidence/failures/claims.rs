//! What the page "Why does my DQN not train?" says of its runs.

use crate::error::Error;
use crate::evidence::claims::{Asked, Claim, Finding};
use crate::evidence::outcomes::{FINAL_SCORES, OfRuns, Outcome};
use crate::lab::runs::{Row, by_seed};
use crate::lab::stats::at_the_end;

/// The ladder: Q-learning with neither part, with each, and with both.
const NEITHER: &str = "online";
const MEMORY: &str = "no-target";
const TARGET: &str = "no-replay";
const BOTH: &str = "dqn";

/// How many episodes are the first that learn.
pub(crate) const FIRST: usize = 5;

/// The largest value within the first episodes that learn of each run.
fn first_values(rows: &[Row]) -> Vec<f64> {
    let runs = by_seed(rows).into_iter();
    let largest = runs.map(|(_, run)| {
        let values = run.iter().filter_map(|row| row.max_abs_q);
        values.take(FIRST).fold(0.0, f64::max)
    });
    largest.collect()
}

fn last_values(rows: &[Row]) -> Vec<f64> {
    at_the_end(rows, |row| row.max_abs_q)
}

const fn values(title: &'static str, of: OfRuns) -> Outcome {
    Outcome {
        title,
        decimals: 0,
        of,
    }
}

pub(crate) const FIRST_VALUES: Outcome =
    values("largest |Q| of the first episodes that learn", first_values);
const LAST_VALUES: Outcome = values("largest |Q| of the last episode", last_values);

/// The outcome is larger for the first of each pair.
fn larger<const N: usize>(
    asked: &Asked,
    outcome: &Outcome,
    pairs: [[&str; 2]; N],
) -> Result<Finding, Error> {
    Finding::all(pairs.map(|[one, other]| asked.more_of_both(outcome, one, other)))
}

pub(crate) const CLAIMS: &[Claim] = &[
    Claim {
        says: "Without a target network the largest value leaps up within the first \
               episodes that learn, with a memory or without",
        bears: |asked| {
            larger(asked, &FIRST_VALUES, [[MEMORY, BOTH], [NEITHER, TARGET]])
        },
    },
    Claim {
        says: "Without a memory the score ends lower, with a target network or without",
        bears: |asked| {
            larger(asked, &FINAL_SCORES, [[BOTH, TARGET], [MEMORY, NEITHER]])
        },
    },
    Claim {
        says: "At the end a memory alone is worth more than a target network alone",
        bears: |asked| larger(asked, &FINAL_SCORES, [[MEMORY, TARGET]]),
    },
    Claim {
        says: "with both, runs are solved sooner",
        bears: |asked| asked.sooner_of_both(BOTH, MEMORY),
    },
    Claim {
        says: "Whether they end higher, these runs do not show",
        bears: |asked| asked.alike_of_both(&FINAL_SCORES, BOTH, MEMORY),
    },
    Claim {
        says: "In the end the agents with a memory have the largest values",
        bears: |asked| {
            let pairs = [[BOTH, TARGET], [BOTH, NEITHER]];
            let rest = [[MEMORY, TARGET], [MEMORY, NEITHER]];
            let pairs = [pairs, rest].concat();
            let larger = pairs
                .into_iter()
                .map(|[one, other]| asked.more_of_both(&LAST_VALUES, one, other));
            Finding::all(larger)
        },
    },
];
