//! The numbers of the prose on Polyak averaging.

use crate::dqn::dqn;
use crate::error::Error;
use crate::evidence::page::Numbers;
use crate::evidence::polyak::lags::PAIRS;
use crate::evidence::polyak::promises::EARLY;
use crate::experiments::Records;
use crate::lab::runs::by_seed;
use crate::lab::stats::median_in;
use crate::polyak::{Polyak, polyak};
use crate::target::HardCopy;

/// What τ means in steps, and what the runs with it came to.
pub(crate) fn numbers(records: &Records, prose: &mut Numbers) -> Result<(), Error> {
    times(prose);
    for (solved, runs, name) in [
        ("tau_copy_solved", "tau_copy_runs", "ddqn"),
        ("tau_small_solved", "tau_small_runs", "polyak"),
        ("tau_larger_solved", "tau_larger_runs", "polyak-larger"),
        ("tau_swapped_solved", "tau_swapped_runs", "swapped-polyak"),
    ] {
        let rows = records.all_seeds(name)?;
        prose.solved(solved, &rows);
        prose.add(runs, by_seed(&rows).len());
    }
    for (number, name) in [
        ("tau_copy_distance", "ddqn"),
        ("tau_small_distance", "polyak"),
        ("tau_larger_distance", "polyak-larger"),
        ("tau_swapped_distance", "swapped-polyak"),
    ] {
        let rows = records.all_seeds(name)?;
        let distance = 100.0 * median_in(&rows, EARLY, |row| row.target_distance);
        let digits = if distance < 0.01 { 3 } else { 1 };
        prose.rounded(number, distance, digits);
    }
    let [_, following] = PAIRS[0];
    prose.add("lag_seeds", by_seed(&records.rows(following)?).len());
    Ok(())
}

/// 1 / τ for the τ of the course, as many steps as the lecture has in mind.
const STEPS: usize = 100;

/// Lillicrap et al. (2016), in the details of their experiments.
const LILLICRAP: Polyak = Polyak { tau: 0.001 };

/// The lengths of time that the settings of τ stand for.
fn times(prose: &mut Numbers) {
    let tau = polyak().card().target_update.value("tau").parse();
    let every = dqn().card().target_update.value("every").parse();
    let tau = tau.unwrap_or(f64::NAN);
    let every = every.unwrap_or(0);
    let small = Polyak { tau };
    // The steps after which the lecture calls the target network renewed.
    prose.count("tau_steps", 1.0 / tau);
    prose.percent("tau_come", 1.0 - small.share_left(STEPS));
    prose.percent("tau_left", small.share_left(STEPS));
    prose.count("tau_half_life", small.half_life());
    prose.add("tau_as_late", Polyak::with_lag_of(HardCopy { every }).tau);
    prose.add("tau_lillicrap", LILLICRAP.tau);
    prose.count("tau_lillicrap_lag", LILLICRAP.lag());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tau_is_read_off_its_recipe_and_told_as_a_time() {
        let mut prose = Numbers::default();
        times(&mut prose);
        assert_eq!(prose.get("tau_steps"), STEPS.to_string());
        assert_eq!(prose.get("tau_come"), "63");
        assert_eq!(prose.get("tau_left"), "37");
        assert_eq!(prose.get("tau_half_life"), "69");
        assert_eq!(prose.get("tau_as_late"), "0.125");
        assert_eq!(prose.get("tau_lillicrap_lag"), "999");
    }
}
