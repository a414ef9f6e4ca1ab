//! NFQ as it was first: all that was played is kept, and each fit has fixed targets.

use crate::nfq::{SQUARED, Walk, transitions};
use deepq::dqn::Learner;
use deepq::prelude::*;
use rand::RngCore;

type Line = Layer<1, 2>;

fn walker(epochs: usize) -> GrowingBatch<Line, 1, 2> {
    GrowingBatch {
        exploration: Box::new(Constant(1.0)),
        gamma: 0.5,
        learning_rate: Box::new(Constant(0.1)),
        epochs,
        ..growing_batch_on(Walk::default())
    }
}

#[test]
fn after_each_episode_all_that_was_played_is_fitted_to_targets_that_stay() {
    let mut agent = walker(4).agent(12).unwrap();
    let reports: Vec<_> = agent.by_ref().take(3).map(Result::unwrap).collect();
    let done = reports.iter().map(|r| (r.learner_steps, r.target_updates));
    assert_eq!(done.collect::<Vec<_>>(), [(4, 1), (8, 2), (12, 3)]);

    // Each episode has three steps.
    let initial = random(12, Stream::Weights).next_u64();
    let mut learner: Learner<Line> = Learner::new(initial, Box::new(Rprop::new()));
    for played in [3, 6, 9] {
        let sample = Sample {
            transitions: transitions(played),
            indices: (0..played).collect(),
            weights: vec![1.0; played],
        };
        learner.target.clone_from(&learner.online);
        for _ in 0..4 {
            learner.learn(&sample, &SQUARED, 0.1).unwrap();
        }
    }
    assert_eq!(agent.weights(), Weights::of(&learner.online));
}

#[test]
fn a_long_fit_ends_where_its_loss_is_the_least() {
    // A line cannot meet all targets, and the best line has a slope of 0.
    let mut agent = walker(500).agent(12).unwrap();
    let report = agent.next().unwrap().unwrap();
    let learning = report.learning.unwrap();
    assert!(learning.gradient_norm < 1e-3, "{}", learning.gradient_norm);
}

#[test]
fn settings_without_sense_are_refused() {
    let refusal =
        |recipe: GrowingBatch<Line, 1, 2>| recipe.agent(1).unwrap_err().to_string();
    assert!(refusal(walker(0)).contains("epochs is 0"));
    let gamma = GrowingBatch {
        gamma: 2.0,
        ..walker(1)
    };
    assert!(refusal(gamma).contains("gamma is 2"));
}

#[test]
fn the_card_says_what_is_kept_and_when_targets_move() {
    let card = growing_batch().card();
    assert_eq!(
        card.replay,
        "all that was played: 300 epochs after each episode"
    );
    assert_eq!(card.target_update, "before each fit");
}
