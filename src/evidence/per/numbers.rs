//! The numbers of the prose on prioritised replay.

use crate::error::Error;
use crate::evidence::page::Numbers;
use crate::evidence::per::cliffwalk;
use crate::experiments::{CART_POLE, Records};
use crate::exploration::Clock;
use crate::lab::runs::{Row, by_seed};
use crate::lab::stats::{
    Estimate, Runs, grouped, grouped_text, improvement_of, median_at_the_end,
    median_in,
};
use crate::per::{per, prioritization};

/// The settings of PER, and what its recorded runs came to.
pub(crate) fn numbers(records: &Records, prose: &mut Numbers) -> Result<(), Error> {
    let rows = |name| records.all_seeds(name);
    let per = records.rows("undiscounted/double-per")?;
    let ddqn = records.rows("undiscounted/double")?;
    let unweighted = rows("per-unweighted")?;
    settings(prose);
    cliffwalk::numbers(prose);
    on_equal_terms(&per, &ddqn, prose);
    spread(&per, prose);
    prose.add("per_fault_seeds", by_seed(&unweighted).len());
    prose.solved("per_unwritten_solved", &rows("per-unwritten")?);
    prose.solved("per_unweighted_solved", &unweighted);
    prose.solved("per_wrong_sign_solved", &rows("per-wrong-sign")?);
    prose.solved("per_outliers_solved", &rows("per-outliers")?);
    Ok(())
}

// Schaul et al. (2016): the settings of their Atari experiments.
const PAPERS_ALPHA: f64 = 0.6;
const PAPERS_ALPHA_OF_RANKS: f64 = 0.7;
/// PER learns at the rate of its baseline, divided by this.
const PAPERS_RATE_DIVISOR: usize = 4;

fn settings(prose: &mut Numbers) {
    let settings = prioritization();
    let beta = |step| settings.beta.value(Clock { step, episode: 0 });
    let steps = settings.beta.describe().value("steps");
    let leaves = per().replay.capacity().next_power_of_two();
    prose.add("per_alpha", settings.alpha);
    prose.add("per_beta_start", beta(0));
    prose.add("per_beta_end", beta(usize::MAX - 1));
    prose.add("per_beta_steps", grouped_text(&steps));
    prose.add("per_offset", settings.offset);
    prose.add("per_leaves", grouped(leaves));
    prose.add("per_levels", leaves.ilog2());
    prose.add("per_papers_alpha", PAPERS_ALPHA);
    prose.add("per_papers_alpha_of_ranks", PAPERS_ALPHA_OF_RANKS);
    prose.add("per_papers_rate_divisor", PAPERS_RATE_DIVISOR);
}

/// How many runs are solved, after how many steps, and how likely a run of PER takes
/// more of them.
fn on_equal_terms(per: &[Row], ddqn: &[Row], prose: &mut Numbers) {
    prose.solved("per_solved", per);
    prose.solved("per_ddqn_solved", ddqn);
    let [runs, ddqn_runs] = [per, ddqn].map(|rows| Runs::of(&CART_POLE, rows));
    let [of_per, of_ddqn] = [runs.steps, ddqn_runs.steps];
    // The larger number is the longer run.
    let Estimate { value, low, high } = improvement_of(&of_per, &of_ddqn);
    let interval = format!("{:.0}–{:.0}", 100.0 * low, 100.0 * high);
    prose.percent("per_longer", value);
    prose.add("per_longer_interval", interval);
    let [per, ddqn] =
        [per, ddqn].map(|rows| median_at_the_end(rows, |row| row.loss));
    prose.count("per_loss_ratio", ddqn / per);
}

/// An episode early in the runs.
const EARLY: usize = 30;

/// How uneven the draw is, and how large errors are early and at the end: the median of
/// the runs.
fn spread(per: &[Row], prose: &mut Numbers) {
    let largest = median_at_the_end(per, |row| row.priority_spread);
    prose.rounded("per_largest", largest, 0);
    prose.percent("per_effective", median_at_the_end(per, effective_share));
    let length = |row: &Row| Some(row.steps as f64 / row.episode as f64);
    prose.add("per_early", EARLY);
    prose.rounded("per_early_length", median_in(per, EARLY, length), 0);
    let error = |row: &Row| row.td_error_p90;
    prose.rounded("per_early_error", median_in(per, EARLY, error), 1);
    prose.count("per_late_error", median_at_the_end(per, error));
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
        let mut prose = Numbers::default();
        settings(&mut prose);
        assert_eq!(prose.get("per_beta_start"), "0.4");
        assert_eq!(prose.get("per_beta_end"), "1");
        assert_eq!(prose.get("per_beta_steps"), "50,000");
        assert_eq!(prose.get("per_offset"), "0.000001");
        assert_eq!(prose.get("per_leaves"), "65,536");
        assert_eq!(prose.get("per_levels"), "16");
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
            discount: 1.0,
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
