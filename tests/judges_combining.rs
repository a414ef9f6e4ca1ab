//! The judges of the exercises on Polyak averaging and on all parts together: right
//! answers pass, and each plausible wrong one breaks the claim that is about it.

use deepq::ddqn::{DoubleValue, ddqn};
use deepq::dueling::{Dueling, all, dueling};
use deepq::exercises::Verdict;
use deepq::per::{Prioritization, PrioritizedReplay};
use deepq::prelude::*;
use deepq::recipe::RecipeCard;

#[track_caller]
fn assert_right(verdict: &Verdict) {
    assert!(verdict.is_right(), "{verdict}");
}

/// The faults are those of the `expected` claims, each with its hint, and no other.
#[track_caller]
fn assert_faults<const N: usize>(verdict: &Verdict, expected: [(&str, &str); N]) {
    println!("{verdict}\n");
    let faulty = verdict.findings().iter();
    let faulty: Vec<_> = faulty.filter(|f| f.fault.is_some()).collect();
    let claims: Vec<&str> = faulty.iter().map(|f| f.claim.as_str()).collect();
    assert_eq!(claims, expected.map(|(claim, _)| claim));
    for (finding, (claim, hint)) in faulty.iter().zip(expected) {
        let fault = finding.fault.as_deref().unwrap_or_default();
        assert!(fault.ends_with(hint), "{claim}: {fault}");
    }
}

// -------------------------------------------------------------------- Polyak

/// Moves each weight of θ⁻, given it, that of θ, and τ.
fn by(of: impl Fn(f32, f32, f32) -> f32) -> impl Fn(&mut [f32], &mut [f32], f32) {
    move |target, online, tau| {
        for (target, online) in target.iter_mut().zip(online) {
            *target = of(*target, *online, tau);
        }
    }
}

const SHARE: &str = "θ⁻ takes the share τ of θ and keeps the rest";
const EVERY: &str = "every weight moves";
const EQUAL: &str = "networks that are equal stay equal";
const ENDS: &str = "with a τ of 1 it is a copy, with 0 nothing moves";
/// At the ends several slips come to the same, so there is no hint.
const TO_ONLINE: &str = "must come to [10.0]";
const STAYS: &str = "must come to [2.0]";
const SPARED: &str = "θ is left as it was";

#[test]
fn a_mixture_is_right_in_either_form() {
    assert_right(&check_polyak(by(|t, o, tau| tau * o + (1.0 - tau) * t)));
    assert_right(&check_polyak(by(|t, o, tau| t + tau * (o - t))));
}

#[test]
fn swapped_roles_are_told() {
    const HINT: &str = "(the roles are swapped: the small share τ is that of θ)";
    assert_faults(
        &check_polyak(by(|t, o, tau| tau * t + (1.0 - tau) * o)),
        [(SHARE, HINT), (EVERY, HINT), (ENDS, TO_ONLINE)],
    );
}

#[test]
fn a_target_that_keeps_all_or_nothing_of_itself_is_told() {
    const NOTHING: &str = "(nothing of θ⁻ is kept: its share is 1 − τ)";
    const ALL: &str = "(θ⁻ keeps all of itself: its share is 1 − τ)";
    assert_faults(
        &check_polyak(by(|t, o, tau| tau * o + t)),
        [(SHARE, ALL), (EVERY, ALL), (EQUAL, ALL), (ENDS, TO_ONLINE)],
    );
    assert_faults(
        &check_polyak(by(|_, o, tau| tau * o)),
        [
            (SHARE, NOTHING),
            (EVERY, NOTHING),
            (EQUAL, NOTHING),
            (ENDS, STAYS),
        ],
    );
}

#[test]
fn a_copy_and_no_update_at_all_are_told() {
    const STILL: &str = "(θ⁻ does not move)";
    const COPY: &str = "(this is a copy)";
    assert_faults(
        &check_polyak(by(|_, o, _| o)),
        [(SHARE, COPY), (EVERY, COPY), (ENDS, STAYS)],
    );
    assert_faults(
        &check_polyak(|_, _, _| ()),
        [(SHARE, STILL), (EVERY, STILL), (ENDS, TO_ONLINE)],
    );
}

