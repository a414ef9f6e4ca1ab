//! The time that runs take, as the benchmarks measured it, and what follows for the
//! whole book.

mod benchmarks;
mod claims;
mod graphics_card;
mod step;

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::page::Page;
use crate::experiments::{Records, Unit, everything, makespan, plan};
use crate::lab::stats::table;

pub(crate) const PAGE: Page = Page {
    chapter: "reproducing",
    artifacts: &[],
    sketches: &[|records| {
        Ok(vec![
            benchmarks::speed(records),
            step::parts_of_a_step(records),
            whole_book(records)?,
        ])
    }],
    numbers: |_, numbers| {
        let seconds = expected_seconds()?;
        numbers.add("units", seconds.len());
        numbers.rounded("core_hours", seconds.iter().sum::<f64>() / 3600.0, 1);
        benchmarks::numbers(numbers);
        step::numbers(numbers);
        graphics_card::numbers(numbers);
        Ok(())
    },
    claims: claims::CLAIMS,
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
}
