//! Whether a run learns: how far its score rises, in spreads of the run itself.

use crate::lab::stats::statistics::{mean, standard_deviation};

/// The share of a run whose scores make a mean.
const WINDOW: f64 = 0.1;
/// The share of a run that tells where it comes from.
const BEGINNING: f64 = 0.05;
/// A score has risen when it has left its beginning by this many spreads.
const RISEN: f64 = 1.0;
/// A run has settled when it keeps so much of what its best episode gained.
const STEADY: f64 = 0.7;

/// Fewer episodes than this tell nothing.
const LEAST: usize = 5;
/// Differences below this part of the scores are those of rounding.
const ROUNDING: f64 = 1e-9;

// ANCHOR: rise
/// How the score of a run goes, in units of its own spread, so that no unit of reward
/// is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rise {
    /// The mean score of the beginning.
    pub start: f64,
    /// The highest mean over a tenth of the run.
    pub best: f64,
    /// The mean score of the last tenth.
    pub end: f64,
    /// The score of the best episode.
    pub summit: f64,
    /// How far the scores of the beginning stray from their mean; where they are all
    /// alike, a tenth of how far those of the whole run do.
    pub spread: f64,
}
// ANCHOR_END: rise

impl Rise {
    /// The rise of `scores`; `None` of fewer than twice a window.
    pub(crate) fn of(scores: &[f64]) -> Option<Self> {
        let window = part(scores.len(), WINDOW);
        if scores.len() < 2 * window {
            return None;
        }
        let beginning = &scores[..part(scores.len(), BEGINNING)];
        let whole = standard_deviation(scores) / 10.0;
        Some(Self {
            start: mean(beginning),
            best: best_mean(scores, window),
            end: mean(&scores[scores.len() - window..]),
            summit: scores.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            spread: standard_deviation(beginning).max(whole),
        })
    }

    /// (best − start) / spread; 0 of a run whose scores are all alike but for rounding.
    pub(crate) fn in_spreads(&self) -> f64 {
        let size = self.start.abs().max(self.summit.abs());
        if self.spread <= ROUNDING * size {
            return 0.0;
        }
        (self.best - self.start) / self.spread
    }

    /// Whether the score has left its beginning.
    pub(crate) fn has_risen(&self) -> bool {
        self.in_spreads() > RISEN
    }

    /// (end − start) / (summit − start): how much of its best episode the agent comes to
    /// have in each; 0 where no episode is better than the beginning.
    pub fn steadiness(&self) -> f64 {
        let gained = self.summit - self.start;
        if gained > 0.0 {
            (self.end - self.start) / gained
        } else {
            0.0
        }
    }

    /// Whether the agent has learned to do each time what it once did.
    pub fn has_settled(&self) -> bool {
        self.has_risen() && self.steadiness() > STEADY
    }

    /// (end − start) / (best − start): what is kept at the end of what was gained.
    pub(crate) fn kept(&self) -> f64 {
        (self.end - self.start) / (self.best - self.start)
    }
}

/// The highest mean of `window` scores in a row.
fn best_mean(scores: &[f64], window: usize) -> f64 {
    let mut sum: f64 = scores[..window].iter().sum();
    let mut best = sum;
    for (leaves, enters) in scores.iter().zip(&scores[window..]) {
        sum += enters - leaves;
        best = best.max(sum);
    }
    best / window as f64
}

/// The number of rows that is this share of `all`.
pub(crate) fn part(all: usize, share: f64) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of the rows is a number of rows"
    )]
    let rows = (all as f64 * share).round() as usize;
    rows.max(LEAST)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From about 1 to tenths around 10, with one episode of 15, and then back to 6.
    const SCORES: [f64; 20] = [
        0.0, 2.0, 0.0, 2.0, 1.0, 4.0, 4.0, 4.0, 4.0, 4.0, 10.0, 10.0, 10.0, 10.0,
        15.0, 6.0, 6.0, 6.0, 6.0, 6.0,
    ];

    #[test]
    fn a_rise_is_worked_by_hand() {
        let rise = Rise::of(&SCORES).unwrap();
        assert_eq!((rise.start, rise.best, rise.end), (1.0, 11.0, 6.0));
        assert_eq!(rise.summit, 15.0);
        // √(4/5) of the beginning is more than a tenth of √(289/20).
        assert!((rise.spread - 0.8_f64.sqrt()).abs() < 1e-12);
        assert!((rise.in_spreads() - 10.0 / 0.8_f64.sqrt()).abs() < 1e-9);
        assert!((rise.steadiness() - 5.0 / 14.0).abs() < 1e-12);
        assert_eq!(rise.kept(), 0.5);
        assert!(rise.has_risen() && !rise.has_settled());
    }

    #[test]
    fn a_beginning_without_a_spread_is_measured_by_a_tenth_of_the_whole() {
        let mut scores = [1.0; 20];
        scores[10..].fill(3.0);
        let rise = Rise::of(&scores).unwrap();
        assert!((rise.spread - 0.1).abs() < 1e-12);
        assert!((rise.in_spreads() - 20.0).abs() < 1e-9);
        assert!(rise.has_settled());
    }

    #[test]
    fn a_run_settles_beyond_seven_tenths_of_what_its_best_episode_gained() {
        let rise = |end| Rise {
            end,
            ..Rise::of(&SCORES).unwrap()
        };
        assert!(!rise(1.0 + 0.7 * 14.0).has_settled());
        assert!(rise(1.0 + 0.71 * 14.0).has_settled());
    }

    #[test]
    fn a_score_has_risen_beyond_one_spread() {
        let rise = |best| Rise {
            best,
            spread: 2.0,
            ..Rise::of(&SCORES).unwrap()
        };
        assert!(!rise(3.0).has_risen());
        assert!(rise(3.5).has_risen());
    }

    #[test]
    fn scores_that_differ_by_rounding_alone_have_not_risen() {
        let mut scores = [-100.0; 20];
        scores[15] = -100.0 + 1e-8;
        let rise = Rise::of(&scores).unwrap();
        assert_eq!(rise.in_spreads(), 0.0);
        let flat = Rise::of(&[5.0; 20]).unwrap();
        assert_eq!((flat.in_spreads(), flat.steadiness()), (0.0, 0.0));
    }

    #[test]
    fn ten_scores_are_enough_to_tell() {
        assert!(Rise::of(&SCORES[..9]).is_none());
        assert!(Rise::of(&SCORES[..10]).is_some());
    }

    #[test]
    fn a_part_of_the_rows_is_rounded_and_no_less_than_five() {
        assert_eq!(
            [10, 50, 74, 75, 200].map(|all| part(all, 0.1)),
            [5, 5, 7, 8, 20]
        );
    }
}
