//! The agent: the loop that acts, remembers and learns, one episode after another.

use crate::dqn::Learner;
use crate::error::Error;
use crate::exploration::{ActionRule, Clock};
use crate::foundations::environment::{Environment, Step, not_finite};
use crate::foundations::network::QNetwork;
use crate::foundations::random::{Random, Stream, random};
use crate::foundations::tensors::greedy;
use crate::foundations::weights::Weights;
use crate::recipe::{Recipe, RecipeCard};
use crate::replay::{Replay, Sample, Transition};
use crate::report::{EpisodeReport, Tally};
use rand::RngCore;
use std::cell::Cell;

/// A learning agent: an endless iterator of [`EpisodeReport`]s.
///
/// ```
/// use deepq::prelude::*;
///
/// let mut agent = Agent::new(dqn(), 12)?;
/// for report in agent.by_ref().take(3) {
///     let report = report?;
///     println!("episode {}: {}", report.episode, report.episode_return);
/// }
/// let action = agent.act([0.0; 4]);
/// assert!(action < 2);
/// # Ok::<(), Error>(())
/// ```
///
/// Each `next` plays one whole episode, so the environment must end its episodes.
/// After an error the agent stays at that error's episode and yields `None`.
pub struct Agent<const S: usize, const A: usize> {
    // dfdx numbers its tensors with a static counter. Code that is compiled into
    // separate libraries, as the cells of a notebook are, has one counter each, and
    // tensors of two counters get mixed up. The trait object keeps all tensor work
    // in the library where the agent was made.
    training: Box<dyn Training<S, A>>,
    card: RecipeCard,
    has_failed: bool,
}

impl<const S: usize, const A: usize> Agent<S, A> {
    /// An untrained agent. All that is random about it follows from `seed`.
    ///
    /// # Errors
    /// Those of [`Recipe::check`].
    pub fn new<N: QNetwork<S, A>>(
        recipe: Recipe<N, S, A>,
        seed: u64,
    ) -> Result<Self, Error> {
        recipe.check()?;
        let card = recipe.card();
        Ok(Self::of(card, Box::new(Trainer::new(recipe, seed))))
    }

    /// An agent that trains in its own way.
    pub(crate) fn of(card: RecipeCard, training: Box<dyn Training<S, A>>) -> Self {
        Self {
            training,
            card,
            has_failed: false,
        }
    }

    /// The recipe of the agent, in words.
    pub fn card(&self) -> &RecipeCard {
        &self.card
    }

    /// A fresh copy of the environment that the agent learns in.
    pub fn environment(&self) -> Box<dyn Environment<S, A>> {
        self.training.environment()
    }

    /// Q(s, ·; θ) of each state.
    pub fn q_values(&self, states: &[[f32; S]]) -> Vec<[f32; A]> {
        self.training.q_values(states)
    }

    /// The greedy action argmaxₐ Q(s, a; θ).
    pub fn act(&self, state: [f32; S]) -> usize {
        greedy(&self.q_values(&[state])[0])
    }

    /// A copy of the online network's weights θ.
    pub fn weights(&self) -> Weights {
        self.training.weights()
    }

    /// Replaces θ and θ⁻ by `weights`.
    ///
    /// # Errors
    /// Those of [`Weights::copy_into`].
    pub fn set_weights(&mut self, weights: &Weights) -> Result<(), Error> {
        self.training.set_weights(weights)
    }
}

impl<const S: usize, const A: usize> Iterator for Agent<S, A> {
    type Item = Result<EpisodeReport, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.has_failed {
            return None;
        }
        let report = self.training.episode();
        self.has_failed = report.is_err();
        Some(report)
    }
}

impl<const S: usize, const A: usize> std::fmt::Debug for Agent<S, A> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Agent").field(&self.card).finish()
    }
}

/// All of an agent that touches a tensor.
pub(crate) trait Training<const S: usize, const A: usize> {
    fn episode(&mut self) -> Result<EpisodeReport, Error>;
    fn environment(&self) -> Box<dyn Environment<S, A>>;
    fn q_values(&self, states: &[[f32; S]]) -> Vec<[f32; A]>;
    fn weights(&self) -> Weights;
    fn set_weights(&mut self, weights: &Weights) -> Result<(), Error>;
}

