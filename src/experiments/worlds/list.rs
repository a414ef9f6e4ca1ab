//! The worlds by name: which agents can be trained in each.

use crate::error::Error;
use crate::experiments::cart_pole::CART_POLE;
use crate::experiments::catalogue::{entries, unknown};
use crate::experiments::entry::Entry;
use crate::experiments::worlds::acrobot::ACROBOT;
use crate::experiments::worlds::agents::unrecorded;
use crate::experiments::worlds::breakout::BREAKOUT;
use crate::experiments::worlds::frozen_lake::FROZEN_LAKE;
use crate::experiments::worlds::mountain_car::MOUNTAIN_CAR;
use crate::lab::runs::Task;

// ANCHOR: worlds
/// The worlds by name, that of the chapters first.
pub const WORLDS: [(&str, &Task); 5] = [
    ("cart-pole", &CART_POLE),
    ("acrobot", &ACROBOT),
    ("mountain-car", &MOUNTAIN_CAR),
    ("frozen-lake", &FROZEN_LAKE),
    ("breakout", &BREAKOUT),
];

/// The recipe of this name in a world.
///
/// # Errors
/// [`Error::UnknownWorld`], and [`Error::UnknownRecipe`] with those that go with it.
pub fn find_in(world: &str, recipe: &str) -> Result<Entry, Error> {
    let named = recipes_in(world)?;
    if let Some((_, entry)) = named.iter().find(|(name, _)| *name == recipe) {
        return Ok(*entry);
    }
    let known: Vec<&str> = named.iter().map(|(name, _)| *name).collect();
    Err(unknown(recipe, &known))
}
// ANCHOR_END: worlds

/// The recipes that go with a world, by their names in it.
///
/// # Errors
/// [`Error::UnknownWorld`].
pub fn recipes_in(world: &str) -> Result<Vec<(&'static str, Entry)>, Error> {
    let Some((_, task)) = WORLDS.iter().find(|(name, _)| *name == world) else {
        return Err(Error::UnknownWorld {
            name: world.escape_debug().to_string(),
            known: WORLDS.map(|(name, _)| name).join(", "),
        });
    };
    let is_in_it = |entry: &Entry| entry.task.name == task.name;
    let elsewhere = unrecorded().filter(is_in_it).filter_map(|entry| {
        let (_, recipe) = entry.name.split_once('/')?;
        Some((recipe, entry))
    });
    let recorded = entries().filter(is_in_it).map(|entry| (entry.name, entry));
    Ok(elsewhere.chain(recorded).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiments::catalogue::find;
    use std::collections::BTreeSet;

    #[test]
    fn each_world_has_its_own_agent_of_a_recipe() {
        for (world, task) in WORLDS {
            let entry = find_in(world, "dqn").unwrap();
            assert_eq!(entry.task, task);
            let card = entry.trial(12).unwrap().provenance().recipe.clone();
            assert_eq!(card.environment.name(), task.name, "{world}");
            // By the name that a saved model has.
            assert_eq!(find(entry.name).unwrap().task, task);
        }
    }

    #[test]
    fn every_agent_of_every_world_can_be_made_and_has_a_name_of_its_own() {
        let mut names = BTreeSet::new();
        for entry in unrecorded().chain(entries()) {
            assert!(names.insert(entry.name), "{} is there twice", entry.name);
        }
        for entry in unrecorded() {
            entry.trial(12).unwrap();
        }
    }

    #[test]
    fn an_unknown_world_names_the_known_ones() {
        let error = find_in("pong", "dqn").unwrap_err().to_string();
        assert!(
            error.contains("cart-pole, acrobot, mountain-car"),
            "{error}"
        );
        let error = find_in("acrobot", "doors").unwrap_err().to_string();
        assert!(error.contains("no recipe named `doors`"), "{error}");
    }
}
