//! The optimisers: by hand, and step by step with PyTorch's.

mod golden;

use deepq::foundations::{Gradients, gradient_norm};
use deepq::prelude::*;
use dfdx::prelude::{
    AsArray, Backward, BuildModule, Rank0, Rank1, SumTo, Tensor, TensorCollection,
    TensorFromVec, Trace,
};
use golden::{assert_close, columns};

type Vector<const W: usize> = Tensor<Rank1<W>, f32, Dev>;

fn vector<const W: usize>(numbers: [f32; W]) -> Vector<W> {
    Dev::default().tensor_from_vec(numbers.to_vec(), Rank1::default())
}

/// Gradients in which that of `weights` is `gradient`.
fn gradients<const W: usize>(weights: &Vector<W>, gradient: [f32; W]) -> Gradients {
    let product = weights.leaky_trace() * vector(gradient);
    product.sum::<Rank0, _>().backward()
}

/// One step of `weights` against `gradient`.
fn step<const W: usize>(
    optimizer: &mut dyn Optimizer<Vector<W>>,
    weights: &mut Vector<W>,
    gradient: [f32; W],
    learning_rate: f64,
) {
    let mut gradients = gradients(weights, gradient);
    optimizer.update(weights, &mut gradients, learning_rate);
    assert_eq!(
        gradients.get(weights).array(),
        gradient,
        "it is left as it is"
    );
}

/// Asserts how far each of these gradients moves a weight, in units of η.
fn assert_moves<const T: usize>(
    mut optimizer: impl Optimizer<Vector<1>>,
    moves: [(f32, f64); T],
) {
    let mut weight = vector([0.0]);
    for (gradient, expected) in moves {
        let before = f64::from(weight.array()[0]);
        step(&mut optimizer, &mut weight, [gradient], 0.5);
        let distance = (before - f64::from(weight.array()[0])) / 0.5;
        assert_close(distance, expected, 1e-6, &optimizer.describe().to_string());
    }
}

#[test]
fn rmsprop_adds_epsilon_to_the_root() {
    // v = 0.04 · 25 = 1 and 0.96 · 1 + 0.04 · 1 = 1: 5 / (1 + 1) and −1 / (1 + 1).
    let optimizer = RmsProp {
        alpha: 0.96,
        epsilon: 1.0,
        ..RmsProp::new()
    };
    assert_moves(optimizer, [(5.0, 2.5), (-1.0, -0.5)]);
}

#[test]
fn centred_rmsprop_divides_by_the_standard_deviation() {
    // v = 8, then 4 + 2 = 6; ḡ = 2, then 1 + 1 = 2: 4 / √(8 − 4) and 2 / √(6 − 4).
    let optimizer = CenteredRmsProp {
        alpha: 0.5,
        ..CenteredRmsProp::new()
    };
    assert_moves(optimizer, [(4.0, 2.0), (2.0, libm::sqrt(2.0))]);
}

#[test]
fn centred_rmsprop_takes_a_variance_below_zero_for_zero() {
    // With gradients that never change, rounding takes v − ḡ² of some weights below 0
    // within these steps.
    let mut optimizer = CenteredRmsProp::new();
    let mut weights = vector([0.0; 300]);
    let gradient = std::array::from_fn(|i| 0.01 * (i + 1) as f32);
    for _ in 0..4_000 {
        step(&mut optimizer, &mut weights, gradient, 1e-9);
    }
    assert!(weights.array().iter().all(|weight| weight.is_finite()));
}

#[test]
fn adam_corrects_both_means_for_their_start_at_zero() {
    // m = 1, 0, 1.5; v = 1, 1, 3. Corrected by ½ and ¼, then by ⅞ and 37/64 in the
    // third step, they make 2 / √4, 0, and (12/7) / √(192/37).
    let adam = || Adam {
        beta1: 0.5,
        beta2: 0.75,
        ..Adam::new()
    };
    let third = 12.0 / 7.0 / libm::sqrt(192.0 / 37.0);
    assert_moves(adam(), [(2.0, 1.0), (-1.0, 0.0), (3.0, third)]);
    // ε counts in full, because it is added to the corrected root: 2 / (2 + 1).
    let epsilon = 1.0;
    let optimizer = Adam { epsilon, ..adam() };
    assert_moves(optimizer, [(2.0, 2.0 / 3.0)]);
}

