//! The waiting times of runs beside those of lifelines.

use deepq::lab::stats::{Waiting, hazard_ratio, kaplan_meier, median_time};
use std::path::Path;

#[derive(serde::Deserialize)]
struct Case {
    first: String,
    second: String,
    shares: String,
    median: f64,
    statistic: f64,
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut reader = csv::Reader::from_path(folder.join("survival.csv")).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

fn runs(text: &str) -> Vec<Waiting> {
    let run = |time: &str| Waiting {
        time: time.trim_end_matches('+').parse().unwrap(),
        happened: !time.ends_with('+'),
    };
    text.split(';').map(run).collect()
}

#[test]
fn the_shares_that_are_left_and_their_median_are_those_of_lifelines() {
    for case in cases() {
        let first = runs(&case.first);
        let shares = kaplan_meier(&first).into_iter().map(|(_, share)| share);
        let expected = case.shares.split_terminator(';');
        let expected: Vec<f64> = expected.map(|s| s.parse().unwrap()).collect();
        assert_eq!(shares.len(), expected.len(), "{}", case.first);
        for (share, expected) in shares.zip(expected) {
            assert!((share - expected).abs() < 1e-12, "{share} {expected}");
        }
        assert_eq!(median_time(&first), case.median, "{}", case.first);
    }
}

#[test]
fn the_log_rank_test_in_a_hazard_ratio_is_that_of_lifelines() {
    for case in cases() {
        let ratio = hazard_ratio(&runs(&case.first), &runs(&case.second));
        // The ratio is exp(u / v) and its upper end exp((u + 1.96 √v) / v); the statistic
        // of the test is u² / v.
        let variance =
            (1.959_963_984_540_054 / libm::log(ratio.high / ratio.value)).powi(2);
        let surplus = variance * libm::log(ratio.value);
        let statistic = surplus * surplus / variance;
        assert!(
            (statistic - case.statistic).abs() < 1e-9 * (1.0 + case.statistic),
            "{statistic} is not {}",
            case.statistic
        );
    }
}
