//! The judge of a world that a reader wrote.

use super::verdict::{Trial, Verdict, ensure};
use crate::foundations::random::random;
use crate::foundations::{Environment, Step, Stream, not_finite};

/// A world whose episode goes on after this many steps has no end.
const LONGEST_EPISODE: usize = 100_000;
/// The steps of an episode that are looked at.
const STEPS: usize = 1_000;

/// Judges a world, given as a function that makes one: that its episodes are decided
/// by their generator and move it on, that its copies share nothing, that its numbers
/// are finite and its episodes end.
pub fn check_world<E, const S: usize, const A: usize>(new: impl Fn() -> E) -> Verdict
where
    E: Environment<S, A> + Clone,
{
    let world = || Tried::<E, S, A>(new());
    let mut verdict = Verdict::new()
        .claim("the same generator gives the same episode again", || {
            world().repeats()
        });
    // Both compare episodes, which says nothing where not even these are the same.
    if verdict.is_right() {
        verdict = verdict
            .claim("the next episode has luck of its own", || {
                world().moves_on()
            })
            .claim("a copy does not change what the original does", || {
                world().shares_nothing()
            });
    }
    verdict
        .claim("every state and every reward is a finite number", || {
            world().is_finite()
        })
        .claim("an episode ends", || world().ends())
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

/// A world on trial.
struct Tried<E, const S: usize, const A: usize>(E);

/// The first state and the steps of an episode.
type Episode<const S: usize> = ([f32; S], Vec<Step<S>>);

impl<E: Environment<S, A> + Clone, const S: usize, const A: usize> Tried<E, S, A> {
    /// The action of step `k`: every action comes up, the last one more often than
    /// the others, so that a corridor has an end.
    fn action(k: usize) -> usize {
        if k.is_multiple_of(3) {
            k / 3 % A
        } else {
            A - 1
        }
    }

    /// An episode under `seed`.
    fn episode(&mut self, seed: u64) -> Episode<S> {
        self.played(seed, STEPS, |_| {})
    }

    /// An episode of `most` steps at most; `meanwhile` happens before each.
    fn played(
        &mut self,
        seed: u64,
        most: usize,
        mut meanwhile: impl FnMut(usize),
    ) -> Episode<S> {
        let first = self.0.reset(&mut random(seed, Stream::Starts));
        let mut steps: Vec<Step<S>> = Vec::new();
        while steps.len() < most && !steps.last().is_some_and(Step::is_last) {
            meanwhile(steps.len());
            steps.push(self.0.step(Self::action(steps.len())));
        }
        (first, steps)
    }

    fn repeats(&mut self) -> Trial {
        let first = self.episode(12);
        // What an episode leaves behind may show only after many.
        for seed in 13..113 {
            self.episode(seed);
        }
        ensure(first == self.episode(12), || {
            "two episodes with the same generator and the same actions differ: all \
             that is random must come from what `reset` is given, and nothing may be \
             left of the episode before"
                .to_owned()
        })
    }

    /// A world without chance may leave the generator where it is.
    fn moves_on(&mut self) -> Trial {
        let of_one_seed = self.episode(12);
        let has_chance = (13..33).any(|seed| self.episode(seed) != of_one_seed);
        let before = random(12, Stream::Starts);
        let mut after = before.clone();
        self.0.reset(&mut after);
        ensure(!has_chance || after != before, || {
            "all episodes of a training are alike: `reset` must draw from the \
             generator itself, not from a copy, so that the next episode finds it \
             further on"
                .to_owned()
        })
    }

    fn shares_nothing(&mut self) -> Trial {
        let alone = self.episode(12);
        let mut copy = self.0.clone();
        let together = self.played(12, STEPS, |k| {
            if k == 0 {
                copy.reset(&mut random(56, Stream::Starts));
            }
            copy.step(Self::action(k));
        });
        ensure(alone == together, || {
            "an episode changes when a copy of the world plays meanwhile: the agent \
             trains in one copy and is evaluated in another, so they must share \
             nothing"
                .to_owned()
        })
    }

    fn is_finite(&mut self) -> Trial {
        let (first, steps) = self.episode(12);
        let rest = steps.iter().map(|step| (step.state, step.reward));
        let mut all = std::iter::once((first, 0.0)).chain(rest);
        let bad = all.find_map(|(state, reward)| not_finite(&state, reward));
        bad.map_or(Ok(()), |(name, value)| {
            Err(format!("{name} is {value}: no network can learn from it"))
        })
    }

    fn ends(&mut self) -> Trial {
        let (_, steps) = self.played(12, LONGEST_EPISODE, |_| {});
        ensure(steps.last().is_some_and(Step::is_last), || {
            format!(
                "an episode goes on after {LONGEST_EPISODE} steps: set `truncated` \
                 on the last step that you allow"
            )
        })
    }
}
