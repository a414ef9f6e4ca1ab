//! The same arithmetic as PyTorch: golden files that the real PyTorch wrote.

mod golden;
mod support;

use deepq::ddqn::DoubleValue;
use deepq::dqn::{Learner, UpdateStats};
use deepq::dueling::Dueling;
use deepq::foundations::{
    Optimizer, Weights, recipe_of_model, tensors::Activations,
};
use deepq::polyak::Polyak;
use golden::{assert_close, assert_relative, batches, batches_of, columns, path};

use deepq::prelude::*;
use dfdx::prelude::*;

/// Values of Q may differ by this share of their size.
const EXACT: f64 = 1e-5;

const MLP: &str = "dqn_initial.safetensors";
const TWO_HEADS: &str = "dueling_initial.safetensors";

/// A learner with PyTorch's initial weights.
fn learner<N: QNetwork<4, 2>>(initial: &str) -> Learner<N> {
    let mut learner: Learner<N> = Learner::new(0, Box::new(RmsProp::new()));
    let weights = Weights::load(&path(initial)).unwrap();
    weights.copy_into(&mut learner.online).unwrap();
    learner.target.clone_from(&learner.online);
    learner
}

/// What the learner says of each batch, after its Q-values have been compared with
/// those of `steps`.
fn updates<N: QNetwork<4, 2>>(
    learner: &mut Learner<N>,
    batches: &[Sample<4>],
    objective: &dyn Objective<N, 4, 2>,
    target_update: &dyn TargetUpdate<N>,
    steps: &golden::Columns,
) -> Vec<UpdateStats> {
    let mut learn = |(step, sample)| {
        let update = learner.learn(sample, objective, 0.0007).unwrap();
        target_update.follow(&mut learner.target, &learner.online, step);
        let (mean, first) = (mean_q(&update), f64::from(update.q_values[0]));
        let what = |of: &str| format!("{of}, step {step}");
        assert_close(mean, steps["mean_q"][step], EXACT, &what("mean Q"));
        assert_close(first, steps["q_first"][step], EXACT, &what("first Q"));
        update
    };
    let updates = batches
        .iter()
        .enumerate()
        .map(&mut learn)
        .collect::<Vec<_>>();
    assert_eq!(updates.len(), 100);
    updates
}

fn mean_q(update: &UpdateStats) -> f64 {
    update.q_values.iter().map(|&q| f64::from(q)).sum::<f64>() / 64.0
}

