//! What the page on target networks says of its runs.

use crate::error::Error;
use crate::evidence::claims::{Asked, Claim, Finding, above_one};
use crate::evidence::equal_steps::mean_scores;
use crate::evidence::outcomes::{FINAL_SCORES, final_scores};
use crate::evidence::target::copies::{SHOWN, after, expected, values};
use crate::evidence::target::map;
use crate::evidence::target::numbers::{
    EARLY, LATER, beyond_returns, copies_in, longest_until,
};
use crate::experiments::CART_POLE;
use crate::lab::runs::{Row, by_seed};
use crate::lab::stats::{Runs, in_episode, median, median_in};

/// A run without a target network ends higher than one without replay.
pub(crate) fn replay_is_worth_more(asked: &Asked) -> Result<Finding, Error> {
    let pair = asked.of_both("no-target", "no-replay")?;
    let [no_target, no_replay] = pair.map(|rows| final_scores(&rows));
    Ok(asked.higher(FINAL_SCORES.title, &no_target, &no_replay))
}

/// A run of DQN takes fewer episodes, and fewer steps, until it is solved than one
/// without a target network.
pub(crate) fn later_without_target(asked: &Asked) -> Result<Finding, Error> {
    let (dqn, none) = (asked.rows("dqn")?, asked.rows("no-target")?);
    Finding::all([
        Ok(asked.by_episodes([&dqn, &none], above_one)),
        asked.sooner("dqn", "no-target"),
    ])
}

/// The final scores of DQN with a target network and without are not told apart.
pub(crate) fn ends_are_open(asked: &Asked) -> Result<Finding, Error> {
    asked.alike(&FINAL_SCORES, "dqn", "no-target")
}

/// The largest values early on.
fn early(asked: &Asked, name: &str) -> Result<Vec<f64>, Error> {
    Ok(in_episode(&asked.rows(name)?, EARLY, |row| row.max_abs_q))
}

/// The last episode, and the last step, by which a run is solved, and the first.
fn ends(rows: &[Row]) -> [[usize; 2]; 2] {
    let solved = Runs::of(&CART_POLE, rows).solved.into_iter();
    let (episodes, steps): (Vec<usize>, Vec<usize>) = solved.unzip();
    [episodes, steps].map(|of| {
        [of.iter().min(), of.iter().max()].map(|end| end.copied().unwrap_or(0))
    })
}

