//! What the page on the fair comparison says of its runs.

use crate::error::Error;
use crate::evidence::claims::{Asked, Claim, Finding};
use crate::evidence::equal_steps::mean_scores;
use crate::evidence::outcomes::{
    ALL_SCORES, FINAL_SCORES, IMPOSSIBLE, LAST_SCORES, Outcome, SURPLUS,
    largest_values, waits, waits_in_episodes,
};
use crate::evidence::per::claims::per_is_later;
use crate::experiments::{CART_POLE, LONGER, printed_runs};
use crate::lab::runs::Row;
use crate::lab::stats::{Runs, at_the_end, interquartile_mean_of, mean};
use std::ops::Range;

/// Agents whose target network follows in small steps, and agents that copy it.
const SMALL_STEPS: [&str; 3] = [
    "fair/double-polyak",
    "fair/double-polyak-dueling",
    "fair/all",
];
const COPIES: [&str; 3] = ["fair/dqn", "fair/double", "fair/double-per"];

/// The agents of the chapters without a discount, but for NFQ; DQN comes first.
const UNDISCOUNTED_AGENTS: [&str; 6] = [
    "undiscounted/dqn",
    "undiscounted/double",
    "undiscounted/double-per",
    "undiscounted/double-polyak",
    "undiscounted/double-polyak-dueling",
    "undiscounted/all",
];

/// The mean last score of a recipe over the mean of those that the lecture prints.
fn over_the_lectures(
    asked: &Asked,
    name: &str,
    holds: fn(f64) -> bool,
) -> Result<Finding, Error> {
    let ours = at_the_end(&asked.rows(name)?, |row| Some(row.score));
    let printed = printed_runs(name).into_iter();
    let printed: Vec<f64> = printed.map(|run| run.last_score).collect();
    let times = mean(&ours) / mean(&printed);
    Ok(asked.number("last score over the lecture’s", times, holds))
}

/// All of them.
fn agents() -> impl Iterator<Item = &'static str> {
    COPIES.into_iter().chain(SMALL_STEPS)
}

