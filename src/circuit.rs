//! A quantum circuit as the Q-network: four qubits, turned by weights and by the state.
//!
//! Source: Skolik, Jerbi and Dunjko (2022), "Quantum agents in the Gym: a variational
//! quantum algorithm for deep Q-learning".

use crate::exploration::{Constant, EpisodeDecay, EpsilonGreedy};
use crate::foundations::initialization::fill;
use crate::foundations::{
    AmsGrad, Architecture, CartPole, DEVICE, Description, Dev, FirstLayer, Layer,
    QNetwork, QValues, ReLU, States, rows,
};
use crate::huber::Huber;
use crate::qubits::{Gate, Pauli, Register};
use crate::recipe::Recipe;
use crate::replay::UniformReplay;
use crate::target::{HardCopy, MaxValue};
use dfdx::nn::modules::NonMutableModule;
use dfdx::nn::tensor_collection::{ModuleVisitor, TensorCollection, TensorOptions};
use dfdx::prelude::*;
use rand::Rng;
use std::f32::consts::PI;

// ANCHOR: circuit
/// Qubits of the circuit: as many as a state has numbers.
pub const QUBITS: usize = 4;
/// Layers that read the state.
pub const LAYERS: usize = 5;
/// What is measured for each action: whether these two qubits are equal.
pub const MEASURED: [[usize; 2]; 2] = [[0, 1], [2, 3]];

/// A circuit that reads the state once in every layer.
///
/// Q(s, a) = wₐ (1 + ⟨Z Z⟩ₐ) / 2, with a pair of qubits for each action.
#[derive(Clone, Debug)]
pub struct Reuploading<E: Dtype, D: Storage<E>> {
    /// θ: the angles of the rotations about X, Y and Z of each qubit, in each layer and
    /// once more after the last. They start in U(0, π).
    pub theta: Tensor<Rank3<{ LAYERS + 1 }, QUBITS, 3>, E, D>,
    /// λ: what each number of the state is multiplied by, in each layer. They start at 1.
    pub lambda: Tensor<Rank2<LAYERS, QUBITS>, E, D>,
    /// w / [`STRETCH`], of each action. w starts at 1.
    pub scale: Tensor<Rank1<2>, E, D>,
}

/// The circuit on the crate's device.
pub type Circuit = Reuploading<f32, Dev>;

/// w is this many times the weight that is learned, so one step of AMSGrad moves w as
/// far as a learning rate that many times as large would.
pub const STRETCH: f32 = 100.0;
// ANCHOR_END: circuit

// ANCHOR: gates
/// The rotations of a layer by weights: three of each qubit.
const TURNS: usize = 3 * QUBITS;
/// The pairs of qubits that each layer entangles: a ring.
const RING: [[usize; 2]; 4] = [[0, 1], [1, 2], [2, 3], [0, 3]];

/// x = tanh(λ s), what each layer reads of a state: `[[x; QUBITS]; LAYERS]`, in a row.
pub fn inputs(lambda: &[f32], state: [f32; QUBITS]) -> Vec<f32> {
    let read = lambda.iter().zip(state.iter().cycle());
    read.map(|(lambda, s)| libm::tanhf(lambda * s)).collect()
}

/// The gates of the circuit: in each layer the rotations by θ, CZ around the ring, and
/// the rotations by `inputs`; then rotations by θ once more.
pub fn gates(theta: &[f32], inputs: &[f32]) -> Vec<Gate> {
    let mut gates =
        Vec::with_capacity(LAYERS * (TURNS + RING.len() + QUBITS) + TURNS);
    let mut inputs = inputs.chunks_exact(QUBITS);
    for layer in theta.chunks_exact(TURNS) {
        for (i, angle) in layer.iter().enumerate() {
            let axis = [Pauli::X, Pauli::Y, Pauli::Z][i % 3];
            gates.push(Gate::rotation(axis, i / 3, f64::from(*angle)));
        }
        let Some(inputs) = inputs.next() else {
            break;
        };
        gates.extend(RING.map(|[a, b]| Gate::Cz(a, b)));
        for (qubit, angle) in inputs.iter().enumerate() {
            gates.push(Gate::rotation(Pauli::X, qubit, f64::from(*angle)));
        }
    }
    gates
}
// ANCHOR_END: gates

