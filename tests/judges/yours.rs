//! A world that a reader wrote.

use super::judged::Judged;
use deepq::exercises::Verdict;
use deepq::prelude::*;
use std::cell::Cell;
use std::fmt::{Debug, Formatter, Result as Written};
use std::sync::{Arc, Mutex};

/// A world of one number, made of what its parts do with its memory.
#[derive(Clone)]
struct World<M> {
    memory: M,
    reset: fn(&mut M, &mut Random),
    step: fn(&mut M) -> Step<1>,
}

impl<M: Debug> Debug for World<M> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Written {
        self.memory.fmt(f)
    }
}

impl<M> Environment<1, 2> for World<M>
where
    M: Clone + Debug + Send,
{
    fn reset(&mut self, random: &mut Random) -> [f32; 1] {
        (self.reset)(&mut self.memory, random);
        [0.0]
    }

    fn step(&mut self, _action: usize) -> Step<1> {
        (self.step)(&mut self.memory)
    }
}

fn step(state: f32, reward: f32, terminated: bool, truncated: bool) -> Step<1> {
    Step {
        state: [state],
        reward,
        terminated,
        truncated,
    }
}

/// The verdict on a world with this memory.
fn world<M: Clone + Debug + Send>(
    new: impl Fn() -> M,
    reset: fn(&mut M, &mut Random),
    step: fn(&mut M) -> Step<1>,
) -> Verdict {
    check_world(|| World {
        memory: new(),
        reset,
        step,
    })
}

/// Luck that all copies of a world share, in a memory that prints its own number.
#[derive(Clone)]
struct Shared {
    luck: Arc<Mutex<Random>>,
    steps: usize,
    number: usize,
}

thread_local!(static WORLDS: Cell<usize> = const { Cell::new(0) });

impl Shared {
    fn new() -> Self {
        WORLDS.set(WORLDS.get() + 1);
        Self {
            luck: Arc::new(Mutex::new(random(12, Stream::Starts))),
            steps: 0,
            number: WORLDS.get(),
        }
    }

    fn next(&mut self) -> f32 {
        self.steps += 1;
        self.luck.lock().unwrap().r#gen()
    }
}

impl Debug for Shared {
    fn fmt(&self, f: &mut Formatter<'_>) -> Written {
        write!(f, "world {}", self.number)
    }
}

