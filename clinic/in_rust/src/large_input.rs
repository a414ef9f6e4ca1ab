//! A world with one number in its states that is far larger than the others.

use deepq::foundations::{Describe, Description};
use deepq::prelude::{Environment, Random, Rng, RngCore, Step, Stream, random};

/// A world whose states have one number more, `N` = `S` + 1, of about `size`, as a price
/// or a clock would be. It says nothing about the world.
#[derive(Clone)]
pub struct LargeInput<E, const S: usize, const N: usize> {
    environment: E,
    size: f32,
    noise: Random,
}

impl<E, const S: usize, const N: usize> LargeInput<E, S, N> {
    /// `environment` with a number of about `size` in its states.
    pub fn new(environment: E, size: f32) -> Self {
        const { assert!(N == S + 1, "a state has one number more: N = S + 1") };
        Self {
            environment,
            size,
            noise: random(0, Stream::Starts),
        }
    }

    fn see(&mut self, state: [f32; S]) -> [f32; N] {
        let size = self.size * self.noise.gen_range(0.8..1.2);
        let mut seen = [size; N];
        seen[..S].copy_from_slice(&state);
        seen
    }
}

impl<E, const S: usize, const N: usize, const A: usize> Environment<N, A>
    for LargeInput<E, S, N>
where
    E: Environment<S, A> + Clone,
{
    fn reset(&mut self, starts: &mut Random) -> [f32; N] {
        self.noise = random(starts.next_u64(), Stream::Starts);
        let state = self.environment.reset(starts);
        self.see(state)
    }

    fn step(&mut self, action: usize) -> Step<N> {
        let step = self.environment.step(action);
        Step {
            state: self.see(step.state),
            reward: step.reward,
            terminated: step.terminated,
            truncated: step.truncated,
        }
    }

    fn enter_evaluation(&mut self) {
        self.environment.enter_evaluation();
    }
}

impl<E: Describe, const S: usize, const N: usize> Describe for LargeInput<E, S, N> {
    fn describe(&self) -> Description {
        Description::new("LargeInput")
            .with("environment", &self.environment)
            .with("size", &self.size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use deepq::prelude::CartPole;

    #[test]
    fn the_last_number_is_large_and_the_others_are_those_of_the_world() {
        let mut world = LargeInput::<_, 4, 5>::new(CartPole::new(), 100.0);
        let state = world.reset(&mut random(12, Stream::Starts));
        assert!(state[..4].iter().all(|number| number.abs() < 0.1));
        let next = world.step(0).state;
        assert!(
            [state[4], next[4]]
                .iter()
                .all(|n| (80.0..120.0).contains(n))
        );
        assert_ne!(state[4], next[4]);
    }
}
