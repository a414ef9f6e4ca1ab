//! A case: one run as the doctor sees it, columns of numbers and the facts of its
//! settings.

use crate::lab::doctor::facts::Facts;
use crate::lab::doctor::rise::{Rise, part};
use crate::lab::runs::Row;
use crate::lab::stats::statistics;
use std::collections::BTreeMap;

/// The values of columns over the episodes, a missing one as `None`.
pub type Columns = BTreeMap<&'static str, Vec<Option<f64>>>;

/// The share of a run that tells where it comes from, and the one that tells what it
/// comes to.
const BEGINNING: f64 = 0.05;
const END: f64 = 0.2;
/// A run of fewer episodes may go on.
const FEW: f64 = 50.0;

// ANCHOR: case
/// One run: the columns that it has, and the facts that are known of its settings.
#[derive(Clone, Debug, Default)]
pub struct Case {
    /// Its seed.
    pub seed: u64,
    /// The episodes that it has a row for.
    pub episodes: usize,
    /// Its columns, each with a value or a gap for each row.
    pub columns: Columns,
    /// What is known of its settings.
    pub facts: Facts,
    /// Whether each score is a running mean of many episodes: it hides whether the agent
    /// does each time what it once did.
    pub smoothed: bool,
}
// ANCHOR_END: case

/// The numbers of a row by their columns.
macro_rules! numbers_of {
    ($row:ident: $($column:ident),+ $(,)?) => {
        [$((stringify!($column), number(&$row.$column))),+]
    };
}

/// A cell as a number.
trait Cell {
    fn cell(&self) -> Option<f64>;
}

impl Cell for f64 {
    fn cell(&self) -> Option<f64> {
        Some(*self)
    }
}

impl Cell for usize {
    fn cell(&self) -> Option<f64> {
        Some(*self as f64)
    }
}

impl<T: Cell> Cell for Option<T> {
    fn cell(&self) -> Option<f64> {
        self.as_ref()?.cell()
    }
}

fn number(cell: &impl Cell) -> Option<f64> {
    cell.cell()
}

impl Case {
    /// The case of the `rows` of one run.
    pub fn of(seed: u64, rows: &[&Row]) -> Self {
        let mut columns = Columns::new();
        for (place, row) in rows.iter().enumerate() {
            let numbers = numbers_of!(row:
                episode, steps, score, start_q, start_return, episode_return, epsilon,
                greedy_share, learner_steps, target_updates, loss, gradient_norm,
                zero_gradient_share, mean_abs_q, max_abs_q, td_error_p10,
                td_error_p50, td_error_p90, action_gap, terminal_share,
                rewarded_share, unmoved_share, max_abs_input, median_abs_input,
                sample_age, weight_slope, target_distance, priority_spread,
                effective_samples,
            );
            for (column, number) in numbers {
                let Some(number) = number else { continue };
                let gaps = || vec![None; rows.len()];
                columns.entry(column).or_insert_with(gaps)[place] = Some(number);
            }
        }
        Self {
            seed,
            episodes: rows.len(),
            columns,
            facts: Facts::default(),
            smoothed: false,
        }
    }

    /// The same case with further columns and with facts.
    #[must_use]
    pub fn with(mut self, more: Columns, facts: &Facts) -> Self {
        self.columns.extend(more);
        self.facts = facts.clone();
        self
    }

    /// A fact, where it is known.
    pub fn fact(&self, name: &str) -> Option<f64> {
        self.facts.number(name)
    }

    /// Whether a column has a value anywhere.
    pub fn has(&self, column: &str) -> bool {
        self.columns
            .get(column)
            .is_some_and(|values| values.iter().any(Option::is_some))
    }

    /// The finite values of a column: a rule of its own speaks of the others.
    pub(crate) fn values(&self, column: &str) -> Vec<f64> {
        self.within(column, 0..self.episodes)
    }

    /// The finite values of a column in the first rows of the run.
    pub(crate) fn beginning(&self, column: &str) -> Vec<f64> {
        let rows = part(self.episodes, BEGINNING);
        self.within(column, 0..rows)
    }

