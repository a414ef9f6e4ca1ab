//! From settings to rows: a healthy or faulty agent, trained on one task.

use crate::faults::{faults, huber};
use crate::gym::{Gym, Seen};
use crate::name::Name;
use crate::networks::{Net, ReLUNet, SoftmaxNet};
use crate::settings::Settings;
use deepq::lab::runs::{Evaluation, Provenance};
use deepq::prelude::*;

/// The rows that are kept of a run at most. Each costs a greedy episode, and where that
/// is long and those of the training are short, more than the training.
const MOST_ROWS: usize = 120;

/// Greedy episodes after a training episode whose row is kept.
const EVALUATION_EPISODES: usize = 1;

/// What has become of a run.
pub struct Trained {
    /// One row for each `every`th episode.
    pub rows: Vec<Row>,
    /// The episodes from one row to the next.
    pub every: usize,
    /// The transitions that fit into the memory.
    pub buffer_size: usize,
    /// The environment steps from one learner step to the next.
    pub learn_every: usize,
}

/// Trains on one task.
type Train = fn(&Name, &Settings) -> Result<Trained, Error>;

/// Each task with the numbers in its states and the number of its actions.
macro_rules! tasks {
    ($($name:literal: $numbers:literal, $actions:literal;)+) => {
        /// How an agent is trained on each task, by its name.
        const TASKS: &[(&str, Train)] = &[
            $(($name, train::<$numbers, { $numbers + 1 }, $actions>)),+
        ];
    };
}

tasks! {
    "cart-pole": 4, 2;
    "acrobot": 6, 3;
    "mountain-car": 2, 3;
    "lunar-lander": 8, 4;
    "frozen-lake": 16, 4;
    "catch": 50, 3;
    "breakout": 400, 3;
}

/// Makes the run of this name.
///
/// # Errors
/// A sentence about a task that is not among the [`TASKS`], and the errors of the agent.
pub fn run(name: &Name, settings: &Settings) -> Result<Trained, String> {
    let found = TASKS.iter().find(|(task, _)| *task == name.task);
    let (_, train) = found.ok_or_else(|| format!("no task {}", name.task))?;
    train(name, settings).map_err(|error| error.to_string())
}

/// Trains in a world of states of `S` numbers; of `N` = `S` + 1 where one of them is
/// far too large.
fn train<const S: usize, const N: usize, const A: usize>(
    name: &Name,
    settings: &Settings,
) -> Result<Trained, Error> {
    if settings.seen.large_input.is_some() {
        return train_network::<Net<N, A>, N, A>(name, settings);
    }
    match &*name.fault {
        "softmax" => train_network::<SoftmaxNet<S, A>, S, A>(name, settings),
        "relu-output" => train_network::<ReLUNet<S, A>, S, A>(name, settings),
        _ => train_network::<Net<S, A>, S, A>(name, settings),
    }
}

fn train_network<N: QNetwork<S, A>, const S: usize, const A: usize>(
    name: &Name,
    settings: &Settings,
) -> Result<Trained, Error> {
    let recipe = healthy::<N, S, A>(name, settings);
    let faults = faults::<N, S, A>();
    let recipe = match faults.iter().find(|(fault, _)| *fault == name.fault) {
        Some((_, fault)) => fault(recipe),
        None => recipe,
    };
    let (buffer_size, learn_every) = (recipe.replay.capacity(), recipe.learn_every);
    let agent = Agent::new(recipe, name.seed)?;
    let (rows, every) = rows(agent, name.seed, settings.total_steps)?;
    Ok(Trained {
        rows,
        every,
        buffer_size,
        learn_every,
    })
}

/// DQN with the settings of the run.
fn healthy<N: QNetwork<S, A>, const S: usize, const A: usize>(
    name: &Name,
    settings: &Settings,
) -> Recipe<N, S, A> {
    // What is lost is lost behind the world: see `faults`.
    let seen = Seen {
        loses_rewards: false,
        ..settings.seen
    };
    Recipe {
        environment: Box::new(Gym::new(&name.task, seen)),
        replay: Box::new(UniformReplay::new(settings.buffer_size)),
        objective: Box::new(huber(MaxValue)),
        optimizer: optimizer(&settings.optimizer),
        learning_rate: Box::new(Constant(settings.learning_rate)),
        target_update: Box::new(HardCopy {
            every: settings.target_interval,
        }),
        exploration: Box::new(LinearSchedule {
            start: 1.0,
            end: settings.epsilon_end,
            steps: settings.epsilon_steps,
        }),
        action_rule: Box::new(EpsilonGreedy),
        gamma: settings.gamma,
        batch_size: settings.batch_size,
        warm_up: settings.learning_starts,
        learn_every: settings.train_frequency.steps(),
        learner_steps: 1,
    }
}

/// The optimiser of that name.
fn optimizer<N: 'static + TensorCollection<f32, Dev>>(
    name: &str,
) -> Box<dyn Optimizer<N>> {
    match name {
        "rmsprop" => Box::new(RmsProp::new()),
        _ => Box::new(Adam::new()),
    }
}

/// The rows of a run of `agent`, and how many episodes are from one to the next: 1 as
/// long as there are no more rows than [`MOST_ROWS`], and twice as many each time that
/// there are.
fn rows<const S: usize, const A: usize>(
    mut agent: Agent<S, A>,
    seed: u64,
    total_steps: usize,
) -> Result<(Vec<Row>, usize), Error> {
    let card = agent.card().clone();
    let recipe = Provenance::new(card, EVALUATION_EPISODES).fingerprint();
    let mut evaluation = Evaluation::new(&agent, EVALUATION_EPISODES, seed);
    let (mut rows, mut every) = (Vec::new(), 1);
    loop {
        let report = agent.next().expect("it is endless until it fails")?;
        if report.episode.is_multiple_of(every) {
            let score = evaluation.score(&agent)?;
            rows.push(Row::new(seed, &report, &score, &recipe));
        }
        if report.steps >= total_steps {
            return Ok((rows, every));
        }
        if rows.len() > MOST_ROWS {
            every *= 2;
            rows.retain(|row| row.episode.is_multiple_of(every));
        }
    }
}
