//! The verdict does not hang on the units of a run, nor on how much of it was written.

use deepq::evidence::doctor::Clinic;
use deepq::experiments::{FAULTS, Records};
use deepq::lab::doctor::causes;
use deepq::lab::doctor::{Case, Columns, Diagnosis, Facts, Verdict};
use deepq::lab::reading::facts_of_file;
use deepq::lab::runs::{Row, by_seed};
use std::path::Path;
use std::sync::LazyLock;

/// The columns in units of reward.
const VALUES: [&str; 14] = [
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
    "reward_size",
    "output_low",
    "output_high",
];

/// The facts in environment steps.
const IN_STEPS: [&str; 5] = [
    "target_interval",
    "learning_starts",
    "train_frequency",
    "time_limit",
    "total_steps",
];

/// The columns of achieved returns, and of predicted ones.
const RETURNS: [&str; 4] = ["score", "episode_return", "start_return", "start_q"];

/// The doctor must still tell of this many of the runs.
const MOST: usize = 180;

/// And of this many where nine of ten rows are missing.
const FEW: usize = 20;

/// And of this many of the faulty ones where a column is missing.
const FAULTY: usize = 120;

/// One run of each fault of the museum and of each healthy agent that it is compared
/// with, with the facts of its record; and the runs of the clinic with the first seed,
/// which have a discount below 1, but for those that are kept out.
static RUNS: LazyLock<Vec<(String, Case)>> = LazyLock::new(|| {
    let clinic = Path::new(env!("CARGO_MANIFEST_DIR")).join("clinic");
    let clinic = Clinic::read(&clinic).unwrap();
    let first = clinic.runs().filter(|(run, _)| run.run.ends_with("/0"));
    let discounted = first.filter(|(run, _)| !run.is_kept_out());
    let discounted = discounted.map(|(run, case)| (run.run.clone(), case.clone()));
    museum().into_iter().chain(discounted).collect()
});

fn museum() -> Vec<(String, Case)> {
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

/// What a change that tells nothing new does to the verdicts.
#[derive(Debug, Default)]
struct Verdicts {
    /// Of this many runs the doctor still tells.
    told: usize,
    /// The runs that get another verdict, or a first cause that was not named before, each
    /// with both.
    others: Vec<String>,
}

/// The verdicts after `change`. A run of which the doctor cannot tell any more has no
/// other one, and what was a remark may become a symptom, as a run may have settled only
/// just.
fn verdicts(runs: &[(String, Case)], change: impl Fn(&mut Case)) -> Verdicts {
    let mut verdicts = Verdicts::default();
    for (name, case) in runs {
        let before = diagnosis(case);
        let mut other = case.clone();
        change(&mut other);
        let after = diagnosis(&other);
        if after.verdict() == Verdict::CannotTell {
            continue;
        }
        verdicts.told += 1;
        let mut named = before.causes();
        named.extend(before.doubts());
        // Near the bound of what has settled, a doubt can be lifted.
        let is_same = after.verdict() == before.verdict()
            || before.verdict() == Verdict::CannotTell && after.is_clean();
        let first = after.causes().first().copied();
        let is_known = first.is_none_or(|cause| named.contains(&cause));
        let is_told = is_same || !before.doubts().is_empty();
        // A softmax ends at one, whatever the unit is.
        let is_of_one = first == Some(&causes::BOUNDED_OUTPUT);
        if !(is_of_one || is_told && is_known) {
            verdicts.others.push(format!("{name}:\n{before}\n{after}"));
        }
    }
    verdicts
}

/// Checks that after `change` at most this share of the runs have another
/// verdict, and that the doctor still tells of `least` of them.
fn keeps_its_verdicts(most: f64, least: usize, change: impl Fn(&mut Case)) {
    let Verdicts { told, others } = verdicts(&RUNS, change);
    let changed = others.len() as f64 / RUNS.len() as f64;
    assert!(changed <= most, "{changed}:\n{}", others.join("\n"));
    assert!(told >= least, "{told}");
}

#[test]
fn the_unit_of_reward_changes_no_verdict() {
    for factor in [0.1, 10.0] {
        keeps_its_verdicts(0.0, MOST, |case| {
            for column in VALUES {
                changed(case, column, |value| factor * value);
            }
            changed(case, "loss", |loss| factor * factor * loss);
        });
    }
}

#[test]
fn a_constant_more_or_less_in_each_return_changes_hardly_any_verdict() {
    for more in [-500.0, -30.0, 30.0, 500.0] {
        keeps_its_verdicts(0.005, MOST, |case| {
            // Without a reward in the memory, returns beside zero would be news.
            let is_zero =
                |value: &Option<f64>| value.is_none_or(|share| share == 0.0);
            if case.columns["rewarded_share"].iter().all(is_zero) {
                return;
            }
            for column in RETURNS {
                changed(case, column, |value| value + more);
            }
        });
    }
}

#[test]
fn every_tenth_row_is_enough_or_too_little() {
    for first in [0, 9] {
        // Most runs of the clinic have too few rows for that.
        keeps_its_verdicts(0.0, FEW, |case| {
            for values in case.columns.values_mut() {
                *values = values.iter().copied().skip(first).step_by(10).collect();
            }
            case.episodes = case.columns["score"].len();
        });
    }
}

#[test]
fn steps_in_frames_change_hardly_any_verdict() {
    // Whether a learner step is rare depends on what a step is.
    keeps_its_verdicts(0.02, MOST, |case| {
        changed(case, "steps", |steps| 4.0 * steps);
        changed(case, "sample_age", |age| 4.0 * age);
        let mut facts = Facts::default();
        for (fact, number) in case.facts.known() {
            let factor = if IN_STEPS.contains(&fact) { 4.0 } else { 1.0 };
            facts.add(fact, factor * number).unwrap();
        }
        case.facts = facts;
    });
}

#[test]
fn a_column_less_leads_to_hardly_any_other_cause() {
    // Where a file does not count episodes, its reader does.
    let columns = RUNS[0]
        .1
        .columns
        .keys()
        .filter(|column| **column != "episode");
    let columns: Vec<&str> = columns.copied().collect();
    let mut others = Vec::new();
    for column in &columns {
        let mut verdicts = verdicts(&RUNS, |case| {
            case.columns.remove(column);
        });
        // Nothing can be called clean any more, and without the score most rules are silent.
        let least = if *column == "score" { 50 } else { FAULTY };
        assert!(
            verdicts.told >= least,
            "without {column}: {}",
            verdicts.told
        );
        others.append(&mut verdicts.others);
    }
    // A rule may speak only where a better one has no columns, and be wrong.
    let changed = others.len() as f64 / (columns.len() * RUNS.len()) as f64;
    assert!(changed <= 0.002, "{changed}:\n{}", others.join("\n"));
}
