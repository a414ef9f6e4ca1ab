//! A memory that has been filled, and the trials of what it draws.

use super::chance::may_be_equal;
use super::verdict::{Trial, ensure, hinted};
use crate::exploration::Clock;
use crate::foundations::random::random;
use crate::foundations::{Random, Stream};
use crate::replay::{Replay, Sample, Transition};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// The transition that is recognised by `number`, whose fields all differ.
pub(super) fn transition(number: usize) -> Transition<1> {
    Transition {
        state: [number as f32],
        action: number % 7,
        reward: -(number as f32),
        next_state: [number as f32 + 0.5],
        terminated: number.is_multiple_of(3),
        truncated: number.is_multiple_of(5),
        discount: 1.0 / (number + 1) as f32,
    }
}

/// A memory into which the transitions 1 to `stored` went.
pub(super) struct Filled<R> {
    memory: R,
    stored: usize,
    capacity: usize,
    window: usize,
}

impl<R: Replay<1>> Filled<R> {
    pub(super) fn new(
        mut memory: R,
        [stored, capacity, window]: [usize; 3],
    ) -> Self {
        (1..=stored).for_each(|number| memory.store(transition(number)));
        Self {
            memory,
            stored,
            capacity,
            window,
        }
    }

    /// The transitions that may be drawn.
    fn newest(&self) -> RangeInclusive<usize> {
        let amount = self.stored.min(self.capacity).min(self.window);
        self.stored - amount + 1..=self.stored
    }

    pub(super) fn sample(
        &mut self,
        amount: usize,
        random: &mut Random,
    ) -> Sample<1> {
        self.memory.sample(amount, Clock::default(), random)
    }

    fn draw(&mut self, amount: usize, seed: u64) -> Sample<1> {
        self.sample(amount, &mut random(seed, Stream::Replay))
    }

    /// The numbers of the transitions in `sample`, which must have some.
    pub(super) fn numbers(&self, sample: &Sample<1>) -> Result<Vec<usize>, String> {
        ensure(!sample.transitions.is_empty(), || {
            "its samples are empty".to_owned()
        })?;
        let drawn = sample.transitions.iter();
        drawn.map(|t| self.number(t)).collect()
    }

    /// The number of a transition, by its state, or else by what still tells it:
    /// that a field is lost is for one claim to say.
    fn number(&self, drawn: &Transition<1>) -> Result<usize, String> {
        let by = |same: fn(&Transition<1>, &Transition<1>) -> bool| {
            (1..=self.stored).find(|&number| same(drawn, &transition(number)))
        };
        by(|a, b| a.state == b.state)
            .or_else(|| by(|a, b| a.reward == b.reward))
            .or_else(|| by(|a, b| a.next_state == b.next_state))
            .ok_or_else(|| {
                format!("it draws a transition that was never stored: {drawn:?}")
            })
    }

    /// How often each transition comes in 4000 samples of 3.
    fn counts(&mut self) -> Result<BTreeMap<usize, usize>, String> {
        let mut counts = BTreeMap::new();
        // A generator for each sample: that an answer draws from a copy of its
        // generator is for one claim to say.
        for seed in 0..4000 {
            let sample = self.draw(3, seed);
            for number in self.numbers(&sample)? {
                *counts.entry(number).or_insert(0) += 1;
            }
        }
        Ok(counts)
    }

    pub(super) fn draws_the_newest(mut self) -> Trial {
        let newest = self.newest();
        let drawn: Vec<usize> = self.counts()?.into_keys().collect();
        ensure(drawn.iter().all(|number| newest.contains(number)), || {
            let is_old =
                self.window == self.capacity && drawn.len() > 1 && drawn[0] == 1;
            let ends = drawn.last() == Some(&self.stored);
            let hint = hinted([
                (
                    is_old && ends && drawn.len() == self.stored,
                    "it draws from all that was ever stored",
                ),
                (
                    is_old && ends,
                    "what is new takes the place of what is newest",
                ),
                (
                    is_old && self.memory.len() > self.capacity,
                    "what is new is never drawn",
                ),
                (is_old, "what is new is refused"),
            ]);
            format!(
                "after storing 1 to {} into a memory for {}, it draws from \
                 {drawn:?}, but must draw from {:?}{hint}",
                self.stored,
                self.capacity,
                newest.collect::<Vec<_>>()
            )
        })
    }

    pub(super) fn draws_equally(mut self) -> Trial {
        let newest = self.newest();
        let amount = newest.clone().count();
        let mut counts = self.counts()?;
        // What is never drawn counts 0. That other transitions are drawn in place
        // of the newest is for another claim to say.
        for number in newest.rev() {
            if counts.len() < amount {
                counts.entry(number).or_insert(0);
            }
        }
        equal(&counts)
    }

