//! The comparisons that the book draws: the learning curves of several recipes in
//! one figure.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::experiments::cart_pole::CART_POLE;
use crate::experiments::catalogue::{Entry, find};
use crate::experiments::studies::STUDIES;
use crate::lab::plots::canvas::PALETTE;
use crate::lab::plots::curve::Curve;
use crate::lab::plots::curves::learning_curves_over;
use crate::lab::plots::picture::Svg;
use crate::lab::plots::spread::{Over, Summary};
use crate::lab::runs::folders::Folders;
use crate::lab::runs::recording::Recording;
use crate::lab::runs::results::Row;
use crate::lab::stats::tables;

/// Several recipes whose runs are drawn in one figure.
#[derive(Clone, Copy, Debug)]
pub struct Comparison {
    /// Its name: that of its file.
    pub name: &'static str,
    /// The title of the figure.
    pub title: &'static str,
    /// The names of the recipes.
    pub recipes: &'static [&'static str],
    /// What the scores are drawn over.
    pub over: Over,
}

/// Every comparison, in the order of the chapters.
pub const COMPARISONS: [Comparison; 14] = [
    Comparison {
        name: "replay",
        title: "DQN with and without replay, on CartPole-v1",
        recipes: &["dqn", "no-replay"],
        over: Over::Episodes,
    },
    Comparison {
        name: "target",
        title: "DQN by how often its target network is renewed",
        recipes: &["dqn", "no-target", "slow-target"],
        over: Over::Episodes,
    },
    Comparison {
        name: "ladder",
        title: "What replay and the target network are worth",
        recipes: &["dqn", "no-target", "no-replay", "online"],
        over: Over::Episodes,
    },
    Comparison {
        name: "dqn-discount",
        title: "DQN without a discount and with one",
        recipes: &["dqn", "discounted"],
        over: Over::Episodes,
    },
    Comparison {
        name: "exploration",
        title: "DQN, and DQN with two other schedules of exploration",
        recipes: &["dqn", "greedy-too-soon", "exploring"],
        over: Over::Episodes,
    },
    Comparison {
        name: "lecture-nfq",
        title: "DQN and NFQ, with the lecture's settings",
        recipes: &["dqn", "nfq"],
        over: Over::Steps,
    },
    Comparison {
        name: "lecture-double",
        title: "DQN and double DQN, with the lecture's settings",
        recipes: &["dqn", "ddqn-lecture"],
        over: Over::Episodes,
    },
    Comparison {
        name: "lecture-per",
        title: "Double DQN and PER, with the lecture's settings",
        recipes: &["ddqn-lecture", "per-lecture"],
        over: Over::Episodes,
    },
    Comparison {
        name: "lecture-dueling",
        title: "Double DQN and dueling, with the lecture's settings",
        recipes: &["ddqn-lecture", "dueling"],
        over: Over::Episodes,
    },
    Comparison {
        name: "larger-steps",
        title: "Polyak averaging with small and with larger steps",
        recipes: &[
            "ddqn",
            "polyak",
            "polyak-larger",
            "dueling",
            "dueling-larger",
        ],
        over: Over::Episodes,
    },
    Comparison {
        name: "twin-dqn",
        title: "DQN, right and as printed",
        recipes: &["dqn", "printed-dqn"],
        over: Over::Episodes,
    },
    Comparison {
        name: "twin-per",
        title: "PER, right and with the slips of the listing",
        recipes: &[
            "per-lecture",
            "printed-per",
            "sign-lost",
            "squared-weights",
            "never-updated",
        ],
        over: Over::Episodes,
    },
    Comparison {
        name: "twin-dueling",
        title: "Dueling, right and with the slips of the listing",
        recipes: &["dueling", "printed-dueling", "naive-sum", "swapped-dueling"],
        over: Over::Episodes,
    },
    Comparison {
        name: "twin-polyak",
        title: "Polyak averaging, right and with its roles swapped",
        recipes: &["polyak", "swapped-polyak"],
        over: Over::Episodes,
    },
];

impl Comparison {
    /// The figure and the table, as files on `folders`.
    ///
    /// # Errors
    /// [`Error::NotRecorded`], and those of reading and of drawing.
    pub fn products(&self, folders: &Folders) -> Result<Vec<Artifact>, Error> {
        let mut runs = Vec::new();
        for name in self.recipes {
            let entry = find(name)?;
            runs.push((entry.title, recorded_rows(&entry, entry.name, folders)?));
        }
        Ok(vec![
            Artifact {
                what: "comparison",
                path: folders.figures.join(format!("{}.svg", self.name)),
                contents: self.draw(&runs)?.0.into_bytes(),
            },
            Artifact {
                what: "comparison in numbers",
                path: folders.tables.join(format!("{}.md", self.name)),
                contents: tables::comparison(&CART_POLE, &runs).into_bytes(),
            },
        ])
    }

    fn draw(&self, runs: &[(&str, Vec<Row>)]) -> Result<Svg, Error> {
        let curves = curves_of(runs.iter().map(|(name, rows)| (*name, &rows[..])));
        learning_curves_over(
            &CART_POLE,
            self.over,
            Summary::MeanAndRange,
            self.title,
            &curves,
        )
    }
}

/// The curves of several agents, each in the next colour.
pub(crate) fn curves_of<'a>(
    agents: impl IntoIterator<Item = (&'a str, &'a [Row])>,
) -> Vec<Curve<'a>> {
    let agents = agents.into_iter().zip(PALETTE);
    let curve = |((name, rows), color)| Curve { name, color, rows };
    agents.map(curve).collect()
}

/// The recorded rows of `entry` on `folders`, in files that are called `file`.
///
/// # Errors
/// [`Error::NotRecorded`], and those of [`Recording::read_own`].
pub fn recorded_rows(
    entry: &Entry,
    file: &str,
    folders: &Folders,
) -> Result<Vec<Row>, Error> {
    let recording = Recording::new(&folders.results, entry.name, file);
    let rows = recording.read_own(&entry.provenance()?)?;
    if rows.is_empty() {
        let path = recording.path().to_owned();
        return Err(Error::NotRecorded { path });
    }
    Ok(rows)
}

/// The rows of the agent `name` under all of its seeds: those of the catalogue, and
/// those of the studies that add seeds to it.
///
/// # Errors
/// [`Error::NotRecorded`], and those of [`Recording::read_own`].
pub fn rows_of_all_seeds(name: &str, folders: &Folders) -> Result<Vec<Row>, Error> {
    let entry = find(name)?;
    let mut rows = recorded_rows(&entry, entry.name, folders)?;
    for study in STUDIES.iter().filter(|study| study.adds_seeds) {
        let more = study.entries()?.into_iter();
        for (more, file) in more.filter(|(more, _)| more.name == name) {
            // A reader may have recorded one seed in both.
            let mut more = recorded_rows(&more, &file, folders)?;
            more.retain(|new| rows.iter().all(|row| row.seed != new.seed));
            rows.extend(more);
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_recipe_of_a_comparison_is_known_and_has_a_colour() {
        for comparison in COMPARISONS {
            assert!(comparison.recipes.iter().all(|name| find(name).is_ok()));
            assert!(comparison.recipes.len() <= PALETTE.len());
        }
    }
}
