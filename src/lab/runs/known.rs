//! What is known of the runs of one recipe, wherever it is recorded.

use crate::error::Error;
use crate::lab::runs::length::Length;
use crate::lab::runs::origin::Origin;
use crate::lab::runs::record::check_agreement;
use crate::lab::runs::results::{Row, by_seed};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The rows of each seed, as many as there are anywhere, and the models.
#[derive(Debug, Default)]
pub(crate) struct KnownRuns {
    runs: BTreeMap<u64, (PathBuf, Vec<Row>)>,
    models: Vec<(Origin, PathBuf)>,
}

impl KnownRuns {
    /// Adds the rows that were read from `path`, of any seeds.
    ///
    /// # Errors
    /// [`Error::DifferentRows`] when a run is known already with other rows.
    pub(crate) fn add_rows(
        &mut self,
        path: &Path,
        rows: &[Row],
    ) -> Result<(), Error> {
        for (seed, run) in by_seed(rows) {
            let run: Vec<Row> = run.into_iter().cloned().collect();
            if let Some((known_path, known)) = self.runs.get(&seed) {
                check_agreement((path, &run), (known_path, known))?;
                if run.len() <= known.len() {
                    continue;
                }
            }
            self.runs.insert(seed, (path.to_owned(), run));
        }
        Ok(())
    }

    /// Adds a model.
    pub(crate) fn add_model(&mut self, origin: Origin, path: PathBuf) {
        self.models.push((origin, path));
    }

    /// Adds all that `other` has.
    ///
    /// # Errors
    /// As for [`KnownRuns::add_rows`].
    pub(crate) fn extend(&mut self, other: Self) -> Result<(), Error> {
        for (path, rows) in other.runs.into_values() {
            self.add_rows(&path, &rows)?;
        }
        self.models.extend(other.models);
        Ok(())
    }

    /// Leaves out runs of other seeds, and those that are longer.
    pub(crate) fn retain(&mut self, seeds: &[u64], length: Length) {
        self.runs.retain(|seed, (_, rows)| {
            let before_last = rows.split_last().map_or(&[][..], |(_, rows)| rows);
            seeds.contains(seed)
                && !before_last.iter().any(|row| length.is_over(row))
        });
    }

    /// All rows, by seed and episode.
    pub(crate) fn rows(&self) -> Vec<Row> {
        let runs = self.runs.values();
        runs.flat_map(|(_, rows)| rows.iter().cloned()).collect()
    }

    /// The rows of the lowest seed.
    pub(crate) fn lowest(&self) -> &[Row] {
        let first = self.runs.values().next();
        first.map_or(&[], |(_, rows)| rows)
    }

    /// Where the model of the run with these rows is.
    pub(crate) fn model_of(&self, recipe: &str, rows: &[Row]) -> Option<&Path> {
        let wanted = Origin::of_run(recipe, rows)?;
        let mut models = self.models.iter();
        let found = models.find(|(origin, _)| *origin == wanted);
        found.map(|(_, path)| path.as_path())
    }

    /// The runs that must be made for `seeds` of `length`: those that are unknown or too
    /// short.
    pub(crate) fn lacking(
        &self,
        seeds: &[u64],
        length: Length,
    ) -> Vec<(u64, Length)> {
        let is_long_enough = |seed: &u64| {
            let run = self.runs.get(seed);
            run.is_some_and(|(_, rows)| rows.iter().any(|row| length.is_over(row)))
        };
        let lacking = seeds.iter().filter(|seed| !is_long_enough(seed));
        lacking.map(|seed| (*seed, length)).collect()
    }

    /// The run of the lowest seed of all, which must be made again as long as it was when
    /// its model is unknown; none where a run that is `lacking` for `seeds` will have the
    /// model.
    pub(crate) fn lacking_model(
        &self,
        recipe: &str,
        seeds: &[u64],
        lacking: &[(u64, Length)],
    ) -> Option<(u64, Length)> {
        let lowest = self.lowest();
        let Row { seed, episode, .. } = lowest.last()?;
        let is_lowest = seeds.iter().all(|asked| asked >= seed);
        let is_made = lacking.iter().any(|(made, _)| made == seed);
        let is_known = self.model_of(recipe, lowest).is_some();
        (is_lowest && !is_made && !is_known)
            .then_some((*seed, Length::Episodes(*episode)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::runs::results::samples::run;

    const TWO: Length = Length::Episodes(2);

    /// Runs that are known, with the models of these seeds.
    fn known(runs: &[(u64, &[f64])], models: &[u64]) -> KnownRuns {
        let mut known = KnownRuns::default();
        for (seed, scores) in runs {
            let rows = run(*seed, scores);
            known.add_rows(Path::new("rows"), &rows).unwrap();
            if models.contains(seed) {
                let origin = Origin::of_run("a recipe", &rows).unwrap();
                known.add_model(origin, "model".into());
            }
        }
        known
    }

    #[test]
    fn the_longer_run_of_a_seed_counts_and_must_begin_as_the_shorter() {
        let mut known = known(&[(1, &[5.0, 6.0])], &[]);
        known.add_rows(Path::new("b"), &run(1, &[5.0])).unwrap();
        assert_eq!(known.rows(), run(1, &[5.0, 6.0]));
        let longer = run(1, &[5.0, 6.0, 7.0]);
        known.add_rows(Path::new("c"), &longer).unwrap();
        assert_eq!(known.rows(), longer);
        let other = known.add_rows(Path::new("d"), &run(1, &[5.0, 6.5]));
        let said = other.unwrap_err().to_string();
        assert!(said.contains("episode 2 of seed 1"), "{said}");
    }

    #[test]
    fn only_runs_that_are_asked_for_are_retained() {
        let mut known =
            known(&[(1, &[5.0, 6.0]), (2, &[5.0]), (3, &[5.0, 6.0, 7.0])], &[]);
        known.retain(&[2, 3], TWO);
        assert_eq!(known.rows(), run(2, &[5.0]));
    }

    #[test]
    fn runs_that_are_unknown_or_too_short_are_lacking() {
        let known = known(&[(1, &[5.0, 6.0]), (2, &[5.0])], &[1]);
        let lacking = known.lacking(&[1, 2, 3], TWO);
        assert_eq!(lacking, [(2, TWO), (3, TWO)]);
    }

    #[test]
    fn without_its_model_the_lowest_run_is_made_again_as_long_as_it_was() {
        let runs: [(u64, &[f64]); 2] = [(4, &[5.0, 6.0, 7.0]), (5, &[5.0, 6.0])];
        let again = |known: KnownRuns, seeds: &[u64]| {
            let lacking = known.lacking(seeds, TWO);
            known.lacking_model("a recipe", seeds, &lacking)
        };
        let whole = Some((4, Length::Episodes(3)));
        assert_eq!(again(known(&runs, &[5]), &[5]), whole);
        assert_eq!(again(known(&runs, &[4]), &[5]), None);
        // A lower one will have the model.
        assert_eq!(again(known(&runs, &[]), &[1]), None);
        // The model of a shorter run of that seed is that of another run.
        let shorter = known(&[(4, &[5.0])], &[4]);
        let mut longer = known(&runs, &[]);
        longer.extend(shorter).unwrap();
        assert_eq!(again(longer, &[4]), whole);
    }
}
