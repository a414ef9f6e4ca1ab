//! The other techniques, step by step beside PyTorch's.

mod golden;

use deepq::ddqn::DoubleValue;
use deepq::dqn::Learner;
use deepq::dueling::Dueling;
use deepq::polyak::Polyak;
use deepq::prelude::*;
use golden::{assert_close, batches_of, columns, path};

/// Values of Q may differ by this share of their size.
const EXACT: f64 = 1e-5;

/// Learns from PyTorch's batches, and compares each step and the trained network.
fn assert_agrees<N: QNetwork<4, 2>>(
    name: &str,
    initial: &str,
    is_weighted: bool,
    target_update: &dyn TargetUpdate<N>,
) {
    let mut learner: Learner<N> = Learner::new(0, 0.0007);
    let initial = Weights::load(&path(initial)).unwrap();
    initial.copy_into(&mut learner.online).unwrap();
    learner.target.clone_from(&learner.online);

    let expected = columns(&format!("{name}_steps.csv"));
    for (step, sample) in batches_of(name, is_weighted).iter().enumerate() {
        let update = learner.learn(sample, &DoubleValue, 1.0).unwrap();
        target_update.update(&mut learner.target, &learner.online, step);
        let q_values = update.q_values.iter().map(|&q| f64::from(q));
        let mean_q = q_values.sum::<f64>() / 64.0;
        let what = |of: &str| format!("{name}: {of}, step {step}");
        assert_close(mean_q, expected["mean_q"][step], EXACT, &what("mean Q"));
        let first = f64::from(update.q_values[0]);
        assert_close(first, expected["q_first"][step], EXACT, &what("first Q"));
        // The root of the loss is a mean of δ = y − Q, and as exact as Q.
        let found = f64::from(update.loss).sqrt();
        let root = expected["loss"][step].sqrt();
        let bound = EXACT * mean_q.abs().max(1.0);
        assert!((found - root).abs() < bound, "{}", what("loss"));
    }

    let expected = columns(&format!("{name}_q.csv"));
    for probe in golden::rows(&expected) {
        #[expect(clippy::cast_possible_truncation, reason = "states are f32")]
        let state = ["x", "x_dot", "theta", "theta_dot"]
            .map(|column| expected[column][probe] as f32);
        let q = learner.q_values(&[state])[0];
        for (found, column) in q.iter().zip(["q_0", "q_1"]) {
            let what = format!("{name}: probe {probe}, {column}");
            let expected = expected[column][probe];
            assert_close(f64::from(*found), expected, EXACT, &what);
        }
    }
}

const MLP: &str = "dqn_initial.safetensors";
const TWO_HEADS: &str = "dueling_initial.safetensors";

#[test]
fn a_hundred_double_dqn_steps_agree_with_pytorch() {
    assert_agrees::<Mlp<4, 2>>("ddqn", MLP, false, &HardCopy { every: 15 });
}

#[test]
fn a_hundred_steps_with_a_weighted_loss_agree_with_pytorch() {
    assert_agrees::<Mlp<4, 2>>("weighted", MLP, true, &HardCopy { every: 15 });
}

#[test]
fn a_hundred_steps_with_polyak_averaging_agree_with_pytorch() {
    assert_agrees::<Mlp<4, 2>>("polyak", MLP, false, &Polyak { tau: 0.01 });
}

#[test]
fn a_hundred_steps_of_a_dueling_network_agree_with_pytorch() {
    let polyak = Polyak { tau: 0.01 };
    assert_agrees::<Dueling<4, 2>>("dueling", TWO_HEADS, false, &polyak);
}

#[test]
fn a_hundred_steps_with_every_technique_agree_with_pytorch() {
    let polyak = Polyak { tau: 0.01 };
    assert_agrees::<Dueling<4, 2>>("all", TWO_HEADS, true, &polyak);
}
