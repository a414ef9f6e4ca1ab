//! PQN: Q-learning from many worlds at once, without a memory and without a target
//! network.
//!
//! Copies of the world are stepped together for some steps. The agent learns from these
//! transitions, whose targets are λ-returns of the network itself, and forgets them.
//!
//! Source: Gallici et al. (2024), "Simplifying deep temporal difference learning".

use crate::agent::{Agent, Training, check_finite};
use crate::dqn::Learner;
use crate::error::{Error, check_range};
use crate::exploration::{
    ActionRule, Clock, EpsilonGreedy, LinearSchedule, Schedule,
};
use crate::foundations::random::random;
use crate::foundations::{
    Adam, CartPole, ClippedByNorm, Description, Environment, FirstLayer, HeUniform,
    Layer, LayerNorm, Optimizer, QNetwork, Random, ReLU, Stream, Vector, Weights,
    describe_weights, greedy,
};
use crate::objective::{Objective, SquaredError};
use crate::recipe::{RecipeCard, check_learning, check_share};
use crate::replay::{Sample, Transition};
use crate::report::{EpisodeReport, EpisodeStats, Networks, Progress};
use crate::target::MaxValue;
use rand::seq::SliceRandom;
use std::cell::Cell;
use std::collections::VecDeque;

// ANCHOR: lambda_returns
/// The λ-return of each transition, in the order in which they happened in one world:
///
/// ```text
/// R_t = r_t + d_t ((1 − λ) v_{t+1} + λ R_{t+1})
/// ```
///
/// d is γ, and 0 where the next state is terminal. v_{t+1} = maxₐ Q(s_{t+1}, a; θ) are
/// the `next_values`. The last transition of an episode and the last of all have
/// R = r + d v, as no more is known of what follows.
///
/// Source: Sutton and Barto (2018), equation 12.18; Gallici et al. (2024), algorithm 1.
pub fn lambda_returns<const S: usize>(
    transitions: &[Transition<S>],
    next_values: &[f32],
    lambda: f32,
) -> Vec<f32> {
    let mut returns = vec![0.0; transitions.len()];
    let mut following = None;
    for (t, transition) in transitions.iter().enumerate().rev() {
        let value = next_values[t];
        let ahead = match following {
            Some(following) if !transition.is_last() => {
                (1.0 - lambda) * value + lambda * following
            }
            _ => value,
        };
        returns[t] = transition.reward + transition.bootstrap_discount() * ahead;
        following = Some(returns[t]);
    }
    returns
}
// ANCHOR_END: lambda_returns

// ANCHOR: pqn_recipe
/// What a PQN agent is made of.
pub struct Pqn<N, const S: usize, const A: usize> {
    /// The world to learn in.
    pub environment: Box<dyn Environment<S, A>>,
    /// Copies of the world, at least 1.
    pub worlds: usize,
    /// Steps in each world between two turns of learning, at least 1.
    pub steps: usize,
    /// How often a turn goes through its transitions, at least once.
    pub passes: usize,
    /// Batches in a pass, at least 1.
    pub batches: usize,
    /// λ, how much the return that follows counts beside the value, in [0, 1].
    pub lambda: f32,
    /// How much the agent explores.
    pub exploration: Box<dyn Schedule>,
    /// How an action is chosen.
    pub action_rule: Box<dyn ActionRule<A>>,
    /// What a learner step minimises: its targets are the λ-returns.
    pub objective: Box<dyn Objective<N, S, A>>,
    /// How a gradient moves the weights.
    pub optimizer: Box<dyn Optimizer<N>>,
    /// η, the learning rate of the optimiser, above 0.
    pub learning_rate: Box<dyn Schedule>,
    /// γ, the discount of future rewards, in [0, 1].
    pub gamma: f32,
}
// ANCHOR_END: pqn_recipe

