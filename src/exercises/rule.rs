//! The judge of the exercise on the doctor: a rule that sees batches of the newest
//! steps.

use super::verdict::{Verdict, ensure};
use crate::lab::runs::results::Row;

/// Rows in which the memory draws transitions of the mean age that `age` makes of the
/// steps so far; 100 steps each.
fn rows(episodes: usize, age: impl Fn(usize) -> Option<f64>) -> Vec<Row> {
    let row = |episode| {
        let steps = 100 * episode;
        Row {
            episode,
            steps,
            sample_age: age(steps),
            ..Row::default()
        }
    };
    (1..=episodes).map(row).collect()
}

/// Judges a rule that says of the rows of one run whether what is drawn is as new as can
/// be: whether `sample_age` stays near 0 while `steps` grow.
pub fn check_memory_rule(answer: impl Fn(&[Row]) -> bool) -> Verdict {
    let half = |steps: usize| Some(steps as f64 / 2.0);
    Verdict::new()
        .claim("ages of half the steps are no symptom", || {
            ensure(!answer(&rows(250, half)), || {
                "it sees only new steps where the mean age is half of all steps"
                    .to_owned()
            })
        })
        .claim("ages that stay near 0 are one", || {
            ensure(answer(&rows(250, |_| Some(31.5))), || {
                "it sees nothing where the mean age is 31.5 after 25000 steps"
                    .to_owned()
            })
        })
        .claim("rows before learning starts say nothing", || {
            let late = |steps| (steps > 400).then(|| steps as f64 / 2.0);
            ensure(!answer(&rows(250, late)), || {
                "it sees only new steps where the first rows have no age: they \
                 come before learning, so pass over them"
                    .to_owned()
            })
        })
        .claim("a run without the column says nothing", || {
            ensure(!answer(&rows(250, |_| None)), || {
                "it sees only new steps in a run that has no ages: what was not \
                 measured is no symptom"
                    .to_owned()
            })
        })
        .claim("a run that has hardly begun says nothing", || {
            ensure(!answer(&rows(2, |_| Some(60.0))), || {
                "it sees only new steps after 200 steps: every memory is young \
                 there"
                    .to_owned()
            })
        })
        .claim("no rows say nothing", || {
            ensure(!answer(&[]), || {
                "it sees only new steps in a run without rows".to_owned()
            })
        })
}
