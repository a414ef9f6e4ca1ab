//! How long a run goes on.

use crate::error::Error;
use crate::lab::runs::results::Row;
use serde::Serialize;

// ANCHOR: length
/// How long a run goes on. Agents are alike in the data that they learn from after
/// equally many steps, and not after equally many episodes: a better agent has longer
/// ones.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Length {
    /// This many training episodes.
    Episodes(usize),
    /// The training episodes in which this many environment steps begin: the last
    /// one is played to its end.
    Steps(usize),
}
// ANCHOR_END: length

impl Length {
    /// How many of its unit there are.
    pub fn amount(self) -> usize {
        match self {
            Self::Episodes(amount) | Self::Steps(amount) => amount,
        }
    }

    /// The name of one of its unit.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Episodes(_) => "episode",
            Self::Steps(_) => "step",
        }
    }

    /// How many of its unit are over after `row`, at most [`Length::amount`].
    pub fn done(self, row: &Row) -> usize {
        let done = match self {
            Self::Episodes(_) => row.episode,
            Self::Steps(_) => row.steps,
        };
        done.min(self.amount())
    }

    /// True when `row` is the last of its run, or comes after it.
    pub fn is_over(self, row: &Row) -> bool {
        self.done(row) == self.amount()
    }

    /// # Errors
    /// [`Error::NoEpisodes`] of a run that has no row.
    pub fn check(self) -> Result<(), Error> {
        match self.amount() {
            0 => Err(Error::NoEpisodes { unit: self.unit() }),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_over_in_the_unit_of_its_length() {
        let row = Row {
            episode: 3,
            steps: 120,
            ..Row::default()
        };
        assert_eq!(Length::Episodes(4).done(&row), 3);
        assert_eq!(Length::Steps(500).done(&row), 120);
        assert_eq!(Length::Steps(100).done(&row), 100);
        let over = [Length::Episodes(3), Length::Steps(120), Length::Steps(100)];
        assert!(over.iter().all(|length| length.is_over(&row)));
        let not_over = [Length::Episodes(4), Length::Steps(121)];
        assert!(!not_over.iter().any(|length| length.is_over(&row)));
    }
}
