//! The agent: the loop that acts, remembers, learns and follows, one episode after
//! another.

use crate::dqn::Learner;
use crate::error::Error;
use crate::exploration::{ActionRule, Clock, Schedule};
use crate::foundations::random::random;
use crate::foundations::weights::ENVIRONMENT;
use crate::foundations::{
    CodeCopy, Environment, QNetwork, Random, Stream, Weights, greedy, not_finite,
};
use crate::objective::Objective;
use crate::recipe::{Recipe, RecipeCard};
use crate::replay::{Replay, Transition};
use crate::report::{EpisodeReport, EpisodeStats, Progress};
use crate::target::TargetUpdate;
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
    card: RecipeCard,
    training: Box<dyn Training<S, A>>,
    has_failed: bool,
}

/// How an agent comes to its next report: it plays, and it learns from what happens.
///
/// All that touches a tensor is behind this trait. A trait object keeps it in the
/// library where the agent was made, as [`crate::foundations::code_copy`] asks.
pub(crate) trait Training<const S: usize, const A: usize> {
    /// Goes on until an episode is over.
    fn episode(&mut self) -> Result<EpisodeReport, Error>;

    /// The world that the agent learns in, or the first of them.
    fn environment(&self) -> &(dyn Environment<S, A> + 'static);
    /// Hands to the world what another copy of it kept.
    fn restore_environment(&mut self, kept: &Weights) -> Result<(), Error>;

    fn q_values(&self, states: &[[f32; S]]) -> Vec<[f32; A]>;
    fn weights(&self) -> Weights;
    fn set_weights(&mut self, weights: &Weights) -> Result<(), Error>;
}

/// The pieces of an agent that play: a world, and how an action is chosen in it.
pub(crate) struct Player<const S: usize, const A: usize> {
    pub(crate) environment: Box<dyn Environment<S, A>>,
    pub(crate) exploration: Box<dyn Schedule>,
    pub(crate) action_rule: Box<dyn ActionRule<A>>,
}

/// The networks of an agent that plays in one world, and how it learns.
pub(crate) trait Learning<const S: usize, const A: usize> {
    /// Keeps what happened in a step.
    fn remember(&mut self, transition: Transition<S>);

    /// Learns from what is kept, if there is enough of it and it is time. `clock` counts
    /// the step that was just remembered.
    fn learn(
        &mut self,
        clock: Clock,
        episode: &mut EpisodeStats,
    ) -> Result<(), Error>;

    /// Lets the target network follow after a step, counted from 0, where there is one.
    fn follow(&mut self, _step: usize) {}

    fn q_values(&self, states: &[[f32; S]]) -> Vec<[f32; A]>;
    fn weights(&self) -> Weights;
    fn set_weights(&mut self, weights: &Weights) -> Result<(), Error>;

    /// The report of an episode, when `clock` already counts it.
    fn report(&self, episode: EpisodeStats, clock: Clock) -> EpisodeReport;
}

impl<const S: usize, const A: usize> Agent<S, A> {
    /// An untrained agent. All that is random about it follows from `seed`.
    ///
    /// # Errors
    /// Those of [`Recipe::check`], and [`Error::ForeignCell`] where another cell of a
    /// notebook made the recipe.
    pub fn new<N: QNetwork<S, A>>(
        recipe: Recipe<N, S, A>,
        seed: u64,
    ) -> Result<Self, Error> {
        recipe.check()?;
        let card = recipe.card();
        // Gradients of a network from this cell and of an objective from another would be
        // mixed up.
        if recipe.objective.home() != CodeCopy::current() {
            return Err(Error::ForeignCell);
        }
        let player = Player {
            environment: recipe.environment,
            exploration: recipe.exploration,
            action_rule: recipe.action_rule,
        };
        let learning = FromReplay {
            learner: Learner::of_run(seed, recipe.optimizer),
            replay: recipe.replay,
            objective: recipe.objective,
            target_update: recipe.target_update,
            learning_rate: recipe.learning_rate,
            batch_size: recipe.batch_size,
            warm_up: recipe.warm_up,
            learn_every: recipe.learn_every,
            learner_steps: recipe.learner_steps,
            random: random(seed, Stream::Replay),
            done: Progress::default(),
        };
        Ok(Self::of(card, player, Box::new(learning), seed))
    }