    pub(super) fn keeps_every_field(mut self) -> Trial {
        for seed in 0..100 {
            let sample = self.draw(3, seed);
            let numbers = self.numbers(&sample)?;
            for (number, drawn) in numbers.into_iter().zip(sample.transitions) {
                came_out_as_stored(number, &drawn)?;
            }
        }
        Ok(())
    }

    /// As many indices as transitions, and one index for one transition.
    pub(super) fn names_places(mut self) -> Trial {
        let mut at_index = BTreeMap::new();
        let mut place_of = BTreeMap::new();
        for seed in 0..100 {
            let sample = self.draw(3, seed);
            let (drawn, named) = (sample.transitions.len(), sample.indices.len());
            ensure(drawn == named, || {
                format!("a sample of {drawn} transitions has {named} indices")
            })?;
            let numbers = self.numbers(&sample)?;
            for (number, index) in numbers.into_iter().zip(sample.indices) {
                let before = *at_index.entry(index).or_insert(number);
                ensure(before == number, || {
                    format!(
                        "index {index} names transition {before} in one sample and \
                         {number} in another (name places in the memory, not in \
                         the sample)"
                    )
                })?;
                let place = *place_of.entry(number).or_insert(index);
                ensure(place == index, || {
                    format!(
                        "transition {number} has index {place} in one sample and \
                         {index} in another, though nothing was stored in between"
                    )
                })?;
            }
        }
        Ok(())
    }

    pub(super) fn weighs_alike(mut self) -> Trial {
        let sample = self.draw(3, 1);
        let expected = vec![1.0; self.numbers(&sample)?.len()];
        let found = sample.weights;
        ensure(found == expected, || {
            format!("the weights are {found:?}, but must be {expected:?}")
        })
    }

    pub(super) fn draws_as_many(mut self, asked: usize) -> Trial {
        let found = self.draw(asked, 1).transitions.len();
        let expected = asked.min(self.stored);
        ensure(found == expected, || {
            format!(
                "with {} stored, a sample of {asked} holds {found}, but must hold \
                 {expected}",
                self.stored
            )
        })
    }

    pub(super) fn keeps_more_than_the_window(&self) -> Trial {
        let found = (self.memory.len(), self.memory.capacity());
        let expected = (self.stored, self.capacity);
        ensure(found == expected, || {
            format!(
                "after storing 1 to {} into a memory for {} with a window of {}, it \
                 has (len, capacity) {found:?}, but must have {expected:?}",
                self.stored, self.capacity, self.window
            )
        })
    }
}

/// Every field of `drawn` must be that of the transition `number`.
fn came_out_as_stored(number: usize, drawn: &Transition<1>) -> Trial {
    let fields = |t: &Transition<1>| {
        [
            format!("state {:?}", t.state),
            format!("action {}", t.action),
            format!("reward {}", t.reward),
            format!("next_state {:?}", t.next_state),
            format!("terminated {}", t.terminated),
            format!("truncated {}", t.truncated),
        ]
    };
    let (found, expected) = (fields(drawn), fields(&transition(number)));
    let differing = found.into_iter().zip(expected).filter(|(a, b)| a != b);
    let (found, expected): (Vec<_>, Vec<_>) = differing.unzip();
    ensure(found.is_empty(), || {
        format!(
            "transition {number} comes out with {}, but was stored with {}",
            found.join(", "),
            expected.join(", ")
        )
    })
}

/// The counts must be those of equal chances.
fn equal(counts: &BTreeMap<usize, usize>) -> Trial {
    let times: Vec<usize> = counts.values().copied().collect();
    ensure(may_be_equal(&times), || {
        let by_count = |(_, count): &(&usize, &usize)| **count;
        let (rarest, few) = counts.iter().min_by_key(by_count).expect(NOT_EMPTY);
        let (commonest, many) = counts.iter().max_by_key(by_count).expect(NOT_EMPTY);
        let (draws, amount) = (times.iter().sum::<usize>(), times.len());
        let mean = draws as f64 / amount as f64;
        // From never drawn to drawn, or back, once.
        let is_gap = times.contains(&0);
        let hint = hinted([
            (
                is_gap && times.is_sorted_by_key(|&count| count > 0),
                "only the newest are ever drawn",
            ),
            (
                is_gap && times.is_sorted_by_key(|&count| count == 0),
                "the newest are never drawn",
            ),
        ]);
        format!(
            "in {draws} draws from {amount} transitions, {rarest} comes {few} times \
             and {commonest} comes {many} times, but each must come about {mean:.0} \
             times{hint}"
        )
    })
}

const NOT_EMPTY: &str = "an answer without draws was turned away";
