//! The numbers of the prose on prioritised replay.

use crate::error::Error;
use crate::evidence::page::Named;
use crate::experiments::{CART_POLE, Records};
use crate::exploration::Clock;
use crate::lab::runs::{Row, by_seed};
use crate::lab::stats::{
    Estimate, Runs, at_the_end, format_count, grouped, grouped_text, improvement_of,
    in_episode, interquartile_mean, median, solved_runs,
};
use crate::per::{per, prioritization};

/// The settings of PER, and what its recorded runs came to.
pub(crate) fn prioritized(records: &Records) -> Result<Vec<Named>, Error> {
    let rows = |name| records.all_seeds(name);
    let (per, ddqn) = (rows("per")?, rows("ddqn")?);
    let mut numbers = settings();
    numbers.extend(on_equal_terms(&per, &ddqn));
    numbers.extend(spread(&per));
    numbers.push((
        "per_fault_seeds",
        by_seed(&rows("per-unweighted")?).len().to_string(),
    ));
    for (number, recipe) in [
        ("per_unwritten_solved", "per-unwritten"),
        ("per_unweighted_solved", "per-unweighted"),
        ("per_wrong_sign_solved", "per-wrong-sign"),
        ("per_outliers_solved", "per-outliers"),
    ] {
        numbers.push((number, solved_runs(&CART_POLE, &rows(recipe)?).to_string()));
    }
    Ok(numbers)
}

// Schaul et al. (2016): the settings of their Atari experiments.
const PAPERS_ALPHA: f64 = 0.6;
const PAPERS_ALPHA_OF_RANKS: f64 = 0.7;
/// PER learns at the rate of its baseline, divided by this.
const PAPERS_RATE_DIVISOR: usize = 4;

fn settings() -> Vec<Named> {
    let settings = prioritization();
    let beta = |step| settings.beta.value(Clock { step, episode: 0 });
    let steps = settings.beta.describe().value("steps");
    let leaves = per().replay.capacity().next_power_of_two();
    vec![
        ("per_alpha", settings.alpha.to_string()),
        ("per_beta_start", beta(0).to_string()),
        ("per_beta_end", beta(usize::MAX - 1).to_string()),
        ("per_beta_steps", grouped_text(&steps)),
        ("per_offset", settings.offset.to_string()),
        ("per_leaves", grouped(leaves)),
        ("per_levels", leaves.ilog2().to_string()),
        ("per_papers_alpha", PAPERS_ALPHA.to_string()),
        (
            "per_papers_alpha_of_ranks",
            PAPERS_ALPHA_OF_RANKS.to_string(),
        ),
        ("per_papers_rate_divisor", PAPERS_RATE_DIVISOR.to_string()),
    ]
}

/// How many runs are solved, after how many steps, and how likely a run of PER takes
/// more of them.
fn on_equal_terms(per: &[Row], ddqn: &[Row]) -> Vec<Named> {
    let (of_per, of_ddqn) = (
        Runs::of(&CART_POLE, per).steps,
        Runs::of(&CART_POLE, ddqn).steps,
    );
    let mean =
        |steps: &[f64]| grouped_text(&format!("{:.0}", interquartile_mean(steps)));
    let loss = |rows| last_median(rows, |row| row.loss);
    // The larger number is the longer run.
    let Estimate { value, low, high } = improvement_of(&of_per, &of_ddqn);
    let percent = |share: f64| format!("{:.0}", 100.0 * share);
    vec![
        ("per_solved", solved_runs(&CART_POLE, per).to_string()),
        ("per_ddqn_solved", solved_runs(&CART_POLE, ddqn).to_string()),
        ("per_steps", mean(&of_per)),
        ("per_ddqn_steps", mean(&of_ddqn)),
        ("per_longer", percent(value)),
        (
            "per_longer_interval",
            format!("{}–{}", percent(low), percent(high)),
        ),
        ("per_loss_ratio", format_count(loss(ddqn) / loss(per))),
    ]
}

