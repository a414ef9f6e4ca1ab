//! What the page on parts of your own says of its runs.

use crate::error::Error;
use crate::evidence::claims::{Asked, Claim, Finding};
use crate::evidence::outcomes::{EQUAL_LAST_SCORES, are_solved};
use crate::experiments::find;
use crate::lab::stats::{Runs, at_the_end};

const METRES: &str = "pieces/dqn";
const MILLIMETRES: &str = "pieces/millimetres";
const NORMALIZED: &str = "pieces/normalized-millimetres";
const LAYER_NORM: &str = "pieces/layer-norm-millimetres";

/// At the end these agents score lower, each than the one before it.
fn falling<const N: usize>(
    asked: &Asked,
    names: [&'static str; N],
) -> Result<Finding, Error> {
    let pairs = names
        .windows(2)
        .map(|pair| asked.more(&EQUAL_LAST_SCORES, pair[0], pair[1]));
    Finding::all(pairs)
}

pub(crate) const CLAIMS: &[Claim] = &[
    Claim {
        says: "In millimetres the bare network hardly learns, and none of its runs is \
               solved",
        bears: |asked| {
            let lower = falling(asked, [METRES, MILLIMETRES])?;
            let solved = are_solved(&asked.rows(MILLIMETRES)?);
            let none = asked.count("solved", &solved, |count, _| count == 0);
            Finding::all([Ok(lower), Ok(none)])
        },
    },
    Claim {
        says: "a run with them is likely to end below one of DQN in metres",
        bears: |asked| falling(asked, [METRES, NORMALIZED, MILLIMETRES]),
    },
    Claim {
        says: "Layer norm fixes less of it",
        bears: |asked| falling(asked, [NORMALIZED, LAYER_NORM, MILLIMETRES]),
    },
    Claim {
        says: "In metres, where the numbers are well scaled already, a run with either \
               is likely to end below one of DQN",
        bears: |asked| {
            let either = ["pieces/normalized", "pieces/layer-norm"];
            Finding::all(either.map(|name| falling(asked, [METRES, name])))
        },
    },
    Claim {
        says: "which are lower than those of DQN",
        bears: |asked| {
            let values = |name| -> Result<Vec<f64>, Error> {
                Ok(at_the_end(&asked.rows(name)?, |row| row.max_abs_q))
            };
            let [bare, bounded] = [values(METRES)?, values("pieces/layer-norm")?];
            Ok(asked.higher(
                "largest |Q| of DQN in the last episode",
                &bare,
                &bounded,
            ))
        },
    },
    Claim {
        says: "at the end it scores far lower than with them",
        bears: |asked| falling(asked, [METRES, "markov/hidden"]),
    },
    Claim {
        says: "Two frames bring back a part",
        bears: |asked| falling(asked, [METRES, "markov/stacked", "markov/hidden"]),
    },
    Claim {
        says: "All runs find the right doors, and their last scores are the best that \
               there are",
        bears: |asked| {
            let task = find("doors")?.task;
            let runs = Runs::of(task, &asked.rows("doors")?);
            let best = |score: &f64| *score >= task.solved;
            let best: Vec<bool> = runs.final_scores.iter().map(best).collect();
            let all = runs.steps.len();
            Ok(
                asked.count("at the best score at the end", &best, |count, _| {
                    count == all
                }),
            )
        },
    },
];
