//! The agent: the loop that acts, remembers and learns, one episode after another.

use crate::dqn::{Learner, Lesson};
use crate::error::Error;
use crate::exploration::Clock;
use crate::foundations::environment::{Environment, Step};
use crate::foundations::network::QNetwork;
use crate::foundations::random::{Random, Stream, random};
use crate::foundations::tensors::greedy;
use crate::foundations::weights::Weights;
use crate::recipe::{Recipe, RecipeCard};
use crate::replay::Transition;
use rand::RngCore;

// ANCHOR: episode_report
/// What happened in one training episode.
#[derive(Clone, Debug, PartialEq)]
pub struct EpisodeReport {
    /// The episode, counted from 1.
    pub episode: usize,
    /// Environment steps since training began, this episode included.
    pub steps: usize,
    /// The sum of the episode's rewards.
    pub episode_return: f64,
    /// True when the episode was cut short rather than ended by its last state.
    pub truncated: bool,
    /// ε on the last step (the temperature, where the action rule has one).
    pub epsilon: f64,
    /// The mean loss of the learner steps; `None` before learning starts.
    pub mean_loss: Option<f64>,
    /// The mean of Q(s, a; θ) over all transitions learned from.
    pub mean_q: Option<f64>,
    /// The largest Q(s, a; θ) of a transition learned from.
    pub max_q: Option<f64>,
}
// ANCHOR_END: episode_report

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
        Ok(Self {
            card: recipe.card(),
            training: Box::new(Trainer::new(recipe, seed)),
            has_failed: false,
        })
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
trait Training<const S: usize, const A: usize> {
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
        let action = self.recipe.action_rule.choose(
            &|| self.learner.q_values(&[state])[0],
            tally.epsilon,
            &mut self.exploration,
        )?;
        let step = self.environment.step(action);
        check_finite(&step.state, step.reward, tally.steps + 1, self.clock)?;
        self.recipe.replay.store(Transition {
            state,
            action,
            reward: step.reward,
            next_state: step.state,
            terminated: step.terminated,
            truncated: step.truncated,
        });
        if self.recipe.replay.len() > self.recipe.warm_up {
            tally.add(&self.learn());
        }
        self.recipe.target_update.update(
            &mut self.learner.target,
            &self.learner.online,
            self.clock.step,
        );
        self.clock.step += 1;
        Ok(step)
    }

    fn learn(&mut self) -> Lesson {
        let batch_size = self.recipe.batch_size;
        let sample = self.recipe.replay.sample(batch_size, &mut self.replay);
        let bootstrap = &*self.recipe.bootstrap;
        let lesson = self.learner.learn(&sample, bootstrap, self.recipe.gamma);
        self.recipe
            .replay
            .update(&sample.indices, &lesson.td_errors);
        lesson
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
                return Ok(tally.report(self.clock, !step.terminated));
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

/// Sums over the steps of one episode.
#[derive(Default)]
struct Tally {
    steps: usize,
    episode_return: f64,
    epsilon: f64,
    lessons: usize,
    loss: f64,
    q_values: usize,
    q_sum: f64,
    q_max: Option<f64>,
}

impl Tally {
    fn add(&mut self, lesson: &Lesson) {
        self.lessons += 1;
        self.loss += f64::from(lesson.loss);
        self.q_values += lesson.q_values.len();
        for q in lesson.q_values.iter().copied().map(f64::from) {
            self.q_sum += q;
            self.q_max = Some(self.q_max.map_or(q, |max| max.max(q)));
        }
    }

    fn report(self, clock: Clock, truncated: bool) -> EpisodeReport {
        let mean = |sum: f64, count: usize| (count > 0).then(|| sum / count as f64);
        EpisodeReport {
            episode: clock.episode,
            steps: clock.step,
            episode_return: self.episode_return,
            truncated,
            epsilon: self.epsilon,
            mean_loss: mean(self.loss, self.lessons),
            mean_q: mean(self.q_sum, self.q_values),
            max_q: self.q_max,
        }
    }
}

/// An environment that returns NaN would poison every weight in a few steps.
fn check_finite(
    state: &[f32],
    reward: f32,
    step: usize,
    clock: Clock,
) -> Result<(), Error> {
    let named = state.iter().enumerate();
    let mut numbers = named
        .map(|(i, &number)| (format!("state[{i}]"), number))
        .chain([("reward".to_owned(), reward)]);
    match numbers.find(|(_, number)| !number.is_finite()) {
        None => Ok(()),
        Some((what, value)) => Err(Error::NotFinite {
            what,
            value,
            step,
            episode: clock.episode + 1,
        }),
    }
}