/// An episode early in the runs.
const EARLY: usize = 30;

/// How uneven the draw is, and how large errors are early and at the end: the median of
/// the runs.
fn spread(per: &[Row]) -> Vec<Named> {
    let early = |of: fn(&Row) -> Option<f64>| {
        median(&in_episode(per, EARLY, of)).unwrap_or(f64::NAN)
    };
    let length = |row: &Row| Some(row.steps as f64 / row.episode as f64);
    let largest = last_median(per, |row| row.priority_spread);
    let effective = 100.0 * last_median(per, effective_share);
    vec![
        ("per_largest", format!("{largest:.0}")),
        ("per_effective", format!("{effective:.0}")),
        ("per_early", EARLY.to_string()),
        ("per_early_length", format!("{:.0}", early(length))),
        (
            "per_early_error",
            format!("{:.1}", early(|row| row.td_error_p90)),
        ),
        (
            "per_late_error",
            format_count(last_median(per, |row| row.td_error_p90)),
        ),
    ]
}

/// The median over the runs of a column in their last episode.
fn last_median(rows: &[Row], of: fn(&Row) -> Option<f64>) -> f64 {
    median(&at_the_end(rows, of)).unwrap_or(f64::NAN)
}

/// The transitions that the memory draws from in effect, as a share of those it holds.
fn effective_share(row: &Row) -> Option<f64> {
    let held = row.steps.min(per().replay.capacity());
    Some(row.effective_samples? / held as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rank::RankReplay;
    use crate::replay::{Replay, Transition};

    #[test]
    fn the_settings_of_per_are_read_off_the_code() {
        let settings = settings();
        let find = |name| {
            let found = settings.iter().find(|(known, _)| *known == name);
            found.unwrap().1.clone()
        };
        assert_eq!(find("per_beta_start"), "0.4");
        assert_eq!(find("per_beta_end"), "1");
        assert_eq!(find("per_beta_steps"), "50,000");
        assert_eq!(find("per_offset"), "0.000001");
        assert_eq!(
            (find("per_leaves"), find("per_levels")),
            ("65,536".to_owned(), "16".to_owned())
        );
    }

    #[test]
    fn the_order_of_ranks_is_sorted_each_time_the_memory_is_filled_twice() {
        let places: u16 = 50_000;
        assert_eq!(per().replay.capacity(), usize::from(places));
        let mut memory: RankReplay<1> =
            RankReplay::new(usize::from(places), prioritization());
        let stored = Transition {
            state: [0.0],
            action: 0,
            reward: 1.0,
            next_state: [0.0],
            terminated: false,
            truncated: false,
        };
        let fill = 2 * memory.capacity();
        (1..fill).for_each(|_| memory.store(stored));
        // The last place has the highest error, which the next transition gets too.
        let indices: Vec<usize> = (0..memory.capacity()).collect();
        let errors = (1..=u32::from(places)).map(|i| {
            let shuffled = u16::try_from(i * 7_919 % u32::from(places));
            f32::from(places - shuffled.expect("below the places"))
        });
        let errors: Vec<f32> = errors.collect();
        memory.update(&indices, &errors);
        let is_sorted = |memory: &RankReplay<1>| {
            let mut places = indices.clone();
            places.sort_by_key(|&index| memory.rank(index));
            places.is_sorted_by(|&a, &b| errors[a] >= errors[b])
        };
        assert!(!is_sorted(&memory));
        memory.store(stored);
        assert!(is_sorted(&memory));
    }

    #[test]
    fn a_full_memory_draws_from_a_share_of_what_it_holds() {
        let row = |steps, effective| Row {
            steps,
            effective_samples: Some(effective),
            ..Row::default()
        };
        assert_eq!(effective_share(&row(100, 60.0)), Some(0.6));
        assert_eq!(effective_share(&row(80_000, 25_000.0)), Some(0.5));
        assert_eq!(effective_share(&Row::default()), None);
    }
}