pub(crate) const CLAIMS: &[Claim] = &[
    Claim {
        says: "runs in the table are solved, as with one, and later",
        bears: later_without_target,
    },
    Claim {
        says: "The ranges of the episodes do not overlap",
        bears: |asked| {
            let (dqn, none) = (asked.rows("dqn")?, asked.rows("no-target")?);
            let [[_, episodes], [_, steps]] = ends(&dqn);
            let [[other_episodes, _], [other_steps, _]] = ends(&none);
            let text = format!(
                "all runs of DQN are solved by episode {episodes}, the others from \
                 {other_episodes} on; by step {steps}, the others from {other_steps} on"
            );
            let holds = episodes < other_episodes && steps > other_steps;
            Ok(asked.finds(&text, holds))
        },
    },
    Claim {
        says: "The order of the two at the end is open",
        bears: ends_are_open,
    },
    Claim {
        says: "At the end of the runs replay is worth more on this task",
        bears: replay_is_worth_more,
    },
    Claim {
        says: "A copy that is too seldom is worse than none",
        bears: |asked| {
            let [none, slow] = asked.of_both("no-target", "slow-target")?;
            let runs = by_seed(&slow).into_iter();
            let ends = runs.filter_map(|(_, run)| Some(run.last()?.steps));
            let steps = 0..ends.min().unwrap_or(0);
            let [all_none, all_slow] =
                [&none, &slow].map(|rows| mean_scores(rows, steps.clone()));
            let [none, slow] = [none, slow].map(|rows| final_scores(&rows));
            let over = format!("mean score of the first {} steps", steps.end);
            Finding::all([
                Ok(asked.higher(FINAL_SCORES.title, &none, &slow)),
                Ok(asked.higher(&over, &all_none, &all_slow)),
            ])
        },
    },
    Claim {
        says: "when the agents have learned for a little while, the largest |Q|",
        bears: |asked| {
            let dqn = early(asked, "dqn")?;
            let none = early(asked, "no-target")?;
            let what = format!("largest |Q| in episode {EARLY}");
            let more = asked.higher(&what, &none, &dqn);
            let slow = early(asked, "slow-target")?;
            let less = asked.higher(&what, &dqn, &slow);
            Finding::all([Ok(more), Ok(less)])
        },
    },
    Claim {
        says: "No episode of these agents has lasted longer than",
        bears: |asked| {
            let (dqn, slow) = (asked.rows("dqn")?, asked.rows("slow-target")?);
            let none = asked.rows("no-target")?;
            let longest = longest_until(&[&dqn, &none, &slow], EARLY);
            let value = median_in(&none, EARLY, |row| row.max_abs_q);
            let what =
                "median value without a target network over the longest episode";
            Ok(asked.number(what, value / longest, |times| times > 1.0))
        },
    },
    Claim {
        says: "In each run the largest value without a target network is above",
        bears: |asked| {
            let beyond = beyond_returns(&asked.rows("no-target")?);
            Ok(
                asked.count("above every return so far", &beyond, |beyond, all| {
                    beyond == all
                }),
            )
        },
    },
    Claim {
        says: "about one reward for each copy",
        bears: |asked| {
            let rows = asked.rows("slow-target")?;
            let values = in_episode(&rows, LATER, |row| row.start_q);
            let pairs = values.into_iter().zip(copies_in(&rows, LATER));
            let is_about = |(value, copies): (f64, f64)| {
                (0.8..1.25).contains(&(value / copies))
            };
            let about: Vec<bool> = pairs.map(is_about).collect();
            let what = "values that are 0.8 to 1.25 of the copies";
            Ok(asked.count(what, &about, |about, all| about == all))
        },
    },
    Claim {
        says: "stays within a tenth of the closed form from the twentieth copy on",
        bears: |asked| {
            let rows = asked.rows("fair/copies-500")?;
            let late = SHOWN.into_iter().filter(|copies| *copies >= 20);
            let off = late.map(|copies| {
                let value = median(&values(&rows, copies)).unwrap_or(f64::NAN);
                (value / expected(copies) - 1.0).abs()
            });
            let largest = off.fold(0.0, f64::max);
            Ok(asked.number("largest distance, as a share", largest, |o| o < 0.1))
        },
    },
    Claim {
        says: "the values end above it",
        bears: |asked| {
            let rows = asked.rows("fair/copies-100")?;
            let last = SHOWN[SHOWN.len() - 1];
            let above = values(&rows, last);
            let above: Vec<bool> =
                above.iter().map(|value| *value > expected(last)).collect();
            Ok(asked
                .count("above the closed form", &above, |count, all| count == all))
        },
    },
    Claim {
        says: "the predicted return of the start states is above the achieved one in nearly \
               all runs",
        bears: |asked| {
            let rows = asked.rows("fair/copies-100")?;
            let last = SHOWN[SHOWN.len() - 1];
            let surplus =
                after(&rows, last, |row| Some(row.start_q? - row.start_return?));
            let above: Vec<bool> = surplus.iter().map(|by| *by > 0.0).collect();
            Ok(
                asked.count("predicted above achieved", &above, |count, all| {
                    10 * count >= 9 * all
                }),
            )
        },
    },
    Claim {
        says: "In every column the score falls from there on, the rarer the copies",
        bears: |asked| {
            let scores = map::scores(|name| asked.rows(name))?;
            let columns = (0..scores[0].len()).map(|column| {
                let rare = scores.iter().skip(2).map(|row| row[column]);
                rare.is_sorted_by(|above, below| above > below)
            });
            let columns: Vec<bool> = columns.collect();
            Ok(asked.count("columns that fall", &columns, |some, all| some == all))
        },
    },
    Claim {
        says: "Where copies are rare, the smaller rates score highest",
        bears: |asked| {
            let scores = map::scores(|name| asked.rows(name))?;
            let rare = scores.iter().skip(3).map(|row| {
                let (small, large) = row.split_at(2);
                let least = small.iter().copied().fold(f64::INFINITY, f64::min);
                large.iter().all(|score| *score < least)
            });
            let rare: Vec<bool> = rare.collect();
            let what = "rows in which the two smallest rates score above all others";
            Ok(asked.count(what, &rare, |some, all| some == all))
        },
    },
];
