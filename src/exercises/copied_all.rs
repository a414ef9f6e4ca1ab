//! The judge of an agent that has all parts but one.

use super::verdict::{Trial, Verdict, ensure};
use crate::dqn::dqn;
use crate::dueling::all;
use crate::foundations::QNetwork;
use crate::recipe::{Recipe, RecipeCard};
use std::fmt::Display;

/// Judges a recipe with all parts, in which one alone is taken back: the target network
/// is copied as that of DQN.
pub fn check_copied_all<N: QNetwork<4, 2>>(answer: Recipe<N, 4, 2>) -> Verdict {
    let (answer, all, dqn) = (answer.card(), all().card(), dqn().card());
    let lost_memory = if answer.replay.name() == all.replay.name() {
        "take it from `all()` as it is"
    } else {
        "the priorities are lost: what a recipe does not name comes from the one \
         behind the two dots"
    };
    let lost_target = if answer.target_update == all.target_update {
        "this is still the target network of all together"
    } else {
        "take that of DQN as it is: its setting counts too"
    };
    Verdict::new()
        .claim("the target network is copied as that of DQN", || {
            same(&answer.target_update, &dqn.target_update, lost_target)
        })
        .claim("the memory still ranks its transitions", || {
            same(&answer.replay, &all.replay, lost_memory)
        })
        .claim("one network chooses and the other values", || {
            let hint = "this is not double Q-learning";
            same(&answer.objective, &all.objective, hint)
        })
        .claim("the network still has two heads", || {
            same(&answer.network, &all.network, "this is another network")
        })
        .claim("everything else is as it was", || {
            let rest = |card: &RecipeCard| card.pieces().into_iter().skip(4);
            let mut pairs = rest(&answer).zip(rest(&all));
            pairs.try_for_each(|((name, mine), (_, its))| {
                same(&mine, &its, &format!("{name} changed along with it"))
            })
        })
}

fn same<T: PartialEq + Display>(found: &T, expected: &T, hint: &str) -> Trial {
    ensure(found == expected, || {
        format!("it has `{found}`, but must have `{expected}` ({hint})")
    })
}
