//! The judge of a world that a reader wrote.

use super::verdict::{Trial, Verdict, ensure};
use crate::foundations::environment::{Environment, Step, not_finite};
use crate::foundations::random::{Stream, random};

/// A world whose episode goes on after so many steps has no end.
const LONGEST_EPISODE: usize = 100_000;
/// The steps of an episode that are looked at.
const STEPS: usize = 1_000;

/// The action of step `k`: every action comes up, the last one more often than the
/// others, so that a corridor has an end.
fn action<const A: usize>(k: usize) -> usize {
    if k.is_multiple_of(3) {
        k / 3 % A
    } else {
        A - 1
    }
}

/// The first state and the steps of an episode under `seed`, of `most` steps at most;
/// `meanwhile` happens before each step.
fn episode<const S: usize, const A: usize>(
    world: &mut impl Environment<S, A>,
    seed: u64,
    most: usize,
    mut meanwhile: impl FnMut(usize),
) -> ([f32; S], Vec<Step<S>>) {
    let first = world.reset(&mut random(seed, Stream::Starts));
    let mut steps = Vec::new();
    for k in 0..most {
        meanwhile(k);
        let step = world.step(action::<A>(k));
        steps.push(step);
        if step.is_last() {
            break;
        }
    }
    (first, steps)
}

/// Judges a world, given as a function that makes one: that its episodes are decided
/// by their generator and move it on, that its copies share nothing, that its numbers
/// are finite and its episodes end.
pub fn check_world<E, const S: usize, const A: usize>(new: impl Fn() -> E) -> Verdict
where
    E: Environment<S, A> + Clone,
{
    let mut verdict = Verdict::new()
        .claim("the same generator gives the same episode again", || {
            repeats(&mut new())
        });
    // Both compare episodes, which says nothing where not even these are the same.
    if verdict.is_right() {
        verdict = verdict
            .claim("the next episode has luck of its own", || {
                moves_on(&mut new())
            })
            .claim("a copy does not change what the original does", || {
                shares_nothing(&mut new())
            });
    }
    verdict
        .claim("every state and every reward is a finite number", || {
            is_finite(&mut new())
        })
        .claim("an episode ends", || ends(&mut new()))
        .claim("a new world prints the same text each time", || {
            // Both at once, so that they cannot lie in the same place.
            let (first, second) = (new(), new());
            let (first, second) =
                (first.describe().to_string(), second.describe().to_string());
            ensure(first == second, || {
                format!(
                    "it prints {first:?}, and then {second:?}: the text goes into \
                     the record of every run"
                )
            })
        })
}

fn repeats<const S: usize, const A: usize>(
    world: &mut impl Environment<S, A>,
) -> Trial {
    let first = episode(world, 12, STEPS, |_| {});
    // What an episode leaves behind may show only after many.
    for seed in 13..113 {
        episode(world, seed, STEPS, |_| {});
    }
    let second = episode(world, 12, STEPS, |_| {});
    ensure(first == second, || {
        "two episodes with the same generator and the same actions differ: all that \
         is random must come from what `reset` is given, and nothing may be left of \
         the episode before"
            .to_owned()
    })
}

/// A world without chance may leave the generator where it is.
fn moves_on<const S: usize, const A: usize>(
    world: &mut impl Environment<S, A>,
) -> Trial {
    let of_one_seed = episode(world, 12, STEPS, |_| {});
    let has_chance =
        (13..33).any(|seed| episode(world, seed, STEPS, |_| {}) != of_one_seed);
    let before = random(12, Stream::Starts);
    let mut after = before.clone();
    world.reset(&mut after);
    ensure(!has_chance || after != before, || {
        "all episodes of a training are alike: `reset` must draw from the generator \
         itself, not from a copy, so that the next episode finds it further on"
            .to_owned()
    })
}

fn shares_nothing<const S: usize, const A: usize>(
    world: &mut (impl Environment<S, A> + Clone),
) -> Trial {
    let alone = episode(world, 12, STEPS, |_| {});
    let mut copy = world.clone();
    let together = episode(world, 12, STEPS, |k| {
        if k == 0 {
            copy.reset(&mut random(56, Stream::Starts));
        }
        copy.step(action::<A>(k));
    });
    ensure(alone == together, || {
        "an episode changes when a copy of the world plays meanwhile: the agent \
         trains in one copy and is evaluated in another, so they must share nothing"
            .to_owned()
    })
}

fn is_finite<const S: usize, const A: usize>(
    world: &mut impl Environment<S, A>,
) -> Trial {
    let (first, steps) = episode(world, 12, STEPS, |_| {});
    let rest = steps.iter().map(|step| (step.state, step.reward));
    let mut all = std::iter::once((first, 0.0)).chain(rest);
    match all.find_map(|(state, reward)| not_finite(&state, reward)) {
        None => Ok(()),
        Some((name, value)) => {
            Err(format!("{name} is {value}: no network can learn from it"))
        }
    }
}

fn ends<const S: usize, const A: usize>(
    world: &mut impl Environment<S, A>,
) -> Trial {
    let (_, steps) = episode(world, 12, LONGEST_EPISODE, |_| {});
    ensure(steps.last().is_some_and(Step::is_last), || {
        format!(
            "an episode goes on after {LONGEST_EPISODE} steps: set `truncated` on \
             the last step that you allow"
        )
    })
}