#[test]
fn an_update_of_the_online_network_is_told() {
    const WRONG_ONE: &str = "(this moves θ; it is θ⁻ that follows)";
    assert_faults(
        &check_polyak(|target, online, tau| {
            for (target, online) in target.iter().zip(online) {
                *online = tau * target + (1.0 - tau) * *online;
            }
        }),
        [
            (SHARE, WRONG_ONE),
            (EVERY, WRONG_ONE),
            (ENDS, TO_ONLINE),
            (SPARED, "(only the loss moves θ)"),
        ],
    );
}

#[test]
fn a_weight_that_is_left_behind_is_told() {
    assert_faults(
        &check_polyak(|target, online, tau| {
            target[0] = tau * online[0] + (1.0 - tau) * target[0];
        }),
        [(EVERY, "(only some of the weights move)")],
    );
}

// ----------------------------------------------------------------- half-life

const HALF: &str = "after one half-life, half of the distance is left";
const A_SHARE: &str = "τ is a share, between 0 and 1";

#[test]
fn the_root_of_a_half_is_right() {
    assert_right(&check_half_life(|n| 1.0 - libm::pow(0.5, 1.0 / n)));
    assert_right(&check_half_life(|n| -libm::expm1(libm::log(0.5) / n)));
}

#[test]
fn one_over_n_is_told() {
    let verdict = check_half_life(|n| 1.0 / n);
    let hint = "(1/n is the τ after whose n steps about 1/e is left)";
    // For one step it copies, which is no share of less than all.
    assert_faults(&verdict, [(A_SHARE, "τ is 1"), (HALF, hint)]);
}

#[test]
fn what_comes_near_for_long_half_lives_is_told() {
    let hints = [
        (
            0.5,
            "(a half is not τ times n: each step takes its share of what is left)",
        ),
        (
            std::f64::consts::LN_2,
            "(ln 2 / n comes near for a long half-life, and not for a short one)",
        ),
    ];
    let verdict = check_half_life(|n| hints[1].0 / n);
    assert_faults(&verdict, [(HALF, hints[1].1)]);
    // A half is right for one step, and wrong from then on.
    let verdict = check_half_life(|n| hints[0].0 / n);
    assert_faults(&verdict, [(HALF, hints[0].1)]);
}

#[test]
fn the_share_that_is_kept_and_the_time_to_one_over_e_are_told() {
    // For one step the shares that are kept and taken are the same.
    assert_faults(
        &check_half_life(|n| libm::pow(0.5, 1.0 / n)),
        [(HALF, "(this is the share that is kept, 1 − τ)")],
    );
    assert_faults(
        &check_half_life(|n| -libm::expm1(-1.0 / n)),
        [(HALF, "(after these n steps 1/e is left, not a half)")],
    );
}

// ------------------------------------------------------------------- changes

const NOTHING: &str = "nothing changes from a recipe to itself";
const BOOTSTRAP: &str = "from DQN to double DQN the bootstrap changes";
const NETWORK: &str = "from Polyak to dueling the network changes";
const SETTING: &str = "a piece with another setting is another piece";
const NUMBER: &str = "a number that changed is told like a piece";
const SEVERAL: &str = "of several changes, all are told";

/// What differs among the first `amount` lines of the cards, as `same` sees it.
fn changes(
    amount: usize,
    same: impl Fn(&str, &str) -> bool,
) -> impl Fn(&RecipeCard, &RecipeCard) -> Vec<&'static str> {
    move |before, after| {
        let pairs = before.pieces().into_iter().zip(after.pieces());
        let differ = pairs.take(amount).filter(|((_, a), (_, b))| !same(a, b));
        differ.map(|((name, _), _)| name).collect()
    }
}

#[test]
fn all_lines_of_the_cards_are_right() {
    assert_right(&check_changes(changes(10, |a, b| a == b)));
}

