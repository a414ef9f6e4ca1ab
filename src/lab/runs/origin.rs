//! Which run a model is of.

use crate::error::Error;
use crate::foundations::metadata_of_model;
use crate::lab::runs::results::Row;
use std::collections::BTreeMap;
use std::path::Path;

// ANCHOR: origin
/// The run whose best weights a model has. It is in the metadata of the model, and the
/// rows of that run say the same: this is how a model is told from that of another run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The name of the recipe.
    pub recipe: String,
    /// The seed of the run.
    pub seed: u64,
    /// How many training episodes the run has.
    pub episodes: usize,
    /// The fingerprint of the provenance.
    pub fingerprint: String,
}
// ANCHOR_END: origin

impl Origin {
    /// The origin of a model of the run that has these `rows`; none where there are none.
    pub fn of_run(recipe: &str, rows: &[Row]) -> Option<Self> {
        let last = rows.last()?;
        Some(Self {
            recipe: recipe.to_owned(),
            seed: last.seed,
            episodes: last.episode,
            fingerprint: last.recipe.clone(),
        })
    }

    /// What the model in this file says of itself; none where it says too little.
    ///
    /// # Errors
    /// As for [`metadata_of_model`].
    pub fn of_model(path: &Path) -> Result<Option<Self>, Error> {
        Ok(Self::read(metadata_of_model(path)?))
    }

    fn read(mut metadata: BTreeMap<String, String>) -> Option<Self> {
        Some(Self {
            recipe: metadata.remove("recipe")?,
            seed: metadata.remove("seed")?.parse().ok()?,
            episodes: metadata.remove("episodes")?.parse().ok()?,
            fingerprint: metadata.remove("fingerprint")?,
        })
    }

    /// The metadata of its model.
    pub fn metadata(&self) -> BTreeMap<String, String> {
        let entries = [
            ("recipe", self.recipe.clone()),
            ("seed", self.seed.to_string()),
            ("episodes", self.episodes.to_string()),
            ("fingerprint", self.fingerprint.clone()),
        ];
        let entries = entries.into_iter();
        entries.map(|(key, text)| (key.to_owned(), text)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundations::{Weight, Weights, recipe_of_model};
    use crate::lab::runs::results::samples::run;

    #[test]
    fn a_model_says_of_which_run_it_is_and_the_same_bytes_say_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let [one, two] = ["one", "two"].map(|name| folder.path().join(name));
        let origin = Origin::of_run("dqn", &run(7, &[1.0, 2.0])).unwrap();
        let weights = Weights(vec![Weight::vector("w", &[0.5])]);
        for path in [&one, &two] {
            weights.save_with(path, &origin.metadata()).unwrap();
        }
        assert_eq!(Origin::of_model(&one).unwrap(), Some(origin));
        assert_eq!(std::fs::read(&one).unwrap(), std::fs::read(&two).unwrap());
        assert_eq!(recipe_of_model(&one).unwrap().as_deref(), Some("dqn"));
        assert_eq!(Weights::load(&one).unwrap(), weights);
        // As models were saved before, and as PyTorch saves them.
        weights.save(&one, "dqn").unwrap();
        assert_eq!(Origin::of_model(&one).unwrap(), None);
    }
}
