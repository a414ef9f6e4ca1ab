//! The comparisons that the book draws: the learning curves of several recipes in
//! one figure.

use crate::error::Error;
use crate::lab::catalogue::{Entry, find};
use crate::lab::experiment::provenance;
use crate::lab::figures::{Curve, PALETTE, learning_curves};
use crate::lab::picture::Svg;
use crate::lab::products::Product;
use crate::lab::recording::Recording;
use crate::lab::results::Row;
use crate::lab::shelves::Shelves;
use crate::lab::tables;

/// Several recipes whose runs are drawn in one figure.
#[derive(Clone, Copy, Debug)]
pub struct Comparison {
    /// Its name: that of its file.
    pub name: &'static str,
    /// The title of the figure.
    pub title: &'static str,
    /// The names of the recipes.
    pub recipes: &'static [&'static str],
}

/// Every comparison, in the order of the chapters.
pub const COMPARISONS: [Comparison; 3] = [
    Comparison {
        name: "replay",
        title: "DQN with and without replay, on CartPole-v1",
        recipes: &["dqn", "no-replay"],
    },
    Comparison {
        name: "ladder",
        title: "What replay and the target network are worth",
        recipes: &["dqn", "no-target", "no-replay", "online"],
    },
    Comparison {
        name: "settings",
        title: "DQN with two settings changed, one at a time",
        recipes: &["dqn", "slow-target", "discounted"],
    },
];

impl Comparison {
    /// True when runs of every recipe are recorded on `shelves`.
    ///
    /// # Errors
    /// [`Error::UnknownRecipe`].
    pub fn is_recorded(&self, shelves: &Shelves) -> Result<bool, Error> {
        for name in self.recipes {
            if !recording(&find(name)?, shelves).path().exists() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The figure and the table, as files on `shelves`.
    ///
    /// # Errors
    /// [`Error::NotRecorded`], and those of reading and of drawing.
    pub fn products(&self, shelves: &Shelves) -> Result<[Product; 2], Error> {
        let mut runs = Vec::new();
        for name in self.recipes {
            let entry = find(name)?;
            runs.push((entry.title, recorded_rows(&entry, shelves)?));
        }
        Ok([
            Product {
                what: "comparison",
                path: shelves.figures.join(format!("{}.svg", self.name)),
                contents: self.draw(&runs)?.0.into_bytes(),
            },
            Product {
                what: "comparison in numbers",
                path: shelves.tables.join(format!("{}.md", self.name)),
                contents: tables::comparison(&runs).into_bytes(),
            },
        ])
    }

    fn draw(&self, runs: &[(&str, Vec<Row>)]) -> Result<Svg, Error> {
        let curves = runs.iter().zip(PALETTE);
        let curves: Vec<Curve> = curves
            .map(|((name, rows), color)| Curve { name, color, rows })
            .collect();
        learning_curves(self.title, &curves)
    }
}

/// The recorded rows of `entry` on `shelves`.
///
/// # Errors
/// [`Error::NotRecorded`], and those of [`Recording::read_own`].
pub fn recorded_rows(entry: &Entry, shelves: &Shelves) -> Result<Vec<Row>, Error> {
    let recording = recording(entry, shelves);
    let rows = recording.read_own(&provenance(&(entry.agent)(0)?))?;
    if rows.is_empty() {
        let path = recording.path().to_owned();
        return Err(Error::NotRecorded { path });
    }
    Ok(rows)
}

fn recording(entry: &Entry, shelves: &Shelves) -> Recording {
    Recording::new(&shelves.results, entry.name, entry.name)
}
