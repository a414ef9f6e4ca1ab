//! What the page on other worlds says of its runs.

use crate::error::Error;
use crate::evidence::claims::{Asked, Claim, Finding};
use crate::evidence::worlds::outcomes::{
    ACROBOT, BREAKOUT, CART_POLE, LAKE, MOUNTAIN_CAR, arrivals_at_random,
    first_returns, last_returns, published,
};
use crate::experiments::find;
use crate::lab::stats::{Runs, mean, standard_deviation};

pub(crate) const CLAIMS: &[Claim] = &[
    Claim {
        says: "Not one of them arrives",
        bears: |asked| {
            let (reached, all) = arrivals_at_random(&asked.rows(MOUNTAIN_CAR)?);
            Ok(asked.finds(&format!("{reached} of {all} arrive"), reached == 0))
        },
    },
    Claim {
        says: "Every run in Acrobot is solved",
        bears: |asked| solved(asked, ACROBOT, |solved, all| solved == all),
    },
    Claim {
        says: "No run on the mountain is solved, and one alone still arrives at the end",
        bears: |asked| {
            let none = solved(asked, MOUNTAIN_CAR, |solved, _| solved == 0)?;
            let task = find(MOUNTAIN_CAR)?.task;
            let runs = Runs::of(task, &asked.rows(MOUNTAIN_CAR)?);
            let arrives = |score: &f64| *score > task.scores.start;
            let arrive: Vec<bool> = runs.final_scores.iter().map(arrives).collect();
            let one = asked.count("arrive at the end", &arrive, |some, _| some == 1);
            Finding::all([Ok(none), Ok(one)])
        },
    },
    Claim {
        says: "Every run on the lake is solved",
        bears: |asked| solved(asked, LAKE, |solved, all| solved == all),
    },
    Claim {
        says: "In Breakout the agent learns",
        bears: |asked| {
            let rows = asked.rows(BREAKOUT)?;
            let (last, first) = (last_returns(&rows), first_returns(&rows));
            Ok(asked.higher("last returns against the first", &last, &first))
        },
    },
    Claim {
        says: "The means in Acrobot and on the mountain differ from CleanRL's by less \
               than one of its deviations",
        bears: |asked| {
            Finding::all([ACROBOT, MOUNTAIN_CAR].map(|name| {
                let (ours, theirs) = beside(asked, name)?;
                let apart = (mean(&ours) - theirs[0]).abs() / theirs[1];
                Ok(asked.number("in CleanRL's deviations", apart, |far| far < 1.0))
            }))
        },
    },
    Claim {
        says: "On the cart-pole the mean is lower than CleanRL's by more than one of its \
               deviations, and by less than one of ours",
        bears: |asked| {
            let (ours, theirs) = beside(asked, CART_POLE)?;
            let lower = theirs[0] - mean(&ours);
            let [by_theirs, by_ours] =
                [theirs[1], standard_deviation(&ours)].map(|one| lower / one);
            Ok(asked.finds(
                &format!(
                    "{by_theirs:.2} of CleanRL's deviations, {by_ours:.2} of ours"
                ),
                by_theirs > 1.0 && by_ours < 1.0,
            ))
        },
    },
    Claim {
        says: "every run is solved there, but some fall back before their end",
        bears: |asked| {
            let all = solved(asked, CART_POLE, |solved, all| solved == all)?;
            let task = find(CART_POLE)?.task;
            let runs = Runs::of(task, &asked.rows(CART_POLE)?);
            let below = |score: &f64| *score < task.solved;
            let below: Vec<bool> = runs.final_scores.iter().map(below).collect();
            let some =
                asked.count("below it at the end", &below, |some, _| some > 0);
            Finding::all([Ok(all), Ok(some)])
        },
    },
];

/// As many runs are solved as `expected` of all.
fn solved(
    asked: &Asked,
    name: &str,
    expected: impl Fn(usize, usize) -> bool,
) -> Result<Finding, Error> {
    let steps = Runs::of(find(name)?.task, &asked.rows(name)?).steps;
    let runs: Vec<bool> = steps.iter().map(|steps| steps.is_finite()).collect();
    Ok(asked.count("solved", &runs, expected))
}

/// The last returns of our runs; the mean and the deviation that CleanRL publishes.
fn beside(asked: &Asked, name: &str) -> Result<(Vec<f64>, [f64; 2]), Error> {
    let ours = last_returns(&asked.rows(name)?);
    let theirs = published().into_iter().find(|line| line.recipe == name);
    let theirs = theirs.map_or([f64::NAN; 2], |line| [line.mean, line.deviation]);
    Ok((ours, theirs))
}
