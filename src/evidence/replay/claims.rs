//! What the page on experience replay says of its runs.

use crate::error::Error;
use crate::evidence::claims::{Asked, Claim, Finding};
use crate::evidence::outcomes::{EQUAL_LAST_SCORES, EQUAL_SCORES};
use crate::evidence::replay::numbers::{falls, lowest_soon_after_solved};
use crate::lab::stats::interquartile_mean_of;

/// Every run without replay falls, and none with it.
fn falls_without_replay(asked: &Asked) -> Result<Finding, Error> {
    let [no_replay, dqn] = asked.of_both("no-replay", "dqn")?;
    let [no_replay, dqn] = [no_replay, dqn].map(|rows| falls(&rows));
    let falls: Vec<bool> = no_replay.iter().map(|&n| n > 0).collect();
    let with = dqn.iter().sum::<usize>();
    let what = format!("falls with replay {with}, runs with one without");
    Ok(asked.count(&what, &falls, |falls, all| falls == all && with == 0))
}

pub(crate) const CLAIMS: &[Claim] = &[
    Claim {
        says: "The agent without replay finds good policies and loses them",
        bears: falls_without_replay,
    },
    Claim {
        says: "every run without replay falls so",
        bears: falls_without_replay,
    },
    Claim {
        says: "Scores drop with replay too, but not so deep",
        bears: |asked| {
            let [no_replay, dqn] = asked.of_both("no-replay", "dqn")?;
            let lowest = lowest_soon_after_solved;
            let what = "lowest score soon after a high one with replay";
            Ok(asked.higher(what, &lowest(&dqn), &lowest(&no_replay)))
        },
    },
    Claim {
        says: "With fewer learner steps a run is likely to end lower than one of DQN",
        bears: |asked| {
            asked.more(&EQUAL_LAST_SCORES, "pieces/dqn", "pieces/learn-every-4")
        },
    },
    Claim {
        says: "With more of them the scores are higher over all steps",
        bears: |asked| {
            let (more, dqn) = ("pieces/learner-steps-4", "pieces/dqn");
            let mean = |name| asked.of(&EQUAL_SCORES, name);
            let [low, high] = [mean(more)?, mean(dqn)?];
            let low = interquartile_mean_of(&low).low;
            let high = interquartile_mean_of(&high).high;
            let gap = "from the interval of DQN to that of the other";
            Finding::all([
                asked.more(&EQUAL_SCORES, more, dqn),
                Ok(asked.number(gap, low - high, |gap| gap > 0.0)),
            ])
        },
    },
    Claim {
        says: "but at the end they are not told from those of DQN",
        bears: |asked| {
            asked.alike(&EQUAL_LAST_SCORES, "pieces/learner-steps-4", "pieces/dqn")
        },
    },
    Claim {
        says: "With the smallest memory the scores over all steps are higher",
        bears: |asked| asked.more(&EQUAL_SCORES, "pieces/memory-1000", "pieces/dqn"),
    },
    Claim {
        says: "and at the end the two are not told apart",
        bears: |asked| {
            asked.alike(&EQUAL_LAST_SCORES, "pieces/memory-1000", "pieces/dqn")
        },
    },
];
