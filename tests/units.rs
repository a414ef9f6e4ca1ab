//! What is counted in which unit: environment steps, learner steps, updates.

use deepq::prelude::*;

/// The report of DQN with these counts after an episode that ends beyond the warm-up.
fn report(recipe: Recipe<Mlp<4, 2>, 4, 2>) -> EpisodeReport {
    Agent::new(recipe, 12).unwrap().nth(19).unwrap().unwrap()
}

/// Learner steps are due once more than this many transitions are stored.
const WARM_UP: usize = 320;

#[test]
fn the_agent_of_the_course_learns_once_on_each_step_after_the_warm_up() {
    let report = report(dqn());
    assert!(report.steps > WARM_UP);
    assert_eq!(report.learner_steps, report.steps - WARM_UP);
}

#[test]
fn learn_every_counts_environment_steps_and_learner_steps_are_those_of_a_turn() {
    for (learn_every, learner_steps) in [(4, 1), (1, 3), (8, 2)] {
        let report = report(Recipe {
            learn_every,
            learner_steps,
            ..dqn()
        });
        let turns = report.steps / learn_every - WARM_UP / learn_every;
        assert_eq!(report.learner_steps, learner_steps * turns);
    }
}

#[test]
fn a_copy_is_counted_in_environment_steps_unless_it_says_otherwise() {
    let with = |target_update: Box<dyn TargetUpdate<Mlp<4, 2>>>| {
        report(Recipe {
            target_update,
            learn_every: 4,
            ..dqn()
        })
    };
    let copy = HardCopy { every: 10 };
    let in_steps = with(Box::new(copy));
    // Steps are counted from 0, so the first of every ten copies.
    assert_eq!(in_steps.target_updates, in_steps.steps.div_ceil(10));
    let in_updates = with(Box::new(PerLearnerStep(copy)));
    let learner_steps = in_updates.learner_steps;
    assert_eq!(in_updates.target_updates, learner_steps.div_ceil(10));
    let soft = with(Box::new(Polyak { tau: 0.01 }));
    assert_eq!(soft.target_updates, soft.steps);
    let soft = with(Box::new(PerLearnerStep(Polyak { tau: 0.01 })));
    assert_eq!(soft.target_updates, soft.learner_steps);
}

#[test]
fn the_learning_rate_follows_its_schedule() {
    let falling = Recipe {
        learning_rate: Box::new(LinearSchedule {
            start: 0.0007,
            end: 1e-30,
            steps: 400,
        }),
        ..dqn()
    };
    let mut agent = Agent::new(falling, 12).unwrap();
    let steps = agent.by_ref().map(|report| report.unwrap().steps);
    assert!(steps.take_while(|&steps| steps < 400).count() > 0);
    let before = agent.weights();
    agent.next().unwrap().unwrap();
    // So small a step moves no weight.
    assert_eq!(agent.weights(), before);
}

#[test]
fn counts_of_nothing_are_refused() {
    let refusal = |recipe| Agent::new(recipe, 1).unwrap_err().to_string();
    let never = refusal(Recipe {
        learn_every: 0,
        ..dqn()
    });
    assert!(never.contains("learn_every is 0"), "{never}");
    let nothing = refusal(Recipe {
        learner_steps: 0,
        ..dqn()
    });
    assert!(nothing.contains("learner_steps is 0"), "{nothing}");
}
