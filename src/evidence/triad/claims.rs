//! What the page on the deadly triad says of its runs.

use crate::error::Error;
use crate::evidence::claims::{Asked, Claim, Finding, above_one};
use crate::evidence::outcomes::{FINAL_SCORES, final_scores};
use crate::evidence::triad::corners::{largest_values, softly_divergent};
use crate::evidence::triad::discount::{mean_curve, score_range};
use crate::experiments::{CART_POLE, CORNERS, DISCOUNT, LONGER};
use crate::lab::runs::{Row, by_seed};
use crate::lab::stats::at_the_end;

const TRIAD: &str = "triad/1-off-network";
const UNIFORM: &str = "triad/1-uniform-network";
const NEWEST: &str = "triad/1-on-network";
const TEN: &str = "triad/10-off-network";
const FULL: &str = "triad/full-off-network";

const LARGEST: &str = "largest |Q| of a run";

/// The largest values are higher with one agent than with another.
fn larger(asked: &Asked, one: &str, other: &str) -> Result<Finding, Error> {
    let values = |name| asked.rows(name).map(|rows| largest_values(&rows));
    Ok(asked.higher(LARGEST, &values(one)?, &values(other)?))
}

/// All runs of these agents pass the bound, or none.
fn beyond<'a>(
    asked: &Asked,
    names: impl IntoIterator<Item = &'a str>,
    all: bool,
) -> Result<Finding, Error> {
    let (mut count, mut runs) = (0, 0);
    for name in names {
        let rows = asked.rows(name)?;
        count += softly_divergent(&rows);
        runs += by_seed(&rows).len();
    }
    let text = format!("beyond the bound {count} of {runs}");
    Ok(asked.finds(&text, count == if all { runs } else { 0 }))
}

/// The agents whose name ends so.
fn ending(end: &str) -> impl Iterator<Item = &'static str> {
    let names = CORNERS.iter().map(|entry| entry.name);
    names.filter(move |name| name.ends_with(end))
}

/// The rows without a discount, and with one.
fn longer(asked: &Asked) -> Result<[Vec<Row>; 2], Error> {
    let without = asked.rows_in(&LONGER, "dqn")?;
    Ok([without, asked.rows_in(&DISCOUNT, "discounted")?])
}

pub(crate) const CLAIMS: &[Claim] = &[
    Claim {
        says: "no other agent of the table has values as large",
        bears: |asked| {
            let others = CORNERS.iter().map(|entry| entry.name);
            let others = others.filter(|name| *name != TRIAD);
            Finding::all(others.map(|name| larger(asked, TRIAD, name)))
        },
    },
    Claim {
        says: "no run passes the bound, with either targets and either data",
        bears: |asked| beyond(asked, ending("-table"), false),
    },
    Claim {
        says: "The sum of tilings shows that this takes no network",
        bears: |asked| beyond(asked, ["triad/1-off-linear"], true),
    },
    Claim {
        says: "With less bootstrapping the values shrink",
        bears: |asked| {
            Finding::all([larger(asked, TRIAD, TEN), larger(asked, TEN, FULL)])
        },
    },
    Claim {
        says: "With other data the values shrink, and stay beyond the bound",
        bears: |asked| {
            Finding::all([
                larger(asked, TRIAD, UNIFORM),
                larger(asked, UNIFORM, NEWEST),
                beyond(asked, [UNIFORM, NEWEST], true),
            ])
        },
    },
    Claim {
        says: "Uniform data are no newer here than prioritised data",
        bears: |asked| {
            let ages = |name| -> Result<Vec<f64>, Error> {
                let age = |row: &Row| Some(row.sample_age? / row.steps as f64);
                Ok(at_the_end(&asked.rows(name)?, age))
            };
            let ages = [ages(TRIAD)?, ages(UNIFORM)?].concat().into_iter();
            let half: Vec<bool> =
                ages.map(|age| (0.45..0.55).contains(&age)).collect();
            let what = "mean age of 0.45 to 0.55 of the steps of the run";
            Ok(asked.count(what, &half, |half, all| half == all))
        },
    },
    Claim {
        says: "the agent with the largest values scores higher than every agent",
        bears: |asked| {
            let higher = |name| asked.more(&FINAL_SCORES, TRIAD, name);
            Finding::all(ending("-table").map(higher))
        },
    },
    Claim {
        says: "The agents with the highest scores here are two that bootstrap less",
        bears: |asked| {
            let others = CORNERS.iter().map(|entry| entry.name);
            let others = others.filter(|name| ![TEN, FULL].contains(name));
            let pairs = others.flat_map(|other| [(TEN, other), (FULL, other)]);
            Finding::all(
                pairs.map(|(best, other)| asked.more(&FINAL_SCORES, best, other)),
            )
        },
    },
    Claim {
        says: "With full returns, the newest data and a network, the scores are lower",
        bears: |asked| {
            let newest = "triad/full-on-network";
            asked.more(&FINAL_SCORES, FULL, newest)
        },
    },
    Claim {
        says: "where no return exceeds",
        bears: |asked| {
            let [without, with] =
                longer(asked)?.map(|rows| at_the_end(&rows, |row| row.max_abs_q));
            let what = "largest |Q| of the last episode, without a discount";
            Ok(asked.higher(what, &without, &with))
        },
    },
    Claim {
        says: "Without a discount the mean falls to half after it was at the maximum",
        bears: |asked| {
            let [without, _] = longer(asked)?;
            let means = mean_curve(&without);
            let largest = means.iter().copied().fold(0.0, f64::max);
            let last = means.last().copied().unwrap_or(f64::NAN);
            let text = format!("highest mean {largest:.1}, last {last:.1}");
            Ok(asked.finds(&text, largest > 499.0 && last < 0.55 * largest))
        },
    },
    Claim {
        says: "With one it rises later",
        bears: |asked| {
            let [without, with] = longer(asked)?;
            Ok(asked.by_episodes([&without, &with], above_one))
        },
    },
    Claim {
        says: "below the level at which a run counts as solved",
        bears: |asked| {
            let [_, with] = longer(asked)?;
            let [low, high] = score_range(&with);
            let text = format!("mean of the second half {low:.1} to {high:.1}");
            Ok(asked.finds(&text, high < CART_POLE.solved))
        },
    },
    Claim {
        says: "Which of them ends higher is open",
        bears: |asked| {
            let [without, with] = longer(asked)?.map(|rows| final_scores(&rows));
            Ok(asked.open(FINAL_SCORES.title, &with, &without))
        },
    },
];