    /// An agent that learns in its own way from what it plays in one world.
    pub(crate) fn of(
        card: RecipeCard,
        player: Player<S, A>,
        learning: Box<dyn Learning<S, A>>,
        seed: u64,
    ) -> Self {
        let training = InOneWorld {
            player,
            learning,
            gamma: card.gamma,
            clock: Clock::default(),
            starts: random(seed, Stream::Starts),
            exploration: random(seed, Stream::Exploration),
        };
        Self::trained_by(card, Box::new(training))
    }

    /// An agent that plays and learns in its own way.
    pub(crate) fn trained_by(
        card: RecipeCard,
        training: Box<dyn Training<S, A>>,
    ) -> Self {
        Self {
            card,
            training,
            has_failed: false,
        }
    }

    /// The recipe of the agent, in words.
    pub fn card(&self) -> &RecipeCard {
        &self.card
    }

    /// A copy of the environment that the agent learns in, to evaluate the agent in:
    /// it has learned as much, and learns no more.
    pub fn environment(&self) -> Box<dyn Environment<S, A>> {
        let mut environment = dyn_clone::clone_box(self.training.environment());
        environment.enter_evaluation();
        environment
    }

    /// What the environment has learned so far, see [`Environment::kept`].
    pub fn kept(&self) -> Weights {
        self.training.environment().kept()
    }

    /// Q(s, ·; θ) of each state.
    pub fn q_values(&self, states: &[[f32; S]]) -> Vec<[f32; A]> {
        self.training.q_values(states)
    }

    /// The greedy action argmaxₐ Q(s, a; θ).
    pub fn act(&self, state: [f32; S]) -> usize {
        greedy(&self.q_values(&[state])[0])
    }

    // ANCHOR: agent_weights
    /// All that the agent has learned: a copy of the online network's weights θ, and
    /// under `environment.` what its environment keeps. PyTorch's `load_state_dict`
    /// passes over the latter with `strict=False`.
    pub fn weights(&self) -> Weights {
        let mut weights = self.training.weights();
        weights.0.extend(self.kept().within(ENVIRONMENT).0);
        weights
    }

    /// Replaces θ and θ⁻, and what the environment keeps, by `weights`.
    ///
    /// # Errors
    /// [`Error::ModelWeightMissing`], [`Error::ModelWeightUnknown`] and
    /// [`Error::ModelShape`]; the agent is then left as it was.
    pub fn set_weights(&mut self, weights: &Weights) -> Result<(), Error> {
        weights.check_fits(&self.weights())?;
        let (kept, _) = weights.split(ENVIRONMENT);
        self.training.set_weights(weights)?;
        self.training.restore_environment(&kept)
    }
    // ANCHOR_END: agent_weights
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

/// Plays in one world, and learns as it plays.
struct InOneWorld<const S: usize, const A: usize> {
    player: Player<S, A>,
    learning: Box<dyn Learning<S, A>>,
    gamma: f32,
    clock: Clock,
    starts: Random,
    exploration: Random,
}

impl<const S: usize, const A: usize> InOneWorld<S, A> {
    // ANCHOR: choose
    /// Chooses an action in `state` by the action rule.
    fn choose(
        &mut self,
        state: [f32; S],
        episode: &mut EpisodeStats,
    ) -> Result<usize, Error> {
        episode.epsilon = self.player.exploration.value(self.clock);
        let best_action = Cell::new(None);
        let q_values = || {
            let q_values = self.learning.q_values(&[state])[0];
            best_action.set(Some(greedy(&q_values)));
            q_values
        };
        let (rule, random) = (&self.player.action_rule, &mut self.exploration);
        let action = rule.choose(&q_values, episode.epsilon, random)?;
        episode.greedy_steps += usize::from(best_action.get() == Some(action));
        Ok(action)
    }
    // ANCHOR_END: choose

