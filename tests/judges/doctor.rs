//! A rule that sees batches of the newest steps.

use super::judged::Judged;
use deepq::prelude::*;

#[test]
fn memory_rule_is_judged() {
    // The last age is below a hundredth of the steps.
    let sound = |rows: &[Row]| {
        let measured = rows.iter().rev().find(|row| row.sample_age.is_some());
        measured.is_some_and(|row| {
            row.steps > 5_000 && row.sample_age.unwrap() < row.steps as f64 / 100.0
        })
    };
    let is_low = |row: &Row| row.sample_age.unwrap_or(0.0) < 64.0;
    let hasty = |rows: &[Row]| rows.last().unwrap().sample_age < Some(64.0);
    let is_unmeasured = |row: &Row| row.sample_age.is_none();
    let from_the_first =
        |rows: &[Row]| sound(rows) || rows.first().is_some_and(is_unmeasured);
    Judged::new("memory_rule")
        .right("the end of a run", &check_memory_rule(sound))
        .wrong(
            "any row",
            [1, 3, 4, 5],
            &check_memory_rule(|rows| rows.iter().any(is_low)),
        )
        .wrong(
            "no age in the first row",
            [3, 4],
            &check_memory_rule(from_the_first),
        )
        .wrong("never", [2], &check_memory_rule(|_| false))
        .wrong("the last row alone", [4, 5, 6], &check_memory_rule(hasty))
        .told();
}
