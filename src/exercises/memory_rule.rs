//! The judge of a rule of the doctor that sees batches of the newest steps.

use super::verdict::{Verdict, ensure};
use crate::lab::runs::Row;

/// Rows in which the memory draws transitions of the mean age that `age` makes of the
/// steps so far; 100 steps each.
fn rows(episodes: usize, age: impl Fn(usize) -> Option<f64>) -> Vec<Row> {
    let row = |episode| Row {
        episode,
        steps: 100 * episode,
        sample_age: age(100 * episode),
        ..Row::default()
    };
    (1..=episodes).map(row).collect()
}

/// Judges a rule that says of the rows of one run whether what is drawn is as new as can
/// be: whether `sample_age` stays near 0 while `steps` grow.
pub fn check_memory_rule(answer: impl Fn(&[Row]) -> bool) -> Verdict {
    let half = |steps: usize| Some(steps as f64 / 2.0);
    let silent = |rows: &[Row], fault: &str| {
        ensure(!answer(rows), || format!("it sees only new steps {fault}"))
    };
    Verdict::new()
        .claim("ages of half the steps are no symptom", || {
            let fault = "where the mean age is half of all steps";
            silent(&rows(250, half), fault)
        })
        .claim("ages that stay near 0 are one", || {
            ensure(answer(&rows(250, |_| Some(31.5))), || {
                "it sees nothing where the mean age is 31.5 after 25000 steps"
                    .to_owned()
            })
        })
        .claim("rows before learning starts say nothing", || {
            let late = |steps| (steps > 400).then_some(steps as f64 / 2.0);
            let fault = "where the first rows have no age: they come before \
                         learning, so pass over them";
            silent(&rows(250, late), fault)
        })
        .claim("a run without the column says nothing", || {
            let fault = "in a run that has no ages: what was not measured is no \
                         symptom";
            silent(&rows(250, |_| None), fault)
        })
        .claim("a run that has hardly begun says nothing", || {
            let fault = "after 200 steps: every memory is young there";
            silent(&rows(2, |_| Some(60.0)), fault)
        })
        .claim("no rows say nothing", || {
            silent(&[], "in a run without rows")
        })
}
