//! The museum is whole: what its faults name exists.

use deepq::experiments::{FAULTS, find};
use deepq::lab::doctor::{NO_BOUND, SHARED_STREAM, diagnostic, rules};
use std::fs;
use std::path::Path;

#[test]
fn each_fault_names_a_healthy_recipe_and_a_diagnostic_that_exist() {
    for fault in &FAULTS {
        assert!(find(fault.healthy).is_ok(), "{}", fault.healthy);
        assert!(diagnostic(fault.telltale).is_some(), "{}", fault.telltale);
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

#[test]
fn every_cause_of_a_rule_is_that_of_a_fault() {
    for rule in rules().chain([&SHARED_STREAM]) {
        for cause in rule.causes {
            let shown = FAULTS.iter().any(|fault| fault.cause == *cause);
            // Every agent without a discount has this one, and no part is wrong.
            assert!(shown || **cause == NO_BOUND, "{}", cause.name);
        }
    }
}