// ANCHOR: pqn_network
/// The network of the PQN agent: S → 120 → 84 → A, with a layer norm before each
/// activation.
pub type PqnMlp<const S: usize, const A: usize> = (
    FirstLayer<S, 120, HeUniform>,
    LayerNorm<120>,
    ReLU,
    (Layer<120, 84, HeUniform>, LayerNorm<84>, ReLU),
    Layer<84, A>,
);
// ANCHOR_END: pqn_network

/// The environment steps over which the rate falls; those in which ε does are half.
const STEPS: usize = 500_000;

// ANCHOR: pqn
/// PQN on the cart-pole.
pub fn pqn() -> Pqn<PqnMlp<4, 2>, 4, 2> {
    pqn_on(CartPole::new())
}

/// The same with any network, on any environment.
pub fn pqn_on<N: QNetwork<S, A>, const S: usize, const A: usize>(
    environment: impl Environment<S, A> + 'static,
) -> Pqn<N, S, A> {
    Pqn {
        environment: Box::new(environment),
        worlds: 4,
        steps: 128,
        passes: 4,
        batches: 4,
        lambda: 0.65,
        exploration: Box::new(LinearSchedule {
            start: 1.0,
            end: 0.05,
            steps: STEPS / 2,
        }),
        action_rule: Box::new(EpsilonGreedy),
        objective: Box::new(SquaredError {
            bootstrap: MaxValue,
        }),
        optimizer: Box::new(ClippedByNorm {
            largest: 10.0,
            optimizer: Adam::new(),
        }),
        learning_rate: Box::new(LinearSchedule {
            start: 2.5e-4,
            end: 1e-6,
            steps: STEPS,
        }),
        gamma: 0.99,
    }
}
// ANCHOR_END: pqn

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Pqn<N, S, A> {
    /// An untrained agent. All that is random about it follows from `seed`.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a setting that makes no sense.
    pub fn agent(self, seed: u64) -> Result<Agent<S, A>, Error> {
        self.check()?;
        let card = self.card();
        let starts = &mut random(seed, Stream::Starts);
        let training = InManyWorlds {
            worlds: Vector::new(&*self.environment, self.worlds, starts)?,
            playing: (0..self.worlds).map(|_| Playing::default()).collect(),
            learner: Learner::of_run(seed, self.optimizer),
            exploring: random(seed, Stream::Exploration),
            shuffling: random(seed, Stream::Replay),
            settings: Settings {
                steps: self.steps,
                passes: self.passes,
                batches: self.batches,
                lambda: self.lambda,
                gamma: self.gamma,
            },
            exploration: self.exploration,
            action_rule: self.action_rule,
            objective: self.objective,
            learning_rate: self.learning_rate,
            clock: Clock::default(),
            learned: EpisodeStats::default(),
            done: Progress::default(),
            reports: VecDeque::new(),
        };
        Ok(Agent::trained_by(card, Box::new(training)))
    }

    /// The recipe in words.
    pub fn card(&self) -> RecipeCard {
        let (worlds, steps) = (self.worlds, self.steps);
        RecipeCard {
            environment: self.environment.describe(),
            network: N::architecture(),
            weights: describe_weights::<N>(),
            replay: Description::new(format!(
                "none: {steps} steps of {worlds} worlds, {} times",
                self.passes
            )),
            objective: Description::new("LambdaReturns")
                .with("lambda", &self.lambda)
                .with("objective", &*self.objective),
            optimizer: self.optimizer.describe(),
            learning_rate: self.learning_rate.describe(),
            target_update: Description::new(
                "none: the target is the online network",
            ),
            exploration: self.exploration.describe(),
            action_rule: self.action_rule.describe(),
            gamma: self.gamma,
            batch_size: (worlds * steps).div_ceil(self.batches),
            warm_up: worlds * steps,
            learn_every: worlds * steps,
            learner_steps: self.passes * self.batches,
        }
    }

    fn check(&self) -> Result<(), Error> {
        check_learning(self.gamma, &*self.learning_rate)?;
        self.objective.check()?;
        self.optimizer.check()?;
        check_share("lambda", self.lambda)?;
        let counts = [
            ("worlds", self.worlds),
            ("steps", self.steps),
            ("passes", self.passes),
            ("batches", self.batches),
        ];
        for (name, count) in counts {
            check_range(name, 0.0, count > 0, "[1, ∞)")?;
        }
        let (batches, all) = (self.batches as f64, self.worlds * self.steps);
        let bounds = "[1, worlds · steps]";
        check_range("batches", batches, self.batches <= all, bounds)
    }
}

