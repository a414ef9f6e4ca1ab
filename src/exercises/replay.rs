//! The judges of a memory: what it keeps, and what it draws.

use super::chance::Luck;
use super::filled::{Filled, transition};
use super::verdict::{Trial, Verdict, each, ensure, hinted};
use crate::foundations::Stream;
use crate::foundations::random::random;
use crate::replay::Replay;

/// Judges a memory that draws every stored transition equally often, such as
/// [`crate::replay::UniformReplay`]; `new` makes one for a capacity.
///
/// It may draw with or without replacement.
pub fn check_replay<R: Replay<1>>(new: impl Fn(usize) -> R) -> Verdict {
    let filled =
        |stored, capacity| Filled::new(new(capacity), [stored, capacity, capacity]);
    // One with room left, and one that was full long ago.
    let filled_twice = |trial: fn(Filled<R>) -> Trial| {
        each([12, 24], |stored| trial(filled(stored, 16)))
    };
    Verdict::new()
        .claim("a new memory is empty and as large as asked", || {
            each([3, 7], |capacity| starts_empty(&new(capacity), capacity))
        })
        .claim("len counts what is stored, up to the capacity", || {
            counts_what_is_stored(new(3))
        })
        .claim("a full memory overwrites its oldest transition", || {
            each([3, 5, 8], |stored| filled(stored, 3).draws_the_newest())
        })
        .claim("a transition comes out as it was stored", || {
            filled_twice(Filled::keeps_every_field)
        })
        .claim("`indices` names a place for each drawn transition", || {
            filled_twice(Filled::names_places)
        })
        .claim("`weights` is 1 for each drawn transition", || {
            filled(12, 16).weighs_alike()
        })
        // A claim of its own: the message of a panic does not say what was stored.
        .claim("an empty memory gives an empty sample", || {
            filled(0, 16).draws_as_many(4)
        })
        .claim("a sample is as large as asked, or all there is", || {
            each([(3, 4), (4, 4), (10, 4), (10, 1)], |(stored, asked)| {
                filled(stored, 16).draws_as_many(asked)
            })
        })
        .claim("every stored transition is drawn equally often", || {
            filled_twice(Filled::draws_equally)
        })
        .claim("all chance comes from the generator handed in", || {
            heeds_the_generator(|| filled(64, 64))
        })
}

/// Judges a memory that draws equally often from the newest `window` transitions
/// only, and from all while fewer are stored; `new` makes one for a capacity and a
/// window. A batch may be larger than the window, so it draws with replacement.
pub fn check_recent_replay<R: Replay<1>>(
    new: impl Fn(usize, usize) -> R,
) -> Verdict {
    let filled = |stored| Filled::new(new(16, 4), [stored, 16, 4]);
    // Fewer than the window; more; full, with the window across the ring's seam.
    let amounts = [3, 12, 18];
    // As wide as the memory, a window must change nothing.
    check_replay(|capacity| new(capacity, capacity))
        .claim("the window narrows what is drawn, not what is kept", || {
            filled(12).keeps_more_than_the_window()
        })
        .claim(
            "a batch is as large as asked, however narrow the window",
            || {
                each([(12, 10), (18, 7), (3, 10)], |(stored, asked)| {
                    filled(stored).draws_as_many(asked)
                })
            },
        )
        .claim("nothing older than the window is drawn", || {
            each(amounts, |stored| filled(stored).draws_the_newest())
        })
        .claim("all in the window are drawn equally often", || {
            each(amounts, |stored| filled(stored).draws_equally())
        })
}

fn starts_empty(memory: &impl Replay<1>, capacity: usize) -> Trial {
    let found = (memory.len(), memory.is_empty(), memory.capacity());
    let expected = (0, true, capacity);
    ensure(found == expected, || {
        format!(
            "a new memory for {capacity} has (len, is_empty, capacity) {found:?}, \
             but must have {expected:?}"
        )
    })
}

fn counts_what_is_stored(mut memory: impl Replay<1>) -> Trial {
    let stored = (1..=5).map(|number| {
        memory.store(transition(number));
        memory.len()
    });
    let found: Vec<usize> = stored.collect();
    let is_empty = memory.is_empty();
    ensure(found == [1, 2, 3, 3, 3] && !is_empty, || {
        let hint = hinted([(found.ends_with(&[5]), "nothing is overwritten")]);
        format!(
            "as 1 to 5 are stored one by one into a memory for 3, len is {found:?} \
             and is_empty is {is_empty}, but must be [1, 2, 3, 3, 3] and false{hint}"
        )
    })
}

/// Two memories that are filled alike draw alike from the same generator only.
fn heeds_the_generator<R: Replay<1>>(filled: impl Fn() -> Filled<R>) -> Trial {
    // Two draws of 8 out of 64, even sorted, agree once in 64! / (56! 8!) > 10⁹.
    let luck = Luck::of(|seed| {
        let (mut filled, mut random) = (filled(), random(seed, Stream::Replay));
        let mut draw = || {
            let sample = filled.sample(8, &mut random);
            filled.numbers(&sample)
        };
        Ok::<_, String>([draw()?, draw()?])
    })?;
    let (first, again) = (&luck.first, &luck.again);
    ensure(luck.repeats(), || {
        format!(
            "two memories filled alike draw {first:?} and {again:?} from the same \
             generator, but must draw the same (some chance comes from elsewhere)"
        )
    })?;
    ensure(luck.differs(), || {
        format!(
            "two memories filled alike both draw {first:?} from generators that \
             differ (the generator handed in is not used)"
        )
    })?;
    ensure(luck.goes_on(), || {
        format!(
            "one generator draws {first:?} twice in a row (draw from the generator \
             itself, not from a copy of it)"
        )
    })
}
