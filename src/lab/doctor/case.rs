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

#[cfg(test)]
mod tests {
    use super::*;

    /// A case of these columns.
    fn case(columns: &[(&'static str, &[Option<f64>])]) -> Case {
        let episodes = columns[0].1.len();
        let columns = columns.iter().map(|(name, cells)| (*name, cells.to_vec()));
        Case {
            episodes,
            columns: columns.collect(),
            ..Case::default()
        }
    }

    /// Some(x) of each number.
    fn cells<const N: usize>(numbers: [f64; N]) -> [Option<f64>; N] {
        numbers.map(Some)
    }

    #[test]
    fn a_run_has_begun_until_half_of_its_steps_or_fifty_episodes() {
        let with_steps = |steps| {
            let mut case = case(&[("steps", &cells([steps]))]);
            case.facts.add("total_steps", 1_000.0).unwrap();
            case.has_begun()
        };
        assert!(with_steps(499.0) && !with_steps(500.0));
        let with_episodes = |last| case(&[("episode", &cells([last]))]).has_begun();
        assert!(with_episodes(49.0) && !with_episodes(50.0));
        assert!(case(&[("score", &cells([1.0]))]).has_begun());
    }

    #[test]
    fn the_values_of_a_column_are_those_that_are_finite() {
        let gaps = [
            Some(1.0),
            None,
            Some(f64::NAN),
            Some(f64::INFINITY),
            Some(2.0),
        ];
        let case = case(&[("loss", &gaps), ("score", &[None; 5])]);
        assert_eq!(case.values("loss"), [1.0, 2.0]);
        assert_eq!(case.values("epsilon"), [0.0; 0]);
        assert!(case.has("loss") && !case.has("score") && !case.has("epsilon"));
    }

    #[test]
    fn a_run_of_ten_rows_has_five_at_its_beginning_and_five_at_its_end() {
        let numbers: [f64; 10] = std::array::from_fn(|row| row as f64);
        let whole = case(&[("score", &cells(numbers))]);
        assert_eq!(whole.beginning("score"), [0.0, 1.0, 2.0, 3.0, 4.0]);
        assert_eq!(whole.end("score"), [5.0, 6.0, 7.0, 8.0, 9.0]);
        let short = case(&[("score", &cells(numbers)[..9])]);
        assert_eq!(short.end("score"), [0.0; 0]);
    }

    #[test]
    fn learning_begins_with_the_first_row_that_shows_it() {
        let score = cells([1.0, 2.0, 3.0, 4.0]);
        let loss = [None, None, None, Some(0.5)];
        let of_q = [None, None, Some(7.0), Some(7.0)];
        let learning =
            case(&[("score", &score), ("loss", &loss), ("mean_abs_q", &of_q)]);
        assert_eq!(learning.before_learning("score"), [1.0, 2.0]);
        assert_eq!(
            case(&[("score", &score)]).before_learning("score"),
            [0.0; 0]
        );
    }

    #[test]
    fn the_length_of_an_episode_is_the_mean_between_two_rows() {
        let episodes = [Some(1.0), Some(2.0), None, Some(6.0), Some(6.0)];
        let steps = cells([10.0, 40.0, 50.0, 120.0, 120.0]);
        let case = case(&[("episode", &episodes), ("steps", &steps)]);
        assert_eq!(case.lengths(), [30.0, 20.0]);
        assert_eq!(case.steps(), Some(120.0));
    }

    #[test]
    fn returns_are_scores_where_only_those_are_known() {
        let score = cells([1.0, 2.0]);
        let without = case(&[("score", &score)]);
        assert_eq!(without.returns(), [1.0, 2.0]);
        let with =
            case(&[("score", &score), ("episode_return", &cells([3.0, 4.0]))]);
        assert_eq!(with.returns(), [3.0, 4.0]);
    }

    #[test]
    fn a_pair_has_both_numbers() {
        let one = [Some(1.0), None, Some(3.0), Some(f64::NAN), Some(5.0)];
        let other = [Some(2.0), Some(4.0), None, Some(8.0), Some(f64::INFINITY)];
        let case = case(&[("loss", &one), ("score", &other)]);
        assert_eq!(case.pairs("loss", "score"), [(1.0, 2.0)]);
        assert_eq!(case.pairs("loss", "steps"), [(0.0, 0.0); 0]);
    }

    #[test]
    fn a_smoothed_run_is_never_known_to_have_settled() {
        let mut numbers = [1.0; 20];
        numbers[10..].fill(3.0);
        let mut case = case(&[("score", &cells(numbers))]);
        assert!(case.has_settled() && !case.is_unsettled());
        case.smoothed = true;
        assert!(!case.has_settled() && case.is_unsettled());
        let short = self::case(&[("score", &cells([1.0, 2.0]))]);
        assert!(!short.has_settled() && !short.is_unsettled());
    }

    #[test]
    fn extremes_and_averages_of_nothing_are_unknown() {
        let values = [2.0, -1.0, 5.0];
        assert_eq!((largest(&values), least(&values)), (Some(5.0), Some(-1.0)));
        assert_eq!((median(&values), mean(&values)), (Some(2.0), Some(2.0)));
        assert_eq!((last(&values), last(&[])), (Some(5.0), None));
        assert_eq!((largest(&[]), least(&[]), mean(&[])), (None, None, None));
    }
}
