//! The quantum circuit: its gates worked by hand, its slopes against independent ones, and
//! that it is a Q-network as any other.

use deepq::circuit::{Circuit, LAYERS, MEASURED, QUBITS, STRETCH, circuit};
use deepq::dqn::Learner;
use deepq::foundations::{describe_weights, rows};
use deepq::prelude::*;
use deepq::qubits::{Complex, Gate, Pauli, Register, parameter_shift, parity};
use dfdx::prelude::*;
use std::f64::consts::{FRAC_1_SQRT_2, FRAC_PI_2, PI};

// ------------------------------------------------------------------ gates

fn complex(re: f64, im: f64) -> Complex {
    Complex { re, im }
}

/// Asserts that two registers have the same amplitudes, to the rounding.
fn assert_amplitudes<const D: usize>(found: &Register<D>, expected: [Complex; D]) {
    for (found, expected) in found.0.iter().zip(expected) {
        let difference = *found + -expected;
        assert!(difference.square() < 1e-28, "{found:?}, not {expected:?}");
    }
}

#[test]
fn half_a_turn_about_x_makes_minus_i_of_1_and_about_y_makes_1() {
    let zero = complex(0.0, 0.0);
    let turned = |axis| Register::after(&[Gate::rotation(axis, 0, PI)]);
    assert_amplitudes(&turned(Pauli::X), [zero, complex(0.0, -1.0)]);
    assert_amplitudes(&turned(Pauli::Y), [zero, complex(1.0, 0.0)]);
    assert_amplitudes(&turned(Pauli::Z), [complex(0.0, -1.0), zero]);
}

#[test]
fn a_turn_about_z_moves_the_phases_of_0_and_1_apart() {
    let plus = Gate::rotation(Pauli::Y, 0, FRAC_PI_2);
    let half = Gate::rotation(Pauli::Z, 0, PI);
    let phase = FRAC_1_SQRT_2;
    let expected = [complex(0.0, -phase), complex(0.0, phase)];
    assert_amplitudes(&Register::after(&[plus, half]), expected);
}

#[test]
fn qubit_q_is_digit_q_of_the_place_of_an_amplitude() {
    let mut expected = [Complex::default(); 8];
    expected[4] = complex(1.0, 0.0);
    let turned = Register::after(&[Gate::rotation(Pauli::Y, 2, PI)]);
    assert_amplitudes(&turned, expected);
}

#[test]
fn cz_changes_the_sign_where_both_qubits_are_1() {
    let mut register = Register::<8>([complex(0.0, 1.0); 8]);
    register.apply(Gate::Cz(0, 2));
    let signs = [1.0, 1.0, 1.0, 1.0, 1.0, -1.0, 1.0, -1.0];
    assert_amplitudes(&register, signs.map(|sign| complex(0.0, sign)));
}

/// Some gates of every kind, on three qubits.
fn some_gates() -> Vec<Gate> {
    let axes = [Pauli::X, Pauli::Y, Pauli::Z];
    let turn =
        |i: usize| Gate::rotation(axes[i % 3], i / 3 % 3, 0.7 + 0.3 * i as f64);
    let turns: Vec<Gate> = (0..18).map(turn).collect();
    let (before, after) = turns.split_at(9);
    [before, &[Gate::Cz(0, 1), Gate::Cz(2, 1)], after].concat()
}

#[test]
fn gates_keep_the_probabilities_and_their_inverses_take_them_back() {
    let gates = some_gates();
    let mut register = Register::<8>::after(&gates);
    let total: f64 = register.0.iter().map(|z| z.square()).sum();
    assert!((total - 1.0).abs() < 1e-14, "{total}");
    for gate in gates.iter().rev() {
        register.apply(gate.inverse());
    }
    assert_amplitudes(&register, Register::zeros().0);
}

#[test]
fn two_qubits_are_equal_as_often_as_the_squares_say() {
    assert_eq!(
        [0, 1, 2, 3].map(|i| parity(i, [0, 1])),
        [1.0, -1.0, -1.0, 1.0]
    );
    let register = Register([
        complex(0.5, 0.5),
        complex(0.0, -0.5),
        complex(0.5, 0.0),
        complex(0.0, 0.0),
    ]);
    // 1/2 − 1/4 − 1/4 + 0.
    assert_eq!(register.expectation([0, 1]), 0.0);
    // Turned by φ each, ⟨Z⟩ is cos φ, and ⟨ZZ⟩ the product.
    let turns = [
        Gate::rotation(Pauli::Y, 0, 0.4),
        Gate::rotation(Pauli::X, 1, 1.1),
    ];
    let found = Register::<4>::after(&turns).expectation([0, 1]);
    assert!((found - libm::cos(0.4) * libm::cos(1.1)).abs() < 1e-15);
}

