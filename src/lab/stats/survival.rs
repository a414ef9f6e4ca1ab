//! How long it takes until something happens to a run, where some runs end before it
//! does: these are censored, which is known of them and not left out.

use crate::lab::stats::proportion::Z;
use crate::lab::stats::reliability::{Estimate, estimated};

// ANCHOR: waiting
/// How long a run was watched, and whether it happened at the end of that time. Where
/// it did not, the run is censored: all that is known is that it takes longer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Waiting {
    /// The time, such as environment steps.
    pub time: f64,
    /// Whether it happened then.
    pub happened: bool,
}
// ANCHOR_END: waiting

/// At each time at which it happened to a run, from the first to the last: the time, how
/// many runs were watched until then, and to how many of them it happened.
fn events(runs: &[Waiting]) -> Vec<(f64, usize, usize)> {
    let happened = runs.iter().filter(|run| run.happened);
    let mut times: Vec<f64> = happened.map(|run| run.time).collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    let event = |time| (time, watched(runs, time), happening(runs, time));
    times.into_iter().map(event).collect()
}

fn watched(runs: &[Waiting], time: f64) -> usize {
    runs.iter().filter(|run| run.time >= time).count()
}

#[expect(
    clippy::float_cmp,
    reason = "the times are those of the runs themselves"
)]
fn happening(runs: &[Waiting], time: f64) -> usize {
    let happening = runs.iter().filter(|run| run.happened && run.time == time);
    happening.count()
}

// ANCHOR: kaplan_meier
/// The share of the runs to which it has not happened yet, after each time at which it
/// happened to one:
///
/// S(t) = ∏ (1 − dᵢ / nᵢ), over all times tᵢ ≤ t,
///
/// where it happened to dᵢ of the nᵢ runs that were still watched.
///
/// Source: Kaplan and Meier (1958), "Nonparametric estimation from incomplete
/// observations", equation 2b.
pub fn kaplan_meier(runs: &[Waiting]) -> Vec<(f64, f64)> {
    let mut share = 1.0;
    let events = events(runs).into_iter().map(|(time, watched, happened)| {
        share *= 1.0 - happened as f64 / watched as f64;
        (time, share)
    });
    events.collect()
}

/// The first time at which it has happened to half of the runs; ∞ where it has not
/// within the time they were watched.
pub fn median_time(runs: &[Waiting]) -> f64 {
    let shares = kaplan_meier(runs);
    // A product of many shares is rounded.
    let half = shares.into_iter().find(|(_, share)| *share < 0.5 + 1e-9);
    half.map_or(f64::INFINITY, |(time, _)| time)
}
// ANCHOR_END: kaplan_meier

/// The median time with its interval.
pub fn median_time_of(runs: &[Waiting]) -> Estimate {
    estimated([runs], |[runs]| median_time(runs))
}

// ANCHOR: hazard_ratio
/// How many times as soon it happens to the runs of the `first` as to those of the
/// `second`: the ratio of their hazards, each of which is the chance that it happens in
/// the next moment to a run to which it has not yet. Of the log-rank test, with its
/// interval of 95 %:
///
/// exp((O − E) / V), exp(((O − E) ± 1.96 √V) / V)
///
/// where it happened O times to the runs of the first; E and V are the mean and the
/// variance of O if both were alike. NaN where it never happened.
///
/// Source: Mantel (1966), for O, E and V; Yusuf et al. (1985), for the ratio.
pub fn hazard_ratio(first: &[Waiting], second: &[Waiting]) -> Estimate {
    let (mut surplus, mut variance) = (0.0, 0.0);
    for (time, all, happened) in events(&[first, second].concat()) {
        let (all, happened) = (all as f64, happened as f64);
        let share = watched(first, time) as f64 / all;
        surplus += happening(first, time) as f64 - happened * share;
        if all > 1.0 {
            variance +=
                happened * share * (1.0 - share) * (all - happened) / (all - 1.0);
        }
    }
    let ratio = |z: f64| libm::exp((surplus + z * variance.sqrt()) / variance);
    Estimate {
        value: ratio(0.0),
        low: ratio(-Z),
        high: ratio(Z),
    }
}
// ANCHOR_END: hazard_ratio

#[cfg(test)]
mod tests {
    use super::*;

    fn waiting(times: &[f64], censored: &[f64]) -> Vec<Waiting> {
        let all = times.iter().map(|&time| (time, true));
        let all = all.chain(censored.iter().map(|&time| (time, false)));
        let all = all.map(|(time, happened)| Waiting { time, happened });
        all.collect()
    }

    #[test]
    fn a_run_that_is_no_longer_watched_counts_until_then() {
        // Of five runs one is done at 2, one is lost at 3, one is done at 4.
        let shares = kaplan_meier(&waiting(&[2.0, 4.0], &[3.0, 9.0, 9.0]));
        let expected = [(2.0, 4.0 / 5.0), (4.0, 4.0 / 5.0 * 2.0 / 3.0)];
        for (share, expected) in shares.iter().zip(expected) {
            assert_eq!(share.0, expected.0);
            assert!((share.1 - expected.1).abs() < 1e-12, "{shares:?}");
        }
        assert_eq!(shares.len(), 2);
    }

    #[test]
    fn the_median_is_the_first_time_at_which_half_are_done() {
        assert_eq!(median_time(&waiting(&[1.0, 2.0, 3.0, 4.0], &[])), 2.0);
        assert_eq!(median_time(&waiting(&[1.0, 2.0, 3.0], &[])), 2.0);
        // 19/20 · 18/19 · … · 10/11 is half, and not a little more.
        let twenty: Vec<f64> = (1..=20).map(f64::from).collect();
        assert_eq!(median_time(&waiting(&twenty, &[])), 10.0);
        assert_eq!(median_time(&waiting(&[1.0], &[9.0, 9.0])), f64::INFINITY);
        // The interval of runs that are mostly censored has no upper end.
        let estimate = median_time_of(&waiting(&[1.0, 2.0, 3.0], &[9.0, 9.0]));
        assert_eq!((estimate.low, estimate.value), (1.0, 3.0));
        assert_eq!(estimate.high, f64::INFINITY);
    }

    #[test]
    fn the_hazard_ratio_is_worked_out_by_hand() {
        // At 1: two of four are the first's, and it happens to one of these. At 2: one
        // of three, to one of the second. At 3: one of two, to one of the first.
        let (first, second) = (waiting(&[1.0, 3.0], &[]), waiting(&[2.0], &[9.0]));
        let surplus = (1.0 - 0.5) + (0.0 - 1.0 / 3.0) + (1.0 - 0.5);
        let variance = 0.25 + 2.0 / 9.0 + 0.25;
        let ratio = hazard_ratio(&first, &second);
        let expected = libm::exp(surplus / variance);
        assert!((ratio.value - expected).abs() < 1e-12, "{ratio:?}");
        // The other way round all is inverted.
        let inverse = hazard_ratio(&second, &first);
        assert!((ratio.low * inverse.high - 1.0).abs() < 1e-9, "{inverse:?}");
        assert!(hazard_ratio(&waiting(&[], &[1.0]), &[]).value.is_nan());
    }
}