struct Trainer<N, const S: usize, const A: usize> {
    recipe: Recipe<N, S, A>,
    learner: Learner<N>,
    environment: Box<dyn Environment<S, A>>,
    clock: Clock,
    starts: Random,
    exploration: Random,
    replay: Random,
}

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Trainer<N, S, A> {
    fn new(recipe: Recipe<N, S, A>, seed: u64) -> Self {
        let initial = random(seed, Stream::Weights).next_u64();
        Self {
            learner: Learner::new(initial, recipe.learning_rate),
            environment: recipe.environment.clone(),
            clock: Clock::default(),
            starts: random(seed, Stream::Starts),
            exploration: random(seed, Stream::Exploration),
            replay: random(seed, Stream::Replay),
            recipe,
        }
    }

    // ANCHOR: step
    /// Act, remember, learn, and let the target network follow: one step.
    fn step(
        &mut self,
        state: [f32; S],
        tally: &mut Tally,
    ) -> Result<Step<S>, Error> {
        tally.epsilon = self.recipe.exploration.value(self.clock);
        let rule = &*self.recipe.action_rule;
        let action =
            choose(rule, &self.learner, state, &mut self.exploration, tally)?;
        let step = self.environment.step(action);
        check_finite(&step.state, step.reward, tally.steps + 1, self.clock)?;
        let transition = Transition::new(state, action, &step);
        self.recipe.replay.store(transition);
        if self.recipe.replay.len() > self.recipe.warm_up {
            self.learn(tally)?;
        }
        self.recipe.target_update.update(
            &mut self.learner.target,
            &self.learner.online,
            self.clock.step,
        );
        self.clock.step += 1;
        Ok(step)
    }

    fn learn(&mut self, tally: &mut Tally) -> Result<(), Error> {
        let batch_size = self.recipe.batch_size;
        let sample = self.recipe.replay.sample(batch_size, &mut self.replay);
        let bootstrap = &*self.recipe.bootstrap;
        let lesson = self.learner.learn(&sample, bootstrap, self.recipe.gamma)?;
        tally.add(&lesson, mean_age(&*self.recipe.replay, &sample));
        self.recipe
            .replay
            .update(&sample.indices, &lesson.td_errors);
        Ok(())
    }
    // ANCHOR_END: step
}

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Training<S, A>
    for Trainer<N, S, A>
{
    fn episode(&mut self) -> Result<EpisodeReport, Error> {
        let mut tally = Tally::default();
        let mut state = self.environment.reset(&mut self.starts);
        check_finite(&state, 0.0, 0, self.clock)?;
        loop {
            let step = self.step(state, &mut tally)?;
            state = step.state;
            tally.steps += 1;
            tally.episode_return += f64::from(step.reward);
            if step.is_last() {
                self.clock.episode += 1;
                let priorities = self.recipe.replay.priorities();
                let cut = !step.terminated;
                return Ok(tally.report(self.clock, cut, &self.learner, priorities));
            }
        }
    }

    fn environment(&self) -> Box<dyn Environment<S, A>> {
        self.recipe.environment.clone()
    }

    fn q_values(&self, states: &[[f32; S]]) -> Vec<[f32; A]> {
        self.learner.q_values(states)
    }

    fn weights(&self) -> Weights {
        Weights::of(&self.learner.online)
    }

    fn set_weights(&mut self, weights: &Weights) -> Result<(), Error> {
        weights.copy_into(&mut self.learner.online)?;
        self.learner.target.clone_from(&self.learner.online);
        Ok(())
    }
}

/// The action that `rule` chooses in `state`, with the ε of `tally`.
pub(crate) fn choose<N: QNetwork<S, A>, const S: usize, const A: usize>(
    rule: &dyn ActionRule<A>,
    learner: &Learner<N>,
    state: [f32; S],
    random: &mut Random,
    tally: &mut Tally,
) -> Result<usize, Error> {
    let best_action = Cell::new(None);
    let q_values = || {
        let q_values = learner.q_values(&[state])[0];
        best_action.set(Some(greedy(&q_values)));
        q_values
    };
    let action = rule.choose(&q_values, tally.epsilon, random)?;
    tally.greedy_steps += usize::from(best_action.get() == Some(action));
    Ok(action)
}

/// The mean age of the transitions of a sample, where the memory knows it.
fn mean_age<const S: usize>(
    replay: &dyn Replay<S>,
    sample: &Sample<S>,
) -> Option<f64> {
    let ages = sample.indices.iter().map(|&index| replay.age(index));
    let sum: usize = ages.sum::<Option<usize>>()?;
    Some(sum as f64 / sample.indices.len() as f64)
}

/// An environment that returns NaN would poison every weight in a few steps.
pub(crate) fn check_finite(
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