#[test]
fn amsgrad_divides_by_the_largest_running_square() {
    // v = 8, then 4 + ½; the maximum stays 8, corrected by ½ and ¾: 4 / √16, and
    // 1 / √(32/3). Adam would divide by √6.
    let optimizer = AmsGrad {
        beta1: 0.0,
        beta2: 0.5,
        ..AmsGrad::new()
    };
    assert_moves(optimizer, [(4.0, 1.0), (1.0, libm::sqrt(3.0 / 32.0))]);
}

#[test]
fn gradient_descent_moves_by_the_gradient() {
    assert_moves(Sgd, [(4.0, 4.0), (-1.5, -1.5)]);
}

#[test]
fn momentum_moves_by_a_decaying_sum_of_gradients() {
    // 4, ½ · 4 + 4, ½ · 6 + 0
    let optimizer = Momentum {
        momentum: 0.5,
        ..Momentum::new()
    };
    assert_moves(optimizer, [(4.0, 4.0), (4.0, 6.0), (0.0, 3.0)]);
}

#[test]
fn nesterov_moves_one_gradient_ahead() {
    // The sums are 4, 6 and 3: 4 + ½ · 4, 4 + ½ · 6, 0 + ½ · 3.
    let optimizer = Nesterov {
        momentum: 0.5,
        ..Nesterov::new()
    };
    assert_moves(optimizer, [(4.0, 6.0), (4.0, 7.0), (0.0, 1.5)]);
}

#[test]
fn the_learning_rate_of_a_step_is_the_one_handed_in() {
    let mut optimizer = Momentum::new();
    let mut weight = vector([0.0]);
    step(&mut optimizer, &mut weight, [1.0], 0.0);
    assert_eq!(weight.array(), [0.0]);
    // b = 0.9 + 1, all of it at the new η.
    step(&mut optimizer, &mut weight, [1.0], 0.5);
    assert_close(f64::from(weight.array()[0]), -0.95, 1e-7, "second step");
}

#[test]
fn clipping_by_norm_keeps_the_direction() {
    let clipped = |largest| {
        let mut weights = vector([0.0; 2]);
        let optimizer = Sgd;
        let mut optimizer = ClippedByNorm { largest, optimizer };
        step(&mut optimizer, &mut weights, [3.0, -4.0], 1.0);
        weights.array().map(f64::from)
    };
    for (moved, expected) in clipped(1.0).into_iter().zip([-0.6, 0.8]) {
        assert_close(moved, expected, 1e-6, "of norm 5, clipped to 1");
    }
    assert_eq!(clipped(5.1), [-3.0, 4.0]);
}

#[test]
fn clipping_by_value_clips_each_part() {
    let mut weights = vector([0.0; 3]);
    let (largest, optimizer) = (3.5, Sgd);
    let mut optimizer = ClippedByValue { largest, optimizer };
    step(&mut optimizer, &mut weights, [3.0, -4.0, 3.6], 1.0);
    assert_eq!(weights.array(), [-3.0, 3.5, -3.5]);
}

