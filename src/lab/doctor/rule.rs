//! A rule of the doctor: a symptom, where it begins, and what it points to.

use crate::lab::runs::Row;
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

// ANCHOR: rule
/// A symptom, and what it points to.
#[derive(Debug)]
pub struct Rule {
    /// What one sees.
    pub symptom: &'static str,
    /// What is measured, in words.
    pub measured: &'static str,
    /// The columns that it is made of.
    pub columns: &'static [&'static str],
    /// Its value in the rows of one run, where they have the columns and are enough.
    pub measure: fn(&[&Row]) -> Option<f64>,
    /// Where the symptom begins.
    pub bound: Bound,
    /// What it points to, the likeliest first.
    pub causes: &'static [&'static Cause],
}
// ANCHOR_END: rule

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
