//! Playing episodes: what every agent does alike, however it learns.

use crate::dqn::Learner;
use crate::error::Error;
use crate::exploration::{ActionRule, Clock, Schedule};
use crate::foundations::environment::{Environment, Step, not_finite};
use crate::foundations::network::QNetwork;
use crate::foundations::random::{Random, Stream, random};
use crate::foundations::tensors::greedy;
use crate::foundations::weights::Weights;
use crate::replay::{PrioritySpread, Transition};
use crate::report::{EpisodeReport, Tally};
use rand::RngCore;
use std::cell::Cell;

/// All of an agent that touches a tensor.
pub(crate) trait Training<const S: usize, const A: usize> {
    fn episode(&mut self) -> Result<EpisodeReport, Error>;
    fn environment(&self) -> Box<dyn Environment<S, A>>;
    fn q_values(&self, states: &[[f32; S]]) -> Vec<[f32; A]>;
    fn weights(&self) -> Weights;
    fn set_weights(&mut self, weights: &Weights) -> Result<(), Error>;
}

/// What plays: the networks, the environment, the clock, and what is random about
/// playing.
pub(crate) struct Play<N, const S: usize, const A: usize> {
    pub(crate) learner: Learner<N>,
    environment: Box<dyn Environment<S, A>>,
    pub(crate) clock: Clock,
    starts: Random,
    exploration: Random,
}

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Play<N, S, A> {
    pub(crate) fn new(
        environment: Box<dyn Environment<S, A>>,
        learning_rate: f64,
        seed: u64,
    ) -> Self {
        let initial = random(seed, Stream::Weights).next_u64();
        Self {
            learner: Learner::new(initial, learning_rate),
            environment,
            clock: Clock::default(),
            starts: random(seed, Stream::Starts),
            exploration: random(seed, Stream::Exploration),
        }
    }

    /// Chooses an action in `state`, and plays it.
    pub(crate) fn act(
        &mut self,
        rule: &dyn ActionRule<A>,
        exploration: &dyn Schedule,
        state: [f32; S],
        tally: &mut Tally,
    ) -> Result<(Transition<S>, Step<S>), Error> {
        tally.epsilon = exploration.value(self.clock);
        let best_action = Cell::new(None);
        let q_values = || {
            let q_values = self.learner.q_values(&[state])[0];
            best_action.set(Some(greedy(&q_values)));
            q_values
        };
        let action = rule.choose(&q_values, tally.epsilon, &mut self.exploration)?;
        tally.greedy_steps += usize::from(best_action.get() == Some(action));
        let step = self.environment.step(action);
        check_finite(&step.state, step.reward, tally.steps + 1, self.clock)?;
        Ok((Transition::new(state, action, &step), step))
    }
}

/// An agent that plays episodes and learns on each step, in its own way.
pub(crate) trait Stepwise<const S: usize, const A: usize> {
    type Network: QNetwork<S, A>;

    fn play(&self) -> &Play<Self::Network, S, A>;

    fn play_mut(&mut self) -> &mut Play<Self::Network, S, A>;

    /// Acts in `state`, and learns.
    fn step(&mut self, state: [f32; S], tally: &mut Tally)
    -> Result<Step<S>, Error>;

    fn priorities(&self) -> Option<PrioritySpread> {
        None
    }
}

impl<T: Stepwise<S, A>, const S: usize, const A: usize> Training<S, A> for T {
    fn episode(&mut self) -> Result<EpisodeReport, Error> {
        let mut tally = Tally::default();
        let play = self.play_mut();
        let mut state = play.environment.reset(&mut play.starts);
        check_finite(&state, 0.0, 0, play.clock)?;
        loop {
            let step = self.step(state, &mut tally)?;
            state = step.state;
            self.play_mut().clock.step += 1;
            tally.steps += 1;
            tally.episode_return += f64::from(step.reward);
            if step.is_last() {
                let priorities = self.priorities();
                let play = self.play_mut();
                play.clock.episode += 1;
                let cut = !step.terminated;
                return Ok(tally.report(play.clock, cut, &play.learner, priorities));
            }
        }
    }

    fn environment(&self) -> Box<dyn Environment<S, A>> {
        self.play().environment.clone()
    }

    fn q_values(&self, states: &[[f32; S]]) -> Vec<[f32; A]> {
        self.play().learner.q_values(states)
    }

    fn weights(&self) -> Weights {
        Weights::of(&self.play().learner.online)
    }

    fn set_weights(&mut self, weights: &Weights) -> Result<(), Error> {
        let learner = &mut self.play_mut().learner;
        weights.copy_into(&mut learner.online)?;
        learner.target.clone_from(&learner.online);
        Ok(())
    }
}

/// An environment that returns NaN would poison every weight in a few steps.
fn check_finite(
    state: &[f32],
    reward: f32,
    step: usize,
    clock: Clock,
) -> Result<(), Error> {
    match not_finite(state, reward) {
        None => Ok(()),
        Some((what, value)) => Err(Error::NotFinite {
            what,
            value,
            step,
            episode: clock.episode + 1,
        }),
    }
}
