//! Series: agents that differ in how much of one thing they have, side by side.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::comparisons::{curves_of, rows_of_all_seeds};
use crate::experiments::cart_pole::CART_POLE;
use crate::lab::doctor::diagnostics::diagnostic;
use crate::lab::plots::curves::learning_curves_over;
use crate::lab::plots::panel::panel;
use crate::lab::plots::picture::Svg;
use crate::lab::plots::spread::{Over, Summary};
use crate::lab::runs::folders::Folders;
use crate::lab::runs::results::Row;
use crate::lab::stats::tables;

/// Several agents under the same seeds.
struct Series {
    /// Its name: that of its files.
    name: &'static str,
    /// The title of its figure.
    title: &'static str,
    /// Each recipe, and what it is called here.
    agents: &'static [(&'static str, &'static str)],
    /// The columns of the panel; none where learning curves are drawn.
    columns: &'static [&'static str],
}

const SERIES: [Series; 4] = [
    Series {
        name: "ladder-panel",
        title: "The ladder: with neither part, with each, and with both",
        agents: &[
            ("online", "Online"),
            ("no-target", "With replay"),
            ("no-replay", "With a target network"),
            ("dqn", "With both: DQN"),
        ],
        columns: &["score", "max_abs_q"],
    },
    Series {
        name: "exploration-panel",
        title: "How much three agents explore, and what they get",
        agents: &[
            ("dqn", "DQN"),
            ("greedy-too-soon", "Greedy too soon"),
            ("exploring", "Exploring for ever"),
        ],
        columns: &["score", "episode_return", "epsilon", "greedy_share"],
    },
    Series {
        name: "tau",
        title: "Double DQN by the size of the target network's steps",
        agents: &[
            ("tau-1", "τ = 1"),
            ("polyak-larger", "τ = 0.1"),
            ("polyak", "τ = 0.01"),
            ("tau-0.001", "τ = 0.001"),
            ("tau-0.0001", "τ = 0.0001"),
        ],
        columns: &[],
    },
    Series {
        name: "outliers",
        title: "PER with outliers among the rewards, and three remedies",
        agents: &[
            ("per", "PER"),
            ("per-outliers", "Outliers"),
            ("per-bounded-priorities", "Bounded priorities"),
            ("per-bounded-weights", "Bounded weights"),
            ("per-slower-target", "Slower target"),
        ],
        columns: &["score", "priority_spread"],
    },
];

impl Series {
    /// The rows of each agent, of the seeds that all of them have.
    fn rows(
        &self,
        folders: &Folders,
    ) -> Result<Vec<(&'static str, Vec<Row>)>, Error> {
        let mut agents = Vec::new();
        for (recipe, label) in self.agents {
            agents.push((*label, rows_of_all_seeds(recipe, folders)?));
        }
        let has = |rows: &[Row], seed| rows.iter().any(|row| row.seed == seed);
        let mut seeds: Vec<u64> = agents[0].1.iter().map(|row| row.seed).collect();
        seeds.retain(|&seed| agents.iter().all(|(_, rows)| has(rows, seed)));
        for (_, rows) in &mut agents {
            rows.retain(|row| seeds.contains(&row.seed));
        }
        Ok(agents)
    }

    fn figure(&self, agents: &[(&str, Vec<Row>)]) -> Result<Svg, Error> {
        let agents = agents.iter().map(|(name, rows)| (*name, &rows[..]));
        let curves = curves_of(agents);
        let columns = self.columns.iter().filter_map(|name| diagnostic(name));
        let columns: Vec<_> = columns.collect();
        if columns.is_empty() {
            let summary = Summary::InterquartileMean;
            return learning_curves_over(
                &CART_POLE,
                Over::Episodes,
                summary,
                self.title,
                &curves,
            );
        }
        panel(self.title, &curves, &columns)
    }
}

/// The figure and the table of each series, as files on `folders`.
///
/// # Errors
/// [`Error::NotRecorded`], and those of reading and of drawing.
pub fn products(folders: &Folders) -> Result<Vec<Artifact>, Error> {
    let mut products = Vec::new();
    for series in &SERIES {
        let agents = series.rows(folders)?;
        let figure = series.figure(&agents)?.0.into_bytes();
        products.push(Artifact {
            what: "series",
            path: folders.figures.join(format!("{}.svg", series.name)),
            contents: figure,
        });
        products.push(Artifact {
            what: "series in numbers",
            path: folders.tables.join(format!("{}.md", series.name)),
            contents: tables::comparison(&CART_POLE, &agents).into_bytes(),
        });
    }
    Ok(products)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiments::catalogue::find;
    use crate::lab::plots::canvas::PALETTE;

    #[test]
    fn every_agent_and_column_of_a_series_is_known() {
        for series in &SERIES {
            assert!(series.agents.iter().all(|(name, _)| find(name).is_ok()));
            assert!(series.columns.iter().all(|name| diagnostic(name).is_some()));
            assert!(series.agents.len() <= PALETTE.len());
        }
    }
}
