//! What the prose says of recorded runs, and what bears it.
//!
//! A page that compares runs has a [`Claim`] for every sentence that does. A test asks
//! whether its page has the sentence, and whether the rows bear it.

use crate::error::Error;
use crate::evidence::outcomes::{Outcome, waits, waits_in_episodes};
use crate::experiments::{Records, Study};
use crate::lab::runs::{Row, of_common_seeds};
use crate::lab::stats::{
    Estimate, format_interval, hazard_ratio, improvement_of, table,
};
use serde::de::DeserializeOwned;
use std::cell::RefCell;

// ANCHOR: claim
/// What a page says of recorded runs.
pub struct Claim {
    /// Words of one sentence, as its page has them.
    pub says: &'static str,
    /// What the rows have to say to it.
    pub bears: fn(&Asked) -> Result<Finding, Error>,
}

/// What rows say to a claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The statistic and its value.
    pub text: String,
    /// Whether the claim follows from it.
    pub holds: bool,
}
// ANCHOR_END: claim

impl Claim {
    /// What the records say to it.
    pub fn judge(&self, records: &Records) -> Result<Finding, Error> {
        let asked = Asked {
            records,
            names: RefCell::default(),
        };
        (self.bears)(&asked)
    }
}

/// The records as a claim asks them. A finding names the recordings that were asked since
/// the one before.
pub struct Asked<'a> {
    records: &'a Records,
    names: RefCell<Vec<String>>,
}

