//! The statistics of runs beside those of rliable.

use deepq::lab::stats::{
    Estimate, improvement_of, interquartile_mean, interquartile_mean_of,
    probability_of_improvement,
};
use std::path::Path;

#[derive(serde::Deserialize)]
struct Case {
    first: String,
    second: String,
    iqm: f64,
    iqm_low: f64,
    iqm_high: f64,
    better: f64,
    better_low: f64,
    better_high: f64,
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut reader = csv::Reader::from_path(folder.join("reliability.csv")).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

fn scores(text: &str) -> Vec<f64> {
    text.split(';')
        .map(|score| score.parse().unwrap())
        .collect()
}

/// The bootstrap draws are others, so that the ends of the interval agree but for
/// chance: to `bound`.
fn assert_agrees(found: Estimate, expected: [f64; 3], bound: f64, what: &str) {
    let [value, low, high] = expected;
    let distance = (found.value - value).abs();
    assert!(distance < 1e-9 * value, "{what}: {found:?}");
    for (found, expected) in [(found.low, low), (found.high, high)] {
        let distance = (found - expected).abs();
        assert!(distance < bound, "{what}: {found} is not {expected}");
    }
}

#[test]
fn interquartile_means_and_their_intervals_are_those_of_rliable() {
    for case in cases() {
        let scores = scores(&case.first);
        let ends = |scores: &[f64]| {
            let least = scores.iter().copied().fold(f64::INFINITY, f64::min);
            scores.iter().copied().fold(0.0, f64::max) - least
        };
        let expected = [case.iqm, case.iqm_low, case.iqm_high];
        let found = interquartile_mean_of(&scores);
        assert_agrees(found, expected, 0.03 * ends(&scores), &case.first);
    }
}

#[test]
fn probabilities_of_improvement_and_their_intervals_are_those_of_rliable() {
    for case in cases() {
        let (first, second) = (scores(&case.first), scores(&case.second));
        let expected = [case.better, case.better_low, case.better_high];
        let found = improvement_of(&first, &second);
        // One pair of runs more or less.
        let step = 1.0 / (first.len() * second.len()) as f64;
        assert_agrees(found, expected, 1.01 * step.max(0.03), &case.first);
    }
}

#[test]
fn the_interquartile_mean_leaves_out_whole_runs_only() {
    // A quarter of seven is one and three quarters: one run at each end.
    let scores = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 1000.0];
    assert_eq!(interquartile_mean(&scores), 4.0);
    assert_eq!(interquartile_mean(&[7.0]), 7.0);
    assert!(interquartile_mean(&[]).is_nan());
}

#[test]
fn improvement_counts_a_tie_as_half() {
    assert_eq!(probability_of_improvement(&[2.0], &[2.0]), 0.5);
    assert_eq!(probability_of_improvement(&[3.0, 3.0], &[1.0, 2.0]), 1.0);
    assert_eq!(probability_of_improvement(&[1.0], &[1.0, 5.0]), 0.25);
}

#[test]
fn an_estimate_is_the_same_each_time() {
    let scores = [480.0, 500.0, 120.0, 470.0, 499.0];
    assert_eq!(
        interquartile_mean_of(&scores),
        interquartile_mean_of(&scores)
    );
}
