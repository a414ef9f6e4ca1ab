//! Evaluation: what a score is, and that measuring it changes nothing.

use deepq::lab::evaluation::{Evaluation, Score};
use deepq::lab::experiment::Run;
use deepq::lab::results::Row;
use deepq::prelude::*;

/// Pays 2 on each of three steps, then ends; its states count the steps.
#[derive(Clone, Debug, Default)]
struct ThreeSteps {
    step: u8,
}

impl Environment<1, 2> for ThreeSteps {
    fn reset(&mut self, _random: &mut Random) -> [f32; 1] {
        self.step = 0;
        [0.0]
    }

    fn step(&mut self, _action: usize) -> Step<1> {
        self.step += 1;
        Step {
            state: [f32::from(self.step)],
            reward: 2.0,
            terminated: self.step == 3,
            truncated: false,
        }
    }
}

#[test]
fn a_score_is_the_mean_return_beside_what_the_network_predicted() {
    let recipe: Recipe<Layer<1, 2>, 1, 2> = Recipe {
        gamma: 0.5,
        ..dqn_on(ThreeSteps::default())
    };
    let agent = Agent::new(recipe, 3).unwrap();
    let predicted = agent.q_values(&[[0.0]])[0];
    let mut evaluation = Evaluation::new(&agent, 5, 3);
    let expected = Score {
        // 2 + 2 + 2, and discounted by γ = 1/2: 2 + 1 + 1/2.
        mean_return: 6.0,
        start_return: 3.5,
        start_q: f64::from(predicted[0].max(predicted[1])),
    };
    assert_eq!(evaluation.score(&agent), expected);
}

#[test]
fn an_evaluation_changes_nothing_about_the_training() {
    let agent = || Agent::new(dqn(), 12).unwrap();
    let alone: Vec<EpisodeReport> = agent().take(40).map(Result::unwrap).collect();
    let evaluated: Vec<Row> =
        Run::new(agent(), 12).take(40).map(Result::unwrap).collect();
    for (report, row) in alone.iter().zip(&evaluated) {
        assert_eq!(report.episode_return, row.episode_return);
        assert_eq!(report.steps, row.steps);
        assert_eq!(report.learning.as_ref().map(|l| l.loss), row.loss);
    }
}

#[test]
fn the_best_weights_are_those_of_the_first_episode_with_the_highest_score() {
    let mut run = Run::new(Agent::new(dqn(), 12).unwrap(), 12);
    let mut first_best: Option<(usize, f64, Weights)> = None;
    for _ in 0..40 {
        let row = run.next().unwrap().unwrap();
        if first_best
            .as_ref()
            .is_none_or(|(_, score, _)| row.score > *score)
        {
            first_best = Some((row.episode, row.score, run.agent().weights()));
        }
    }
    let (episode, score, weights) = first_best.unwrap();
    let best = run.best();
    assert!(
        episode < 40,
        "the last episode is the best: the test shows nothing"
    );
    assert_eq!((best.episode, best.score), (episode, score));
    assert_eq!(best.weights, weights);
}

#[test]
fn two_evaluations_start_from_different_states() {
    let agent = Agent::new(dqn(), 12).unwrap();
    let mut evaluation = Evaluation::new(&agent, 5, 12);
    let first = evaluation.score(&agent).start_q;
    assert_ne!(first, evaluation.score(&agent).start_q);
}