    /// The finite values of a column in the last rows; none of a run that is so short
    /// that its end is its beginning.
    pub(crate) fn end(&self, column: &str) -> Vec<f64> {
        let rows = part(self.episodes, END);
        if self.episodes < 2 * rows {
            return Vec::new();
        }
        self.within(column, self.episodes - rows..self.episodes)
    }

    fn within(&self, column: &str, rows: std::ops::Range<usize>) -> Vec<f64> {
        let values = self.columns.get(column).and_then(|values| values.get(rows));
        let values = values.unwrap_or_default().iter().copied().flatten();
        values.filter(|value| value.is_finite()).collect()
    }

    /// The finite values of a column in the rows before the first with a learner step.
    pub(crate) fn before_learning(&self, column: &str) -> Vec<f64> {
        let first = |column: &str| {
            let values = self.columns.get(column)?;
            values.iter().position(Option::is_some)
        };
        let learned = ["loss", "mean_abs_q", "td_error_p50"];
        let rows = learned.iter().filter_map(|column| first(column)).min();
        self.within(column, 0..rows.unwrap_or(0))
    }

    /// The steps of the episodes, where each row tells; means where a row tells of several.
    pub(crate) fn lengths(&self) -> Vec<f64> {
        let steps = self.pairs("episode", "steps");
        let pairs = steps.windows(2);
        pairs
            .map(|pair| (pair[1].1 - pair[0].1) / (pair[1].0 - pair[0].0))
            .filter(|length| length.is_finite())
            .collect()
    }

    /// The returns of the training episodes, or the scores where only they are known.
    pub(crate) fn returns(&self) -> Vec<f64> {
        let returns = self.values("episode_return");
        if returns.is_empty() {
            return self.values("score");
        }
        returns
    }

    /// Where a column of each row has a value and `of` others too: what comes of both.
    pub(crate) fn pairs(&self, one: &str, other: &str) -> Vec<(f64, f64)> {
        let (Some(one), Some(other)) =
            (self.columns.get(one), self.columns.get(other))
        else {
            return Vec::new();
        };
        let pairs = one.iter().zip(other);
        pairs
            .filter_map(|(one, other)| Some(((*one)?, (*other)?)))
            .filter(|(one, other)| one.is_finite() && other.is_finite())
            .collect()
    }

    /// Environment steps of the whole run.
    pub(crate) fn steps(&self) -> Option<f64> {
        last(&self.values("steps"))
    }

    /// Whether the run has only begun: it has not come to half of its steps, where they are
    /// known, or to few episodes.
    pub(crate) fn has_begun(&self) -> bool {
        let planned = self.fact("total_steps");
        let share = planned.and_then(|planned| Some(self.steps()? / planned));
        let episodes = last(&self.values("episode")).unwrap_or(0.0);
        share.map_or(episodes < FEW, |share| share < 0.5)
    }

    /// How the score rises; `None` of a run that is too short to tell.
    pub fn rise(&self) -> Option<Rise> {
        Rise::of(&self.values("score"))
    }

    /// Whether the run is known to have settled.
    pub(crate) fn has_settled(&self) -> bool {
        !self.smoothed && self.rise().is_some_and(|rise| rise.has_settled())
    }

    /// Whether the run is long enough to tell, and is not known to have settled.
    pub(crate) fn is_unsettled(&self) -> bool {
        self.rise().is_some() && !self.has_settled()
    }
}

pub(crate) fn last(values: &[f64]) -> Option<f64> {
    values.last().copied()
}

pub(crate) fn largest(values: &[f64]) -> Option<f64> {
    values.iter().copied().max_by(f64::total_cmp)
}

pub(crate) fn least(values: &[f64]) -> Option<f64> {
    values.iter().copied().min_by(f64::total_cmp)
}

pub(crate) fn median(values: &[f64]) -> Option<f64> {
    statistics::median(values)
}

pub(crate) fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| statistics::mean(values))
}