impl Architecture for Circuit {
    fn architecture() -> Description {
        Description::new(format!("Circuit<{QUBITS}, {LAYERS}, f32, {DEVICE}>"))
    }
}

impl<E: Dtype, D: Device<E>> TensorCollection<E, D> for Reuploading<E, D> {
    type To<E2: Dtype, D2: Device<E2>> = Reuploading<E2, D2>;

    // ANCHOR: weights
    fn iter_tensors<V: ModuleVisitor<Self, E, D>>(
        visitor: &mut V,
    ) -> Result<Option<Self::To<V::E2, V::D2>>, V::Err> {
        visitor.visit_fields(
            (
                Self::tensor(
                    "theta",
                    |circuit| &circuit.theta,
                    |circuit| &mut circuit.theta,
                    TensorOptions::reset_with(|theta| {
                        fill(theta, |angles, random| {
                            angles.fill_with(|| random.gen_range(0.0..PI));
                        })
                    }),
                ),
                Self::tensor(
                    "lambda",
                    |circuit| &circuit.lambda,
                    |circuit| &mut circuit.lambda,
                    TensorOptions::reset_to_ones(),
                ),
                Self::tensor(
                    "scale",
                    |circuit| &circuit.scale,
                    |circuit| &mut circuit.scale,
                    TensorOptions::reset_with(|scale| {
                        fill(scale, |numbers, _| numbers.fill(1.0 / STRETCH))
                    }),
                ),
            ),
            |(theta, lambda, scale)| Reuploading {
                theta,
                lambda,
                scale,
            },
        )
    }
    // ANCHOR_END: weights
}

impl<E: Dtype, D: Storage<E>> NonMutableModule for Reuploading<E, D> {}

type Failure = <Dev as HasErr>::Err;

// ANCHOR: forward
impl<T: Tape<f32, Dev> + Merge<T>> Module<States<QUBITS, T>> for Circuit {
    type Output = QValues<2, T>;
    type Error = Failure;

    /// Q(s, a) = wₐ (1 + ⟨Z Z⟩ₐ) / 2, shape `(B, 4)` → `(B, 2)`.
    fn try_forward(
        &self,
        states: States<QUBITS, T>,
    ) -> Result<Self::Output, Self::Error> {
        let expectations = self.expectations(states)?;
        let shape = *expectations.shape();
        let w = self.scale.retaped::<T>().try_mul(STRETCH)?;
        let are_equal = expectations.try_add(1.0)?.try_mul(0.5)?;
        are_equal.try_mul(w.try_broadcast_like(&shape)?)
    }
}
// ANCHOR_END: forward

impl Circuit {
    // ANCHOR: expectations
    /// ⟨Z Z⟩ₐ of each state, shape `(B, 4)` → `(B, 2)`.
    ///
    /// The tape does not see the gates. It sees the tangent ⟨Z Z⟩ + J · (θ − θ₀), where
    /// θ₀ are the same weights, but as constants: its value is ⟨Z Z⟩, and its
    /// derivative is J, the slopes that the circuit itself computes.
    fn expectations<T: Tape<f32, Dev> + Merge<T>>(
        &self,
        states: States<QUBITS, T>,
    ) -> Result<QValues<2, T>, Failure> {
        let (states, tape) = states.split_tape();
        let (theta, lambda) = (self.theta.as_vec(), self.lambda.as_vec());
        let mut measured = Measured::default();
        for state in rows(&states) {
            measured.run(&theta, &lambda, state, T::OWNS_TAPE);
        }
        let shape = (states.shape().0, Const);
        let values = states
            .device()
            .try_tensor_from_vec(measured.values, shape)?;
        let values = values.put_tape(tape);
        if !T::OWNS_TAPE {
            return Ok(values);
        }
        let theta = self.theta.retaped::<T>().try_reshape()?;
        let lambda = self.lambda.retaped::<T>().try_reshape()?;
        values
            .try_add(rise::<{ (LAYERS + 1) * TURNS }, T>(
                theta,
                measured.of_theta,
            )?)?
            .try_add(rise::<{ LAYERS * QUBITS }, T>(lambda, measured.of_lambda)?)
    }
    // ANCHOR_END: expectations
}

