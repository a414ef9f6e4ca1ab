//! What the book shows of the differences from the lecture.

mod claims;

use crate::error::Error;
use crate::evidence::curves::{curves, curves_apart};
use crate::evidence::page::{Numbers, Page};
use crate::experiments::{CART_POLE, Records, printed_runs};
use crate::lab::runs::Row;
use crate::lab::stats::{Runs, grouped, interquartile_mean, mean};
use crate::polyak::Polyak;

pub(crate) const PAGE: Page = Page {
    chapter: "differences",
    artifacts: &[
        |records| {
            let title = "DQN, right and as printed";
            curves(records, "twin-dqn", title, &["dqn", "printed-dqn"])
        },
        |records| {
            let title = "PER, right and with the bugs of the listing";
            // Those that are the same run are side by side.
            let equal = ["printed-per", "never-updated"];
            let weights = ["squared-weights", "sign-lost"];
            let recipes = [&["per-lecture"], &weights[..1], &equal, &weights[1..]];
            curves_apart(records, "twin-per", title, &recipes.concat())
        },
        |records| {
            let title = "Dueling, right and with the slips of the listing";
            let right = ["dueling", "printed-dueling"];
            let recipes = [right, ["naive-sum", "swapped-dueling"]].concat();
            curves(records, "twin-dueling", title, &recipes)
        },
        |records| {
            let title = "Polyak averaging, right and with its roles swapped";
            curves(records, "twin-polyak", title, &["polyak", "swapped-polyak"])
        },
    ],
    sketches: &[],
    numbers: differences,
    claims: claims::CLAIMS,
};

// How often a batch should hold one transition of a large priority, and how often it
// does where nothing is drawn twice.
const LARGE: f64 = 100.0;
const OTHERS: usize = 999;
const BATCH: usize = 64;

/// How far a target network has come by the step at which the lecture's text has
/// it all the way there.
const LECTURES: Polyak = Polyak { tau: 0.01 };
const STEPS: usize = 100;

/// What the slips and the settings of the lecture come to.
fn differences(records: &Records, prose: &mut Numbers) -> Result<(), Error> {
    let draws = BATCH as f64 * LARGE / (LARGE + OTHERS as f64);
    prose.add("large_priority", LARGE);
    prose.add("small_priorities", grouped(OTHERS));
    prose.rounded("large_draws", draws, 1);
    prose.rounded("large_draws_once", drawn_once(LARGE, OTHERS, BATCH), 1);

    prose.add("lecture_full_steps", STEPS);
    prose.percent("lecture_full_share", 1.0 - LECTURES.share_left(STEPS));

    // The mean number of steps that the lecture prints for each agent.
    for (number, recipe) in [
        ("lecture_dqn_steps", "dqn"),
        ("lecture_ddqn_steps", "ddqn-lecture"),
        ("lecture_per_steps", "per-lecture"),
    ] {
        let runs = printed_runs(recipe).into_iter();
        let steps: Vec<f64> = runs.map(|run| run.steps as f64).collect();
        prose.count(number, mean(&steps));
    }

    let alone = |name| records.rows(name);
    let fair = |name| records.all_seeds(name);
    let steps =
        |rows: Vec<Row>| interquartile_mean(&Runs::of(&CART_POLE, &rows).steps);
    prose.add("smoothing_shift", CART_POLE.window - 1);
    prose.count("dqn_own_steps", steps(alone("dqn")?));
    prose.count("ddqn_own_steps", steps(alone("ddqn-lecture")?));
    prose.count("dqn_fair_steps", steps(fair("dqn")?));
    prose.count("ddqn_fair_steps", steps(fair("ddqn")?));
    prose.solved("polyak_fair_solved", &fair("polyak")?);
    prose.solved("larger_solved", &alone("polyak-larger")?);
    Ok(())
}

/// The probability that a transition of priority `large` is among `draws` drawn
/// without replacement, where `others` have the priority 1: each draw that misses
/// it takes one of them away.
fn drawn_once(large: f64, others: usize, draws: usize) -> f64 {
    let missed: f64 = (0..draws)
        .map(|drawn| {
            let left = (others - drawn) as f64;
            left / (left + large)
        })
        .product();
    1.0 - missed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_without_replacement_comes_once_at_most() {
        // Two alike: one of them is drawn first, and both are drawn by two.
        assert_eq!(drawn_once(1.0, 1, 1), 0.5);
        assert_eq!(drawn_once(1.0, 1, 2), 1.0);
        // Twice the priority of each of two: missed by 2/4, and then by 1/3.
        assert_eq!(drawn_once(2.0, 2, 1), 0.5);
        assert!((drawn_once(2.0, 2, 2) - (1.0 - 1.0 / 6.0)).abs() < 1e-12);
    }
}
