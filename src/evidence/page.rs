//! A page of the book: what is made for its chapter.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::claims::Claim;
use crate::experiments::{CART_POLE, Records};
use crate::lab::runs::Row;
use crate::lab::stats::{
    Band, Estimate, format_count, format_interval, improvement_of, median,
    solved_runs,
};

/// Makes artifacts that belong together.
pub type Maker = fn(&Records) -> Result<Vec<Artifact>, Error>;

// ANCHOR: page
/// What a chapter shows that is not typed.
pub struct Page {
    /// The chapter: the name of its file in the book.
    pub chapter: &'static str,
    /// Figures and tables of recorded runs, which are drawn wherever those runs are
    /// recorded: also of a reader's own.
    pub artifacts: &'static [Maker],
    /// What is made for the book alone: drawings, and what explains its own runs.
    pub sketches: &'static [Maker],
    /// The numbers of the prose.
    pub numbers: fn(&Records, &mut Numbers) -> Result<(), Error>,
    /// What the prose says of recorded runs.
    pub claims: &'static [Claim],
}
// ANCHOR_END: page

/// Numbers of the prose, each under the name by which its chapter includes it. What no
/// run has is NaN.
#[derive(Debug, Default)]
pub struct Numbers(pub Vec<(&'static str, String)>);

impl Numbers {
    #[expect(clippy::needless_pass_by_value, reason = "a number or its text")]
    pub(crate) fn add(&mut self, name: &'static str, number: impl ToString) {
        self.0.push((name, number.to_string()));
    }

    /// A number with `digits` decimals.
    pub(crate) fn rounded(
        &mut self,
        name: &'static str,
        number: impl Into<f64>,
        digits: usize,
    ) {
        self.add(name, format!("{:.digits$}", number.into()));
    }

    /// A share, in percent.
    pub(crate) fn percent(&mut self, name: &'static str, share: f64) {
        self.rounded(name, 100.0 * share, 0);
    }

    /// A large number.
    pub(crate) fn count(&mut self, name: &'static str, number: impl Into<f64>) {
        self.add(name, format_count(number.into()));
    }

    /// The median of large numbers.
    pub(crate) fn median(&mut self, name: &'static str, numbers: &[f64]) {
        self.count(name, median(numbers).unwrap_or(f64::NAN));
    }

    /// The least and the largest of large numbers.
    pub(crate) fn ends(&mut self, [least, largest]: [&'static str; 2], of: &[f64]) {
        let [min, max] = ends(of);
        self.count(least, min);
        self.count(largest, max);
    }

    /// From the least to the largest, each as `text` has it.
    pub(crate) fn range(
        &mut self,
        name: &'static str,
        numbers: &[f64],
        text: impl Fn(f64) -> String,
    ) {
        self.add(name, ends(numbers).map(text).join(" to "));
    }

    /// How likely a run of the one is higher than a run of the other, in percent, with its
    /// interval.
    pub(crate) fn higher(&mut self, name: &'static str, one: &[f64], other: &[f64]) {
        let Estimate { value, low, high } = improvement_of(one, other);
        let [value, low, high] = [value, low, high].map(|share| 100.0 * share);
        self.add(name, format_interval(Estimate { value, low, high }, 0));
    }

    /// How many of the runs in `rows` solve the cart-pole.
    pub(crate) fn solved(&mut self, name: &'static str, rows: &[Row]) {
        self.add(name, solved_runs(&CART_POLE, rows));
    }

    /// The number of that name.
    #[cfg(test)]
    pub(crate) fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(known, _)| *known == name);
        &found.expect("a number has this name").1
    }
}

fn ends(numbers: &[f64]) -> [f64; 2] {
    Band::of(numbers).map_or([f64::NAN; 2], |band| [band.min, band.max])
}

/// `text` as a part of a file that a chapter includes by its `name`.
pub(crate) fn section(name: &str, text: &str) -> String {
    // mdBook reads no name with a point.
    let (name, text) = (name.replace('.', "_"), text.trim_end());
    format!("<!-- ANCHOR: {name} -->\n{text}\n<!-- ANCHOR_END: {name} -->\n")
}
