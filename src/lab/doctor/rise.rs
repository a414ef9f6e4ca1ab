//! Whether a run learns: how far its score rises, in spreads of the run itself.

use crate::lab::stats::statistics::{mean, standard_deviation};

/// The share of a run whose scores make a mean.
const WINDOW: f64 = 0.1;
/// The share of a run that tells where it comes from.
const BEGINNING: f64 = 0.05;
/// A score has risen when it has left its beginning by so many spreads.
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

/// The highest mean of so many scores in a row.
fn best_mean(scores: &[f64], window: usize) -> f64 {
    let mut sum: f64 = scores[..window].iter().sum();
    let mut best = sum;
    for (leaves, enters) in scores.iter().zip(&scores[window..]) {
        sum += enters - leaves;
        best = best.max(sum);
    }
    best / window as f64
}

/// So many of `all` rows are that share.
pub(crate) fn part(all: usize, share: f64) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of the rows is a number of rows"
    )]
    let rows = (all as f64 * share).round() as usize;
    rows.max(LEAST)
}