#[test]
fn the_norm_of_a_clipped_gradient_runs_over_all_tensors_of_a_network() {
    type Line = Layer<1, 2>;
    let mut network = Line::build(&Dev::default());
    *network.weight =
        Dev::default().tensor_from_vec(vec![0.0; 2], Default::default());
    *network.bias = vector([0.0; 2]);
    // dL/dw = (3, 0) and dL/db = (0, 4): the norm is 5.
    let weights = network.weight.leaky_trace();
    let weight_term = weights.sum::<Rank1<2>, Axis<0>>() * vector([3.0, 0.0]);
    let terms = weight_term + network.bias.leaky_trace() * vector([0.0, 4.0]);
    let mut gradients = terms.sum::<Rank0, _>().backward();
    assert_eq!(gradient_norm(&network, &gradients), 5.0);

    let (largest, optimizer) = (2.5, Sgd);
    let mut optimizer = ClippedByNorm { largest, optimizer };
    optimizer.update(&mut network, &mut gradients, 1.0);
    let moved = [network.weight.array()[0][0], network.bias.array()[1]];
    for (moved, expected) in moved.into_iter().zip([-1.5, -2.0]) {
        assert_close(f64::from(moved), expected, 1e-6, "half of the gradient");
    }
    assert_eq!(
        gradient_norm(&network, &gradients),
        5.0,
        "as before clipping"
    );
}

