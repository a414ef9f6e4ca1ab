//! The time that runs take, as the benchmarks measured it.

use crate::evidence::artifact::Artifact;
use crate::evidence::page::Page;
use crate::experiments::{Records, lines_of_file};
use crate::lab::stats::table;
use serde::Deserialize;

pub(crate) const PAGE: Page = Page {
    chapter: "reproducing",
    artifacts: &[],
    sketches: &[|records| Ok(vec![speed(records)])],
    numbers: |_, numbers| {
        numbers.add("speed_machine", against_jax().swap_remove(0).machine);
        Ok(())
    },
};

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