    fn check_finite(
        &self,
        state: &[f32],
        reward: f32,
        step: usize,
    ) -> Result<(), Error> {
        check_finite(state, reward, step, self.clock.episode + 1)
    }
}

/// An environment that returns NaN would poison every weight in a few steps.
pub(crate) fn check_finite(
    state: &[f32],
    reward: f32,
    step: usize,
    episode: usize,
) -> Result<(), Error> {
    match not_finite(state, reward) {
        None => Ok(()),
        Some((what, value)) => Err(Error::NotFinite {
            what,
            value,
            step,
            episode,
        }),
    }
}

impl<const S: usize, const A: usize> Training<S, A> for InOneWorld<S, A> {
    // ANCHOR: episode
    /// Plays an episode: act, remember, learn, and let the target network follow, on
    /// every step.
    fn episode(&mut self) -> Result<EpisodeReport, Error> {
        let mut episode = EpisodeStats::default();
        let mut state = self.player.environment.reset(&mut self.starts);
        self.check_finite(&state, 0.0, 0)?;
        loop {
            let action = self.choose(state, &mut episode)?;
            let step = self.player.environment.step(action);
            episode.count(&step);
            self.check_finite(&step.state, step.reward, episode.steps)?;

            let transition = Transition::new(state, action, &step, self.gamma);
            self.learning.remember(transition);
            let this_step = self.clock.step;
            self.clock.count(step.is_last());
            self.learning.learn(self.clock, &mut episode)?;
            self.learning.follow(this_step);

            if step.is_last() {
                return Ok(self.learning.report(episode, self.clock));
            }
            state = step.state;
        }
    }
    // ANCHOR_END: episode

    fn environment(&self) -> &(dyn Environment<S, A> + 'static) {
        &*self.player.environment
    }

    fn restore_environment(&mut self, kept: &Weights) -> Result<(), Error> {
        self.player.environment.restore(kept)
    }

    fn q_values(&self, states: &[[f32; S]]) -> Vec<[f32; A]> {
        self.learning.q_values(states)
    }

    fn weights(&self) -> Weights {
        self.learning.weights()
    }

    fn set_weights(&mut self, weights: &Weights) -> Result<(), Error> {
        self.learning.set_weights(weights)
    }
}

/// How a recipe learns: from batches of its memory.
struct FromReplay<N, const S: usize, const A: usize> {
    learner: Learner<N>,
    replay: Box<dyn Replay<S>>,
    objective: Box<dyn Objective<N, S, A>>,
    target_update: Box<dyn TargetUpdate<N>>,
    learning_rate: Box<dyn Schedule>,
    batch_size: usize,
    warm_up: usize,
    learn_every: usize,
    learner_steps: usize,
    random: Random,
    done: Progress,
}

impl<N: QNetwork<S, A>, const S: usize, const A: usize> FromReplay<N, S, A> {
    // ANCHOR: learner_step
    /// Learns from a batch of the memory, and tells the memory the TD errors.
    fn learner_step(
        &mut self,
        clock: Clock,
        episode: &mut EpisodeStats,
    ) -> Result<(), Error> {
        let sample = self.replay.sample(self.batch_size, clock, &mut self.random);
        let rate = self.learning_rate.value(clock);
        let update = self.learner.learn(&sample, &*self.objective, rate)?;
        episode.draw(&*self.replay, &sample);
        episode.add(&update);
        self.replay.update(&sample.indices, &update.td_errors);
        self.follow_if(
            self.target_update
                .is_due_after_learning(self.done.learner_steps),
        );
        self.done.learner_steps += 1;
        Ok(())
    }

    /// Moves the target network, if it `is_due`.
    fn follow_if(&mut self, is_due: bool) {
        if is_due {
            let Learner { target, online, .. } = &mut self.learner;
            self.target_update.update(target, online);
            self.done.target_updates += 1;
        }
    }
    // ANCHOR_END: learner_step
}

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Learning<S, A>
    for FromReplay<N, S, A>
{
    // ANCHOR: learn
    fn remember(&mut self, transition: Transition<S>) {
        self.replay.store(transition);
    }

    /// Makes the learner steps of every `learn_every`th step, once the memory is warm.
    fn learn(
        &mut self,
        clock: Clock,
        episode: &mut EpisodeStats,
    ) -> Result<(), Error> {
        let is_turn = clock.step.is_multiple_of(self.learn_every);
        if !is_turn || self.replay.len() <= self.warm_up {
            return Ok(());
        }
        (0..self.learner_steps).try_for_each(|_| self.learner_step(clock, episode))
    }

    fn follow(&mut self, step: usize) {
        self.follow_if(self.target_update.is_due(step));
    }
    // ANCHOR_END: learn

    fn q_values(&self, states: &[[f32; S]]) -> Vec<[f32; A]> {
        self.learner.q_values(states)
    }

    fn weights(&self) -> Weights {
        self.learner.weights()
    }

    fn set_weights(&mut self, weights: &Weights) -> Result<(), Error> {
        self.learner.set_weights(weights)
    }

    fn report(&self, episode: EpisodeStats, clock: Clock) -> EpisodeReport {
        let priorities = self.replay.priorities();
        episode.report(clock, self.done, &self.learner, priorities)
    }
}
