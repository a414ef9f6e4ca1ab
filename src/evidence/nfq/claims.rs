//! What the page on NFQ says of its runs.

use crate::error::Error;
use crate::evidence::claims::{Asked, Claim, Finding};
use crate::evidence::equal_steps::mean_scores;
use crate::evidence::nfq::kept;
use crate::evidence::nfq::numbers::{
    first_batch_episodes, late_batch_episodes, lowest_after, optimiser_steps, times,
    transitions,
};
use crate::evidence::outcomes::{FINAL_SCORES, Outcome, are_solved, final_scores};
use crate::experiments::CART_POLE;
use crate::lab::runs::Row;
use crate::lab::stats::{Runs, mean, of_runs};

/// The agents of the deadly triad that have a table and a network, pair by pair.
const PAIRS: [[&str; 2]; 4] = [
    ["triad/full-on-network", "triad/full-on-table"],
    ["triad/1-on-network", "triad/1-on-table"],
    ["triad/full-off-network", "triad/full-off-table"],
    ["triad/1-off-network", "triad/1-off-table"],
];

/// The rows of NFQ and of DQN.
fn rows(asked: &Asked) -> Result<[Vec<Row>; 2], Error> {
    Ok([asked.rows("nfq")?, asked.rows("dqn")?])
}

/// The steps until the runs of NFQ, and of DQN, are solved.
fn steps(asked: &Asked) -> Result<[Vec<f64>; 2], Error> {
    Ok(rows(asked)?.map(|rows| Runs::of(&CART_POLE, &rows).steps))
}

/// The mean scores of these steps.
const KEPT_SCORES: Outcome = Outcome {
    title: "mean score, all steps",
    decimals: 1,
    of: |rows| mean_scores(rows, kept::ALL),
};

/// Those of the first of them.
const FIRST_SCORES: Outcome = Outcome {
    title: "mean score, first 500 steps",
    decimals: 1,
    of: |rows| mean_scores(rows, kept::FIRST),
};

pub(crate) const CLAIMS: &[Claim] = &[
    Claim {
        says: "From the same steps of play the growing batch learns more than the NFQ that \
               forgets",
        bears: |asked| asked.more(&KEPT_SCORES, "growing-batch", "fair/nfq"),
    },
    Claim {
        says: "Over all of these steps the scores of DQN are higher still",
        bears: |asked| asked.more(&KEPT_SCORES, "fair/dqn", "growing-batch"),
    },
    Claim {
        says: "the order of DQN and the growing batch is open",
        bears: |asked| asked.alike(&FIRST_SCORES, "growing-batch", "fair/dqn"),
    },
    Claim {
        says: "No run is solved, though",
        bears: |asked| {
            let mut solved = Vec::new();
            for name in ["growing-batch", "fair/nfq", "fair/dqn"] {
                solved.extend(are_solved(&kept::beginning(asked.rows(name)?)));
            }
            Ok(asked.count("solved", &solved, |count, _| count == 0))
        },
    },
    Claim {
        says: "in each of its pairs, runs with the network end at a higher score",
        bears: |asked| {
            let higher = |[network, table]: [&str; 2]| {
                asked.more(&FINAL_SCORES, network, table)
            };
            Finding::all(PAIRS.map(higher))
        },
    },
    Claim {
        says: "It needs several times the steps of DQN to get there",
        bears: |asked| {
            let times = times(&steps(asked)?);
            let what = "ratio of mean steps until solved";
            let several = asked.number(what, times, |times| times > 2.0);
            Finding::all([Ok(several), asked.sooner("dqn", "nfq")])
        },
    },
    Claim {
        says: "none of its runs ends at that mean",
        bears: |asked| {
            let scores = final_scores(&asked.rows("nfq")?).into_iter();
            let ends: Vec<bool> = scores.map(|s| s >= CART_POLE.solved).collect();
            Ok(asked.count("solved at the end", &ends, |ends, _| ends == 0))
        },
    },
    Claim {
        says: "After a run was solved it falls below that mean again",
        bears: |asked| {
            let lowest = lowest_after(&asked.rows("nfq")?).into_iter();
            let falls: Vec<bool> = lowest.map(|s| s < CART_POLE.solved).collect();
            Ok(asked.count("below it again", &falls, |falls, all| falls == all))
        },
    },
    Claim {
        says: "In steps of the optimiser NFQ is the faster one",
        bears: |asked| {
            let [nfq, dqn] = rows(asked)?;
            let [of_nfq, of_dqn] = optimiser_steps(&nfq, &dqn);
            let what = "steps of the optimiser until DQN is solved, and NFQ";
            Ok(asked.higher(what, &of_dqn, &of_nfq))
        },
    },
    Claim {
        says: "In transitions that go through the network it is the slower one again",
        bears: |asked| {
            let [nfq, dqn] = rows(asked)?;
            let [of_nfq, of_dqn] = transitions(&nfq, &dqn);
            let what = "transitions until NFQ is solved, and DQN";
            Ok(asked.higher(what, &of_nfq, &of_dqn))
        },
    },
    Claim {
        says: "Beside DQN it spends most on play",
        bears: |asked| {
            let [nfq, dqn] = rows(asked)?;
            let transitions = times(&transitions(&nfq, &dqn));
            let what = "ratio of the mean steps over that of the transitions";
            let times = times(&steps(asked)?) / transitions;
            Ok(asked.number(what, times, |times| times > 1.0))
        },
    },
    Claim {
        says: "Late in the runs it holds about",
        bears: |asked| {
            let rows = asked.rows("nfq")?;
            let late = late_batch_episodes(&rows);
            let first = first_batch_episodes(&rows).into_iter();
            let more: Vec<bool> = first.map(|episodes| episodes > late).collect();
            Ok(asked.count("fewer late", &more, |more, all| more == all))
        },
    },
    Claim {
        says: "more than half of the targets lie above their estimates",
        bears: |asked| {
            let shares = of_runs(&asked.rows("nfq")?, |run| {
                let errors = run.iter().filter_map(|row| row.td_error_p50);
                let above = errors.map(|error| f64::from(error > 0.0));
                Some(mean(&above.collect::<Vec<f64>>()))
            });
            let least = shares.into_iter().fold(1.0, f64::min);
            let what = "least share of such batches in a run";
            Ok(asked.number(what, least, |share| share > 0.5))
        },
    },
];
