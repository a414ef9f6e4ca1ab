//! What the page on Polyak averaging says of its runs.

use crate::error::Error;
use crate::evidence::claims::{Asked, Claim, Finding, holds};
use crate::evidence::outcomes::{FINAL_SCORES, LAST_SCORES, are_solved};
use crate::evidence::polyak::climb::{AGENTS, beyond};
use crate::evidence::polyak::lags::{OUTCOMES, PAIRS};
use crate::evidence::polyak::promises::EARLY;
use crate::lab::runs::Row;
use crate::lab::stats::{Estimate, improvement_of, in_episode};

/// Agents with the small steps of the lecture, and agents with other target
/// networks.
const SMALL_STEPS: [&str; 2] = ["polyak", "dueling"];
const OTHERS: [&str; 3] = ["ddqn", "polyak-larger", "dueling-larger"];

/// How likely a run with small steps is better than one with a copy that is as
/// late, by each outcome.
fn with_small_steps(
    asked: &Asked,
    [copied, following]: [&str; 2],
    follows: fn(Estimate) -> bool,
) -> Result<Finding, Error> {
    let [copied, following] = asked.of_both(copied, following)?;
    let better = |of: fn(&[Row]) -> Vec<f64>| {
        let chance = improvement_of(&of(&following), &of(&copied));
        Ok(asked.estimate("small steps better with probability", chance, follows))
    };
    Finding::all(OUTCOMES.map(better))
}

/// How far the networks of an agent have come at the end, beside how far its
/// target network let them; the agents are those of the table.
fn beyond_climbed(
    asked: &Asked,
    name: &str,
    follows: fn(f64) -> bool,
) -> Result<Finding, Error> {
    let agents = AGENTS.iter().filter(|(agent, _)| *agent == name);
    Finding::all(agents.map(|(_, steps)| {
        let times = beyond(&asked.all_seeds(name)?, *steps);
        let follow: Vec<bool> = times.iter().map(|times| follows(*times)).collect();
        Ok(asked.count("such runs", &follow, |count, all| count == all))
    }))
}

/// The difference of predicted and achieved return early in every run is one that
/// `follows`.
fn early_surplus(
    asked: &Asked,
    name: &str,
    follows: fn(f64) -> bool,
) -> Result<Finding, Error> {
    let surplus = in_episode(&asked.rows(name)?, EARLY, |row| {
        Some(row.start_q? - row.start_return?)
    });
    let follow: Vec<bool> = surplus.into_iter().map(follows).collect();
    Ok(asked.count("such runs", &follow, |count, all| count == all))
}

fn every_run_is_solved(asked: &Asked, name: &str) -> Result<Finding, Error> {
    let solved = are_solved(&asked.all_seeds(name)?);
    Ok(asked.count("solved", &solved, |count, all| count == all))
}

/// `target_distance` early in the runs of `one` is larger than in those of
/// `other`.
fn farther(asked: &Asked, one: &str, other: &str) -> Result<Finding, Error> {
    let early = |rows: Vec<Row>| in_episode(&rows, EARLY, |row| row.target_distance);
    let [one, other] = asked.of_both(one, other)?.map(early);
    Ok(asked.higher("target_distance", &one, &other))
}

pub(crate) const CLAIMS: &[Claim] = &[
    Claim {
        says: "They end lower with it than with a copy every",
        bears: |asked| asked.more_of_both(&FINAL_SCORES, "ddqn", "polyak"),
    },
    Claim {
        says: "Every run is solved",
        bears: |asked| every_run_is_solved(asked, "polyak-larger"),
    },
    Claim {
        says: "target_distance is larger with the lecture's",
        bears: |asked| {
            let others = ["ddqn", "polyak-larger"];
            Finding::all(others.map(|other| farther(asked, "polyak", other)))
        },
    },
    Claim {
        says: "At the smallest lag, these runs do not tell the two kinds of target \
               network apart",
        bears: |asked| {
            let [smallest, ..] = PAIRS;
            with_small_steps(asked, smallest, |chance| holds(0.5)(chance))
        },
    },
    Claim {
        says: "at the one in the middle the order at the end is open",
        bears: |asked| {
            let [_, [copied, following], _] = PAIRS;
            asked.alike(&LAST_SCORES, following, copied)
        },
    },
    Claim {
        says: "At the largest lag, small steps are better",
        bears: |asked| {
            let [.., largest] = PAIRS;
            with_small_steps(asked, largest, |chance| chance.low > 0.5)
        },
    },
    Claim {
        says: "the values are close to the equation",
        bears: |asked| {
            let smallest = ["tau-0.0001", "tau-0.001"];
            Finding::all(smallest.map(|name| {
                beyond_climbed(asked, name, |times| (0.8..1.25).contains(&times))
            }))
        },
    },
    Claim {
        says: "they have climbed higher than that, and with the quick target networks \
               far higher",
        bears: |asked| {
            let quick = ["ddqn", "polyak-larger"];
            let quick =
                quick.map(|name| beyond_climbed(asked, name, |times| times > 100.0));
            let small = beyond_climbed(asked, "polyak", |times| times > 1.0);
            Finding::all([small].into_iter().chain(quick))
        },
    },
    Claim {
        says: "predict less than they achieve in every run",
        bears: |asked| {
            Finding::all(
                SMALL_STEPS.map(|name| early_surplus(asked, name, |by| by < 0.0)),
            )
        },
    },
    Claim {
        says: "The others predict more than they achieve in every run, and all of them \
               are solved in the end",
        bears: |asked| {
            let more = OTHERS.map(|name| early_surplus(asked, name, |by| by > 0.0));
            let solved = OTHERS.map(|name| every_run_is_solved(asked, name));
            Finding::all(more.into_iter().chain(solved))
        },
    },
    Claim {
        says: "swapped, the target network is hardly late at all",
        bears: |asked| farther(asked, "polyak-larger", "swapped-polyak"),
    },
    Claim {
        says: "they end higher than with the right roles under the same seeds",
        bears: |asked| asked.more_of_both(&FINAL_SCORES, "swapped-polyak", "polyak"),
    },
];
