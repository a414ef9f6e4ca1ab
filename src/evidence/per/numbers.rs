//! The numbers of the prose on prioritised replay.

use crate::error::Error;
use crate::evidence::page::Numbers;
use crate::experiments::{CART_POLE, Records};
use crate::exploration::Clock;
use crate::lab::runs::{Row, by_seed};
use crate::lab::stats::{
    Estimate, Runs, grouped, grouped_text, improvement_of, interquartile_mean,
    median_at_the_end, median_in,
};
use crate::per::{per, prioritization};

/// The settings of PER, and what its recorded runs came to.
pub(crate) fn prioritized(
    records: &Records,
    numbers: &mut Numbers,
) -> Result<(), Error> {
    let rows = |name| records.all_seeds(name);
    let (per, ddqn) = (rows("per")?, rows("ddqn")?);
    let unweighted = rows("per-unweighted")?;
    settings(numbers);
    on_equal_terms(&per, &ddqn, numbers);
    spread(&per, numbers);
    numbers.add("per_fault_seeds", by_seed(&unweighted).len());
    numbers.solved("per_unwritten_solved", &rows("per-unwritten")?);
    numbers.solved("per_unweighted_solved", &unweighted);
    numbers.solved("per_wrong_sign_solved", &rows("per-wrong-sign")?);
    numbers.solved("per_outliers_solved", &rows("per-outliers")?);
    Ok(())
}

// Schaul et al. (2016): the settings of their Atari experiments.
const PAPERS_ALPHA: f64 = 0.6;
const PAPERS_ALPHA_OF_RANKS: f64 = 0.7;
/// PER learns at the rate of its baseline, divided by this.
const PAPERS_RATE_DIVISOR: usize = 4;

fn settings(numbers: &mut Numbers) {
    let settings = prioritization();
    let beta = |step| settings.beta.value(Clock { step, episode: 0 });
    let steps = settings.beta.describe().value("steps");
    let leaves = per().replay.capacity().next_power_of_two();
    numbers.add("per_alpha", settings.alpha);
    numbers.add("per_beta_start", beta(0));
    numbers.add("per_beta_end", beta(usize::MAX - 1));
    numbers.add("per_beta_steps", grouped_text(&steps));
    numbers.add("per_offset", settings.offset);
    numbers.add("per_leaves", grouped(leaves));
    numbers.add("per_levels", leaves.ilog2());
    numbers.add("per_papers_alpha", PAPERS_ALPHA);
    numbers.add("per_papers_alpha_of_ranks", PAPERS_ALPHA_OF_RANKS);
    numbers.add("per_papers_rate_divisor", PAPERS_RATE_DIVISOR);
}

/// How many runs are solved, after how many steps, and how likely a run of PER takes
/// more of them.
fn on_equal_terms(per: &[Row], ddqn: &[Row], numbers: &mut Numbers) {
    numbers.solved("per_solved", per);
    numbers.solved("per_ddqn_solved", ddqn);
    let [of_per, of_ddqn] = [per, ddqn].map(|rows| Runs::of(&CART_POLE, rows).steps);
    numbers.count("per_steps", interquartile_mean(&of_per));
    numbers.count("per_ddqn_steps", interquartile_mean(&of_ddqn));
    // The larger number is the longer run.
    let Estimate { value, low, high } = improvement_of(&of_per, &of_ddqn);
    let interval = format!("{:.0}–{:.0}", 100.0 * low, 100.0 * high);
    numbers.percent("per_longer", value);
    numbers.add("per_longer_interval", interval);
    let [per, ddqn] =
        [per, ddqn].map(|rows| median_at_the_end(rows, |row| row.loss));
    numbers.count("per_loss_ratio", ddqn / per);
}

/// An episode early in the runs.
const EARLY: usize = 30;

/// How uneven the draw is, and how large errors are early and at the end: the median of
/// the runs.
fn spread(per: &[Row], numbers: &mut Numbers) {
    let largest = median_at_the_end(per, |row| row.priority_spread);
    numbers.rounded("per_largest", largest, 0);
    numbers.percent("per_effective", median_at_the_end(per, effective_share));
    let length = |row: &Row| Some(row.steps as f64 / row.episode as f64);
    numbers.add("per_early", EARLY);
    numbers.rounded("per_early_length", median_in(per, EARLY, length), 0);
    let error = |row: &Row| row.td_error_p90;
    numbers.rounded("per_early_error", median_in(per, EARLY, error), 1);
    numbers.count("per_late_error", median_at_the_end(per, error));
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
        let mut numbers = Numbers::default();
        settings(&mut numbers);
        assert_eq!(numbers.get("per_beta_start"), "0.4");
        assert_eq!(numbers.get("per_beta_end"), "1");
        assert_eq!(numbers.get("per_beta_steps"), "50,000");
        assert_eq!(numbers.get("per_offset"), "0.000001");
        assert_eq!(numbers.get("per_leaves"), "65,536");
        assert_eq!(numbers.get("per_levels"), "16");
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
