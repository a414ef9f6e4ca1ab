//! What the page on settings says of its runs.

use crate::error::Error;
use crate::evidence::claims::{Asked, Claim, Finding};
use crate::evidence::outcomes::{EQUAL_LAST_SCORES, EQUAL_SCORES, are_solved};
use crate::experiments::SWEEPS;
use crate::experiments::sweep::USUAL;

/// The agents with the fewest copies.
const FEW_COPIES: [&str; 2] = ["pieces/slow-target", "sweep/copies-2000"];
/// Those with other memories than the course's.
const MEMORIES: [&str; 3] = [
    "sweep/memory-400",
    "pieces/memory-1000",
    "pieces/memory-10000",
];

/// Over all steps these agents score lower than with the course's settings.
fn lower<const N: usize>(
    asked: &Asked,
    names: [&'static str; N],
) -> Result<Finding, Error> {
    Finding::all(names.map(|name| asked.more(&EQUAL_SCORES, USUAL, name)))
}

/// Over all steps they score higher.
fn higher<const N: usize>(
    asked: &Asked,
    names: [&'static str; N],
) -> Result<Finding, Error> {
    Finding::all(names.map(|name| asked.more(&EQUAL_SCORES, name, USUAL)))
}

/// With the fewest copies, each agent scores lower than each with more.
fn copies_matter_most(asked: &Asked) -> Result<Finding, Error> {
    let agents = SWEEPS.iter().flat_map(|sweep| sweep.agents);
    let others = agents.filter(|(_, name)| !FEW_COPIES.contains(name));
    let pairs = others.flat_map(|(_, other)| FEW_COPIES.map(|few| (*other, few)));
    let lower = pairs.map(|(other, few)| asked.more(&EQUAL_SCORES, other, few));
    let solved = FEW_COPIES.map(|name| {
        let solved = are_solved(&asked.rows(name)?);
        Ok(asked.count("solved", &solved, |count, _| count == 0))
    });
    Finding::all(lower.chain(solved))
}

pub(crate) const CLAIMS: &[Claim] = &[
    Claim {
        says: "how often the target network is copied matters most",
        bears: copies_matter_most,
    },
    Claim {
        says: "The agents with the fewest copies score lower than all others, and none \
               of their runs is solved",
        bears: copies_matter_most,
    },
    Claim {
        says: "That copies on every step, which is no target network, do harm is not \
               shown",
        bears: |asked| asked.alike(&EQUAL_SCORES, USUAL, "sweep/copies-1"),
    },
    Claim {
        says: "One step of the sweep below the course's rate, the order is open",
        bears: |asked| asked.alike(&EQUAL_SCORES, USUAL, "sweep/rate-0.0002"),
    },
    Claim {
        says: "All other rates score lower",
        bears: |asked| {
            let rates =
                ["sweep/rate-0.00007", "sweep/rate-0.002", "sweep/rate-0.007"];
            lower(asked, rates)
        },
    },
    Claim {
        says: "More learning per environment step scores higher",
        bears: |asked| higher(asked, ["sweep/batch-256", "pieces/learner-steps-4"]),
    },
    Claim {
        says: "The score is lower with small batches and with the fewest learner \
               steps, and higher with larger batches and with more learner steps",
        bears: |asked| {
            let low = ["sweep/batch-4", "sweep/batch-16", "sweep/learn-every-16"];
            let high = ["sweep/batch-256", "pieces/learner-steps-4"];
            Finding::all([lower(asked, low), higher(asked, high)])
        },
    },
    Claim {
        says: "With a learner step on every fourth step the order is open",
        bears: |asked| asked.alike(&EQUAL_SCORES, USUAL, "pieces/learn-every-4"),
    },
    Claim {
        says: "A smaller memory scores higher over all steps",
        bears: |asked| higher(asked, MEMORIES),
    },
    Claim {
        says: "At the end of the runs the order of each and of the course's memory is \
               open",
        bears: |asked| {
            let open = |name| asked.alike(&EQUAL_LAST_SCORES, USUAL, name);
            Finding::all(MEMORIES.map(open))
        },
    },
];