#[test]
fn world_is_judged() {
    let sharing = |step: fn(&mut Shared) -> Step<1>| {
        let reset = |memory: &mut Shared, random: &mut Random| {
            memory.steps = 0;
            *memory.luck.lock().unwrap() = random.clone();
        };
        world(Shared::new, reset, step)
    };
    let seeded = |reset: fn(&mut Random, &mut Random)| {
        let step = |luck: &mut Random| step(0.0, luck.r#gen(), true, false);
        world(|| random(1, Stream::Starts), reset, step)
    };
    let counting = world(
        || Arc::new(Mutex::new(0.0)),
        |episodes, _| *episodes.lock().unwrap() += 1.0,
        |episodes| step(*episodes.lock().unwrap(), 1.0, true, false),
    );
    // Its episodes end by failure, until the steps of all together reach its limit.
    let forgetful = world(
        || (0, 0),
        |(place, _), _| *place = 0,
        |(place, steps)| {
            (*place, *steps) = (*place + 1, *steps + 1);
            step(0.0, 1.0, *place == 5, *steps >= 200)
        },
    );
    Judged::new("world")
        .right("CartPole", &check_world(CartPole::new))
        .right(
            "luck that is drawn",
            &seeded(|luck, given| *luck = random(given.r#gen(), Stream::Starts)),
        )
        .right(
            "no luck",
            &seeded(|luck, _| *luck = random(1, Stream::Starts)),
        )
        .wrong(
            "luck that is copied",
            [2],
            &seeded(|luck, given| *luck = given.clone()),
        )
        .wrong(
            "copies that share their luck",
            [2, 3, 6],
            &sharing(|memory| step(memory.next(), 1.0, false, memory.steps >= 10)),
        )
        .wrong(
            "no end",
            [2, 3, 5, 6],
            &sharing(|memory| step(memory.next(), 1.0, false, false)),
        )
        .wrong(
            "a reward that is no number",
            [2, 3, 4, 6],
            &sharing(|memory| {
                step(memory.next(), f32::INFINITY, false, memory.steps >= 10)
            }),
        )
        // The copies are not blamed for it: where episodes differ, two claims fewer.
        .wrong("it counts its episodes", [1], &counting)
        .wrong("it counts its steps on", [1], &forgetful)
        .told();
}

/// Moments by a rule for the variance, given the count, the mean and the variance
/// before, and the number.
fn moments(
    variance: fn(n: f64, old: f64, new: f64, before: f64, x: f64) -> f64,
) -> Verdict {
    check_moments(|(count, mean, before), x| {
        let n = count + 1.0;
        let new = mean + (x - mean) / n;
        (n, new, variance(n, mean, new, before, x))
    })
}

#[test]
fn moments_are_judged() {
    Judged::new("moments")
        .right(
            "Welford's",
            &moments(|n, old, new, before, x| {
                before + ((x - old) * (x - new) - before) / n
            }),
        )
        .right(
            "Chan's, as the course has it",
            &moments(|n, old, _, before, x| {
                (before * (n - 1.0) + (x - old) * (x - old) * (n - 1.0) / n) / n
            }),
        )
        .wrong(
            "the old mean twice",
            [3, 4],
            &moments(|n, old, _, before, x| {
                let square = if n == 1.0 { 0.0 } else { (x - old) * (x - old) };
                before + (square - before) / n
            }),
        )
        .wrong(
            "the new mean twice",
            [3, 4],
            &moments(|n, _, new, before, x| {
                before + ((x - new) * (x - new) - before) / n
            }),
        )
        .wrong(
            "a sum",
            [3, 4],
            &moments(|_, old, new, before, x| before + (x - old) * (x - new)),
        )
        .wrong(
            "the mean of squares",
            [4],
            &moments(|n, old, new, before, x| {
                let squares = (before + old * old) * (n - 1.0) + x * x;
                squares / n - new * new
            }),
        )
        .wrong(
            "the count stands still",
            [1, 2, 3, 4],
            &check_moments(|(_, mean, before), x| {
                let new = mean + (x - mean);
                (0.0, new, before + ((x - mean) * (x - new) - before))
            }),
        )
        .wrong(
            "divided by the count before",
            [2, 3, 4],
            &check_moments(|(count, mean, before), x| {
                let new = mean + (x - mean) / count;
                let square = (x - mean) * (x - new);
                (count + 1.0, new, before + (square - before) / count)
            }),
        )
        .told();
}

#[test]
fn layer_norm_is_judged() {
    let by = |of: fn(f32, f32, f32) -> f32| {
        check_layer_norm(move |row| {
            let n = row.len() as f32;
            let mean = row.iter().sum::<f32>() / n;
            let squares = row.iter().map(|x| (x - mean) * (x - mean));
            let variance = squares.sum::<f32>() / n;
            row.iter().map(|&x| of(x, mean, variance)).collect()
        })
    };
    Judged::new("layer_norm")
        .right("by hand", &by(|x, mean, v| (x - mean) / (v + 1e-5).sqrt()))
        .wrong("no mean", [1, 2, 3], &by(|x, _, v| x / (v + 1e-5).sqrt()))
        .wrong(
            "no root",
            [1, 2, 4],
            &by(|x, mean, v| (x - mean) / (v + 1e-5)),
        )
        .wrong(
            "ε outside the root",
            [4],
            &by(|x, mean, v| (x - mean) / (v.sqrt() + 1e-5)),
        )
        .wrong("no ε", [3, 4], &by(|x, mean, v| (x - mean) / v.sqrt()))
        .wrong(
            "the variance of a sample",
            [1, 2, 4],
            &by(|x, mean, v| (x - mean) / (1.25 * v + 1e-5).sqrt()),
        )
        .wrong("only shifted", [1, 2, 4], &by(|x, mean, _| x - mean))
        .wrong(
            "one number short",
            [1, 2, 3, 4],
            &check_layer_norm(|_| vec![0.0; 4]),
        )
        .told();
}