/// The numbers of a [`Pqn`].
struct Settings {
    steps: usize,
    passes: usize,
    batches: usize,
    lambda: f32,
    gamma: f32,
}

/// What goes on in one of the worlds.
struct Playing<const S: usize> {
    /// What was played since the last turn of learning.
    transitions: Vec<Transition<S>>,
    /// The episode until now.
    episode: EpisodeStats,
}

impl<const S: usize> Default for Playing<S> {
    fn default() -> Self {
        Self {
            transitions: Vec::new(),
            episode: EpisodeStats::default(),
        }
    }
}

/// Plays in many worlds, and learns in turns.
struct InManyWorlds<N, const S: usize, const A: usize> {
    worlds: Vector<S, A>,
    playing: Vec<Playing<S>>,
    learner: Learner<N>,
    exploration: Box<dyn Schedule>,
    action_rule: Box<dyn ActionRule<A>>,
    objective: Box<dyn Objective<N, S, A>>,
    learning_rate: Box<dyn Schedule>,
    settings: Settings,
    exploring: Random,
    shuffling: Random,
    clock: Clock,
    /// The learner steps since the last report.
    learned: EpisodeStats,
    done: Progress,
    reports: VecDeque<EpisodeReport>,
}

impl<N: QNetwork<S, A>, const S: usize, const A: usize> InManyWorlds<N, S, A> {
    // ANCHOR: pqn_play
    /// One step in each world.
    fn play(&mut self) -> Result<(), Error> {
        let states = self.worlds.states();
        let actions = self.choose(&states)?;
        let steps = self.worlds.step(&actions)?;
        for (i, step) in steps.iter().enumerate() {
            let Playing {
                transitions,
                episode,
            } = &mut self.playing[i];
            episode.count(step);
            let number = self.clock.episode + 1;
            check_finite(&step.state, step.reward, episode.steps, number)?;
            let gamma = self.settings.gamma;
            transitions.push(Transition::new(states[i], actions[i], step, gamma));
            self.clock.count(step.is_last());
            if step.is_last() {
                self.report(i);
            }
        }
        Ok(())
    }

    /// Chooses an action in the state of each world by the action rule.
    fn choose(&mut self, states: &[[f32; S]]) -> Result<Vec<usize>, Error> {
        let epsilon = self.exploration.value(self.clock);
        let q_values = self.learner.q_values(states);
        let mut actions = Vec::with_capacity(states.len());
        for (playing, q_values) in self.playing.iter_mut().zip(&q_values) {
            let is_asked = Cell::new(false);
            let ask = || {
                is_asked.set(true);
                *q_values
            };
            let (rule, random) = (&self.action_rule, &mut self.exploring);
            let action = rule.choose(&ask, epsilon, random)?;
            let is_greedy = is_asked.get() && action == greedy(q_values);
            playing.episode.epsilon = epsilon;
            playing.episode.greedy_steps += usize::from(is_greedy);
            actions.push(action);
        }
        Ok(actions)
    }
    // ANCHOR_END: pqn_play

    /// The report of the episode that is over in world `i`.
    fn report(&mut self, i: usize) {
        let episode = std::mem::take(&mut self.playing[i].episode);
        let learned = std::mem::take(&mut self.learned);
        let episode = episode.with_learning_of(learned);
        let networks = &OneNetwork(&self.learner);
        let report = episode.report(self.clock, self.done, networks, None);
        self.reports.push_back(report);
    }

