//! Evaluation: how well the greedy policy plays.

use crate::agent::Agent;
use crate::foundations::environment::Environment;
use crate::foundations::random::{Random, Stream, random};
use crate::foundations::tensors::greedy;

// ANCHOR: evaluation
/// Plays greedy episodes in environments of its own, from start states of its own
/// random stream: evaluating an agent changes nothing about its training.
pub struct Evaluation<const S: usize, const A: usize> {
    environments: Vec<Box<dyn Environment<S, A>>>,
    starts: Random,
}

/// One evaluation episode that is being played.
struct Player<'a, const S: usize, const A: usize> {
    environment: &'a mut Box<dyn Environment<S, A>>,
    state: [f32; S],
    episode_return: f64,
    is_over: bool,
}

impl<const S: usize, const A: usize> Evaluation<S, A> {
    /// An evaluation of `agent` by `episodes` episodes at a time.
    pub fn new(agent: &Agent<S, A>, episodes: usize, seed: u64) -> Self {
        Self {
            environments: (0..episodes).map(|_| agent.environment()).collect(),
            starts: random(seed, Stream::Evaluation),
        }
    }

    /// The return of each episode when `agent` acts greedily.
    ///
    /// All episodes are played in step: the states of one moment go through the
    /// network as one batch.
    pub fn returns(&mut self, agent: &Agent<S, A>) -> Vec<f64> {
        let mut players: Vec<_> = self
            .environments
            .iter_mut()
            .map(|environment| Player {
                state: environment.reset(&mut self.starts),
                environment,
                episode_return: 0.0,
                is_over: false,
            })
            .collect();
        loop {
            let mut playing: Vec<_> = players
                .iter_mut()
                .filter(|player| !player.is_over)
                .collect();
            if playing.is_empty() {
                break;
            }
            let states: Vec<_> = playing.iter().map(|player| player.state).collect();
            let q_values = agent.q_values(&states);
            for (player, q) in playing.iter_mut().zip(&q_values) {
                player.play(greedy(q));
            }
        }
        players.iter().map(|player| player.episode_return).collect()
    }

    /// The mean return of the episodes: the score.
    pub fn score(&mut self, agent: &Agent<S, A>) -> f64 {
        let returns = self.returns(agent);
        returns.iter().sum::<f64>() / returns.len() as f64
    }
}
// ANCHOR_END: evaluation

impl<const S: usize, const A: usize> Player<'_, S, A> {
    fn play(&mut self, action: usize) {
        let step = self.environment.step(action);
        self.state = step.state;
        self.episode_return += f64::from(step.reward);
        self.is_over = step.is_last();
    }
}
