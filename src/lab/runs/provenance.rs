//! Where rows come from.

use crate::foundations::arithmetic;
use crate::recipe::RecipeCard;
use fnv::FnvHasher;
use serde::Serialize;
use std::collections::BTreeMap;
use std::hash::Hasher;

// ANCHOR: provenance
/// Where rows come from: the recipe, how it was evaluated, and the versions on which
/// the bits depend.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Provenance {
    /// The recipe in words.
    pub recipe: RecipeCard,
    /// Greedy episodes in each evaluation.
    pub evaluation_episodes: usize,
    /// The versions on which the bits of a run depend.
    pub versions: BTreeMap<String, String>,
}
// ANCHOR_END: provenance

impl Provenance {
    /// The provenance of rows recorded now.
    pub fn new(recipe: RecipeCard, evaluation_episodes: usize) -> Self {
        let versions = arithmetic::VERSIONS.iter();
        Self {
            recipe,
            evaluation_episodes,
            versions: versions.map(|&(k, v)| (k.into(), v.into())).collect(),
        }
    }

    /// 16 hexadecimal digits that change with anything in the provenance.
    pub fn fingerprint(&self) -> String {
        let mut hasher = FnvHasher::default();
        hasher.write(self.to_json().as_bytes());
        format!("{:016x}", hasher.finish())
    }

    pub(crate) fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("words and numbers are valid JSON")
    }
}
