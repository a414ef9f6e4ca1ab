//! Random numbers: one seed, one separate stream for each purpose.
//!
//! A run draws random numbers for five purposes. If they shared one generator, one
//! evaluation episode more would change every exploring action after it. Here each
//! purpose has its own stream of ChaCha8, a generator that gives the same numbers
//! on every machine.

use rand::{Error, RngCore, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// The generator of every random number in the crate.
///
/// A type of the crate's own: a notebook keeps a variable from one cell to the next
/// only if it can name the variable's type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Random(ChaCha8Rng);

impl RngCore for Random {
    fn next_u32(&mut self) -> u32 {
        self.0.next_u32()
    }

    fn next_u64(&mut self) -> u64 {
        self.0.next_u64()
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        self.0.fill_bytes(bytes);
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        self.0.try_fill_bytes(bytes)
    }
}

// ANCHOR: stream
/// What a random number is drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// The initial weights of the online network.
    Weights,
    /// The start states of training episodes.
    Starts,
    /// The actions of the exploring agent.
    Exploration,
    /// The transitions drawn from the memory.
    Replay,
    /// The start states of evaluation episodes.
    Evaluation,
}
// ANCHOR_END: stream

/// The generator of `stream` under `seed`: independent of the other four.
pub fn random(seed: u64, stream: Stream) -> Random {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    random.set_stream(stream as u64);
    Random(random)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_five_streams_of_a_seed_differ_and_each_repeats() {
        let first = |stream| random(12, stream).next_u64();
        let all = [
            Stream::Weights,
            Stream::Starts,
            Stream::Exploration,
            Stream::Replay,
            Stream::Evaluation,
        ];
        for (i, &a) in all.iter().enumerate() {
            assert_eq!(first(a), first(a));
            for &b in &all[i + 1..] {
                assert_ne!(first(a), first(b), "{a:?} and {b:?}");
            }
        }
    }
}