// ------------------------------------------------------------------ slopes

/// The gates with the angle of the rotation at `place` moved by `by`.
fn moved(gates: &[Gate], place: usize, by: f64) -> Vec<Gate> {
    let mut gates = gates.to_vec();
    if let Gate::Rotation { axis, qubit, .. } = gates[place] {
        // Two turns about one axis are one turn by the sum.
        gates.insert(place, Gate::rotation(axis, qubit, by));
    }
    gates
}

#[test]
fn the_slopes_are_those_of_the_parameter_shift_and_of_finite_differences() {
    let gates = some_gates();
    for qubits in [[0, 1], [1, 2], [0, 2]] {
        let slopes = Register::<8>::after(&gates).slopes(&gates, qubits);
        assert_eq!(slopes.len(), gates.len());
        for (place, slope) in slopes.into_iter().enumerate() {
            let expectation = |by| {
                Register::<8>::after(&moved(&gates, place, by)).expectation(qubits)
            };
            let shifted = parameter_shift(expectation, 0.0);
            assert!(
                (slope - shifted).abs() < 1e-14,
                "{place}: {slope}, {shifted}"
            );
            let difference = (expectation(1e-5) - expectation(-1e-5)) / 2e-5;
            assert!((slope - difference).abs() < 1e-9, "{place}: {slope}");
        }
        let of_cz = &Register::<8>::after(&gates).slopes(&gates, qubits)[9..11];
        assert_eq!(of_cz, [0.0, 0.0]);
    }
}

#[test]
fn the_slope_of_a_cosine_is_a_sine() {
    let slope = parameter_shift(libm::cos, 0.3);
    assert!((slope + libm::sin(0.3)).abs() < 1e-15);
}

// ------------------------------------------------------------------ the network

/// A circuit with these weights.
fn circuit_of(theta: &[f32], lambda: &[f32], w: [f32; 2]) -> Circuit {
    let mut circuit = Circuit::build(&Dev::default());
    circuit.theta.copy_from(theta);
    circuit.lambda.copy_from(lambda);
    circuit.scale.copy_from(&w.map(|w| w / STRETCH));
    circuit
}

fn q_of(circuit: &Circuit, state: [f32; QUBITS]) -> [f32; 2] {
    rows(&circuit.q(states_tensor(&Dev::default(), &[state])))[0]
}

fn assert_close(found: &[f32], expected: &[f32], tolerance: f32) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!(
            (found - expected).abs() < tolerance,
            "{found}, not {expected}"
        );
    }
}

const STATE: [f32; QUBITS] = [0.3, -0.7, 0.1, 1.2];

#[test]
fn the_weights_have_the_names_the_shapes_and_the_start_of_the_paper() {
    let names = ["theta [6, 4, 3]", "lambda [5, 4]", "scale [2]"];
    assert_eq!(describe_weights::<Circuit>(), names);
    let circuit = Circuit::build(&Dev::seed_from_u64(12));
    let theta = circuit.theta.as_vec();
    let largest = theta.iter().copied().fold(0.0, f32::max);
    let least = theta.iter().copied().fold(f32::INFINITY, f32::min);
    assert!((0.0..0.2).contains(&least) && (2.9..3.15).contains(&largest));
    assert_eq!(circuit.lambda.as_vec(), [1.0; LAYERS * QUBITS]);
    assert_eq!(circuit.scale.as_vec(), [0.01; 2]);
    let other = Circuit::build(&Dev::seed_from_u64(13));
    assert_ne!(other.theta.as_vec(), theta);
}

