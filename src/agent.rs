//! The agent: the loop that acts, remembers and learns, one episode after another.

use crate::error::Error;
use crate::foundations::environment::{Environment, Step};
use crate::foundations::network::QNetwork;
use crate::foundations::random::{Random, Stream, random};
use crate::foundations::tensors::greedy;
use crate::foundations::weights::Weights;
use crate::play::{Play, Stepwise, Training};
use crate::recipe::{Recipe, RecipeCard};
use crate::replay::{PrioritySpread, Replay, Sample};
use crate::report::{EpisodeReport, Tally, WeightSlope};

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

/// The training of a recipe.
struct Trainer<N, const S: usize, const A: usize> {
    recipe: Recipe<N, S, A>,
    play: Play<N, S, A>,
    replay: Random,
}

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Trainer<N, S, A> {
    fn new(recipe: Recipe<N, S, A>, seed: u64) -> Self {
        let environment = recipe.environment.clone();
        Self {
            play: Play::new(environment, recipe.learning_rate, seed),
            replay: random(seed, Stream::Replay),
            recipe,
        }
    }

    // ANCHOR: learn
    /// Learns from a batch of the memory, and tells the memory the TD errors.
    fn learn(&mut self, tally: &mut Tally) -> Result<(), Error> {
        let recipe = &mut self.recipe;
        let sample = recipe.replay.sample(recipe.batch_size, &mut self.replay);
        let bootstrap = &*recipe.bootstrap;
        let learner = &mut self.play.learner;
        let lesson = learner.learn(&sample, bootstrap, recipe.gamma)?;
        let (age, weights) = of_sample(&*recipe.replay, &sample);
        tally.add(&lesson, age, weights);
        recipe.replay.update(&sample.indices, &lesson.td_errors);
        Ok(())
    }
    // ANCHOR_END: learn
}

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Stepwise<S, A>
    for Trainer<N, S, A>
{
    type Network = N;

    fn play(&self) -> &Play<N, S, A> {
        &self.play
    }

    fn play_mut(&mut self) -> &mut Play<N, S, A> {
        &mut self.play
    }

    // ANCHOR: step
    /// Act, remember, learn, and let the target network follow: one step.
    fn step(
        &mut self,
        state: [f32; S],
        tally: &mut Tally,
    ) -> Result<Step<S>, Error> {
        let (rule, exploration) =
            (&*self.recipe.action_rule, &*self.recipe.exploration);
        let (transition, step) = self.play.act(rule, exploration, state, tally)?;
        self.recipe.replay.store(transition);
        if self.recipe.replay.len() > self.recipe.warm_up {
            self.learn(tally)?;
        }
        let Play { learner, clock, .. } = &mut self.play;
        let target_update = &*self.recipe.target_update;
        target_update.update(&mut learner.target, &learner.online, clock.step);
        Ok(step)
    }
    // ANCHOR_END: step

    fn priorities(&self) -> Option<PrioritySpread> {
        self.recipe.replay.priorities()
    }
}

/// The mean age of the transitions of a sample, where the memory knows it, and how
/// their weights depend on their frequencies, where these differ.
fn of_sample<const S: usize>(
    replay: &dyn Replay<S>,
    sample: &Sample<S>,
) -> (Option<f64>, WeightSlope) {
    let indices = || sample.indices.iter().copied();
    let ages: Option<usize> = indices().map(|index| replay.age(index)).sum();
    let age = ages.map(|sum| sum as f64 / sample.indices.len() as f64);
    let frequencies = indices().map(|index| replay.relative_frequency(index));
    let frequencies: Option<Vec<f64>> = frequencies.collect();
    let weights = frequencies.map(|p| WeightSlope::of(&p, &sample.weights));
    (age, weights.unwrap_or_default())
}
