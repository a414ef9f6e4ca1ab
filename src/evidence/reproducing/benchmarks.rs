//! The time that learner steps, forward passes and whole runs take, ours and others', as
//! the benchmarks measured it.

use crate::evidence::artifact::Artifact;
use crate::evidence::page::Numbers;
use crate::experiments::{Records, lines_of_file};
use crate::lab::stats::table;
use serde::Deserialize;

/// One side, as the benchmarks `against_jax` and `against_pytorch` measured it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct Measured {
    /// The processor.
    machine: String,
    /// What was measured.
    pub what: String,
    /// Whose it is; ours comes first.
    pub side: String,
    /// The least of the rounds.
    minimum: f64,
    /// Their median.
    pub median: f64,
    /// Their unit, where they have one.
    unit: String,
    /// The median of the rounds' ratios to ours.
    pub to_ours: f64,
}

pub(super) fn against_jax() -> Vec<Measured> {
    lines_of_file(include_str!("../../../book/reference/against_jax.csv"))
}

pub(super) fn against_pytorch() -> Vec<Measured> {
    lines_of_file(include_str!("../../../book/reference/against_pytorch.csv"))
}

/// The table of both benchmarks.
pub(super) fn speed(records: &Records) -> Artifact {
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

/// The machine that both were measured on.
pub(super) fn numbers(numbers: &mut Numbers) {
    numbers.add("speed_machine", against_jax().swap_remove(0).machine);
}

#[cfg(test)]
mod tests {
    use super::*;

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
