//! The time that runs take, as the benchmarks measured it, and what follows for the
//! whole book.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::page::Page;
use crate::experiments::{Records, Unit, everything, lines_of_file, makespan, plan};
use crate::lab::stats::table;
use serde::Deserialize;

pub(crate) const PAGE: Page = Page {
    chapter: "reproducing",
    artifacts: &[],
    sketches: &[|records| Ok(vec![speed(records), whole_book(records)?])],
    numbers: |_, numbers| {
        let seconds = expected_seconds()?;
        numbers.add("units", seconds.len());
        numbers.rounded("core_hours", seconds.iter().sum::<f64>() / 3600.0, 1);
        numbers.add("speed_machine", against_jax().swap_remove(0).machine);
        Ok(())
    },
};

/// The cores for which the page says how long the book takes.
const CORES: [usize; 4] = [1, 2, 16, 128];

/// The seconds of each unit of the book, the longest first.
fn expected_seconds() -> Result<Vec<f64>, Error> {
    let units = plan(&everything()?, &[], None);
    Ok(units.iter().map(Unit::expected_seconds).collect())
}

/// The table of the time that all units take on some cores.
fn whole_book(records: &Records) -> Result<Artifact, Error> {
    let seconds = expected_seconds()?;
    let alone = makespan(&seconds, 1);
    let line = |cores| {
        let time = makespan(&seconds, cores);
        vec![
            cores.to_string(),
            format!("{:.1}", time / 60.0),
            format!("{:.1}", alone / time),
        ]
    };
    let titles = "cores | minutes | times as fast as one";
    let contents = table(0, titles, CORES.into_iter().map(line));
    Ok(Artifact::table(records, "whole-book", contents))
}

/// One side, as the benchmarks `against_jax` and `against_pytorch` measured it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
struct Measured {
    /// The processor.
    machine: String,
    /// What was measured.
    what: String,
    /// Whose it is; ours comes first.
    side: String,
    /// The least of the rounds.
    minimum: f64,
    /// Their median.
    median: f64,
    /// Their unit, where they have one.
    unit: String,
    /// The median of the rounds' ratios to ours.
    to_ours: f64,
}

fn against_jax() -> Vec<Measured> {
    lines_of_file(include_str!("../../book/reference/against_jax.csv"))
}

fn against_pytorch() -> Vec<Measured> {
    lines_of_file(include_str!("../../book/reference/against_pytorch.csv"))
}

/// The table of both benchmarks.
fn speed(records: &Records) -> Artifact {
    let measured = against_jax().into_iter().chain(against_pytorch());
    let lines = measured.map(|measured| {
        vec![
            measured.what,
            measured.side,
            format!("{:.1} {}", measured.minimum, measured.unit)
                .trim_end()
                .to_owned(),
            format!("{:.1} {}", measured.median, measured.unit)
                .trim_end()
                .to_owned(),
            format!("{:.2}", measured.to_ours),
        ]
    });
    let titles = "measured | side | minimum | median | to ours";
    let contents = table(2, titles, lines);
    Artifact::table(records, "speed", contents)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_cores_are_never_slower_and_none_is_faster_than_its_share() {
        let seconds = expected_seconds().unwrap();
        let alone = makespan(&seconds, 1);
        let times = CORES.map(|cores| makespan(&seconds, cores));
        assert!(times.is_sorted_by(|a, b| a >= b));
        for (cores, time) in CORES.into_iter().zip(times) {
            // Rounding: a sum of many terms.
            assert!(time >= 0.999_999 * alone / cores as f64);
            assert!(time >= seconds[0]);
        }
    }

    #[test]
    fn both_benchmarks_ran_on_one_machine_and_compare_all_sides_with_ours() {
        let all = [against_jax(), against_pytorch()].concat();
        for compared in all.chunk_by(|a, b| a.what == b.what) {
            assert!(compared[0].side.starts_with("ours"), "{compared:?}");
            assert_eq!(compared[0].to_ours, 1.0);
        }
        for measured in &all {
            assert_eq!(measured.machine, all[0].machine);
            assert!(0.0 < measured.minimum);
            assert!(measured.minimum <= measured.median);
            assert!(0.0 < measured.to_ours);
        }
    }
}
