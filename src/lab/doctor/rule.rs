//! A rule of the doctor: a symptom, where it begins, and what it points to.

use crate::lab::doctor::case::Case;
use crate::lab::stats::three_digits;
use std::fmt::{Display, Formatter, Result};

/// Where a symptom begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// The measure is larger than this.
    Above(f64),
    /// The measure is smaller than this.
    Below(f64),
}

impl Bound {
    /// True when `value` lies beyond the bound.
    pub fn is_crossed_by(self, value: f64) -> bool {
        match self {
            Self::Above(bound) => value > bound,
            Self::Below(bound) => value < bound,
        }
    }
}

impl Display for Bound {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Above(bound) => write!(f, "above {}", three_digits(*bound)),
            Self::Below(bound) => write!(f, "below {}", three_digits(*bound)),
        }
    }
}

/// What can be wrong with an agent.
#[derive(Debug, PartialEq, Eq)]
pub struct Cause {
    /// What is wrong.
    pub name: &'static str,
    /// What to look at next, to be sure.
    pub check: &'static str,
}

/// Of fewer rows nothing is said.
pub(crate) const FEWEST_ROWS: usize = 20;

/// The runs that a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Every run: what it sees is wrong whatever the score does.
    All,
    /// Those whose score has not settled. Of one that has, what it sees is worth a remark
    /// and no more.
    Unsettled,
}

// ANCHOR: rule
/// A symptom, and what it points to.
#[derive(Debug)]
pub struct Rule {
    /// What one sees.
    pub symptom: &'static str,
    /// What is measured, in words.
    pub measured: &'static str,
    /// The columns and the facts that it is made of.
    pub needs: &'static [&'static str],
    /// Its value for one run, where the run has what it needs.
    pub measure: fn(&Case) -> Option<f64>,
    /// Where the symptom begins.
    pub bound: Bound,
    /// The runs that it looks at.
    pub scope: Scope,
    /// What it points to, the likeliest first.
    pub causes: &'static [&'static Cause],
}
// ANCHOR_END: rule

impl Rule {
    /// What the rule measures in a run, where the run has what it needs. A run of a few
    /// rows has only begun: only what is not finite can be told of it.
    pub fn value(&self, case: &Case) -> Option<f64> {
        if case.episodes < FEWEST_ROWS && !self.needs.is_empty() {
            return None;
        }
        (self.measure)(case).filter(|value| !value.is_nan())
    }

    /// Whether a run with that value has the symptom of a fault.
    pub fn is_symptom(&self, case: &Case, value: f64) -> bool {
        let is_looked_at = self.scope == Scope::All || case.is_unsettled();
        is_looked_at && self.bound.is_crossed_by(value)
    }

    /// Whether a run with that value is worth a remark, as it has settled all the same or is
    /// too short to tell.
    pub fn is_remark(&self, case: &Case, value: f64) -> bool {
        self.bound.is_crossed_by(value) && !self.is_symptom(case, value)
    }
}

// ANCHOR: finding
/// A symptom that was seen.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule that saw it.
    pub rule: &'static Rule,
    /// The seeds of the runs that have it, each with what was measured.
    pub runs: Vec<(u64, f64)>,
}
// ANCHOR_END: finding

impl Display for Finding {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let values = || self.runs.iter().map(|(_, value)| *value);
        let least = three_digits(values().fold(f64::INFINITY, f64::min));
        let largest = three_digits(values().fold(f64::NEG_INFINITY, f64::max));
        let Rule {
            measured, bound, ..
        } = self.rule;
        write!(f, "{measured}: {least}")?;
        if least != largest {
            write!(f, " to {largest}")?;
        }
        write!(f, " ({bound})")
    }
}
