//! The judge of the interquartile mean of some runs.

use super::case::{Case, near, tried};
use super::verdict::Verdict;

const ALL: &str = "all runs are in it: leave out the quarters";

/// Judges the interquartile mean, given as a function of the scores of the runs.
pub fn check_interquartile_mean(answer: impl Fn(&[f64]) -> f64) -> Verdict {
    let case = |scores: &'static [f64], mean| {
        Case::new(scores, mean).compared(|a, b| near(*a, *b))
    };
    let tried = |cases: &[Case<&[f64], f64>]| {
        tried(
            cases,
            |scores| answer(scores),
            |scores, found, mean| {
                format!("of {scores:?} it makes {found}, but must make {mean}")
            },
        )
    };
    Verdict::new()
        .claim("it is the mean of the middle half", || {
            let eight = &[0.0, 0.0, 100.0, 200.0, 300.0, 400.0, 1000.0, 1000.0];
            tried(&[case(eight, 250.0)
                .slip(375.0, ALL)
                .slip(125.0, "the runs at the ends are gone and still counted")])
        })
        .claim("the order of the runs does not matter", || {
            let unsorted = &[300.0, 1000.0, 100.0, 0.0, 200.0, 400.0, 1000.0, 0.0];
            tried(&[case(unsorted, 250.0)
                .slip(175.0, "the runs are in any order: sort them first")])
        })
        .claim("a quarter is rounded down to whole runs", || {
            let none = "a quarter of 3 runs, rounded down, is none of them";
            tried(&[
                case(&[0.0, 10.0, 20.0, 60.0, 500.0], 30.0)
                    .slip(20.0, "a quarter of 5 runs is 1 run, rounded down")
                    .slip(118.0, ALL)
                    .slip(147.5, "the highest quarter is still in it")
                    .slip(22.5, "the lowest quarter is still in it"),
                case(&[1.0, 2.0, 6.0], 3.0).slip(2.0, none),
            ])
        })
}
