//! The judges of the exercises on comparing runs.

use super::verdict::{Trial, Verdict, each, ensure, hinted};

/// Some scores, the number that must come of them, and what typical slips make of
/// them.
struct Case {
    scores: &'static [f64],
    mean: f64,
    slips: &'static [(f64, &'static str)],
}

const EIGHT: Case = Case {
    scores: &[0.0, 0.0, 100.0, 200.0, 300.0, 400.0, 1000.0, 1000.0],
    mean: 250.0,
    slips: &[
        (375.0, "all runs are in it: leave out the quarters"),
        (125.0, "the runs at the ends are gone and still counted"),
    ],
};
const UNSORTED: Case = Case {
    scores: &[300.0, 1000.0, 100.0, 0.0, 200.0, 400.0, 1000.0, 0.0],
    mean: 250.0,
    slips: &[(175.0, "the runs stand in any order: sort them first")],
};
const FIVE: Case = Case {
    scores: &[0.0, 10.0, 20.0, 60.0, 500.0],
    mean: 30.0,
    slips: &[
        (20.0, "a quarter of 5 runs is 1 run, rounded down"),
        (118.0, "all runs are in it: leave out the quarters"),
        (147.5, "the highest quarter is still in it"),
        (22.5, "the lowest quarter is still in it"),
    ],
};
const THREE: Case = Case {
    scores: &[1.0, 2.0, 6.0],
    mean: 3.0,
    slips: &[(2.0, "a quarter of 3 runs, rounded down, is none of them")],
};

/// Judges the interquartile mean, given as a function of the scores of the runs.
pub fn check_interquartile_mean(answer: impl Fn(&[f64]) -> f64) -> Verdict {
    let tried = |cases: &[Case]| each(cases, |case| case.tried(&answer));
    Verdict::new()
        .claim("it is the mean of the middle half", || tried(&[EIGHT]))
        .claim("the order of the runs does not matter", || {
            tried(&[UNSORTED])
        })
        .claim("a quarter is rounded down to whole runs", || {
            tried(&[FIVE, THREE])
        })
}

impl Case {
    fn tried(&self, answer: impl Fn(&[f64]) -> f64) -> Trial {
        let found = answer(self.scores);
        ensure((found - self.mean).abs() < 1e-9, || {
            let slips = self.slips.iter();
            let hint = hinted(
                slips.map(|(slip, hint)| ((found - slip).abs() < 1e-9, *hint)),
            );
            format!(
                "of {:?} it makes {found}, but must make {}{hint}",
                self.scores, self.mean
            )
        })
    }
}

/// Judges the probability of improvement, given as a function of the scores of the
/// runs of one agent and of those of the other.
pub fn check_improvement(answer: impl Fn(&[f64], &[f64]) -> f64) -> Verdict {
    let tried = |first: &[f64], second: &[f64], must: f64, hint: &str| {
        let found = answer(first, second);
        ensure((found - must).abs() < 1e-9, || {
            format!(
                "for {first:?} against {second:?} it gives {found}, but must give \
                 {must} ({hint})"
            )
        })
    };
    Verdict::new()
        .claim("an agent that always wins has 1", || {
            tried(&[3.0, 4.0], &[1.0, 2.0], 1.0, "each pair is won")
        })
        .claim("an agent that always loses has 0", || {
            tried(&[1.0, 2.0], &[3.0, 4.0], 0.0, "no pair is won")
        })
        .claim("every run meets every run of the other", || {
            let hint = "7 of 8 pairs are won: pairs are not those of one place";
            tried(&[9.0, 2.0], &[1.0, 1.0, 1.0, 5.0], 0.875, hint)
        })
        .claim("a tie counts half", || {
            tried(&[5.0, 5.0], &[5.0, 5.0], 0.5, "each pair is a tie")
        })
}