/// Every optimiser, by its name in `optimizers.csv`.
fn all<N: TensorCollection<f32, Dev>>() -> [(&'static str, Box<dyn Optimizer<N>>); 12]
{
    let nature = RmsProp {
        alpha: 0.95,
        epsilon: 0.01,
        ..RmsProp::new()
    };
    let rounder = Adam {
        beta1: 0.8,
        beta2: 0.99,
        epsilon: 1.5e-4,
        ..Adam::new()
    };
    let by_norm = ClippedByNorm {
        largest: 1.0,
        optimizer: Adam::new(),
    };
    let by_value = ClippedByValue {
        largest: 0.5,
        optimizer: Momentum::new(),
    };
    [
        ("rms_prop", Box::new(RmsProp::new())),
        ("rms_prop_nature", Box::new(nature)),
        ("centered_rms_prop", Box::new(CenteredRmsProp::new())),
        ("adam", Box::new(Adam::new())),
        ("adam_epsilon", Box::new(rounder)),
        ("ams_grad", Box::new(AmsGrad::new())),
        ("rprop", Box::new(Rprop::new())),
        ("sgd", Box::new(Sgd)),
        ("momentum", Box::new(Momentum::new())),
        ("nesterov", Box::new(Nesterov::new())),
        ("clipped_by_norm", Box::new(by_norm)),
        ("clipped_by_value", Box::new(by_value)),
    ]
}

#[expect(clippy::cast_possible_truncation, reason = "the file holds f32")]
fn numbers(columns: &golden::Columns, of: &str, row: usize) -> [f32; 4] {
    std::array::from_fn(|i| columns[&format!("{of}{i}")][row] as f32)
}

#[test]
fn a_hundred_steps_of_each_optimiser_agree_with_pytorch() {
    let file = columns("optimizers.csv");
    assert_eq!(golden::rows(&file), 0..100);
    for (name, mut optimizer) in all() {
        let mut weights = vector([1.0, -2.0, 0.5, 0.0]);
        for row in golden::rows(&file) {
            step(
                &mut *optimizer,
                &mut weights,
                numbers(&file, "g", row),
                0.01,
            );
            let expected = numbers(&file, &format!("{name}_"), row);
            for (found, expected) in weights.array().into_iter().zip(expected) {
                let (found, expected) = (f64::from(found), f64::from(expected));
                let what = format!("{name}, step {row}");
                assert_close(found, expected, 2.4e-7, &what);
            }
            // The next step starts from PyTorch's weights, so that a bound of two
            // roundings holds for each of them. What is kept is our own.
            weights.copy_from(&expected);
        }
    }
}

#[test]
fn each_weight_of_a_long_tensor_moves_as_it_does_alone() {
    const W: usize = 37;
    let gradient = |step: usize| -> [f32; W] {
        std::array::from_fn(|i| libm::sinf((i * step + 1) as f32))
    };
    for ((name, mut together), k) in all::<Vector<W>>().into_iter().zip(0..) {
        if name == "clipped_by_norm" {
            continue;
        }
        let mut weights = vector([0.25; W]);
        for t in 0..3 {
            step(&mut *together, &mut weights, gradient(t), 0.1);
        }
        for i in 0..W {
            let (_, mut alone) = all::<Vector<1>>().into_iter().nth(k).unwrap();
            let mut weight = vector([0.25]);
            for t in 0..3 {
                step(&mut *alone, &mut weight, [gradient(t)[i]], 0.1);
            }
            assert_eq!(weights.array()[i], weight.array()[0], "{name}, weight {i}");
        }
    }
}

fn refusal(optimizer: &dyn Optimizer<Vector<1>>) -> String {
    optimizer
        .check()
        .map_or_else(|e| e.to_string(), |()| String::new())
}

#[test]
fn settings_that_make_no_sense_are_refused() {
    for (name, optimizer) in all::<Vector<1>>() {
        assert!(optimizer.check().is_ok(), "{name}");
    }
    let (alpha, beta1, beta2, momentum, epsilon) = (1.0, -0.1, f64::NAN, 1.0, 0.0);
    assert_eq!(
        refusal(&RmsProp {
            alpha,
            ..RmsProp::new()
        }),
        "RMSprop's alpha is 1, but must lie in [0, 1): choose a value in that range"
    );
    assert_eq!(
        refusal(&CenteredRmsProp {
            epsilon,
            ..CenteredRmsProp::new()
        }),
        "RMSprop's epsilon is 0, but must lie in (0, ∞): choose a value in that range"
    );
    assert_eq!(
        refusal(&Adam {
            beta1,
            ..Adam::new()
        }),
        "Adam's beta1 is -0.1, but must lie in [0, 1): choose a value in that range"
    );
    assert_eq!(
        refusal(&AmsGrad {
            beta2,
            ..AmsGrad::new()
        }),
        "Adam's beta2 is NaN, but must lie in [0, 1): choose a value in that range"
    );
    assert_eq!(
        refusal(&Rprop {
            larger: 1.0,
            ..Rprop::new()
        }),
        "Rprop's larger is 1, but must lie in (1, ∞): choose a value in that range"
    );
    assert_eq!(
        refusal(&Rprop {
            smaller: 1.0,
            ..Rprop::new()
        }),
        "Rprop's smaller is 1, but must lie in (0, 1): choose a value in that range"
    );
    assert_eq!(
        refusal(&Rprop {
            bounds: [0.1, 0.01],
            ..Rprop::new()
        }),
        "Rprop's largest step is 0.01, but must lie in [the least, ∞): choose a value \
         in that range"
    );
    assert_eq!(
        refusal(&Momentum {
            momentum,
            ..Momentum::new()
        }),
        "momentum is 1, but must lie in [0, 1): choose a value in that range"
    );
    assert!(
        !refusal(&Nesterov {
            momentum,
            ..Nesterov::new()
        })
        .is_empty()
    );
    assert_eq!(
        refusal(&ClippedByNorm {
            largest: 0.0,
            optimizer: Sgd
        }),
        "the largest gradient is 0, but must lie in (0, ∞): choose a value in that range"
    );
    assert!(
        !refusal(&ClippedByValue {
            largest: f64::INFINITY,
            optimizer: Sgd
        })
        .is_empty()
    );
}

#[test]
fn clipping_checks_the_optimiser_that_it_wraps() {
    let optimizer = Adam {
        epsilon: -1.0,
        ..Adam::new()
    };
    let by_value = ClippedByValue {
        largest: 1.0,
        optimizer,
    };
    let optimizer = ClippedByNorm {
        largest: 1.0,
        optimizer: by_value,
    };
    assert!(refusal(&optimizer).starts_with("Adam's epsilon is -1,"));
}

#[test]
fn an_optimiser_is_described_by_its_settings() {
    let described = |optimizer: &dyn Describe| optimizer.describe().to_string();
    assert_eq!(
        described(&RmsProp::new()),
        "RmsProp { alpha: 0.99, epsilon: 1e-8 }"
    );
    let clipped = ClippedByNorm {
        largest: 10.0,
        optimizer: Adam::new(),
    };
    assert_eq!(
        described(&clipped),
        "ClippedByNorm { largest: 10.0, \
         optimizer: Adam { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } }"
    );
    assert_eq!(described(&Sgd), "Sgd");
}