// ANCHOR: rise
/// J · (θ − θ₀), shape `(P,)` → `(B, 2)`, for the slopes J, shape `(B, 2, P)`: 0, with
/// the derivative J.
fn rise<const P: usize, T: Tape<f32, Dev> + Merge<T>>(
    weights: Tensor<Rank1<P>, f32, Dev, T>,
    slopes: Vec<f32>,
) -> Result<QValues<2, T>, Failure> {
    let device = weights.device().clone();
    let shape = (slopes.len() / (2 * P), Const::<2>, Const::<P>);
    let slopes = device.try_tensor_from_vec(slopes, shape)?;
    let constants = device.try_tensor_from_vec(weights.as_vec(), (Const::<P>,))?;
    let moved = weights.try_sub(constants)?.try_broadcast_like(&shape)?;
    moved.try_mul(slopes)?.try_sum::<_, Axis<2>>()
}
// ANCHOR_END: rise

// ANCHOR: measured
/// What a batch of states measures, one number after the other.
#[derive(Default)]
struct Measured {
    /// ⟨Z Z⟩ₐ, shape `(B, 2)`.
    values: Vec<f32>,
    /// d⟨Z Z⟩ₐ/dθ, shape `(B, 2, 72)`, and d⟨Z Z⟩ₐ/dλ, shape `(B, 2, 20)`.
    of_theta: Vec<f32>,
    of_lambda: Vec<f32>,
}

impl Measured {
    /// Runs the circuit for one state, and walks it back if slopes are wanted.
    #[expect(clippy::cast_possible_truncation, reason = "networks compute in f32")]
    fn run(
        &mut self,
        theta: &[f32],
        lambda: &[f32],
        state: [f32; QUBITS],
        with_slopes: bool,
    ) {
        let inputs = inputs(lambda, state);
        let gates = gates(theta, &inputs);
        let register = Register::<{ 1 << QUBITS }>::after(&gates);
        for qubits in MEASURED {
            self.values.push(register.expectation(qubits) as f32);
            if !with_slopes {
                continue;
            }
            let slopes = register.slopes(&gates, qubits);
            let mut inputs = inputs.iter().zip(state.iter().cycle());
            for layer in slopes.chunks(TURNS + RING.len() + QUBITS) {
                let (turns, others) = layer.split_at(TURNS);
                self.of_theta
                    .extend(turns.iter().map(|slope| *slope as f32));
                // dx/dλ = (1 − x²) s.
                let of_inputs = others.iter().skip(RING.len()).zip(&mut inputs);
                self.of_lambda.extend(
                    of_inputs
                        .map(|(slope, (x, s))| *slope as f32 * (1.0 - x * x) * s),
                );
            }
        }
    }
}
// ANCHOR_END: measured

// ANCHOR: recipe
/// The circuit on the cart-pole, with the settings of the paper.
pub fn circuit() -> Recipe<Circuit, 4, 2> {
    as_published()
}

/// The settings of the paper with any network.
pub fn as_published<N: QNetwork<4, 2>>() -> Recipe<N, 4, 2> {
    Recipe {
        environment: Box::new(CartPole::new()),
        replay: Box::new(UniformReplay::new(10_000)),
        objective: Box::new(Huber {
            kappa: 1.0,
            bootstrap: MaxValue,
        }),
        optimizer: Box::new(AmsGrad::new()),
        learning_rate: Box::new(Constant(0.001)),
        target_update: Box::new(HardCopy { every: 30 }),
        exploration: Box::new(EpisodeDecay {
            start: 1.0,
            factor: 0.99,
            end: 0.01,
        }),
        action_rule: Box::new(EpsilonGreedy),
        gamma: 0.99,
        batch_size: 16,
        warm_up: 16,
        learn_every: 10,
        learner_steps: 1,
    }
}
// ANCHOR_END: recipe

// ANCHOR: small_network
/// A network of one hidden layer, with one weight less than the circuit.
pub type SmallNetwork = (FirstLayer<4, 13>, ReLU, Layer<13, 2>);

/// The same agent with that network in place of the circuit.
pub fn small_network() -> Recipe<SmallNetwork, 4, 2> {
    as_published()
}
// ANCHOR_END: small_network
