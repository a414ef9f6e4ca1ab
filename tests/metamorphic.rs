//! The verdict does not hang on the units of a run, nor on how much of it was written.

use deepq::experiments::{FAULTS, Records};
use deepq::lab::doctor::{Case, Columns, Diagnosis, Facts, Verdict};
use deepq::lab::reading::facts_of_file;
use deepq::lab::runs::{Row, by_seed};
use std::path::Path;

/// The columns in units of reward.
const VALUES: [&str; 11] = [
    "score",
    "start_q",
    "start_return",
    "episode_return",
    "mean_abs_q",
    "max_abs_q",
    "td_error_p10",
    "td_error_p50",
    "td_error_p90",
    "action_gap",
    "gradient_norm",
];

/// The columns of returns, and of what is promised of them.
const RETURNS: [&str; 4] = ["score", "episode_return", "start_return", "start_q"];

/// The doctor must still tell of so many of the runs.
const MOST: usize = 20;

/// And of so many of the faulty ones where a column is missing.
const FAULTY: usize = 12;

/// One run of each fault of the museum and of each healthy agent that it is compared
/// with, with the facts of its record.
fn runs() -> Vec<(String, Case)> {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("book");
    let records = Records::of_book(&book);
    let mut names: Vec<&str> = FAULTS.iter().map(|fault| fault.entry.name).collect();
    names.extend(FAULTS.iter().map(|fault| fault.healthy));
    names.sort_unstable();
    names.dedup();
    let run = |name: &str| {
        let rows = records.rows(name).unwrap();
        let (seed, run) = by_seed(&rows).remove(0);
        let file = book.join(format!("results/{name}.json"));
        let facts = facts_of_file(&file, &std::fs::read(&file).unwrap());
        (name.to_owned(), case(seed, &run, &facts.unwrap()))
    };
    names.into_iter().map(run).collect()
}

fn case(seed: u64, rows: &[&Row], facts: &Facts) -> Case {
    Case::of(seed, rows).with(Columns::new(), facts)
}

/// The case with a column changed wherever it has a value.
fn changed(case: &mut Case, column: &str, change: impl Fn(f64) -> f64) {
    for cell in case.columns.get_mut(column).into_iter().flatten() {
        *cell = cell.map(&change);
    }
}

fn diagnosis(case: &Case) -> Diagnosis {
    Diagnosis::of_cases(std::slice::from_ref(case))
}

/// After a change that tells nothing new, the verdict is the same, with a first cause that
/// was named before, or the doctor cannot tell any more. What was a remark may become a
/// symptom, as a run may have settled only just. Returns for how many runs the doctor still
/// tells.
fn with_no_other_verdict(what: &str, change: impl Fn(&mut Case)) -> usize {
    let mut doubts = 0;
    let runs = runs();
    for (name, case) in &runs {
        let before = diagnosis(case);
        let mut other = case.clone();
        change(&mut other);
        let after = diagnosis(&other);
        if after.verdict() == Verdict::CannotTell {
            doubts += 1;
            continue;
        }
        let mut named = before.causes();
        named.extend(before.doubts());
        // Near the bound of what has settled, a doubt can be lifted.
        let is_same = after.verdict() == before.verdict()
            || before.verdict() == Verdict::CannotTell && after.is_clean();
        let first = after.causes().first().copied();
        let is_known = first.is_none_or(|cause| named.contains(&cause));
        let is_told = is_same || !before.doubts().is_empty();
        assert!(is_told && is_known, "{name}, {what}:\n{before}\n{after}");
    }
    runs.len() - doubts
}

#[test]
fn the_unit_of_reward_changes_no_verdict() {
    for factor in [0.1, 10.0] {
        let told =
            with_no_other_verdict(&format!("rewards times {factor}"), |case| {
                for column in VALUES {
                    changed(case, column, |value| factor * value);
                }
                changed(case, "loss", |loss| factor * factor * loss);
            });
        assert!(told >= MOST, "{told}");
    }
}

#[test]
fn a_constant_more_or_less_in_each_return_changes_no_verdict() {
    for more in [-500.0, -30.0, 30.0, 500.0] {
        let told = with_no_other_verdict(&format!("returns and {more}"), |case| {
            for column in RETURNS {
                changed(case, column, |value| value + more);
            }
        });
        assert!(told >= MOST, "{told}");
    }
}

#[test]
fn every_tenth_row_is_enough_or_too_little() {
    for first in [0, 9] {
        let told = with_no_other_verdict("each tenth row", |case| {
            for values in case.columns.values_mut() {
                *values = values.iter().copied().skip(first).step_by(10).collect();
            }
            case.episodes = case.columns["score"].len();
        });
        assert!(told >= MOST, "{told}");
    }
}

#[test]
fn steps_in_frames_change_no_verdict() {
    let told = with_no_other_verdict("four frames to a step", |case| {
        changed(case, "steps", |steps| 4.0 * steps);
        changed(case, "sample_age", |age| 4.0 * age);
    });
    assert!(told >= MOST, "{told}");
}

#[test]
fn a_column_less_leads_to_no_other_cause() {
    let columns: Vec<&str> = runs()[0].1.columns.keys().copied().collect();
    for column in columns {
        let told = with_no_other_verdict(&format!("without {column}"), |case| {
            case.columns.remove(column);
        });
        // Nothing can be called clean any more, and without the score most rules are silent.
        let least = if column == "score" { 5 } else { FAULTY };
        assert!(told >= least, "without {column}: {told}");
    }
}