#[test]
fn one_qubit_that_turns_alone_turns_by_all_its_inputs() {
    let circuit = circuit_of(&[0.0; 72], &[2.0; 20], [3.0, 5.0]);
    assert_close(&q_of(&circuit, [0.0; 4]), &[3.0, 5.0], 1e-5);
    // CZ does nothing to qubits that are 0, so ⟨Z₀Z₁⟩ = cos(5 tanh(2 s)).
    let equal = f32::midpoint(1.0, libm::cosf(5.0 * libm::tanhf(0.2)));
    assert_close(
        &q_of(&circuit, [0.1, 0.0, 0.0, 0.0]),
        &[3.0 * equal, 5.0],
        1e-5,
    );
    // A last half turn of qubit 3, and the other two are never equal.
    let mut theta = [0.0; 72];
    theta[69] = std::f32::consts::PI;
    let circuit = circuit_of(&theta, &[2.0; 20], [3.0, 5.0]);
    assert_close(&q_of(&circuit, [0.0; 4]), &[3.0, 0.0], 1e-5);
}

/// Weights without any pattern of the circuit.
fn uneven() -> Circuit {
    #[expect(clippy::cast_possible_truncation, reason = "weights are f32")]
    let theta: Vec<f32> = (1..=72)
        .map(|i| (0.1 * f64::from(i) % 3.0) as f32)
        .collect();
    #[expect(clippy::cast_possible_truncation, reason = "weights are f32")]
    let lambda: Vec<f32> = (0..20)
        .map(|i| (0.5 + 0.05 * f64::from(i)) as f32)
        .collect();
    circuit_of(&theta, &lambda, [2.0, 2.0])
}

#[test]
fn the_values_are_those_of_products_of_whole_matrices() {
    // ⟨Z₀Z₁⟩ and ⟨Z₂Z₃⟩ of a program in NumPy with matrices of 16 × 16.
    let expected = [-0.221_862_78, 0.421_633_77].map(|zz: f32| 1.0 + zz);
    assert_close(&q_of(&uneven(), STATE), &expected, 2e-6);
    assert_eq!(MEASURED, [[0, 1], [2, 3]]);
}

#[test]
fn the_values_are_the_same_with_a_tape_and_in_any_batch() {
    let circuit = uneven();
    let states = states_tensor(&Dev::default(), &[STATE, [0.0; 4], [1.0; 4]]);
    let q_values = circuit.q(states.clone());
    let recorded = circuit.q_recorded(states.retaped());
    assert_eq!(q_values.as_vec(), recorded.as_vec());
    assert_eq!(rows(&q_values)[0], q_of(&circuit, STATE));
}

/// dΣ c Q/dweights on two states, by the tape, for c = (1, 2) and (−1, 3).
const FACTORS: [f32; 4] = [1.0, 2.0, -1.0, 3.0];
const OTHER: [f32; QUBITS] = [-0.2, 0.9, 0.4, -0.5];

fn weighted_sum(circuit: &Circuit) -> f32 {
    let q = [q_of(circuit, STATE), q_of(circuit, OTHER)];
    q.as_flattened()
        .iter()
        .zip(FACTORS)
        .map(|(q, c)| c * q)
        .sum()
}

#[test]
fn the_tape_has_the_gradient_of_every_weight() {
    let circuit = uneven();
    let device = Dev::default();
    let q_values =
        circuit.q_recorded(states_tensor(&device, &[STATE, OTHER]).retaped());
    let shape = *q_values.shape();
    let factors = device.tensor_from_vec(FACTORS.to_vec(), shape);
    let gradients = (q_values * factors).sum::<Rank0, _>().backward();
    let at = |change: &dyn Fn(&mut Circuit)| {
        let mut moved = circuit.clone();
        change(&mut moved);
        weighted_sum(&moved)
    };
    let with = |mut numbers: Vec<f32>, i: usize, by: f32| {
        numbers[i] += by;
        numbers
    };
    let theta = circuit.theta.as_vec();
    for (i, slope) in gradients
        .get(&circuit.theta)
        .as_vec()
        .into_iter()
        .enumerate()
    {
        let shifted = |by| at(&|c| c.theta.copy_from(&with(theta.clone(), i, by)));
        let quarter = std::f32::consts::FRAC_PI_2;
        let expected = (shifted(quarter) - shifted(-quarter)) / 2.0;
        assert!(
            (slope - expected).abs() < 1e-5,
            "θ {i}: {slope}, not {expected}"
        );
    }
    let lambda = circuit.lambda.as_vec();
    for (i, slope) in gradients
        .get(&circuit.lambda)
        .as_vec()
        .into_iter()
        .enumerate()
    {
        let moved = |by| at(&|c| c.lambda.copy_from(&with(lambda.clone(), i, by)));
        let expected = (moved(0.02) - moved(-0.02)) / 0.04;
        assert!(
            (slope - expected).abs() < 3e-4,
            "λ {i}: {slope}, not {expected}"
        );
    }
    let scale = circuit.scale.as_vec();
    for (i, slope) in gradients
        .get(&circuit.scale)
        .as_vec()
        .into_iter()
        .enumerate()
    {
        let moved = |by| at(&|c| c.scale.copy_from(&with(scale.clone(), i, by)));
        let expected = (moved(0.01) - moved(-0.01)) / 0.02;
        assert!(
            (slope - expected).abs() < 2e-3,
            "w {i}: {slope}, not {expected}"
        );
    }
}