    // ANCHOR: pqn_learn
    /// Learns from what was played, some times over, and forgets it.
    fn learn(&mut self) -> Result<(), Error> {
        let mut transitions = self.take_transitions();
        let rate = self.learning_rate.value(self.clock);
        let batch = transitions.len().div_ceil(self.settings.batches);
        for _ in 0..self.settings.passes {
            transitions.shuffle(&mut self.shuffling);
            for batch in transitions.chunks(batch) {
                let sample = Sample::of(batch.to_vec());
                let update = self.learner.learn(&sample, &*self.objective, rate)?;
                self.learned.see(&sample);
                self.learned.add(&update);
                self.done.learner_steps += 1;
            }
        }
        Ok(())
    }

    /// The transitions of all worlds, each with its λ-return in place of its reward. That
    /// is all of its target, so the value of its next state counts for nothing.
    fn take_transitions(&mut self) -> Vec<Transition<S>> {
        let mut all = Vec::new();
        for playing in &mut self.playing {
            let transitions = std::mem::take(&mut playing.transitions);
            let next: Vec<[f32; S]> =
                transitions.iter().map(|t| t.next_state).collect();
            let values = self.learner.q_values(&next);
            let values: Vec<f32> = values.iter().map(|q| q[greedy(q)]).collect();
            let returns =
                lambda_returns(&transitions, &values, self.settings.lambda);
            let with_return = |(transition, reward)| Transition {
                reward,
                discount: 0.0,
                ..transition
            };
            all.extend(transitions.into_iter().zip(returns).map(with_return));
        }
        all
    }
    // ANCHOR_END: pqn_learn
}

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Training<S, A>
    for InManyWorlds<N, S, A>
{
    fn episode(&mut self) -> Result<EpisodeReport, Error> {
        loop {
            if let Some(report) = self.reports.pop_front() {
                return Ok(report);
            }
            self.play()?;
            if self.playing[0].transitions.len() == self.settings.steps {
                self.learn()?;
            }
        }
    }

    fn environment(&self) -> &(dyn Environment<S, A> + 'static) {
        self.worlds.first()
    }

    fn restore_environment(&mut self, kept: &Weights) -> Result<(), Error> {
        self.worlds.restore(kept)
    }

    fn q_values(&self, states: &[[f32; S]]) -> Vec<[f32; A]> {
        self.learner.q_values(states)
    }

    fn weights(&self) -> Weights {
        self.learner.weights()
    }

    fn set_weights(&mut self, weights: &Weights) -> Result<(), Error> {
        self.learner.set_weights(weights)
    }
}

/// A learner whose target network gives nothing.
struct OneNetwork<'a, N>(&'a Learner<N>);

