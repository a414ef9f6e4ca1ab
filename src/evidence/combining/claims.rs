//! What the page on all parts together says of its runs.

use crate::error::Error;
use crate::evidence::claims::{Asked, Claim, Finding, holds};
use crate::evidence::combining::effects::cells;
use crate::evidence::outcomes::{
    ALL_SCORES, IMPOSSIBLE, LAST_SCORES, Outcome, SOLVED_AFTER, STEADINESS, SURPLUS,
};
use crate::experiments::FAIR;
use crate::lab::stats::{Estimate, effect_of, mean};

const DOUBLE: usize = 0;
const PER: usize = 1;
const POLYAK: usize = 2;
const DUELING: usize = 3;

/// What the runs of each combination come to.
fn all_cells(asked: &Asked, outcome: &Outcome) -> Result<[Vec<f64>; 16], Error> {
    asked.other("every combination", |records| cells(records, outcome.of))
}

/// The effect of some techniques on an outcome is one that `follows`.
fn effect(
    asked: &Asked,
    outcome: &Outcome,
    techniques: &[usize],
    follows: impl Fn(Estimate) -> bool,
) -> Result<Finding, Error> {
    let effect = effect_of(&all_cells(asked, outcome)?, techniques);
    Ok(asked.estimate(&format!("effect on {}", outcome.title), effect, follows))
}

fn raises(
    asked: &Asked,
    outcome: &Outcome,
    techniques: &[usize],
) -> Result<Finding, Error> {
    effect(asked, outcome, techniques, |effect| effect.low > 0.0)
}

fn lowers(
    asked: &Asked,
    outcome: &Outcome,
    techniques: &[usize],
) -> Result<Finding, Error> {
    effect(asked, outcome, techniques, |effect| effect.high < 0.0)
}

pub(crate) const CLAIMS: &[Claim] = &[
    Claim {
        says: "PER solves the task sooner and ends lower",
        bears: |asked| {
            Finding::all([
                lowers(asked, &SOLVED_AFTER, &[PER]),
                lowers(asked, &LAST_SCORES, &[PER]),
            ])
        },
    },
    Claim {
        says: "Polyak averaging solves it sooner, and ends higher and steadier",
        bears: |asked| {
            Finding::all([
                lowers(asked, &SOLVED_AFTER, &[POLYAK]),
                raises(asked, &LAST_SCORES, &[POLYAK]),
                raises(asked, &STEADINESS, &[POLYAK]),
            ])
        },
    },
    Claim {
        says: "Over all steps it costs something",
        bears: |asked| lowers(asked, &ALL_SCORES, &[POLYAK]),
    },
    Claim {
        says: "With it fewer values are impossible, which is shown of no other \
               technique",
        bears: |asked| {
            let others = [DOUBLE, PER, DUELING].map(|other| {
                effect(asked, &IMPOSSIBLE, &[other], |effect| effect.high >= 0.0)
            });
            let polyak = lowers(asked, &IMPOSSIBLE, &[POLYAK]);
            Finding::all([polyak].into_iter().chain(others))
        },
    },
    Claim {
        says: "Double Q-learning and the dueling network score lower",
        bears: |asked| {
            Finding::all([
                lowers(asked, &ALL_SCORES, &[DOUBLE]),
                lowers(asked, &ALL_SCORES, &[DUELING]),
                lowers(asked, &LAST_SCORES, &[DOUBLE]),
                lowers(asked, &LAST_SCORES, &[DUELING]),
            ])
        },
    },
    Claim {
        says: "Whether they change the steps is open, as the intervals hold zero",
        bears: |asked| {
            Finding::all([DOUBLE, DUELING].map(|technique| {
                effect(asked, &SOLVED_AFTER, &[technique], holds(0.0))
            }))
        },
    },
    Claim {
        says: "So is what double Q-learning changes about the predicted minus the \
               achieved return",
        bears: |asked| effect(asked, &SURPLUS, &[DOUBLE], holds(0.0)),
    },
    Claim {
        says: "That mean follows the few runs with the largest values; without other \
               techniques the change is shown",
        bears: |asked| {
            let mut all = all_cells(asked, &SURPLUS)?.concat();
            all.sort_by(f64::total_cmp);
            let (_, largest) = all.split_at(all.len() - all.len() / 20);
            let share = largest.iter().sum::<f64>() / all.iter().sum::<f64>();
            let what = "share of the largest twentieth of the runs in the sum";
            let follow = asked.number(what, share, |share| share > 0.25);
            let alone = asked.more(&SURPLUS, "fair/dqn", "fair/double");
            Finding::all([Ok(follow), alone])
        },
    },
    Claim {
        says: "together by less than the sum of the two; at the end their interaction \
               is below zero",
        bears: |asked| {
            Finding::all([
                lowers(asked, &SOLVED_AFTER, &[PER]),
                lowers(asked, &SOLVED_AFTER, &[POLYAK]),
                raises(asked, &SOLVED_AFTER, &[PER, POLYAK]),
                lowers(asked, &LAST_SCORES, &[PER, POLYAK]),
            ])
        },
    },
    Claim {
        says: "Over all steps double Q-learning costs less beside Polyak averaging",
        bears: |asked| raises(asked, &ALL_SCORES, &[DOUBLE, POLYAK]),
    },
    Claim {
        says: "All together is not the best",
        bears: |asked| asked.more(&LAST_SCORES, "fair/polyak", "fair/all"),
    },
    Claim {
        says: "At the end it scores lower than Polyak averaging alone, which has the \
               highest mean of the last table",
        bears: |asked| {
            let lower = asked.more(&LAST_SCORES, "fair/polyak", "fair/all")?;
            let means = all_cells(asked, &LAST_SCORES)?.map(|runs| mean(&runs));
            let highest = means.into_iter().fold(0.0, f64::max);
            let place = FAIR.iter().position(|entry| entry.name == "fair/polyak");
            let highest = asked.number("highest mean", highest, |mean| {
                Some(mean) == place.map(|i| means[i])
            });
            Finding::all([Ok(lower), Ok(highest)])
        },
    },
    Claim {
        says: "Whether that agent is better than its next ones, these runs do not show",
        bears: |asked| {
            let next = ["fair/double-polyak-dueling", "fair/polyak-dueling"];
            let next = [&next[..], &["fair/double-polyak"]].concat();
            Finding::all(
                next.into_iter()
                    .map(|other| asked.alike(&LAST_SCORES, "fair/polyak", other)),
            )
        },
    },
];
