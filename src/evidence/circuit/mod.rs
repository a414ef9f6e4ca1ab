//! What the book shows of a quantum circuit as the Q-network.

mod claims;

use crate::circuit::{
    Circuit, LAYERS, QUBITS, STRETCH, SmallNetwork, circuit, gates,
};
use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::curves::{curves_of, titled};
use crate::evidence::page::{Numbers, Page};
use crate::experiments::cart_pole::learning_curves;
use crate::experiments::{CART_POLE, CIRCUIT_EPISODES, FAIR_STEPS, Records};
use crate::foundations::{Dev, QNetwork, Weights};
use crate::lab::runs::{Row, by_seed};
use crate::lab::stats::{Runs, at_the_end, grouped, tables};
use dfdx::prelude::BuildModule;

/// The circuit, and networks of as many weights.
const AGENTS: [&str; 3] = ["circuit", "small-network", "small-dqn"];

pub(crate) const PAGE: Page = Page {
    chapter: "circuit",
    artifacts: &[artifacts],
    sketches: &[],
    numbers,
    claims: claims::CLAIMS,
};

/// The curves of the runs with the settings of the circuit, which have equally many
/// episodes, and the table of all.
fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let agents = titled(&AGENTS, |name| records.rows(name))?;
    let curves = curves_of(&agents[..2]);
    let figure = learning_curves("With the settings of the circuit", &curves)?;
    let table = tables::comparison(&CART_POLE, &agents);
    Ok(vec![
        Artifact::figure(records, "circuit", figure),
        Artifact::table(records, "circuit", table),
    ])
}

/// What the paper asks of an agent: this mean return over so many training episodes, of
/// at most so many steps each.
struct PaperSolved {
    mean: f64,
    episodes: usize,
    steps: usize,
}

/// Source: Skolik et al. (2022), for CartPole-v0.
const PAPER: PaperSolved = PaperSolved {
    mean: 195.0,
    episodes: 100,
    steps: 200,
};

impl PaperSolved {
    /// Whether each run has that at some time, if the steps beyond the limit of the paper
    /// do not count.
    fn of(&self, rows: &[Row]) -> Vec<bool> {
        let limit = self.steps as f64;
        let is_solved = |(_, run): &(u64, Vec<&Row>)| {
            let returns: Vec<f64> = run
                .iter()
                .map(|row| row.episode_return.min(limit))
                .collect();
            let mut means = returns.windows(self.episodes);
            means.any(|window| {
                window.iter().sum::<f64>() >= self.mean * self.episodes as f64
            })
        };
        by_seed(rows).iter().map(is_solved).collect()
    }
}

/// How many numbers the weights of a network are.
fn count_weights<N: QNetwork<4, 2>>() -> usize {
    let weights = Weights::of(&N::build(&Dev::default())).0;
    weights.iter().map(|weight| weight.values.len()).sum()
}

fn numbers(records: &Records, prose: &mut Numbers) -> Result<(), Error> {
    let network = Circuit::build(&Dev::default());
    let (theta, lambda) = (network.theta.as_vec(), network.lambda.as_vec());
    prose.add("circuit_qubits", QUBITS);
    prose.add("circuit_amplitudes", 1 << QUBITS);
    prose.add("circuit_layers", LAYERS);
    prose.add("circuit_gates", gates(&theta, &lambda).len());
    prose.add("circuit_thetas", theta.len());
    prose.add("circuit_lambdas", lambda.len());
    prose.add("circuit_weights", count_weights::<Circuit>());
    prose.add("circuit_stretch", STRETCH);
    prose.add("circuit_learn_every", circuit().learn_every);
    prose.add("small_weights", count_weights::<SmallNetwork>());
    prose.add("circuit_episodes", grouped(CIRCUIT_EPISODES));
    prose.add("small_steps", grouped(FAIR_STEPS));
    prose.add("paper_mean", PAPER.mean);
    prose.add("paper_episodes", PAPER.episodes);
    prose.add("paper_steps", PAPER.steps);
    results(records, prose)
}

/// What came out.
fn results(records: &Records, prose: &mut Numbers) -> Result<(), Error> {
    let rows = records.rows("circuit")?;
    let runs = Runs::of(&CART_POLE, &rows);
    let episodes: Vec<f64> = runs.solved.iter().map(|run| run.0 as f64).collect();
    prose.add("circuit_runs", runs.steps.len());
    prose.add("circuit_solved", runs.solved.len());
    prose.ends(["circuit_soonest", "circuit_latest"], &episodes);
    let by_the_paper = PAPER.of(&rows).into_iter().filter(|solved| *solved);
    prose.add("circuit_solved_by_paper", by_the_paper.count());
    let learner_steps =
        |rows: &[Row]| at_the_end(rows, |row| Some(row.learner_steps? as f64));
    prose.median("circuit_learner_steps", &learner_steps(&rows));
    let small = records.rows("small-network")?;
    prose.median("small_network_learner_steps", &learner_steps(&small));
    prose.median(
        "small_network_score",
        &Runs::of(&CART_POLE, &small).final_scores,
    );
    prose.median(
        "small_network_predicted",
        &at_the_end(&small, |row| row.start_q),
    );
    let achieved = at_the_end(&small, |row| row.start_return);
    prose.median("small_network_achieved", &achieved);
    prose.solved("small_dqn_solved", &records.rows("small-dqn")?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_paper_counts_training_episodes_up_to_its_limit() {
        let solved = PaperSolved {
            mean: 150.0,
            episodes: 2,
            steps: 200,
        };
        let run = |seed, returns: [f64; 3]| {
            (1..)
                .zip(returns)
                .map(move |(episode, episode_return)| Row {
                    seed,
                    episode,
                    episode_return,
                    ..Row::default()
                })
        };
        // 100 and 200 have the mean 150; 99 and the first 200 of 500 have not.
        let rows = run(1, [10.0, 100.0, 200.0]).chain(run(2, [0.0, 99.0, 500.0]));
        assert_eq!(solved.of(&rows.collect::<Vec<_>>()), [true, false]);
    }
}