impl<N> Networks for OneNetwork<'_, N>
where
    Learner<N>: Networks,
{
    fn gradient_norm(&self) -> f64 {
        Networks::gradient_norm(self.0)
    }

    fn zero_gradient_share(&self) -> f64 {
        Networks::zero_gradient_share(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rayon::ThreadPoolBuilder;

    /// Rewards 1, 2 and 4 with γ = 0.5, the second of which may end its episode.
    fn three(terminated: bool, truncated: bool) -> [Transition<1>; 3] {
        [1.0, 2.0, 4.0].map(|reward| Transition {
            state: [0.0],
            action: 0,
            reward,
            next_state: [0.0],
            terminated: terminated && reward == 2.0,
            truncated: truncated && reward == 2.0,
            discount: 0.5,
        })
    }

    const VALUES: [f32; 3] = [8.0, 4.0, 2.0];

    #[test]
    fn a_lambda_return_mixes_the_value_and_the_return_that_follow() {
        // 4 + 0.5 · 2 = 5; 2 + 0.5 (0.5 · 4 + 0.5 · 5) = 4.25;
        // 1 + 0.5 (0.5 · 8 + 0.5 · 4.25) = 4.0625.
        let returns = lambda_returns(&three(false, false), &VALUES, 0.5);
        assert_eq!(returns, [4.0625, 4.25, 5.0]);
    }

    #[test]
    fn no_return_goes_beyond_the_end_of_an_episode() {
        // Terminated: 2, then 1 + 0.5 (4 + 1). Truncated: 2 + 0.5 · 4, then
        // 1 + 0.5 (4 + 2).
        let returns = lambda_returns(&three(true, false), &VALUES, 0.5);
        assert_eq!(returns, [3.5, 2.0, 5.0]);
        let returns = lambda_returns(&three(false, true), &VALUES, 0.5);
        assert_eq!(returns, [4.0, 4.0, 5.0]);
    }

    #[test]
    fn at_the_ends_of_lambda_are_one_step_targets_and_whole_returns() {
        let one_step = lambda_returns(&three(false, false), &VALUES, 0.0);
        assert_eq!(one_step, [5.0, 4.0, 5.0]);
        // 4 + 0.5 · 2 = 5; 2 + 0.5 · 5 = 4.5; 1 + 0.5 · 4.5 = 3.25.
        let whole = lambda_returns(&three(false, false), &VALUES, 1.0);
        assert_eq!(whole, [3.25, 4.5, 5.0]);
    }

    fn first_reports(threads: usize) -> Vec<EpisodeReport> {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build();
        let play = || {
            let many = Pqn {
                worlds: 40,
                steps: 16,
                ..pqn()
            };
            many.agent(12)?.take(120).collect::<Result<_, Error>>()
        };
        pool.unwrap().install(play).unwrap()
    }

    #[test]
    fn the_reports_are_the_same_on_any_number_of_threads() {
        let alone = first_reports(1);
        assert_eq!(first_reports(4), alone);
        let numbers: Vec<usize> = alone.iter().map(|r| r.episode).collect();
        assert_eq!(numbers, (1..=120).collect::<Vec<_>>());
        assert!(alone.iter().any(|report| report.learning.is_some()));
    }

    #[test]
    fn a_turn_has_all_batches_of_all_passes() {
        let mut agent = pqn().agent(12).unwrap();
        // 4 worlds · 128 steps come before a turn of 4 passes · 4 batches.
        let after = |steps| {
            let report = agent.find(|report| {
                report.as_ref().is_ok_and(|report| report.steps > steps)
            });
            report.unwrap().unwrap().learner_steps
        };
        let counts: Vec<usize> = [0, 512, 1_024].into_iter().map(after).collect();
        assert_eq!(counts, [0, 16, 32]);
    }

    #[test]
    fn saved_weights_are_those_of_every_copy() {
        let mut trained = pqn().agent(12).unwrap();
        trained.by_ref().take(60).for_each(|report| {
            report.unwrap();
        });
        let mut other = pqn().agent(13).unwrap();
        assert_ne!(other.weights(), trained.weights());
        other.set_weights(&trained.weights()).unwrap();
        assert_eq!(other.q_values(&[[0.1; 4]]), trained.q_values(&[[0.1; 4]]));
    }

    #[test]
    fn settings_without_a_meaning_are_refused() {
        let refused = |recipe: Pqn<PqnMlp<4, 2>, 4, 2>| {
            recipe.agent(1).unwrap_err().to_string()
        };
        let error = refused(Pqn {
            lambda: -0.1,
            ..pqn()
        });
        assert!(error.contains("lambda"), "{error}");
        let error = refused(Pqn { worlds: 0, ..pqn() });
        assert!(error.contains("worlds"), "{error}");
        let error = refused(Pqn {
            batches: 513,
            ..pqn()
        });
        assert!(error.contains("batches"), "{error}");
    }
}
