//! The judges of the exercises on combining: what changed between two recipes, and one
//! part taken out of an agent that has all.

use super::verdict::{Trial, Verdict, ensure};
use crate::ddqn::ddqn;
use crate::dqn::dqn;
use crate::dueling::{all, dueling};
use crate::experiments::variants::{at_the_lectures_rate, with_larger_steps};
use crate::foundations::network::QNetwork;
use crate::polyak::polyak;
use crate::recipe::{Recipe, RecipeCard};
use std::fmt::Display;

/// Judges a function that names the pieces and the numbers in which two recipes
/// differ, as [`RecipeCard::pieces`] names them and in that order.
pub fn check_changes(
    answer: impl Fn(&RecipeCard, &RecipeCard) -> Vec<&'static str>,
) -> Verdict {
    let faster = at_the_lectures_rate(dqn()).card();
    let larger = with_larger_steps(polyak()).card();
    let (plain, double, all) = (dqn().card(), ddqn().card(), all().card());
    let (polyak, dueling) = (polyak().card(), dueling().card());
    let tried = |before: &RecipeCard, after: &RecipeCard, expected: &[&str]| {
        names(&answer(before, after), expected)
    };
    Verdict::new()
        .claim("nothing changes from a recipe to itself", || {
            tried(&plain, &plain, &[])
        })
        .claim("from DQN to double DQN the bootstrap changes", || {
            tried(&plain, &double, &["bootstrap"])
        })
        .claim("from Polyak to dueling the network changes", || {
            tried(&polyak, &dueling, &["network"])
        })
        .claim("a piece with another setting is another piece", || {
            tried(&polyak, &larger, &["target update"])
        })
        .claim("a number that changed is told like a piece", || {
            tried(&plain, &faster, &["η, the learning rate"])
        })
        .claim("of several changes, all are told", || {
            let several = ["memory", "bootstrap", "network", "target update"];
            tried(&plain, &all, &several)
        })
}

fn names(found: &[&str], expected: &[&str]) -> Trial {
    ensure(found == expected, || {
        let hint = match (found.len(), expected.len()) {
            (0, 1..) => " (all of the card counts, its numbers too)",
            (1.., 0) => " (tell only what differs)",
            (few, many) if few < many => " (it stops too soon)",
            (many, few) if many > few => " (it tells more than what differs)",
            _ => "",
        };
        format!("it tells {found:?}, but must tell {expected:?}{hint}")
    })
}

/// Judges a recipe with all parts, in which one alone is taken back: the target network
/// is copied as that of DQN.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the answers of all exercises are handed in alike"
)]
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
            same(
                &answer.bootstrap,
                &all.bootstrap,
                "this is not double Q-learning",
            )
        })
        .claim("the network still has two heads", || {
            same(&answer.network, &all.network, "this is another network")
        })
        .claim("everything else is as it was", || {
            let rest = |card: &RecipeCard| card.pieces().into_iter().skip(4);
            let mut pairs = rest(&answer).zip(rest(&all));
            let changed = pairs.find(|(mine, its)| mine != its);
            changed.map_or(Ok(()), |((name, mine), (_, its))| {
                same(&mine, &its, &format!("{name} changed along with it"))
            })
        })
}

fn same<T: PartialEq + Display>(found: &T, expected: &T, hint: &str) -> Trial {
    ensure(found == expected, || {
        format!("it has `{found}`, but must have `{expected}` ({hint})")
    })
}