/// A finding for each of several recipes.
fn each(
    names: impl IntoIterator<Item = &'static str>,
    of: impl Fn(&'static str) -> Result<Finding, Error>,
) -> Result<Finding, Error> {
    Finding::all(names.into_iter().map(of))
}

fn is_solved(rows: &[Row]) -> Vec<bool> {
    waits(rows).into_iter().map(|wait| wait.happened).collect()
}

/// All agents with small steps come to less than all agents that copy, at 95 %.
fn less_with_small_steps(
    asked: &Asked,
    outcome: &Outcome,
) -> Result<Finding, Error> {
    let pairs = SMALL_STEPS
        .into_iter()
        .flat_map(|small| COPIES.map(|copy| (small, copy)));
    Finding::all(pairs.map(|(small, copy)| asked.more(outcome, copy, small)))
}

pub(crate) const CLAIMS: &[Claim] = &[
    Claim {
        says: "Every run of NFQ reaches the level at some time, and none ends there",
        bears: |asked| {
            let runs = Runs::of(&CART_POLE, &asked.rows("nfq")?);
            let stays = |score: &f64| *score >= CART_POLE.solved;
            let ends: Vec<bool> = runs.final_scores.iter().map(stays).collect();
            let reach = runs.solved.len();
            Ok(asked.count(
                &format!("{reach} solved, at the end"),
                &ends,
                |ends, all| ends == 0 && reach == all,
            ))
        },
    },
    Claim {
        says: "It needs several times the steps of DQN",
        bears: |asked| {
            let steps = |name| -> Result<f64, Error> {
                Ok(mean(&Runs::of(&CART_POLE, &asked.rows(name)?).steps))
            };
            let times = steps("nfq")? / steps("dqn")?;
            Ok(asked.number("ratio of mean steps until solved", times, |t| t > 2.0))
        },
    },
    Claim {
        says: "Polyak, dueling and all together solve the task sooner than DQN",
        bears: |asked| each(SMALL_STEPS, |name| asked.sooner(name, "fair/dqn")),
    },
    Claim {
        says: "nearly all of their runs are solved",
        bears: |asked| {
            each(SMALL_STEPS, |name| {
                let solved = is_solved(&asked.rows(name)?);
                Ok(asked
                    .count("solved", &solved, |count, all| 10 * count >= 9 * all))
            })
        },
    },
    Claim {
        says: "That of PER holds one, and so does that of double DQN",
        bears: |asked| {
            let open = ["fair/double-per", "fair/double"];
            each(open, |name| asked.as_soon(name, "fair/dqn"))
        },
    },
    Claim {
        says: "NFQ takes longer",
        bears: |asked| asked.sooner("fair/dqn", "fair/nfq"),
    },
    Claim {
        says: "Polyak and dueling end higher",
        bears: |asked| {
            let higher = ["fair/double-polyak", "fair/double-polyak-dueling"];
            each(higher, |name| asked.more(&LAST_SCORES, name, "fair/dqn"))
        },
    },
    Claim {
        says: "so the order of these and DQN is open",
        bears: |asked| {
            let open = ["fair/double", "fair/double-per", "fair/all"];
            each(open, |name| asked.alike(&LAST_SCORES, name, "fair/dqn"))
        },
    },
    Claim {
        says: "Over all steps only NFQ is far from the others",
        bears: |asked| {
            each(agents(), |name| asked.more(&ALL_SCORES, name, "fair/nfq"))
        },
    },
    Claim {
        says: "At the end the interquartile means of all agents are below it",
        bears: |asked| {
            each(agents(), |name| {
                let scores = interquartile_mean_of(&asked.of(&LAST_SCORES, name)?);
                Ok(asked.estimate(LAST_SCORES.title, scores, |mean| {
                    mean.high < CART_POLE.solved
                }))
            })
        },
    },
    Claim {
        says: "Nearly all runs are solved, but for those of NFQ",
        bears: |asked| {
            each(UNDISCOUNTED_AGENTS, |name| {
                let solved = is_solved(&asked.rows(name)?);
                Ok(asked
                    .count("solved", &solved, |count, all| 10 * count >= 9 * all))
            })
        },
    },
    Claim {
        says: "of all other agents are above the line",
        bears: |asked| {
            each(UNDISCOUNTED_AGENTS, |name| {
                let scores = interquartile_mean_of(&asked.of(&LAST_SCORES, name)?);
                Ok(asked.estimate(LAST_SCORES.title, scores, |mean| {
                    mean.low > CART_POLE.solved
                }))
            })
        },
    },
    Claim {
        says: "PER is solved later",
        bears: |asked| asked.sooner("undiscounted/dqn", "undiscounted/double-per"),
    },
    Claim {
        says: "No agent is shown to be solved sooner than DQN",
        bears: |asked| {
            let open = UNDISCOUNTED_AGENTS.into_iter().skip(1);
            let open = open.filter(|name| *name != "undiscounted/double-per");
            each(open, |name| asked.as_soon(name, "undiscounted/dqn"))
        },
    },
    Claim {
        says: "None is shown to end higher than DQN",
        bears: |asked| {
            let open = UNDISCOUNTED_AGENTS.into_iter().skip(1);
            each(open, |name| {
                asked.alike(&LAST_SCORES, name, "undiscounted/dqn")
            })
        },
    },
    Claim {
        says: "Over all steps PER, Polyak, dueling and all together score lower than DQN",
        bears: |asked| {
            let lower = [
                "double-per",
                "double-polyak",
                "double-polyak-dueling",
                "all",
            ];
            each(lower, |agent| {
                let agent = format!("undiscounted/{agent}");
                asked.more(&ALL_SCORES, "undiscounted/dqn", &agent)
            })
        },
    },
    Claim {
        says: "although the curves cross",
        bears: |asked| {
            let small = ["fair/double-polyak", "fair/double-polyak-dueling"];
            let means = |name, steps: Range<usize>| -> Result<Vec<f64>, Error> {
                Ok(mean_scores(&asked.rows(name)?, steps))
            };
            Finding::all(small.map(|name| {
                let (first, later) = (10_000..20_000, 30_000..40_000);
                Finding::all([
                    Ok(asked.higher(
                        "mean score of DQN from 10,000 to 20,000 steps",
                        &means("fair/dqn", first.clone())?,
                        &means(name, first)?,
                    )),
                    Ok(asked.higher(
                        "mean score from 30,000 to 40,000 steps",
                        &means(name, later.clone())?,
                        &means("fair/dqn", later)?,
                    )),
                ])
            }))
        },
    },
    Claim {
        says: "it is also solved later",
        bears: |asked| {
            let solved = |name| -> Result<Vec<f64>, Error> {
                let waits = waits_in_episodes(&asked.rows_in(&LONGER, name)?);
                Ok(waits.iter().map(|wait| wait.time).collect())
            };
            let what = "episodes until solved";
            each(["dqn", "ddqn-lecture", "per-lecture"], |name| {
                Ok(asked.higher(what, &solved("dueling")?, &solved(name)?))
            })
        },
    },
    Claim {
        says: "With a discount Polyak and dueling are solved sooner and end higher than \
               DQN, and without one neither is shown",
        bears: |asked| {
            let steady = ["double-polyak", "double-polyak-dueling"];
            Finding::all(steady.into_iter().flat_map(|agent| {
                let with = format!("fair/{agent}");
                let without = format!("undiscounted/{agent}");
                [
                    asked.sooner(&with, "fair/dqn"),
                    asked.more(&LAST_SCORES, &with, "fair/dqn"),
                    asked.as_soon(&without, "undiscounted/dqn"),
                    asked.alike(&LAST_SCORES, &without, "undiscounted/dqn"),
                ]
            }))
        },
    },
    Claim {
        says: "where it follows in small steps, fewer have",
        bears: |asked| less_with_small_steps(asked, &IMPOSSIBLE),
    },
    Claim {
        says: "There the largest value of a run is several times lower",
        bears: |asked| {
            let largest = |names: [&str; 3]| -> Result<Vec<f64>, Error> {
                let of = |name| asked.rows(name).map(|rows| largest_values(&rows));
                let runs =
                    names.into_iter().map(of).collect::<Result<Vec<_>, _>>()?;
                Ok(runs.into_iter().map(|runs| mean(&runs)).collect())
            };
            let [low, high] = [largest(COPIES)?, largest(SMALL_STEPS)?];
            let low = low.into_iter().fold(f64::INFINITY, f64::min);
            let high = high.into_iter().fold(0.0, f64::max);
            let text =
                "least mean of the copying agents over the largest of the others";
            Ok(asked.number(text, low / high, |times| times > 2.0))
        },
    },
    Claim {
        says: "the predicted return of the start states is closer to the achieved",
        bears: |asked| less_with_small_steps(asked, &SURPLUS),
    },
    Claim {
        says: "its predicted return is above the achieved one by less than that of DQN",
        bears: |asked| asked.more(&SURPLUS, "fair/dqn", "fair/double"),
    },
    Claim {
        says: "Most runs lose what they have learned",
        bears: |asked| {
            let mut fallen = Vec::new();
            for name in ["dqn", "ddqn-lecture", "per-lecture", "dueling"] {
                let rows = asked.rows_in(&LONGER, name)?;
                let below = |score: &f64| *score < CART_POLE.solved;
                let runs = Runs::of(&CART_POLE, &rows);
                fallen.extend(runs.final_scores.iter().map(below));
            }
            Ok(
                asked.count("below the line at the end", &fallen, |fallen, all| {
                    2 * fallen > all
                }),
            )
        },
    },
    Claim {
        says: "differ from the lecture's by less than a tenth",
        bears: |asked| {
            each(["dqn", "ddqn-lecture", "per-lecture"], |name| {
                over_the_lectures(asked, name, |times| (0.9..1.1).contains(&times))
            })
        },
    },
    Claim {
        says: "Dueling ends far lower here",
        bears: |asked| over_the_lectures(asked, "dueling", |times| times < 0.9),
    },
    Claim {
        says: "the order of the two is open",
        bears: |asked| {
            let rows = [asked.rows("ddqn-lecture")?, asked.rows("dqn")?];
            let [double, dqn] = rows.map(|rows| Runs::of(&CART_POLE, &rows).steps);
            Ok(asked.open("steps until solved", &double, &dqn))
        },
    },
    Claim {
        says: "In most pairs of runs PER comes to the level later than double DQN",
        bears: per_is_later,
    },
    Claim {
        says: "the same agents end lower",
        bears: |asked| {
            let lower = ["polyak", "dueling"];
            Finding::all(
                lower.map(|name| asked.more_of_both(&FINAL_SCORES, "dqn", name)),
            )
        },
    },
    Claim {
        says: "whose mean score falls least",
        bears: |asked| {
            let mut lost = Vec::new();
            for name in ["dueling", "dqn", "ddqn-lecture", "per-lecture"] {
                let scores = Runs::of(&CART_POLE, &asked.rows_in(&LONGER, name)?);
                lost.push(mean(&scores.final_scores));
            }
            let others = lost[1..].iter().fold(0.0_f64, |a, &b| a.max(b));
            let text = "mean last score over the highest of the others";
            Ok(asked.number(text, lost[0] / others, |times| times > 1.0))
        },
    },
];
