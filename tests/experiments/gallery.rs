//! The gallery is whole: what it names exists.

use deepq::experiments::catalogue::find;
use deepq::experiments::exhibits::EXHIBITS;
use deepq::experiments::faults::{Exhibit, GALLERY};
use deepq::experiments::studies::FAILURES;
use deepq::lab::doctor::causes::NO_BOUND;
use deepq::lab::doctor::diagnostics::diagnostic;
use deepq::lab::doctor::rules::{RULES, SHARED_STREAM};
use std::fs;
use std::path::Path;

#[test]
fn each_exhibit_names_recipes_and_a_diagnostic_that_exist() {
    for exhibit in &GALLERY {
        assert!(find(exhibit.recipe).is_ok(), "{}", exhibit.recipe);
        assert!(find(exhibit.healthy).is_ok(), "{}", exhibit.healthy);
        let telltale = exhibit.telltale;
        assert!(diagnostic(telltale).is_some(), "{telltale}");
        assert!(
            FAILURES.recipes.contains(&exhibit.recipe),
            "{} has no more than the seeds of the catalogue",
            exhibit.recipe
        );
    }
}

#[test]
fn each_exhibit_names_a_test_that_exists() {
    for exhibit in &GALLERY {
        let (file, name) = exhibit.test.split_once("::").unwrap();
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        let source = fs::read_to_string(path).unwrap();
        let definition = format!("\n#[test]\nfn {name}() {{");
        assert!(source.contains(&definition), "{}", exhibit.test);
    }
}

#[test]
fn every_fault_that_is_recorded_hangs_in_the_gallery_or_in_a_series() {
    let of_series = [
        "per-bounded-priorities",
        "per-bounded-weights",
        "per-slower-target",
        "tau-1",
    ];
    for entry in EXHIBITS {
        let hangs = |exhibit: &Exhibit| {
            exhibit.recipe == entry.name || exhibit.twin == Some(entry.name)
        };
        let name = entry.name;
        assert!(
            GALLERY.iter().any(hangs) || of_series.contains(&name),
            "{name}"
        );
    }
}

#[test]
fn every_cause_of_a_rule_is_the_fault_of_an_exhibit() {
    for rule in RULES.iter().chain([&SHARED_STREAM]) {
        for cause in rule.causes {
            let shown = GALLERY.iter().any(|exhibit| exhibit.cause == *cause);
            // Every agent without a discount has this one, and no part is wrong.
            assert!(shown || **cause == NO_BOUND, "{}", cause.name);
        }
    }
}
