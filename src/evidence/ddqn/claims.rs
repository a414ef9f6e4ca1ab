//! What the page on double DQN says of its runs.

use crate::evidence::claims::{Claim, Finding, holds};
use crate::evidence::ddqn::polynomials::{means, of};
use crate::evidence::ddqn::promises::{STEPS, predicts_less};
use crate::evidence::ddqn::temptation::SHOWN;
use crate::evidence::outcomes::{ALL_SCORES, IMPOSSIBLE, LAST_SCORES, SURPLUS};
use crate::experiments::CART_POLE;
use crate::lab::stats::{Band, Runs};
use crate::papers::polynomials;
use crate::papers::temptation::Line;

pub(crate) const CLAIMS: &[Claim] = &[
    Claim {
        says: "The largest estimate is above the truth in most states",
        bears: |asked| {
            let lines: Vec<polynomials::Line> = asked.paper("papers/polynomials")?;
            let above: Vec<bool> = lines.iter().map(|l| l.single > 0.0).collect();
            let what = "states in which it is above the truth";
            Ok(asked.count(what, &above, |above, all| above * 10 > all * 8))
        },
    },
    Claim {
        says: "a second estimate of the same action is far closer to it on average",
        bears: |asked| {
            let lines: Vec<polynomials::Line> = asked.paper("papers/polynomials")?;
            let rows = 0..polynomials::SETTINGS.len();
            let closer: Vec<bool> = rows
                .map(|row| {
                    let [single, double] = means(&of(&lines, row));
                    20.0 * double.abs() < single
                })
                .collect();
            let what = "rows with a twentieth of the mean error or less";
            Ok(asked.count(what, &closer, |closer, all| closer == all))
        },
    },
    Claim {
        says: "fewer runs of double Q-learning go left",
        bears: |asked| {
            let lines: Vec<Line> = asked.paper("papers/temptation")?;
            let shown = SHOWN.map(|episode| lines[episode - 1]);
            let fewer = shown.map(|line| line.double < line.q_learning);
            Ok(
                asked
                    .count("episodes with fewer", &fewer, |fewer, all| fewer == all),
            )
        },
    },
    Claim {
        says: "The ranges overlap, in episodes and in steps, and so do the scores",
        bears: |asked| {
            let [dqn, double] = [asked.rows("dqn")?, asked.rows("ddqn-lecture")?];
            let [dqn, double] =
                [dqn, double].map(|rows| Runs::of(&CART_POLE, &rows));
            let episodes = |runs: &Runs| -> Vec<f64> {
                runs.solved
                    .iter()
                    .map(|(episode, _)| *episode as f64)
                    .collect()
            };
            let pairs = [
                (episodes(&dqn), episodes(&double)),
                (dqn.steps, double.steps),
                (dqn.final_scores, double.final_scores),
            ];
            let overlaps = pairs.map(|(one, other)| {
                let bands = Band::of(&one).zip(Band::of(&other));
                bands.is_some_and(|(a, b)| a.min <= b.max && b.min <= a.max)
            });
            Ok(asked
                .count("ranges that overlap", &overlaps, |some, all| some == all))
        },
    },
    Claim {
        says: "These runs do not tell the agents apart",
        bears: |asked| {
            let (one, other) = ("undiscounted/double", "undiscounted/dqn");
            Finding::all([
                asked.as_soon(one, other),
                asked.alike(&LAST_SCORES, one, other),
            ])
        },
    },
    Claim {
        says: "do not show that double DQN overestimates less",
        bears: |asked| {
            let agents = [
                asked.rows("undiscounted/dqn")?,
                asked.rows("undiscounted/double")?,
            ];
            let hold = STEPS.map(|steps| holds(0.5)(predicts_less(&agents, steps)));
            Ok(asked.count("lines", &hold, |some, all| some == all))
        },
    },
    Claim {
        says: "With a discount double DQN overestimates less than DQN",
        bears: |asked| asked.more(&SURPLUS, "fair/dqn", "fair/double"),
    },
    Claim {
        says: "With more actions DQN overestimates far more than with two",
        bears: |asked| asked.more(&SURPLUS, "fair/dqn-8-actions", "fair/dqn"),
    },
    Claim {
        says: "Double DQN overestimates less than DQN with as many actions, and more than \
               with two",
        bears: |asked| {
            let double = "fair/double-8-actions";
            Finding::all([
                asked.more(&SURPLUS, "fair/dqn-8-actions", double),
                asked.more(&SURPLUS, double, "fair/double"),
            ])
        },
    },
    Claim {
        says: "with more actions the order of the two is open there",
        bears: |asked| {
            let (double, dqn) = ("fair/double-8-actions", "fair/dqn-8-actions");
            asked.alike(&LAST_SCORES, double, dqn)
        },
    },
    Claim {
        says: "Over all steps double DQN scores lower than DQN with as many actions",
        bears: |asked| {
            let (double, dqn) = ("fair/double-8-actions", "fair/dqn-8-actions");
            asked.more(&ALL_SCORES, dqn, double)
        },
    },
    Claim {
        says: "does not tell the agents apart, since a batch of many states",
        bears: |asked| {
            Finding::all(
                [
                    "fair/dqn",
                    "fair/double",
                    "fair/dqn-8-actions",
                    "fair/double-8-actions",
                ]
                .map(|name| {
                    let shares = asked.of(&IMPOSSIBLE, name)?;
                    let high: Vec<bool> =
                        shares.iter().map(|share| *share > 95.0).collect();
                    let text = "runs with an impossible value in 95 % of the steps,";
                    Ok(asked.count(text, &high, |high, all| high == all))
                }),
            )
        },
    },
];
