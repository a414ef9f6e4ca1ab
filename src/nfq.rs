//! NFQ, neural fitted Q iteration: where the story starts.
//!
//! The agent plays until it has a batch of transitions, fits the network to it some
//! times over, and forgets it. There is no memory and no target network: each fit
//! computes the targets anew, with the network that the fit before has changed.
//!
//! Source: Riedmiller (2005), "Neural fitted Q iteration", which keeps all transitions;
//! as an online agent that forgets them, Morales (2020), "Grokking deep reinforcement
//! learning", chapter 8.

use crate::agent::Agent;
use crate::dqn::MaxValue;
use crate::error::Error;
use crate::exploration::{ActionRule, Constant, EpsilonGreedy, Schedule};
use crate::foundations::cart_pole::CartPole;
use crate::foundations::environment::{Environment, Step};
use crate::foundations::network::{Mlp, QNetwork, describe, describe_weights};
use crate::play::{Play, Stepwise};
use crate::recipe::RecipeCard;
use crate::replay::{Sample, Transition};
use crate::report::{Tally, WeightSlope};
use std::marker::PhantomData;

// ANCHOR: recipe
/// What an NFQ agent is made of.
#[derive(Debug)]
pub struct Nfq<N, const S: usize, const A: usize> {
    /// The world to learn in.
    pub environment: Box<dyn Environment<S, A>>,
    /// How much the agent explores.
    pub exploration: Box<dyn Schedule>,
    /// How an action is chosen.
    pub action_rule: Box<dyn ActionRule<A>>,
    /// γ, the discount of future rewards, in [0, 1].
    pub gamma: f32,
    /// η, the learning rate of RMSprop, above 0.
    pub learning_rate: f64,
    /// Transitions in a batch, at least 1.
    pub batch_size: usize,
    /// How often the network is fitted to a batch, at least once.
    pub fits: usize,
    /// The type of the network.
    pub network: PhantomData<N>,
}
// ANCHOR_END: recipe

// ANCHOR: nfq
/// The NFQ of the course.
pub fn nfq() -> Nfq<Mlp<4, 2>, 4, 2> {
    Nfq {
        environment: Box::new(CartPole::new()),
        exploration: Box::new(Constant(0.5)),
        action_rule: Box::new(EpsilonGreedy),
        gamma: 1.0,
        learning_rate: 0.0005,
        batch_size: 1024,
        fits: 40,
        network: PhantomData,
    }
}
// ANCHOR_END: nfq

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Nfq<N, S, A> {
    /// An untrained agent. All that is random about it follows from `seed`.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a γ, a learning rate or a batch size that makes no
    /// sense.
    pub fn agent(self, seed: u64) -> Result<Agent<S, A>, Error> {
        self.check()?;
        Ok(Agent::of(self.card(), Box::new(Fitter::new(self, seed))))
    }

    /// The recipe in words.
    pub fn card(&self) -> RecipeCard {
        let Self {
            batch_size, fits, ..
        } = self;
        RecipeCard {
            environment: format!("{:?}", self.environment),
            network: describe::<N>(),
            weights: describe_weights::<N>(),
            replay: format!("none: {fits} fits to each batch of {batch_size}"),
            bootstrap: format!("{MaxValue:?}"),
            target_update: "none: the target is the online network".to_owned(),
            exploration: format!("{:?}", self.exploration),
            action_rule: format!("{:?}", self.action_rule),
            gamma: self.gamma,
            learning_rate: self.learning_rate,
            batch_size: *batch_size,
            warm_up: *batch_size,
        }
    }

    fn check(&self) -> Result<(), Error> {
        let (gamma, learning_rate) = (self.gamma, self.learning_rate);
        let out_of_range =
            |name, value, bound| Error::OutOfRange { name, value, bound };
        if !(0.0..=1.0).contains(&gamma) {
            return Err(out_of_range("gamma", f64::from(gamma), "[0, 1]"));
        }
        if !(learning_rate > 0.0 && learning_rate.is_finite()) {
            return Err(out_of_range("learning_rate", learning_rate, "(0, ∞)"));
        }
        if self.batch_size == 0 {
            return Err(out_of_range("batch_size", 0.0, "[1, ∞)"));
        }
        if self.fits == 0 {
            return Err(out_of_range("fits", 0.0, "[1, ∞)"));
        }
        Ok(())
    }
}

/// The training: play until there is a batch, fit, forget.
struct Fitter<N, const S: usize, const A: usize> {
    recipe: Nfq<N, S, A>,
    play: Play<N, S, A>,
    batch: Vec<Transition<S>>,
}

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Fitter<N, S, A> {
    fn new(recipe: Nfq<N, S, A>, seed: u64) -> Self {
        let environment = recipe.environment.clone();
        Self {
            play: Play::new(environment, recipe.learning_rate, seed),
            batch: Vec::with_capacity(recipe.batch_size),
            recipe,
        }
    }

    // ANCHOR: fit
    /// Fits the network to the batch, and forgets it.
    fn fit(&mut self, tally: &mut Tally) -> Result<(), Error> {
        let transitions = std::mem::take(&mut self.batch);
        let sample = Sample {
            indices: (0..transitions.len()).collect(),
            weights: vec![1.0; transitions.len()],
            transitions,
        };
        let learner = &mut self.play.learner;
        for _ in 0..self.recipe.fits {
            // θ⁻ = θ: the targets come from the network that is being fitted.
            learner.target.clone_from(&learner.online);
            let lesson = learner.learn(&sample, &MaxValue, self.recipe.gamma)?;
            tally.add(&lesson, None, WeightSlope::default());
        }
        Ok(())
    }
    // ANCHOR_END: fit
}

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Stepwise<S, A>
    for Fitter<N, S, A>
{
    type Network = N;

    fn play(&self) -> &Play<N, S, A> {
        &self.play
    }

    fn play_mut(&mut self) -> &mut Play<N, S, A> {
        &mut self.play
    }

    // ANCHOR: step
    /// Acts, collects, and learns where the batch is full: one step.
    fn step(
        &mut self,
        state: [f32; S],
        tally: &mut Tally,
    ) -> Result<Step<S>, Error> {
        let (rule, exploration) =
            (&*self.recipe.action_rule, &*self.recipe.exploration);
        let (transition, step) = self.play.act(rule, exploration, state, tally)?;
        self.batch.push(transition);
        if self.batch.len() == self.recipe.batch_size {
            self.fit(tally)?;
        }
        Ok(step)
    }
    // ANCHOR_END: step
}
