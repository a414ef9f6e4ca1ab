//! The agents without a memory and without a target network, and what each of their parts
//! is worth.

use crate::error::Error;
use crate::experiments::entry::{Entry, OnCartPole, on_cart_pole};
use crate::experiments::settings::Configure;
use crate::foundations::activations::LeakyReLU;
use crate::foundations::{
    CartPole, FiniteHorizon, FirstLayer, HeUniform, Layer, PlainLayerNorm, PyTorch,
    QNetwork, ReLU, STEP_LIMIT, Sparse, TimeAware,
};
use crate::lab::runs::{Length, on_one_thread};
use crate::pqn::{Pqn, pqn, pqn_on};
use crate::report::EpisodeReport;
use crate::stream::{PlainStep, StreamMlp, StreamQ, stream_q, stream_q_on};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Stream Q(λ) as the catalogue has it.
pub const STREAM_Q: Entry = Entry {
    length: Length::Steps(200_000),
    evaluation_episodes: 1,
    ..on_cart_pole(
        "stream-q",
        "Stream Q(λ)",
        &OnCartPole::<5>(|settings, seed| stream_q()?.with(settings)?.agent(seed)),
    )
};

/// PQN as the catalogue has it.
pub const PQN: Entry = Entry {
    length: Length::Steps(300_000),
    evaluation_episodes: 1,
    ..on_cart_pole(
        "pqn",
        "PQN",
        &OnCartPole::<4>(|settings, seed| pqn().with(settings)?.agent(seed)),
    )
};

/// The seeds of each agent. No setting was chosen by a run with one of them: all settings
/// are those of the papers, or of the grid that the table names.
pub const STREAM_SEEDS: [u64; 20] = [
    301, 302, 303, 304, 305, 306, 307, 308, 309, 310, 311, 312, 313, 314, 315, 316,
    317, 318, 319, 320,
];

/// The environment steps of each run of an ablation.
pub const STREAM_STEPS: usize = 500_000;

/// The environment steps from one line of a run to the next.
pub const STREAM_LINE: usize = 5_000;

/// The last training episodes whose mean length a line has.
pub const STREAM_WINDOW: usize = 100;

/// The mean length from which on the cart-pole counts as solved.
pub const STREAM_SOLVED: f64 = 475.0;

// ANCHOR: ablation
/// An agent of the chapter, as it is or with one part changed.
pub struct Ablation {
    /// The name of its rows.
    pub name: &'static str,
    /// What is changed, in a few words.
    pub title: &'static str,
    /// The reports of an untrained agent made from a seed.
    pub reports: fn(u64) -> Result<Reports, Error>,
}

/// The reports of a training that never ends.
pub type Reports = Box<dyn Iterator<Item = Result<EpisodeReport, Error>>>;

/// What is recorded of a run every [`STREAM_LINE`] steps.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct StreamLine {
    /// The seed of the run.
    pub seed: u64,
    /// Environment steps since training began.
    pub steps: usize,
    /// The mean length of the last training episodes.
    pub mean_length: f64,
    /// The largest |Q| that was learned from since the line before.
    pub largest_q: f64,
    /// The step at which the mean length was first that of a solved task.
    pub solved_at: Option<usize>,
}
// ANCHOR_END: ablation

/// Stream Q(λ) with another network.
fn with_network<N: QNetwork<5, 2>>(seed: u64) -> Result<Reports, Error> {
    let timed = TimeAware::<_, 4, 5>::new(CartPole::new(), STEP_LIMIT)?;
    let recipe: StreamQ<N, 5, 2> = stream_q_on(timed)?;
    Ok(Box::new(recipe.agent(seed)?))
}

fn with_lambda(lambda: f32, seed: u64) -> Result<Reports, Error> {
    let recipe = StreamQ {
        lambda,
        ..stream_q()?
    };
    Ok(Box::new(recipe.agent(seed)?))
}

fn with_plain_step(learning_rate: f64, seed: u64) -> Result<Reports, Error> {
    let recipe = StreamQ {
        step: Box::new(PlainStep { learning_rate }),
        ..stream_q()?
    };
    Ok(Box::new(recipe.agent(seed)?))
}

/// The time that is left is part of the state here too; but no value is beyond the limit.
fn truncation_ends(seed: u64) -> Result<Reports, Error> {
    let ends = FiniteHorizon::<_, 4, 5>::new(CartPole::new(), STEP_LIMIT)?;
    let recipe: StreamQ<StreamMlp<5, 2>, 5, 2> = stream_q_on(ends)?;
    Ok(Box::new(recipe.agent(seed)?))
}

/// The network of the stream agent without its layer norms.
type WithoutNorm<Init> = (
    FirstLayer<5, 32, Init>,
    LeakyReLU,
    (Layer<32, 32, Init>, LeakyReLU),
    Layer<32, 2, Init>,
);

/// The network of the stream agent, all of whose weights are drawn.
type Dense = (
    FirstLayer<5, 32>,
    PlainLayerNorm,
    LeakyReLU,
    (Layer<32, 32>, PlainLayerNorm, LeakyReLU),
    Layer<32, 2>,
);

