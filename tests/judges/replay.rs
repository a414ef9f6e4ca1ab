//! A memory that draws all alike, and one that draws from its newest.

use super::judged::Judged;
use deepq::exercises::Verdict;
use deepq::prelude::*;
use rand::{RngCore, seq::index};
use std::cell::Cell;
use std::collections::VecDeque;
use std::fmt::Debug;

/// A memory that is right but for the parts that a test replaces.
struct Memory {
    capacity: usize,
    window: usize,
    held: VecDeque<Transition<1>>,
    stored_ever: usize,
    store: fn(&mut Memory, Transition<1>),
    len: fn(&Memory) -> usize,
    /// The places that are drawn.
    draw: Draw,
    /// The last word on a sample.
    corrupt: fn(&mut Sample<1>),
}

type Draw = fn(&Memory, usize, &mut Random) -> Vec<usize>;

/// Draws without replacement.
fn right(capacity: usize) -> Memory {
    recent(capacity, capacity)
}

/// Draws without replacement from the newest `window`, and with replacement where
/// they are too few.
fn recent(capacity: usize, window: usize) -> Memory {
    Memory {
        capacity,
        window,
        held: VecDeque::new(),
        stored_ever: 0,
        store: |memory, transition| {
            if memory.held.len() == memory.capacity {
                memory.held.pop_front();
            }
            memory.held.push_back(transition);
        },
        len: |memory| memory.held.len(),
        draw: |memory, amount, random| {
            let len = memory.held.len();
            let (window, amount) = (len.min(memory.window), amount.min(len));
            let drawn = if amount <= window {
                index::sample(random, window, amount).into_vec()
            } else {
                with_replacement(window, amount, random)
            };
            drawn.iter().map(|place| len - window + place).collect()
        },
        corrupt: |_| (),
    }
}

/// Draws from all that `memory` holds, with replacement.
fn from_all(
    memory: &Memory,
    amount: usize,
    random: &mut impl RngCore,
) -> Vec<usize> {
    let len = memory.held.len();
    with_replacement(len, amount.min(len), random)
}

/// Draws from the newest `window`, with replacement.
fn from_newest(
    memory: &Memory,
    window: usize,
    amount: usize,
    random: &mut Random,
) -> Vec<usize> {
    let len = memory.held.len();
    let window = len.min(window);
    let places = with_replacement(window, amount.min(len), random);
    places.iter().map(|place| len - window + place).collect()
}

/// Draws `amount` places out of `len` with replacement.
fn with_replacement(
    len: usize,
    amount: usize,
    random: &mut impl RngCore,
) -> Vec<usize> {
    (0..amount).map(|_| random.gen_range(0..len)).collect()
}

impl Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Memory")
    }
}

impl Replay<1> for Memory {
    fn store(&mut self, transition: Transition<1>) {
        self.stored_ever += 1;
        (self.store)(self, transition);
    }

    fn sample(
        &mut self,
        batch_size: usize,
        _clock: Clock,
        random: &mut Random,
    ) -> Sample<1> {
        let indices = (self.draw)(self, batch_size, random);
        let mut sample = Sample {
            transitions: indices.iter().map(|&place| self.held[place]).collect(),
            weights: vec![1.0; indices.len()],
            indices,
        };
        (self.corrupt)(&mut sample);
        sample
    }

    fn len(&self) -> usize {
        (self.len)(self)
    }

    fn capacity(&self) -> usize {
        self.capacity
    }
}

fn storing(store: fn(&mut Memory, Transition<1>)) -> Verdict {
    check_replay(|capacity| Memory {
        store,
        ..right(capacity)
    })
}

fn counting(len: fn(&Memory) -> usize) -> Verdict {
    check_replay(|capacity| Memory {
        len,
        ..right(capacity)
    })
}

fn drawing(draw: Draw) -> Verdict {
    check_replay(|capacity| Memory {
        draw,
        ..right(capacity)
    })
}

fn corrupting(corrupt: fn(&mut Sample<1>)) -> Verdict {
    check_replay(|capacity| Memory {
        corrupt,
        ..right(capacity)
    })
}