// ------------------------------------------------------------------ as any network

#[test]
fn weights_go_from_one_circuit_to_another_and_through_a_file() {
    let online = uneven();
    let mut target = Circuit::build(&Dev::seed_from_u64(1));
    assert_ne!(q_of(&target, STATE), q_of(&online, STATE));
    Weights::of(&online).copy_into(&mut target).unwrap();
    assert_eq!(q_of(&target, STATE), q_of(&online, STATE));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("circuit.safetensors");
    Weights::of(&online).save(&file, "").unwrap();
    let mut loaded = Circuit::build(&Dev::seed_from_u64(2));
    Weights::load(&file)
        .unwrap()
        .copy_into(&mut loaded)
        .unwrap();
    assert_eq!(q_of(&loaded, STATE), q_of(&online, STATE));
}

#[test]
fn a_target_circuit_stays_until_it_is_copied() {
    let mut online = uneven();
    let mut target = online.clone();
    let before = q_of(&target, STATE);
    online.theta.copy_from(&[1.0; 72]);
    assert_eq!(q_of(&target, STATE), before);
    let update: &dyn TargetUpdate<Circuit> = &HardCopy { every: 30 };
    update.update(&mut target, &online);
    assert_ne!(q_of(&target, STATE), before);
    assert_eq!(q_of(&target, STATE), q_of(&online, STATE));
}

#[test]
fn the_first_step_of_amsgrad_moves_w_a_hundred_times_as_far_as_the_others() {
    let recipe = circuit();
    let rate = recipe.learning_rate.at_start();
    let mut learner: Learner<Circuit> = Learner::new(12, recipe.optimizer);
    let before = learner.online.clone();
    let step = |i: u16| Transition {
        state: STATE.map(|s| s * f32::from(i)),
        action: usize::from(i % 2),
        reward: 1.0,
        next_state: OTHER,
        discount: 0.99,
        terminated: false,
        truncated: false,
    };
    let sample = Sample {
        indices: (0..16).collect(),
        transitions: (1..17).map(step).collect(),
        weights: vec![1.0; 16],
    };
    learner.learn(&sample, &*recipe.objective, rate).unwrap();
    let after = &learner.online;
    // A first step is η, whatever the gradient: m̂ / √û = ±1.
    let moved = |before: Vec<f32>, after: Vec<f32>, stretch: f32, rate: f32| {
        for (before, after) in before.iter().zip(after) {
            let step = stretch * (after - before).abs();
            assert!((step - rate).abs() < 0.02 * rate, "{step}, not {rate}");
        }
    };
    moved(before.lambda.as_vec(), after.lambda.as_vec(), 1.0, 0.001);
    moved(before.scale.as_vec(), after.scale.as_vec(), STRETCH, 0.1);
    let thetas = before.theta.as_vec();
    let last = |theta: &[f32]| theta[60..62].to_vec();
    moved(last(&thetas), last(&after.theta.as_vec()), 1.0, 0.001);
}

#[test]
fn the_recipe_has_the_settings_of_the_paper() {
    let card = circuit().card();
    assert_eq!(card.target_update, "HardCopy { every: 30 }");
    assert_eq!(card.learning_rate, "Constant(0.001)");
    let numbers = (
        card.gamma,
        card.batch_size,
        card.learn_every,
        card.learner_steps,
    );
    assert_eq!(numbers, (0.99, 16, 10, 1));
    let exploration = circuit().exploration;
    let epsilon = |episode| {
        exploration.value(Clock {
            episode,
            ..Clock::default()
        })
    };
    assert_eq!([0, 1, 1_000].map(epsilon), [1.0, 0.99, 0.01]);
}
