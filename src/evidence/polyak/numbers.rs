//! The numbers of the prose on Polyak averaging.

use crate::dqn::dqn;
use crate::error::Error;
use crate::evidence::page::Named;
use crate::evidence::polyak::promises::EARLY;
use crate::experiments::{CART_POLE, Records};
use crate::lab::runs::{Row, by_seed};
use crate::lab::stats::{grouped_text, in_episode, median, solved_runs};
use crate::polyak::{Polyak, polyak};
use crate::target::HardCopy;

/// What τ means in steps, and what the runs with it came to.
pub(crate) fn numbers(records: &Records) -> Result<Vec<Named>, Error> {
    let mut numbers = times();
    for (solved, runs, name) in [
        ("tau_copy_solved", "tau_copy_runs", "ddqn"),
        ("tau_small_solved", "tau_small_runs", "polyak"),
        ("tau_larger_solved", "tau_larger_runs", "polyak-larger"),
        ("tau_swapped_solved", "tau_swapped_runs", "swapped-polyak"),
    ] {
        let rows = records.all_seeds(name)?;
        numbers.push((solved, solved_runs(&CART_POLE, &rows).to_string()));
        numbers.push((runs, by_seed(&rows).len().to_string()));
    }
    for (number, name) in [
        ("tau_copy_distance", "ddqn"),
        ("tau_small_distance", "polyak"),
        ("tau_larger_distance", "polyak-larger"),
        ("tau_swapped_distance", "swapped-polyak"),
    ] {
        let rows = records.all_seeds(name)?;
        let distance = 100.0 * early(&rows, |row| row.target_distance);
        let digits = if distance < 0.01 { 3 } else { 1 };
        numbers.push((number, format!("{distance:.digits$}")));
    }
    Ok(numbers)
}

/// The lengths of time that the settings of τ stand for.
fn times() -> Vec<Named> {
    let tau = polyak().card().target_update.value("tau").parse();
    let small = Polyak {
        tau: tau.unwrap_or(f64::NAN),
    };
    let every = dqn().card().target_update.value("every").parse();
    let copy = HardCopy {
        every: every.unwrap_or(0),
    };
    // The steps after which the lecture calls the target network renewed.
    let steps = 1.0 / small.tau;
    let percent = |share: f64| format!("{:.0}", 100.0 * share);
    let whole = |number: f64| grouped_text(&format!("{number:.0}"));
    vec![
        ("tau_steps", whole(steps)),
        ("tau_come", percent(1.0 - small.share_left(STEPS))),
        ("tau_left", percent(small.share_left(STEPS))),
        ("tau_half_life", whole(small.half_life())),
        ("tau_as_late", Polyak::with_lag_of(copy).tau.to_string()),
        ("tau_lillicrap", LILLICRAP.tau.to_string()),
        ("tau_lillicrap_lag", whole(LILLICRAP.lag())),
    ]
}

/// 1 / τ for the τ of the course, as many steps as the lecture has in mind.
const STEPS: usize = 100;

/// Lillicrap et al. (2016), in the details of their experiments.
const LILLICRAP: Polyak = Polyak { tau: 0.001 };

/// The median over the runs of a column after the episode [`EARLY`]; NaN where no run
/// has it.
pub(crate) fn early(rows: &[Row], of: fn(&Row) -> Option<f64>) -> f64 {
    median(&in_episode(rows, EARLY, of)).unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tau_is_read_off_its_recipe_and_told_as_a_time() {
        let times = times();
        let find = |name| {
            let found = times.iter().find(|(known, _)| *known == name);
            found.unwrap().1.clone()
        };
        assert_eq!(find("tau_steps"), STEPS.to_string());
        assert_eq!(
            (find("tau_come"), find("tau_left")),
            ("63".into(), "37".into())
        );
        assert_eq!(find("tau_half_life"), "69");
        assert_eq!(find("tau_as_late"), "0.125");
        assert_eq!(find("tau_lillicrap_lag"), "999");
    }
}