impl Asked<'_> {
    /// The rows of the recipe `name`, under the seeds of the catalogue.
    pub(crate) fn rows(&self, name: &str) -> Result<Vec<Row>, Error> {
        self.asks(format!("`{name}`"));
        self.records.rows(name)
    }

    /// The rows of the recipe `name` under all of its seeds.
    pub(crate) fn all_seeds(&self, name: &str) -> Result<Vec<Row>, Error> {
        self.asks(format!("`{name}` with all seeds"));
        self.records.all_seeds(name)
    }

    /// The rows of the recipe `name` in `study`.
    pub(crate) fn rows_in(
        &self,
        study: &Study,
        name: &str,
    ) -> Result<Vec<Row>, Error> {
        self.asks(format!("`{}/{name}`", study.name));
        self.records.rows_in(study, name)
    }

    /// The rows of the experiment `name` of a paper.
    pub(crate) fn paper<T: DeserializeOwned>(
        &self,
        name: &str,
    ) -> Result<Vec<T>, Error> {
        self.asks(format!("`{name}`"));
        self.records.paper(name)
    }

    /// What the runs of the recipe `name` come to.
    pub(crate) fn of(
        &self,
        outcome: &Outcome,
        name: &str,
    ) -> Result<Vec<f64>, Error> {
        Ok((outcome.of)(&self.rows(name)?))
    }

    fn asks(&self, name: String) {
        let mut names = self.names.borrow_mut();
        if !names.contains(&name) {
            names.push(name);
        }
    }

    /// What the rows say, and whether the claim follows.
    pub(crate) fn finds(&self, what: &str, holds: bool) -> Finding {
        let names = self.names.take().join(", ");
        let text = match names.as_str() {
            "" => what.to_owned(),
            _ => format!("{names}: {what}"),
        };
        Finding { text, holds }
    }

    /// A number with two decimals, and whether the claim follows from it.
    pub(crate) fn number(
        &self,
        what: &str,
        number: f64,
        holds: impl Fn(f64) -> bool,
    ) -> Finding {
        self.finds(&format!("{what} {number:.2}"), holds(number))
    }

    /// An estimate with its interval, and whether the claim follows from it.
    pub(crate) fn estimate(
        &self,
        what: &str,
        estimate: Estimate,
        holds: impl Fn(Estimate) -> bool,
    ) -> Finding {
        let text = format!("{what} {}", format_interval(estimate, 2));
        self.finds(&text, holds(estimate))
    }

    /// As many runs as `expected` of all.
    pub(crate) fn count(
        &self,
        what: &str,
        runs: &[bool],
        expected: impl Fn(usize, usize) -> bool,
    ) -> Finding {
        let (count, all) = (runs.iter().filter(|run| **run).count(), runs.len());
        let text = format!("{what} {count} of {all}");
        self.finds(&text, expected(count, all))
    }

    /// A number of one agent is higher than that of another, from run to run: the
    /// interval of the probability lies above one half.
    pub(crate) fn higher(&self, what: &str, one: &[f64], other: &[f64]) -> Finding {
        self.estimate(&by_chance(what), improvement_of(one, other), |chance| {
            chance.low > 0.5
        })
    }

    /// The two agents are not told apart: the interval holds one half.
    pub(crate) fn open(&self, what: &str, one: &[f64], other: &[f64]) -> Finding {
        self.estimate(&by_chance(what), improvement_of(one, other), holds(0.5))
    }

    /// The runs of the recipe `one` come to more than those of the recipe `other`.
    pub(crate) fn more(
        &self,
        outcome: &Outcome,
        one: &str,
        other: &str,
    ) -> Result<Finding, Error> {
        let [one, other] = [self.of(outcome, one)?, self.of(outcome, other)?];
        Ok(self.higher(outcome.title, &one, &other))
    }

    /// The runs of the two recipes are not told apart by what they come to.
    pub(crate) fn alike(
        &self,
        outcome: &Outcome,
        one: &str,
        other: &str,
    ) -> Result<Finding, Error> {
        let [one, other] = [self.of(outcome, one)?, self.of(outcome, other)?];
        Ok(self.open(outcome.title, &one, &other))
    }

    /// The runs of the recipe `one` are solved sooner than those of `other`.
    pub(crate) fn sooner(&self, one: &str, other: &str) -> Result<Finding, Error> {
        let ratio =
            hazard_ratio(&waits(&self.rows(one)?), &waits(&self.rows(other)?));
        Ok(self.estimate(HAZARD, ratio, above_one))
    }

    /// Those of neither recipe are solved sooner.
    pub(crate) fn as_soon(&self, one: &str, other: &str) -> Result<Finding, Error> {
        let ratio =
            hazard_ratio(&waits(&self.rows(one)?), &waits(&self.rows(other)?));
        Ok(self.estimate(HAZARD, ratio, holds(1.0)))
    }

    /// The rows of both recipes, under all seeds that both have.
    pub(crate) fn of_both(
        &self,
        one: &str,
        other: &str,
    ) -> Result<[Vec<Row>; 2], Error> {
        let [one, other] = [self.all_seeds(one)?, self.all_seeds(other)?];
        let common = of_common_seeds(one.clone(), &other);
        Ok([common, of_common_seeds(other, &one)])
    }

    /// As [`Asked::more`], under all seeds that both have.
    pub(crate) fn more_of_both(
        &self,
        outcome: &Outcome,
        one: &str,
        other: &str,
    ) -> Result<Finding, Error> {
        let [one, other] = self.of_both(one, other)?.map(|rows| (outcome.of)(&rows));
        Ok(self.higher(outcome.title, &one, &other))
    }

    /// As [`Asked::alike`], under all seeds that both have.
    pub(crate) fn alike_of_both(
        &self,
        outcome: &Outcome,
        one: &str,
        other: &str,
    ) -> Result<Finding, Error> {
        let [one, other] = self.of_both(one, other)?.map(|rows| (outcome.of)(&rows));
        Ok(self.open(outcome.title, &one, &other))
    }

    /// As [`Asked::sooner`], under all seeds that both have.
    pub(crate) fn sooner_of_both(
        &self,
        one: &str,
        other: &str,
    ) -> Result<Finding, Error> {
        let [one, other] = self.of_both(one, other)?.map(|rows| waits(&rows));
        let ratio = hazard_ratio(&one, &other);
        Ok(self.estimate(HAZARD, ratio, above_one))
    }

    /// What else the records have, called `name`.
    pub(crate) fn other<T>(
        &self,
        name: &str,
        read: impl FnOnce(&Records) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.asks(name.to_owned());
        read(self.records)
    }

    /// How many times as soon the runs of one agent are solved as those of the other, by
    /// training episodes.
    pub(crate) fn by_episodes(
        &self,
        [one, other]: [&[Row]; 2],
        holds: impl Fn(Estimate) -> bool,
    ) -> Finding {
        let ratio = hazard_ratio(&waits_in_episodes(one), &waits_in_episodes(other));
        self.estimate(&format!("{HAZARD}, by episodes"), ratio, holds)
    }
}

const HAZARD: &str = "hazard ratio of being solved";

fn by_chance(what: &str) -> String {
    format!("{what}, higher with probability")
}

/// Whether it is above 1, the whole interval of a ratio.
pub(crate) fn above_one(ratio: Estimate) -> bool {
    ratio.low > 1.0
}

/// Whether an interval holds a value.
pub(crate) fn holds(value: f64) -> impl Fn(Estimate) -> bool {
    move |estimate| (estimate.low..=estimate.high).contains(&value)
}

impl Finding {
    /// All of several.
    pub(crate) fn all(
        findings: impl IntoIterator<Item = Result<Self, Error>>,
    ) -> Result<Self, Error> {
        let findings = findings.into_iter().collect::<Result<Vec<_>, Error>>()?;
        let texts: Vec<&str> = findings.iter().map(|f| f.text.as_str()).collect();
        Ok(Self {
            text: texts.join("; "),
            holds: !findings.is_empty() && findings.iter().all(|f| f.holds),
        })
    }
}

/// The table of some claims.
pub(crate) fn in_words(
    claims: &[Claim],
    records: &Records,
) -> Result<String, Error> {
    let mut lines = Vec::new();
    for claim in claims {
        let says = claim.says.to_owned();
        lines.push(vec![says, claim.judge(records)?.text]);
    }
    Ok(table(2, "what it says | what the rows say", lines))
}