/// A memory of 4 or 16 places, for 3 or 16, that holds no more than it should.
fn padded(capacity: usize) -> Memory {
    Memory {
        capacity: capacity.next_power_of_two(),
        store: |memory, transition| {
            memory.held.push_back(transition);
            let capacity = memory.capacity;
            if memory.held.len() > (if capacity == 4 { 3 } else { capacity }) {
                memory.held.pop_front();
            }
        },
        ..right(capacity)
    }
}

/// A transition that nobody stored.
const BLANK: Transition<1> = Transition {
    state: [0.0],
    action: 0,
    reward: 0.0,
    next_state: [0.0],
    terminated: false,
    truncated: false,
    discount: 1.0,
};

#[test]
fn what_a_memory_holds_is_judged() {
    let growing = |capacity| Memory {
        store: |memory, transition| memory.held.push_back(transition),
        window: 100,
        ..right(capacity)
    };
    let growing_unseen = |capacity| Memory {
        draw: |memory, amount, random| {
            let within = memory.held.len().min(memory.capacity);
            with_replacement(within, amount.min(within), random)
        },
        ..growing(capacity)
    };
    let blank_at_first = |capacity| Memory {
        held: vec![BLANK; capacity].into(),
        len: |memory| memory.held.iter().filter(|t| t.state != [0.0]).count(),
        ..right(capacity)
    };
    let sorted = |memory: &Memory, amount, random: &mut Random| {
        let mut places = (right(0).draw)(memory, amount, random);
        places.sort_unstable();
        places
    };
    Judged::new("replay_holds")
        .right("UniformReplay", &check_replay(UniformReplay::new))
        .right("without replacement", &check_replay(right))
        .right("with replacement", &drawing(from_all))
        .right("a sorted sample", &drawing(sorted))
        .wrong("another capacity", [1], &check_replay(padded))
        .wrong(
            "one capacity for all",
            [1, 8, 9],
            &check_replay(|_| right(3)),
        )
        .wrong(
            "len counts past the capacity",
            [2],
            &counting(|m| m.stored_ever),
        )
        .wrong("len never counts", [2], &counting(|_| 0))
        .wrong("it grows", [2, 3], &check_replay(growing))
        .wrong(
            "it grows and draws below its capacity",
            [2, 3],
            &check_replay(growing_unseen),
        )
        .wrong(
            "it refuses when full",
            [3],
            &storing(|memory, transition| {
                if memory.held.len() < memory.capacity {
                    memory.held.push_back(transition);
                }
            }),
        )
        .wrong(
            "it overwrites its newest",
            [3],
            &storing(|memory, transition| {
                if memory.held.len() == memory.capacity {
                    memory.held.pop_back();
                }
                memory.held.push_back(transition);
            }),
        )
        .wrong(
            "it overwrites once around",
            [3],
            &storing(|memory, transition| {
                if memory.stored_ever <= 2 * memory.capacity {
                    (right(0).store)(memory, transition);
                }
            }),
        )
        .wrong(
            "it panics when full",
            [2, 3, 4, 5, 9],
            &storing(|memory, transition| {
                assert!(memory.held.len() < memory.capacity, "full at 3 or 16");
                memory.held.push_back(transition);
            }),
        )
        .wrong(
            "it draws what was never stored",
            [4, 5, 6, 7, 8, 9],
            &check_replay(blank_at_first),
        )
        .wrong(
            "it cannot be made",
            [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
            &check_replay(|_| -> Memory { todo!("the exercise") }),
        )
        .told();
}

#[test]
fn what_a_memory_gives_back_is_judged() {
    let keeping_rewards = |memory: &mut Memory, mut transition: Transition<1>| {
        if memory.held.len() == memory.capacity {
            transition.reward = memory.held[0].reward;
        }
        (right(0).store)(memory, transition);
    };
    Judged::new("replay_gives")
        .wrong(
            "terminated is lost",
            [4],
            &corrupting(|sample| {
                sample
                    .transitions
                    .iter_mut()
                    .for_each(|t| t.terminated = false);
            }),
        )
        .wrong(
            "truncated is lost",
            [4],
            &corrupting(|sample| {
                sample
                    .transitions
                    .iter_mut()
                    .for_each(|t| t.truncated = false);
            }),
        )
        .wrong(
            "state and next state are swapped",
            [4],
            &corrupting(|sample| {
                for t in &mut sample.transitions {
                    std::mem::swap(&mut t.state, &mut t.next_state);
                }
            }),
        )
        .wrong(
            "three fields are lost",
            [4],
            &corrupting(|sample| {
                for t in &mut sample.transitions {
                    (t.next_state, t.action, t.reward) = (t.state, 0, f32::NAN);
                }
            }),
        )
        .wrong(
            "it overwrites all fields but one",
            [4],
            &storing(keeping_rewards),
        )
        .wrong(
            "no indices",
            [5],
            &corrupting(|sample| sample.indices.clear()),
        )
        .wrong(
            "places in the sample",
            [5],
            &corrupting(|sample| {
                sample.indices = (0..sample.transitions.len()).collect();
            }),
        )
        .wrong(
            "several indices for one",
            [5],
            &corrupting(|sample| {
                for (position, index) in sample.indices.iter_mut().enumerate() {
                    *index += 100 * position;
                }
            }),
        )
        .wrong("weights of ½", [6], &corrupting(|s| s.weights.fill(0.5)))
        .wrong(
            "weights that are no number",
            [6],
            &corrupting(|sample| sample.weights.fill(f32::NAN)),
        )
        .wrong("no weights", [6], &corrupting(|s| s.weights.clear()))
        .wrong(
            "a weight too many",
            [6],
            &corrupting(|s| s.weights.push(1.0)),
        )
        .told();
}

#[test]
fn how_much_a_memory_draws_is_judged() {
    Judged::new("replay_sizes")
        .wrong(
            "it draws from nothing",
            [7],
            &drawing(|memory, amount, random| {
                let len = memory.held.len();
                with_replacement(len, amount.min(len.max(1)), random)
            }),
        )
        .wrong(
            "too few",
            [8],
            &drawing(|memory, amount, random| {
                (right(0).draw)(memory, amount - 1, random)
            }),
        )
        .wrong(
            "more than there is",
            [8],
            &drawing(|memory, amount, random| match memory.held.len() {
                0 => Vec::new(),
                len => with_replacement(len, amount, random),
            }),
        )
        .wrong(
            "it panics when it has too little",
            [7, 8],
            &drawing(|memory, amount, random| {
                assert!(amount <= memory.held.len(), "not enough");
                (right(0).draw)(memory, amount, random)
            }),
        )
        .wrong(
            "its samples are empty",
            [3, 4, 5, 6, 8, 9, 10],
            &drawing(|_, _, _| Vec::new()),
        )
        .told();
}

thread_local!(static CURSOR: Cell<u64> = const { Cell::new(0) });

/// A generator that nobody handed in.
fn own() -> Random {
    CURSOR.set(CURSOR.get() + 1);
    random(CURSOR.get() - 1, Stream::Replay)
}

#[test]
fn how_a_memory_draws_is_judged() {
    // A cursor stands for any stream that the memory carries with it.
    let with_its_own = |capacity| {
        CURSOR.set(0);
        Memory {
            draw: |memory, amount, _| from_all(memory, amount, &mut own()),
            ..right(capacity)
        }
    };
    Judged::new("replay_chance")
        .wrong(
            "the older half",
            [9],
            &drawing(|memory, amount, random| {
                let len = memory.held.len();
                let half = if amount < len { len.div_ceil(2) } else { len };
                with_replacement(half, amount.min(len), random)
            }),
        )
        .wrong(
            "never the newest",
            [9],
            &drawing(|memory, amount, random| {
                let len = memory.held.len();
                let end = if len > 1 { len - 1 } else { len };
                with_replacement(end, amount.min(len), random)
            }),
        )
        .wrong(
            "the newer half",
            [9],
            &drawing(|memory, amount, random| {
                let len = memory.held.len();
                let past = if amount < len { len / 2 } else { 0 };
                let place = |_| random.gen_range(past..len);
                (0..amount.min(len)).map(place).collect()
            }),
        )
        .wrong(
            // A ring of 16 with 24 stored has its newest at place 7.
            "up to the place of the newest",
            [9],
            &drawing(|memory, amount, random| {
                let (newest, len) = (memory.stored_ever, memory.held.len());
                let is_round = newest > 16 && len == 16;
                let within = if is_round { newest - 16 } else { len };
                let place = |_| len - 1 - random.gen_range(0..within);
                (0..amount.min(len)).map(place).collect()
            }),
        )
        .wrong(
            "some are preferred",
            [9],
            &drawing(|memory, amount, random| {
                let len = memory.held.len();
                let place = |_| {
                    let [a, b]: [usize; 2] =
                        std::array::from_fn(|_| random.gen_range(0..len));
                    if random.gen_bool(0.2) { a.max(b) } else { a }
                };
                (0..amount.min(len)).map(place).collect()
            }),
        )
        .wrong(
            "always the newest",
            [9, 10],
            &drawing(|memory, amount, _| {
                let len = memory.held.len();
                (len - amount.min(len)..len).collect()
            }),
        )
        .wrong(
            "chance from elsewhere",
            [10],
            &drawing(|memory, amount, _| from_all(memory, amount, &mut own())),
        )
        .wrong("a generator of its own", [10], &check_replay(with_its_own))
        .wrong(
            "a copy of the generator",
            [10],
            &drawing(|memory, amount, random| {
                from_all(memory, amount, &mut random.clone())
            }),
        )
        .told();
}

#[test]
fn a_window_is_judged() {
    let drawing = |draw: Draw| {
        check_recent_replay(|capacity, window| Memory {
            draw,
            ..recent(capacity, window)
        })
    };
    Judged::new("recent_replay")
        .right("without replacement", &check_recent_replay(recent))
        .right(
            "with replacement",
            &drawing(|m, amount, random| from_newest(m, m.window, amount, random)),
        )
        .wrong(
            "no window",
            [13],
            &check_recent_replay(|capacity, _| UniformReplay::new(capacity)),
        )
        .wrong(
            "it keeps the window only",
            [11, 12],
            &check_recent_replay(|_, window| right(window)),
        )
        .wrong(
            "the wrong end",
            [13],
            &drawing(|memory, amount, random| {
                let len = memory.held.len();
                with_replacement(len.min(memory.window), amount.min(len), random)
            }),
        )
        .wrong(
            // 17 and 18 are at the places 0 and 1, and the window stops there.
            "it ends at the seam of the ring",
            [14],
            &drawing(|memory, amount, random| {
                let narrow = if memory.stored_ever == 18 { 2 } else { 16 };
                from_newest(memory, memory.window.min(narrow), amount, random)
            }),
        )
        .wrong(
            "one too wide",
            [13],
            &check_recent_replay(|capacity, window| recent(capacity, window + 1)),
        )
        .wrong(
            "it waits to be full",
            [14],
            &drawing(|memory, amount, random| {
                let (len, window) = (memory.held.len(), memory.window);
                if len < window && window < memory.capacity {
                    return vec![0; amount.min(len)];
                }
                from_newest(memory, window, amount, random)
            }),
        )
        .wrong(
            "it narrows the batch",
            [12],
            &drawing(|memory, amount, random| {
                let amount = amount.min(memory.window);
                from_newest(memory, memory.window, amount, random)
            }),
        )
        .told();
}

#[test]
fn draws_are_judged() {
    let by = |of: fn(f64, f64, f64, f64) -> f64| {
        check_draws(|batch, every, steps, capacity| {
            of(batch as f64, every as f64, steps as f64, capacity as f64)
        })
    };
    Judged::new("draws")
        .right(
            "B steps / every",
            &by(|b, every, steps, _| b * steps / every),
        )
        .wrong(
            "one of a batch",
            [1, 2, 3, 4, 5],
            &by(|_, every, steps, _| steps / every),
        )
        .wrong(
            "by the capacity",
            [1, 2, 3, 4, 5],
            &by(|b, every, steps, capacity| b * steps / every / capacity),
        )
        .wrong(
            "the inverse ratio",
            [2, 3, 4],
            &by(|b, every, steps, _| b * every / steps),
        )
        .wrong(
            "learn_every is missing",
            [2, 4],
            &by(|b, _, steps, _| b * steps),
        )
        .wrong(
            "learner_steps is missing",
            [3],
            &by(|b, every, _, _| b / every),
        )
        .wrong(
            "whole numbers",
            [4],
            &check_draws(|b, every, steps, _| (b * steps / every) as f64),
        )
        .wrong(
            "a large memory forgets",
            [5],
            &by(|b, every, steps, capacity| {
                b * steps / every * (1_000.0 / capacity).min(1.0)
            }),
        )
        .told();
}
