//! The judge of the median waiting time of runs of which some are censored.

use super::case::{Case, near, tried};
use super::verdict::Verdict;
use crate::lab::stats::Waiting;

/// Judges the median waiting time: the first time after which the share of Kaplan and
/// Meier is one half or less, and ∞ where it never is.
pub fn check_median_time(answer: impl Fn(&[Waiting]) -> f64) -> Verdict {
    // Times at which it happened, and times until which others were watched.
    let runs = |happened: &[f64], censored: &[f64]| -> Vec<Waiting> {
        let happened = happened.iter().map(|&time| (time, true));
        let all = happened.chain(censored.iter().map(|&time| (time, false)));
        all.map(|(time, happened)| Waiting { time, happened })
            .collect()
    };
    let case = |runs: Vec<Waiting>, median: f64| {
        Case::new(runs, median).compared(|a, b| {
            // Everything is near to ∞.
            a.total_cmp(b).is_eq() || b.is_finite() && near(*a, *b)
        })
    };
    let tried = |cases: &[Case<Vec<Waiting>, f64>]| {
        tried(
            cases,
            |runs| answer(runs),
            |runs, found, median| {
                let times = runs.iter().map(|run| {
                    let mark = if run.happened { "" } else { "+" };
                    format!("{}{mark}", run.time)
                });
                let times = times.collect::<Vec<String>>().join(", ");
                format!(
                    "of {times}, where + marks a run that is censored, it makes \
                     {found}, but must make {median}"
                )
            },
        )
    };
    Verdict::new()
        .claim("it is the time at which half are done", || {
            tried(&[
                case(runs(&[8.0, 2.0, 6.0, 4.0], &[]), 4.0)
                    .slip(5.0, "no run is done at a mean of two times")
                    .slip(6.0, "at 4 half are done: that is early enough"),
                case(runs(&[1.0, 2.0, 3.0], &[]), 2.0),
            ])
        })
        .claim("a censored run is no run that is done", || {
            tried(&[case(runs(&[4.0, 6.0], &[9.0, 9.0]), 6.0)
                .slip(4.0, "the runs that are censored are left out")
                .slip(7.5, "the time of a censored run is not when it is done")])
        })
        .claim("a censored run counts until then, and no longer", || {
            let early = runs(&[5.0, 7.0, 9.0, 11.0], &[1.0, 1.0]);
            tried(&[case(early, 7.0)
                .slip(9.0, "at 5 and later four runs are watched, not six")
                .slip(5.0, "they are counted as done")])
        })
        .claim("without an end there is no median", || {
            tried(&[case(runs(&[3.0], &[9.0, 9.0]), f64::INFINITY)
                .slip(9.0, "at 9 the runs are stopped, and not done")
                .slip(3.0, "a third is done, and not half")])
        })
}
