//! The experiments of papers are made again: short ones whole, long ones from their
//! beginning on.

use deepq::experiments::{ABLATIONS_OF_STREAMS, PAPERS, Records, Rows};
use std::fs;
use std::path::Path;

/// The recorded rows of the experiment `name`, and the first that differs from `again`.
fn first_difference(name: &str, again: &str) -> (String, Option<String>) {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("book");
    let results = Records::of_book(&book).folders().results.clone();
    let recorded = fs::read_to_string(results.join(format!("{name}.csv"))).unwrap();
    let mut pairs = recorded.lines().zip(again.lines());
    let line = pairs.find(|(a, b)| a != b).map(|(_, line)| line.to_owned());
    (recorded, line)
}

#[test]
fn every_short_experiment_is_made_again_whole() {
    for paper in PAPERS {
        let again = paper.rows.all();
        let (recorded, line) = first_difference(paper.name, &again);
        assert_eq!(line, None, "{}", paper.name);
        assert_eq!(recorded.len(), again.len(), "{}", paper.name);
    }
}

#[test]
fn the_first_lines_of_every_long_experiment_are_made_again() {
    for ablation in ABLATIONS_OF_STREAMS {
        let again = ablation.beginning();
        assert!(again.lines().count() > 3, "{}: {again}", ablation.name);
        let (_, line) = first_difference(ablation.name, &again);
        assert_eq!(line, None, "{}", ablation.name);
    }
}