/// The network of the PQN agent without its layer norms.
type PqnWithoutNorm = (
    FirstLayer<4, 120, HeUniform>,
    ReLU,
    (Layer<120, 84, HeUniform>, ReLU),
    Layer<84, 2>,
);

fn pqn_without_norm(seed: u64) -> Result<Reports, Error> {
    let recipe: Pqn<PqnWithoutNorm, 4, 2> = pqn_on(CartPole::new());
    Ok(Box::new(recipe.agent(seed)?))
}

fn pqn_of_one_step(seed: u64) -> Result<Reports, Error> {
    let recipe = Pqn {
        lambda: 0.0,
        ..pqn()
    };
    Ok(Box::new(recipe.agent(seed)?))
}

/// The agents of the chapter, and each with one part changed.
pub const ABLATIONS_OF_STREAMS: [Ablation; 13] = [
    Ablation {
        name: "streams/stream-q",
        title: "Stream Q(λ)",
        reports: |seed| Ok(Box::new(stream_q()?.agent(seed)?)),
    },
    Ablation {
        name: "streams/no-norm",
        title: "no layer norm",
        reports: with_network::<WithoutNorm<Sparse>>,
    },
    Ablation {
        name: "streams/dense",
        title: "dense start",
        reports: with_network::<Dense>,
    },
    Ablation {
        name: "streams/dense-no-norm",
        title: "dense start, no layer norm",
        reports: with_network::<WithoutNorm<PyTorch>>,
    },
    Ablation {
        name: "streams/truncation-ends",
        title: "truncation as an end",
        reports: truncation_ends,
    },
    Ablation {
        name: "streams/lambda-0",
        title: "λ = 0",
        reports: |seed| with_lambda(0.0, seed),
    },
    Ablation {
        name: "streams/lambda-95",
        title: "λ = 0.95",
        reports: |seed| with_lambda(0.95, seed),
    },
    Ablation {
        name: "streams/plain-2",
        title: "plain step, η = 0.01",
        reports: |seed| with_plain_step(0.01, seed),
    },
    Ablation {
        name: "streams/plain-3",
        title: "plain step, η = 0.001",
        reports: |seed| with_plain_step(0.001, seed),
    },
    Ablation {
        name: "streams/plain-4",
        title: "plain step, η = 0.0001",
        reports: |seed| with_plain_step(0.0001, seed),
    },
    Ablation {
        name: "streams/pqn",
        title: "PQN",
        reports: |seed| Ok(Box::new(pqn().agent(seed)?)),
    },
    Ablation {
        name: "streams/pqn-no-norm",
        title: "PQN, no layer norm",
        reports: pqn_without_norm,
    },
    Ablation {
        name: "streams/pqn-lambda-0",
        title: "PQN, λ = 0",
        reports: pqn_of_one_step,
    },
];

impl Ablation {
    /// The lines of its runs, one seed after another.
    ///
    /// # Errors
    /// Those of the agent.
    pub fn lines(&self) -> Result<Vec<StreamLine>, Error> {
        let runs = STREAM_SEEDS.into_par_iter();
        let runs = runs.map(|seed| on_one_thread(|| self.run(seed, STREAM_STEPS))?);
        Ok(runs.collect::<Result<Vec<_>, Error>>()?.concat())
    }

    /// The lines of one run until `steps` are over.
    ///
    /// # Errors
    /// Those of the agent.
    pub fn run(&self, seed: u64, steps: usize) -> Result<Vec<StreamLine>, Error> {
        let mut lines = Vec::new();
        let mut lengths = Lengths::default();
        let mut largest_q: f64 = 0.0;
        for report in (self.reports)(seed)? {
            let report = report?;
            lengths.add(&report);
            let learned = report.learning.map_or(0.0, |learned| learned.max_abs_q);
            largest_q = largest_q.max(learned);
            if report.steps / STREAM_LINE > lines.len() {
                lines.push(StreamLine {
                    seed,
                    steps: report.steps,
                    mean_length: lengths.mean(),
                    largest_q,
                    solved_at: lengths.solved_at,
                });
                largest_q = 0.0;
            }
            if report.steps >= steps {
                break;
            }
        }
        Ok(lines)
    }
}

/// The lengths of the last training episodes of a run. A length is the return of the
/// cart-pole, whatever its rewards are scaled by.
#[derive(Default)]
struct Lengths {
    latest: VecDeque<usize>,
    steps: usize,
    solved_at: Option<usize>,
}

impl Lengths {
    fn add(&mut self, report: &EpisodeReport) {
        self.latest.push_back(report.steps - self.steps);
        self.steps = report.steps;
        if self.latest.len() > STREAM_WINDOW {
            self.latest.pop_front();
        }
        let is_full = self.latest.len() == STREAM_WINDOW;
        if is_full && self.solved_at.is_none() && self.mean() >= STREAM_SOLVED {
            self.solved_at = Some(self.steps);
        }
    }

    fn mean(&self) -> f64 {
        let sum: usize = self.latest.iter().sum();
        sum as f64 / self.latest.len() as f64
    }
}
