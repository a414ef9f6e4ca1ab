//! What the book shows of the differences from the lecture.

use crate::error::Error;
use crate::evidence::curves::curves;
use crate::evidence::page::{Named, Page};
use crate::experiments::{CART_POLE, Records, printed_runs};
use crate::lab::runs::Row;
use crate::lab::stats::{
    Runs, grouped, grouped_text, interquartile_mean, solved_runs,
};
use crate::polyak::Polyak;

pub(crate) const PAGE: Page = Page {
    chapter: "differences",
    artifacts: &[
        |records| {
            let title = "DQN, right and as printed";
            curves(records, "twin-dqn", title, &["dqn", "printed-dqn"])
        },
        |records| {
            let title = "PER, right and with the slips of the listing";
            let right = ["per-lecture", "printed-per"];
            let slips = ["sign-lost", "squared-weights", "never-updated"];
            let recipes = [&right[..], &slips].concat();
            curves(records, "twin-per", title, &recipes)
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
};

/// What the slips and the settings of the lecture come to.
fn differences(records: &Records) -> Result<Vec<Named>, Error> {
    let alone = |name| records.rows(name);
    let fair = |name| records.all_seeds(name);
    let steps = |rows: &[Row]| {
        grouped_mean(interquartile_mean(&Runs::of(&CART_POLE, rows).steps))
    };
    let mut numbers = draws();
    numbers.extend(followed());
    numbers.extend(printed());
    numbers.extend([
        ("smoothing_shift", (CART_POLE.window - 1).to_string()),
        ("dqn_own_steps", steps(&alone("dqn")?)),
        ("ddqn_own_steps", steps(&alone("ddqn-lecture")?)),
        ("dqn_fair_steps", steps(&fair("dqn")?)),
        ("ddqn_fair_steps", steps(&fair("ddqn")?)),
        (
            "polyak_fair_solved",
            solved_runs(&CART_POLE, &fair("polyak")?).to_string(),
        ),
        (
            "larger_solved",
            solved_runs(&CART_POLE, &alone("polyak-larger")?).to_string(),
        ),
    ]);
    Ok(numbers)
}

/// The mean number of steps that the lecture prints for each agent.
fn printed() -> Vec<Named> {
    let mean = |recipe| {
        let runs = printed_runs(recipe);
        let steps: usize = runs.iter().map(|run| run.steps).sum();
        grouped_mean(steps as f64 / runs.len() as f64)
    };
    vec![
        ("lecture_dqn_steps", mean("dqn")),
        ("lecture_ddqn_steps", mean("ddqn-lecture")),
        ("lecture_per_steps", mean("per-lecture")),
    ]
}

/// How far a target network has come by the step at which the lecture's text has it
/// all the way there.
fn followed() -> Vec<Named> {
    const LECTURES: Polyak = Polyak { tau: 0.01 };
    const STEPS: usize = 100;
    let share = 1.0 - LECTURES.share_left(STEPS);
    vec![
        ("lecture_full_steps", STEPS.to_string()),
        ("lecture_full_share", format!("{:.0}", 100.0 * share)),
    ]
}

/// How often a batch should hold one transition of a large priority, and how often it
/// does where nothing is drawn twice.
fn draws() -> Vec<Named> {
    const LARGE: f64 = 100.0;
    const OTHERS: usize = 999;
    const BATCH: usize = 64;
    let with = BATCH as f64 * LARGE / (LARGE + OTHERS as f64);
    vec![
        ("large_priority", LARGE.to_string()),
        ("small_priorities", grouped(OTHERS)),
        ("large_draws", format!("{with:.1}")),
        (
            "large_draws_once",
            format!("{:.1}", drawn_once(LARGE, OTHERS, BATCH)),
        ),
    ]
}

/// The probability that a transition of priority `large` is among `draws` drawn
/// without replacement, where `others` have the priority 1: each draw that misses it
/// takes one of them away.
fn drawn_once(large: f64, others: usize, draws: usize) -> f64 {
    let missed: f64 = (0..draws)
        .map(|drawn| {
            let left = (others - drawn) as f64;
            left / (left + large)
        })
        .product();
    1.0 - missed
}

fn grouped_mean(mean: f64) -> String {
    grouped_text(&format!("{mean:.0}"))
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
