//! NFQ: play until there is a batch, fit the network to it, forget it.

use deepq::dqn::Learner;
use deepq::exploration::Constant;
use deepq::nfq::{Nfq, nfq};
use deepq::prelude::*;
use rand::RngCore;

type Line = Layer<1, 2>;

/// Three steps to the right end the episode; its states are 0, 1, 2 and 3.
#[derive(Clone, Debug, Default)]
pub struct Walk {
    cell: u8,
}

impl Environment<1, 2> for Walk {
    fn reset(&mut self, _random: &mut Random) -> [f32; 1] {
        self.cell = 0;
        [0.0]
    }

    fn step(&mut self, _action: usize) -> Step<1> {
        self.cell += 1;
        Step {
            state: [f32::from(self.cell)],
            reward: 1.0,
            terminated: self.cell == 3,
            truncated: false,
        }
    }
}

/// The objective of NFQ.
pub const SQUARED: SquaredError<MaxValue> = SquaredError {
    bootstrap: MaxValue,
};

fn walker(batch_size: usize, fits: usize) -> Nfq<Line, 1, 2> {
    Nfq {
        environment: Box::new(Walk::default()),
        exploration: Box::new(Constant(1.0)),
        action_rule: Box::new(EpsilonGreedy),
        gamma: 0.5,
        learning_rate: Box::new(Constant(0.01)),
        batch_size,
        fits,
        objective: Box::new(SQUARED),
        optimizer: Box::new(RmsProp::new()),
    }
}

/// What the transitions of the first `steps` steps are.
pub fn transitions(steps: usize) -> Vec<Transition<1>> {
    let mut exploration = random(12, Stream::Exploration);
    let mut walk = Walk::default();
    let mut state = walk.reset(&mut random(12, Stream::Starts));
    let mut transitions = Vec::new();
    while transitions.len() < steps {
        let q_values = || [0.0; 2];
        let action = EpsilonGreedy.choose(&q_values, 1.0, &mut exploration);
        let action = action.unwrap();
        let step = walk.step(action);
        transitions.push(Transition::new(state, action, &step, 0.5));
        state = step.state;
        if step.is_last() {
            state = walk.reset(&mut random(12, Stream::Starts));
        }
    }
    transitions
}

#[test]
fn each_batch_is_fitted_so_often_with_new_targets_and_then_forgotten() {
    let mut agent = walker(6, 4).agent(12).unwrap();
    for _ in 0..4 {
        agent.next().unwrap().unwrap();
    }

    // Two batches of six steps, each in the network's own targets.
    let initial = random(12, Stream::Weights).next_u64();
    let mut learner: Learner<Line> = Learner::new(initial, Box::new(RmsProp::new()));
    for batch in transitions(12).chunks(6) {
        let sample = Sample {
            transitions: batch.to_vec(),
            indices: (0..6).collect(),
            weights: vec![1.0; 6],
        };
        for _ in 0..4 {
            learner.target.clone_from(&learner.online);
            learner.learn(&sample, &SQUARED, 0.01).unwrap();
        }
    }
    assert_eq!(agent.weights(), Weights::of(&learner.online));
}

#[test]
fn nothing_is_learned_before_the_batch_is_full() {
    let mut agent = walker(7, 1).agent(12).unwrap();
    let before = agent.weights();
    let learned = |agent: &mut Agent<1, 2>| {
        let report = agent.next().unwrap().unwrap();
        report.learning.is_some()
    };
    assert!(!learned(&mut agent) && !learned(&mut agent));
    assert_eq!(agent.weights(), before);
    assert!(learned(&mut agent));
    assert_ne!(agent.weights(), before);
}

#[test]
fn settings_without_sense_are_refused() {
    let refusal = |nfq: Nfq<Line, 1, 2>| nfq.agent(1).unwrap_err().to_string();
    assert!(refusal(walker(0, 1)).contains("batch_size is 0"));
    assert!(refusal(walker(1, 0)).contains("fits is 0"));
    let gamma = Nfq {
        gamma: 2.0,
        ..walker(1, 1)
    };
    assert!(refusal(gamma).contains("gamma is 2"));
    let learning_rate = Nfq {
        learning_rate: Box::new(Constant(0.0)),
        ..walker(1, 1)
    };
    assert!(refusal(learning_rate).contains("learning_rate is 0"));
}

#[test]
fn the_card_says_that_there_is_no_memory_and_no_target_network() {
    let card = nfq().card();
    assert_eq!(card.replay, "none: 40 fits to each batch of 1024");
    assert_eq!(card.target_update, "none: the target is the online network");
}
