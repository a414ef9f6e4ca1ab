//! Evaluation: how well the greedy policy plays.

use crate::agent::Agent;
use crate::error::Error;
use crate::foundations::random::random;
use crate::foundations::{Environment, Random, Stream, greedy, not_finite};

// ANCHOR: evaluation
/// Plays greedy episodes in environments of its own, from start states of its own
/// random stream: evaluating an agent changes nothing about its training.
///
/// The environments play with what that of the training has learned by then, and learn
/// nothing themselves.
pub struct Evaluation<const S: usize, const A: usize> {
    environments: Vec<Box<dyn Environment<S, A>>>,
    starts: Random,
}

impl<const S: usize, const A: usize> Evaluation<S, A> {
    /// An evaluation of `agent` by `episodes` episodes at a time.
    pub fn new(agent: &Agent<S, A>, episodes: usize, seed: u64) -> Self {
        Self {
            environments: (0..episodes).map(|_| agent.environment()).collect(),
            starts: random(seed, Stream::Evaluation),
        }
    }
}
// ANCHOR_END: evaluation

/// What a greedy evaluation came to, as means over its episodes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// The return Σ r: the score.
    pub mean_return: f64,
    /// maxₐ Q(s₀, a; θ), what the network says of the start states.
    pub start_q: f64,
    /// The discounted return Σ γᵗ rₜ that `start_q` predicts.
    pub start_return: f64,
}

/// One evaluation episode that is being played.
struct Player<'a, const S: usize, const A: usize> {
    environment: &'a mut Box<dyn Environment<S, A>>,
    state: [f32; S],
    steps: usize,
    start_q: Option<f64>,
    episode_return: f64,
    discounted_return: f64,
    /// γᵗ at the step to come.
    discount: f64,
    is_over: bool,
}

impl<const S: usize, const A: usize> Evaluation<S, A> {
    // ANCHOR: score
    /// Plays one set of episodes greedily.
    ///
    /// All episodes are played in step: the states of one moment go through the
    /// network as one batch.
    ///
    /// # Errors
    /// [`Error::NoEpisodes`] for an evaluation of no episodes, and
    /// [`Error::NotFinite`] when the environment returns NaN or an infinity.
    pub fn score(&mut self, agent: &Agent<S, A>) -> Result<Score, Error> {
        let gamma = f64::from(agent.card().gamma);
        let mut players = self.players(agent)?;
        while players.iter().any(|player| !player.is_over) {
            let playing = players.iter_mut().filter(|player| !player.is_over);
            let mut playing: Vec<_> = playing.collect();
            let states: Vec<_> = playing.iter().map(|player| player.state).collect();
            let q_values = agent.q_values(&states);
            for (player, q_values) in playing.iter_mut().zip(&q_values) {
                player.play(q_values, gamma)?;
            }
        }
        Ok(Score::of(&players))
    }
    // ANCHOR_END: score

    /// Each environment at the start of an episode, with what that of the training has
    /// learned by now.
    fn players(
        &mut self,
        agent: &Agent<S, A>,
    ) -> Result<Vec<Player<'_, S, A>>, Error> {
        if self.environments.is_empty() {
            return Err(Error::NoEpisodes { unit: "episode" });
        }
        let kept = agent.kept();
        let mut players = Vec::new();
        for environment in &mut self.environments {
            environment.restore(&kept)?;
            players.push(Player::new(environment, &mut self.starts)?);
        }
        Ok(players)
    }
}

impl Score {
    fn of<const S: usize, const A: usize>(players: &[Player<S, A>]) -> Self {
        let mean = |of: fn(&Player<S, A>) -> f64| {
            players.iter().map(of).sum::<f64>() / players.len() as f64
        };
        Self {
            mean_return: mean(|player| player.episode_return),
            start_q: mean(|player| player.start_q.unwrap_or(f64::NAN)),
            start_return: mean(|player| player.discounted_return),
        }
    }
}

impl<'a, const S: usize, const A: usize> Player<'a, S, A> {
    fn new(
        environment: &'a mut Box<dyn Environment<S, A>>,
        starts: &mut Random,
    ) -> Result<Self, Error> {
        let state = environment.reset(starts);
        check_finite(&state, 0.0, 0)?;
        Ok(Self {
            state,
            environment,
            steps: 0,
            start_q: None,
            episode_return: 0.0,
            discounted_return: 0.0,
            discount: 1.0,
            is_over: false,
        })
    }

    // ANCHOR: play
    /// One step of the greedy action.
    fn play(&mut self, q_values: &[f32; A], gamma: f64) -> Result<(), Error> {
        let action = greedy(q_values);
        self.start_q.get_or_insert(f64::from(q_values[action]));
        let step = self.environment.step(action);
        self.steps += 1;
        check_finite(&step.state, step.reward, self.steps)?;
        let reward = f64::from(step.reward);
        self.state = step.state;
        self.episode_return += reward;
        self.discounted_return += self.discount * reward;
        self.discount *= gamma;
        self.is_over = step.is_last();
        Ok(())
    }
    // ANCHOR_END: play
}

fn check_finite(state: &[f32], reward: f32, step: usize) -> Result<(), Error> {
    match not_finite(state, reward) {
        None => Ok(()),
        Some((what, value)) => Err(Error::NotFinite {
            what: format!("{what} (in an evaluation)"),
            value,
            step,
            episode: 1,
        }),
    }
}
