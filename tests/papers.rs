//! The experiments of papers are made again whole.

use deepq::experiments::{PAPERS, Records};
use std::fs;
use std::path::Path;

#[test]
fn every_experiment_of_a_paper_is_made_again() {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("book");
    let records = Records::of_book(&book);
    for paper in PAPERS {
        let recorded =
            fs::read_to_string(paper.path(&records.folders().results)).unwrap();
        let again = (paper.csv)();
        let line = recorded.lines().zip(again.lines()).find(|(a, b)| a != b);
        assert_eq!(line, None, "{}", paper.name);
        assert_eq!(recorded.len(), again.len(), "{}", paper.name);
    }
}