#[test]
fn a_hundred_dqn_learner_steps_agree_with_pytorch() {
    let mut learner = learner::<Mlp<4, 2>>(MLP);
    let copy = HardCopy { every: 15 };
    let steps = columns("dqn_steps.csv");
    let bootstrap = MaxValue;
    let objective = SquaredError { bootstrap };
    let updates = updates(&mut learner, &batches(), &objective, &copy, &steps);
    for (update, expected) in updates.iter().zip(&steps["loss"]) {
        // δ is a small difference of large numbers, so the loss is less exact.
        assert_relative(f64::from(update.loss), *expected, 5e-5, "loss");
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
    let mut optimizer = RmsProp::new();
    for step in golden::rows(&expected) {
        #[expect(clippy::cast_possible_truncation, reason = "weights are f32")]
        let gradient = ["g0", "g1", "g2"].map(|g| expected[g][step] as f32);
        let factors = device.tensor(gradient);
        let mut gradients = (weight.leaky_trace() * factors)
            .sum::<Rank0, _>()
            .backward();
        optimizer.update(&mut weight, &mut gradients, 0.01);
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
fn layer_norm_has_pytorchs_values_and_gradients() {
    let golden = columns("layer_norm.csv");
    #[expect(clippy::cast_possible_truncation, reason = "the inputs are f32")]
    let input = |name: &str| -> Vec<f32> {
        golden[name].iter().map(|&number| number as f32).collect()
    };
    let device = Dev::default();
    let batch =
        |name| -> Activations<7> { device.tensor_from_vec(input(name), (4, Const)) };
    let check = |name: &str, found: Vec<f32>| {
        for (i, found) in found.into_iter().enumerate() {
            let what = format!("{name}, number {i}");
            assert_close(f64::from(found), golden[name][i], EXACT, &what);
        }
    };
    let loss = |y: Activations<7, _>| (y * batch("dy")).sum::<Rank0, _>();

    let x = batch("x");
    let mut norm = LayerNorm::<7>::build(&device);
    norm.weight.copy_from(&input("weight")[..7]);
    norm.bias.copy_from(&input("bias")[..7]);
    let y = norm.forward(x.leaky_trace());
    check("y", y.as_vec());
    let gradients = loss(y).backward();
    check("dx", gradients.get(&x).as_vec());
    check("dweight", gradients.get(&*norm.weight).as_vec());
    check("dbias", gradients.get(&*norm.bias).as_vec());

    let y = PlainLayerNorm.forward(x.leaky_trace());
    check("plain_y", y.as_vec());
    check("plain_dx", loss(y).backward().get(&x).as_vec());
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
        compare_q(|state| agent.q_values(&[state])[0], &q, &format!("{name}_"));
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
    let expected = columns("deepq_saved_q.csv");
    compare_q(|state| agent.q_values(&[state])[0], &expected, "q_");
}

/// Compares the values of the states in a golden file, in the columns of this prefix.
fn compare_q(
    q_values: impl Fn([f32; 4]) -> [f32; 2],
    expected: &golden::Columns,
    prefix: &str,
) {
    for row in golden::rows(expected) {
        #[expect(clippy::cast_possible_truncation, reason = "the file holds f32")]
        let state = ["x", "x_dot", "theta", "theta_dot"]
            .map(|column| expected[column][row] as f32);
        for (action, q) in q_values(state).into_iter().enumerate() {
            let q_in_pytorch = expected[format!("{prefix}{action}").as_str()][row];
            let what = format!("{prefix}{action} of row {row}");
            assert_close(f64::from(q), q_in_pytorch, EXACT, &what);
        }
    }
}

/// Learns from PyTorch's batches, and compares each step and the trained network.
fn assert_agrees<N: QNetwork<4, 2>>(
    name: &str,
    initial: &str,
    is_weighted: bool,
    target_update: &dyn TargetUpdate<N>,
) {
    let bootstrap = DoubleValue;
    let objective = SquaredError { bootstrap };
    assert_agrees_by(&objective, name, initial, is_weighted, target_update);
}

/// As [`assert_agrees`], with another objective. Returns what the learner said.
fn assert_agrees_by<N: QNetwork<4, 2>>(
    objective: &dyn Objective<N, 4, 2>,
    name: &str,
    initial: &str,
    is_weighted: bool,
    target_update: &dyn TargetUpdate<N>,
) -> Vec<UpdateStats> {
    let mut learner = learner::<N>(initial);
    let batches = batches_of(name, is_weighted);
    let steps = columns(&format!("{name}_steps.csv"));
    let updates = updates(&mut learner, &batches, objective, target_update, &steps);
    for (update, loss) in updates.iter().zip(&steps["loss"]) {
        // The root of the loss is a mean of δ = y − Q, and as exact as Q.
        let off = (f64::from(update.loss).sqrt() - loss.sqrt()).abs();
        assert!(off < EXACT * mean_q(update).abs().max(1.0), "{name}: {off}");
    }
    let expected = columns(&format!("{name}_q.csv"));
    compare_q(|state| learner.q_values(&[state])[0], &expected, "q_");
    updates
}

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

#[test]
fn a_hundred_steps_with_the_huber_loss_agree_with_pytorch() {
    let huber = Huber {
        kappa: 1.0,
        bootstrap: DoubleValue,
    };
    let copies = HardCopy { every: 15 };
    let updates = assert_agrees_by::<Mlp<4, 2>>(&huber, "huber", MLP, true, &copies);
    // Both parts of the loss are at work.
    let errors: Vec<f32> = updates.into_iter().flat_map(|u| u.td_errors).collect();
    let large = errors.iter().filter(|delta| delta.abs() > 1.0).count();
    assert!((100..errors.len() - 100).contains(&large), "{large}");
}
