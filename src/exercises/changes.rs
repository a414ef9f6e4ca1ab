//! The judge of what changed between two recipes.

use super::verdict::{Verdict, ensure, hinted};
use crate::ddqn::ddqn;
use crate::dqn::dqn;
use crate::dueling::{all, dueling};
use crate::exploration::Constant;
use crate::polyak::{Polyak, polyak};
use crate::recipe::{Recipe, RecipeCard};

/// Judges a function that names the pieces and the numbers in which two recipes
/// differ, as [`RecipeCard::pieces`] names them and in that order.
pub fn check_changes(
    answer: impl Fn(&RecipeCard, &RecipeCard) -> Vec<&'static str>,
) -> Verdict {
    let faster = Recipe {
        learning_rate: Box::new(Constant(0.001)),
        ..dqn()
    };
    let larger = Recipe {
        target_update: Box::new(Polyak { tau: 0.1 }),
        ..polyak()
    };
    let (plain, double, all) = (dqn().card(), ddqn().card(), all().card());
    let (polyak, dueling) = (polyak().card(), dueling().card());
    let tried = |before: &RecipeCard, after: &RecipeCard, expected: &[&str]| {
        let found = answer(before, after);
        ensure(found == expected, || {
            let (told, due) = (found.len(), expected.len());
            let hint = hinted([
                (
                    told == 0 && due > 0,
                    "all of the card counts, its numbers too",
                ),
                (told > 0 && due == 0, "tell only what differs"),
                (told < due, "it stops too soon"),
                (told > due, "it tells more than what differs"),
            ]);
            format!("it tells {found:?}, but must tell {expected:?}{hint}")
        })
    };
    Verdict::new()
        .claim("nothing changes from a recipe to itself", || {
            tried(&plain, &plain, &[])
        })
        .claim("from DQN to double DQN the objective changes", || {
            tried(&plain, &double, &["objective"])
        })
        .claim("from Polyak to dueling the network changes", || {
            tried(&polyak, &dueling, &["network"])
        })
        .claim("a piece with another setting is another piece", || {
            tried(&polyak, &larger.card(), &["target update"])
        })
        .claim("a number that changed is told like a piece", || {
            tried(&plain, &faster.card(), &["η, the learning rate"])
        })
        .claim("of several changes, all are told", || {
            let several = ["memory", "objective", "network", "target update"];
            tried(&plain, &all, &several)
        })
}
