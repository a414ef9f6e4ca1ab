//! A trial: the training of one agent, with an evaluation after each episode.

use crate::agent::Agent;
use crate::error::Error;
use crate::foundations::Weights;
use crate::lab::runs::evaluation::Evaluation;
use crate::lab::runs::provenance::Provenance;
use crate::lab::runs::results::Row;
use crate::report::EpisodeReport;

/// Greedy episodes after each training episode; the score is their mean return.
pub const EVALUATION_EPISODES: usize = 5;

/// An endless iterator of [`Row`]s, whatever the world and however many its actions.
pub trait Trial: Iterator<Item = Result<Row, Error>> {
    /// Where the rows come from.
    fn provenance(&self) -> &Provenance;

    /// The best weights so far.
    fn best(&self) -> &Best;
}

/// The training of one agent with an evaluation after each episode: a pure function of
/// the recipe and the seed.
pub struct Run<const S: usize, const A: usize> {
    agent: Agent<S, A>,
    evaluation: Evaluation<S, A>,
    best: Best,
    seed: u64,
    provenance: Provenance,
    fingerprint: String,
}

/// The weights after the first episode with the highest score so far.
#[derive(Clone, Debug)]
pub struct Best {
    /// The episode; 0 before the first.
    pub episode: usize,
    /// The score; −∞ before the first episode.
    pub score: f64,
    /// The weights.
    pub weights: Weights,
}

impl<const S: usize, const A: usize> Run<S, A> {
    /// A run of `agent`, which was made from `seed`.
    pub fn new(agent: Agent<S, A>, seed: u64) -> Self {
        Self::evaluated(agent, seed, EVALUATION_EPISODES)
    }

    /// A run that is evaluated by `episodes` greedy episodes at a time.
    pub fn evaluated(agent: Agent<S, A>, seed: u64, episodes: usize) -> Self {
        let provenance = Provenance::new(agent.card().clone(), episodes);
        Self {
            evaluation: Evaluation::new(&agent, episodes, seed),
            best: Best {
                episode: 0,
                score: f64::NEG_INFINITY,
                weights: agent.weights(),
            },
            fingerprint: provenance.fingerprint(),
            provenance,
            agent,
            seed,
        }
    }

    /// The agent as it is now.
    pub fn agent(&self) -> &Agent<S, A> {
        &self.agent
    }

    /// The row of the episode that is over.
    fn evaluate(&mut self, report: &EpisodeReport) -> Result<Row, Error> {
        let score = self.evaluation.score(&self.agent)?;
        if score.mean_return > self.best.score {
            self.best = Best {
                episode: report.episode,
                score: score.mean_return,
                weights: self.agent.weights(),
            };
        }
        Ok(Row::new(self.seed, report, &score, &self.fingerprint))
    }
}

impl<const S: usize, const A: usize> Trial for Run<S, A> {
    fn provenance(&self) -> &Provenance {
        &self.provenance
    }

    fn best(&self) -> &Best {
        &self.best
    }
}

impl<const S: usize, const A: usize> Iterator for Run<S, A> {
    type Item = Result<Row, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let report = self.agent.next()?;
        Some(report.and_then(|report| self.evaluate(&report)))
    }
}
