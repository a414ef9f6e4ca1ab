//! Random numbers: one seed, one separate stream for each purpose.
//!
//! A run draws random numbers for five purposes. If they shared one generator, one
//! evaluation episode more would change every exploring action after it. Here each
//! purpose has its own stream of ChaCha8, a generator that gives the same numbers
//! on every machine.

use rand::SeedableRng;

/// The generator of every random number in the crate.
pub type Random = rand_chacha::ChaCha8Rng;

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

/// The generator of `stream` under `seed`: independent of the other four.
pub fn random(seed: u64, stream: Stream) -> Random {
    let mut random = Random::seed_from_u64(seed);
    random.set_stream(stream as u64);
    random
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::RngCore;

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