#[test]
fn a_look_at_the_sockets_alone_is_told() {
    assert_faults(
        &check_changes(changes(5, |a, b| a == b)),
        [(NUMBER, "(all of the card counts, its numbers too)")],
    );
}

#[test]
fn a_look_at_the_names_of_the_types_alone_is_told() {
    let name = |text: &str| text.split(' ').next().unwrap_or_default().to_owned();
    let few = "(all of the card counts, its numbers too)";
    assert_faults(
        &check_changes(changes(10, |a, b| name(a) == name(b))),
        [(SETTING, few)],
    );
}

#[test]
fn a_stop_at_the_first_difference_and_all_that_is_the_same_are_told() {
    let all = changes(10, |a, b| a == b);
    assert_faults(
        &check_changes(|a, b| all(a, b).into_iter().take(1).collect()),
        [(SEVERAL, "(it stops too soon)")],
    );
    let many = "(it tells more than what differs)";
    assert_faults(
        &check_changes(changes(10, |_, _| false)),
        [
            (NOTHING, "(tell only what differs)"),
            (BOOTSTRAP, many),
            (NETWORK, many),
            (SETTING, many),
            (NUMBER, many),
            (SEVERAL, many),
        ],
    );
}

// ------------------------------------------------------------------ ablation

const COPIED: &str = "the target network is copied as that of DQN";
const RANKED: &str = "the memory still ranks its transitions";
const DOUBLE: &str = "one network chooses and the other values";
const HEADS: &str = "the network still has two heads";
const REST: &str = "everything else is as it was";

type All = Recipe<Dueling<4, 2>, 4, 2>;

/// All together with a copy, before anything is changed.
fn copied() -> All {
    Recipe {
        target_update: Box::new(HardCopy { every: 15 }),
        ..all()
    }
}

#[test]
fn all_together_with_a_copy_is_right() {
    assert_right(&check_copied_all(copied()));
}

#[test]
fn a_target_network_that_is_not_that_of_dqn_is_told() {
    let other = Recipe {
        target_update: Box::new(HardCopy { every: 100 }),
        ..all()
    };
    assert_faults(
        &check_copied_all(all()),
        [(COPIED, "(this is still the target network of all together)")],
    );
    assert_faults(
        &check_copied_all(other),
        [(
            COPIED,
            "(take that of DQN as it is: its setting counts too)",
        )],
    );
}

#[test]
fn a_memory_that_was_lost_on_the_way_is_told() {
    let from_dueling = Recipe {
        target_update: Box::new(HardCopy { every: 15 }),
        ..dueling()
    };
    assert_faults(
        &check_copied_all(from_dueling),
        [(RANKED, "comes from the one behind the two dots)")],
    );
    let settings = Prioritization::new(0.6, Constant(0.4));
    let with_other_settings = Recipe {
        replay: Box::new(PrioritizedReplay::new(50_000, settings)),
        ..copied()
    };
    assert_faults(
        &check_copied_all(with_other_settings),
        [(RANKED, "(take it from `all()` as it is)")],
    );
}

#[test]
fn the_recipe_of_another_agent_is_told_part_by_part() {
    let memory = "comes from the one behind the two dots)";
    let network = "(this is another network)";
    assert_faults(
        &check_copied_all(ddqn()),
        [(RANKED, memory), (HEADS, network)],
    );
    let bootstrap = "(this is not double Q-learning)";
    assert_faults(
        &check_copied_all(dqn()),
        [(RANKED, memory), (DOUBLE, bootstrap), (HEADS, network)],
    );
}

#[test]
fn a_number_that_changed_along_with_it_is_told() {
    let discounted = Recipe {
        gamma: 0.99,
        ..copied()
    };
    assert_faults(
        &check_copied_all(discounted),
        [(REST, "(γ, the discount changed along with it)")],
    );
    let bootstrap = Box::new(DoubleValue);
    let faster = Recipe {
        bootstrap,
        learning_rate: 0.001,
        ..copied()
    };
    assert_faults(
        &check_copied_all(faster),
        [(REST, "(η, the learning rate changed along with it)")],
    );
}
