//! Evaluation: what a score is, and that measuring it changes nothing.

use deepq::lab::runs::{Evaluation, Row, Run, Score};
use deepq::prelude::*;
use rand::Rng;

/// Lasts a random number of steps, from 1 to 9, and pays 2 on each; its states hold
/// the steps that are left.
#[derive(Clone, Debug, Default)]
struct RandomLength {
    left: u8,
}

impl Environment<1, 2> for RandomLength {
    fn reset(&mut self, random: &mut Random) -> [f32; 1] {
        self.left = random.gen_range(1..10);
        [f32::from(self.left)]
    }

    fn step(&mut self, _action: usize) -> Step<1> {
        self.left -= 1;
        Step {
            state: [f32::from(self.left)],
            reward: 2.0,
            terminated: self.left == 0,
            truncated: false,
        }
    }
}

#[test]
fn a_score_is_the_mean_return_beside_what_the_network_predicted() {
    let recipe: Recipe<Layer<1, 2>, 1, 2> = Recipe {
        gamma: 0.5,
        ..dqn_on(RandomLength::default())
    };
    let agent = Agent::new(recipe, 3).unwrap();
    let mut evaluation = Evaluation::new(&agent, 5, 3);
    let score = evaluation.score(&agent).unwrap();

    // The same five episodes, from the stream that is named for them.
    let mut starts = random(3, Stream::Evaluation);
    let lengths: Vec<f32> = (0..5)
        .map(|_| RandomLength::default().reset(&mut starts)[0])
        .collect();
    let mean =
        |of: &dyn Fn(f32) -> f64| lengths.iter().map(|&n| of(n)).sum::<f64>() / 5.0;
    assert!(lengths.iter().any(|&n| n != lengths[0]), "{lengths:?}");
    // n steps return 2 n, and discounted 2 (1 + ½ + … ) = 4 (1 − ½ⁿ).
    let expected = Score {
        mean_return: mean(&|n| 2.0 * f64::from(n)),
        start_return: mean(&|n| 4.0 * (1.0 - libm::pow(0.5, f64::from(n)))),
        start_q: mean(&|n| {
            let q = agent.q_values(&[[n]])[0];
            f64::from(q[0].max(q[1]))
        }),
    };
    assert_eq!(score.mean_return, expected.mean_return);
    assert_eq!(score.start_return, expected.start_return);
    assert!((score.start_q - expected.start_q).abs() < 1e-6);
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
        // A row has fewer digits.
        let digits = |loss: f64| format!("{loss:.5e}");
        let loss = report.learning.as_ref().map(|l| digits(l.loss));
        assert_eq!(loss, row.loss.map(digits));
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
    let first = evaluation.score(&agent).unwrap().start_q;
    assert_ne!(first, evaluation.score(&agent).unwrap().start_q);
}

#[test]
fn evaluation_and_training_start_from_different_states() {
    let first_start = |stream| CartPole::new().reset(&mut random(12, stream));
    assert_ne!(first_start(Stream::Starts), first_start(Stream::Evaluation));
    let agent = Agent::new(dqn(), 12).unwrap();
    let start = first_start(Stream::Evaluation);
    let q = agent.q_values(&[start])[0].map(f64::from);
    let score = Evaluation::new(&agent, 1, 12).score(&agent).unwrap();
    assert_eq!(score.start_q, q[0].max(q[1]));
}

/// An environment whose reward is NaN.
#[derive(Clone, Debug)]
struct PaysNan;

impl Environment<1, 2> for PaysNan {
    fn reset(&mut self, _random: &mut Random) -> [f32; 1] {
        [0.0]
    }

    fn step(&mut self, _action: usize) -> Step<1> {
        Step {
            state: [0.0],
            reward: f32::NAN,
            terminated: true,
            truncated: false,
        }
    }
}

#[test]
fn an_evaluation_names_an_environment_that_returns_nan() {
    let recipe: Recipe<Layer<1, 2>, 1, 2> = dqn_on(PaysNan);
    let agent = Agent::new(recipe, 1).unwrap();
    let error = Evaluation::new(&agent, 2, 1).score(&agent).unwrap_err();
    let message = error.to_string();
    assert!(
        message.contains("reward (in an evaluation) = NaN on step 1"),
        "{message}"
    );
    let error = Evaluation::new(&agent, 0, 1).score(&agent).unwrap_err();
    assert!(error.to_string().contains("at least 1 episode"), "{error}");
}
