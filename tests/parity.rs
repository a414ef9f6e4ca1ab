//! The same arithmetic as PyTorch: golden files that the real PyTorch wrote.

mod golden;
mod support;

use deepq::dqn::{Learner, UpdateStats};
use deepq::foundations::optimizer::RmsProp;
use deepq::foundations::weights::{Weights, recipe_of_model};
use deepq::prelude::*;
use dfdx::prelude::*;
use golden::{assert_close, assert_relative, batches, columns, path};

const GAMMA: f32 = 1.0;
const LEARNING_RATE: f64 = 0.0007;

/// A learner with PyTorch's initial weights.
fn learner() -> Learner<Mlp<4, 2>> {
    let mut learner: Learner<Mlp<4, 2>> = Learner::new(0, LEARNING_RATE);
    let weights = Weights::load(&path("dqn_initial.safetensors")).unwrap();
    weights.copy_into(&mut learner.online).unwrap();
    learner.target.clone_from(&learner.online);
    learner
}

#[test]
fn a_hundred_dqn_learner_steps_agree_with_pytorch() {
    let mut learner = learner();
    let target_update = HardCopy { every: 15 };
    let mut updates: Vec<UpdateStats> = Vec::new();
    for (step, sample) in batches().iter().enumerate() {
        updates.push(learner.learn(sample, &MaxValue, GAMMA).unwrap());
        target_update.update(&mut learner.target, &learner.online, step);
    }

    let expected = columns("dqn_steps.csv");
    assert_eq!(updates.len(), 100);
    for (step, update) in updates.iter().enumerate() {
        let at = |column: &str| expected[column][step];
        let mean_q =
            update.q_values.iter().map(|&q| f64::from(q)).sum::<f64>() / 64.0;
        assert_close(mean_q, at("mean_q"), 1e-5, &format!("mean Q, step {step}"));
        let first = f64::from(update.q_values[0]);
        assert_close(first, at("q_first"), 1e-5, &format!("first Q, step {step}"));
        let loss = f64::from(update.loss);
        // δ is a small difference of large numbers, so the loss is less exact.
        let what = format!("loss, step {step}");
        assert_relative(loss, at("loss"), 5e-5, &what);
    }

    let trained = Weights::load(&path("dqn_trained.safetensors")).unwrap();
    for weight in &Weights::of(&learner.online).0 {
        let same = |w: &&deepq::foundations::weights::Weight| w.name == weight.name;
        let expected = &trained.0.iter().find(same).unwrap().values;
        let distance = norm(weight.values.iter().zip(expected).map(|(a, b)| a - b));
        let relative = distance / norm(expected.iter().copied());
        println!("{}: {relative:e}", weight.name);
        assert!(relative < 1e-5, "{}: {relative:e} away", weight.name);
    }
}

fn norm(numbers: impl Iterator<Item = f32>) -> f64 {
    numbers.map(|n| f64::from(n).powi(2)).sum::<f64>().sqrt()
}

#[test]
fn the_optimiser_makes_the_steps_of_pytorchs_rmsprop() {
    let expected = columns("rmsprop.csv");
    let device = Dev::default();
    let mut weight: Tensor<Rank1<3>, f32, Dev> = device.tensor([1.0, -2.0, 0.5]);
    let mut optimizer = RmsProp::new(0.01);
    for step in golden::rows(&expected) {
        #[expect(clippy::cast_possible_truncation, reason = "weights are f32")]
        let gradient = ["g0", "g1", "g2"].map(|g| expected[g][step] as f32);
        let factors = device.tensor(gradient);
        let mut gradients = (weight.leaky_trace() * factors)
            .sum::<Rank0, _>()
            .backward();
        optimizer.update(&mut weight, &mut gradients);
        for (i, name) in ["w0", "w1", "w2"].iter().enumerate() {
            let found = f64::from(weight.array()[i]);
            assert_close(
                found,
                expected[*name][step],
                1e-6,
                &format!("step {step}"),
            );
        }
    }
}

#[test]
fn weights_that_pytorch_saved_give_the_same_q_here() {
    let q = columns("dqn_q.csv");
    for (model, name) in [
        ("dqn_initial.safetensors", "q_initial"),
        ("dqn_trained.safetensors", "q_trained"),
    ] {
        let mut agent = Agent::new(dqn(), 12).unwrap();
        agent
            .set_weights(&Weights::load(&path(model)).unwrap())
            .unwrap();
        compare_q(&agent, &q, name);
    }
}

#[test]
fn weights_that_we_saved_give_the_same_q_in_pytorch() {
    let trained = Weights::load(&path("dqn_trained.safetensors")).unwrap();
    let mut agent = Agent::new(dqn(), 12).unwrap();
    agent.set_weights(&trained).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("model.safetensors");
    agent.weights().save(&copy, "dqn").unwrap();
    assert_eq!(recipe_of_model(&copy).unwrap().as_deref(), Some("dqn"));

    // PyTorch loaded this very file, and wrote what it computes with it.
    let saved = path("deepq_saved.safetensors");
    support::ensure_file(&saved, &std::fs::read(&copy).unwrap());
    compare_q(&agent, &columns("deepq_saved_q.csv"), "q");
}

fn compare_q(agent: &Agent<4, 2>, expected: &golden::Columns, name: &str) {
    for row in golden::rows(expected) {
        #[expect(clippy::cast_possible_truncation, reason = "the file holds f32")]
        let state = ["x", "x_dot", "theta", "theta_dot"]
            .map(|column| expected[column][row] as f32);
        let found = agent.q_values(&[state])[0];
        for (action, &q) in found.iter().enumerate() {
            let q_in_pytorch = expected[format!("{name}_{action}").as_str()][row];
            assert_close(
                f64::from(q),
                q_in_pytorch,
                1e-5,
                &format!("Q of row {row}"),
            );
        }
    }
}
