//! The museum is whole: what its faults name exists.

use deepq::evidence::doctor::CLINIC_FAULTS;
use deepq::experiments::{FAULTS, find};
use deepq::lab::doctor::{
    Cause, NO_BOUND, SHARED_STREAM, causes, diagnostic, rules,
};
use std::fs;
use std::path::Path;

#[test]
fn each_fault_names_a_healthy_recipe_and_a_diagnostic_that_exist() {
    for fault in &FAULTS {
        assert!(find(fault.healthy).is_ok(), "{}", fault.healthy);
        let mut columns = fault.telltale.split(" / ");
        let exist = columns.all(|column| diagnostic(column).is_some());
        assert!(exist, "{}", fault.telltale);
    }
}

#[test]
fn each_fault_names_a_test_that_exists() {
    for fault in &FAULTS {
        let (file, name) = fault.test.split_once("::").unwrap();
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        let source = fs::read_to_string(path).unwrap();
        let definition = format!("\n#[test]\nfn {name}() {{");
        assert!(source.contains(&definition), "{}", fault.test);
    }
}

/// Causes that no recorded run has: `tests/doctor.rs` makes rows with each.
const OF_TESTS: [&Cause; 4] = [
    &causes::BATCH_IN_NETWORK,
    &causes::OTHER_ACTOR,
    &causes::MEMORY_GROWS,
    &causes::GOAL_NEVER_SEEN,
];

#[test]
fn every_cause_of_a_rule_is_that_of_a_fault() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let settings = fs::read_to_string(root.join("clinic/settings.py")).unwrap();
    for (fault, _) in CLINIC_FAULTS {
        assert!(settings.contains(&format!("\"{fault}\":")), "{fault}");
    }
    for cause in rules().chain([&SHARED_STREAM]).flat_map(|rule| rule.causes) {
        let shown = FAULTS.iter().any(|fault| fault.cause == *cause)
            || CLINIC_FAULTS
                .iter()
                .any(|(_, causes)| causes.contains(cause))
            || OF_TESTS.contains(cause);
        // Every agent without a discount has this one, and no part is wrong.
        assert!(shown || **cause == NO_BOUND, "{}", cause.name);
    }
}
