//! Names for every tensor shape of the course, and the one device they live on.
//!
//! `B`, the batch, is a run-time size. `S`, the numbers in a state, and `A`, the
//! number of actions, are known when the program is compiled.

use dfdx::prelude::*;

/// The device of every tensor: the processor, or the graphics card with the
/// feature `cuda`. No other file names a device.
pub type Dev = AutoDevice;

/// Its name in the record of a run: another device has other bits.
pub(crate) const DEVICE: &str = if cfg!(feature = "cuda") {
    "Cuda"
} else {
    "Cpu"
};

/// The tape of a forward pass that will be differentiated.
pub type Recorded = OwnedTape<f32, Dev>;

/// The gradients of a network's weights.
pub type Gradients = dfdx::tensor::Gradients<f32, Dev>;

// ANCHOR: shapes
/// s: a batch of states, shape `(B, S)`.
pub type States<const S: usize, T = NoneTape> =
    Tensor<(usize, Const<S>), f32, Dev, T>;

/// Q(s, ·): one value per action, shape `(B, A)`.
pub type QValues<const A: usize, T = NoneTape> =
    Tensor<(usize, Const<A>), f32, Dev, T>;

/// What one layer of a network hands to the next, shape `(B, N)`.
pub type Activations<const N: usize, T = NoneTape> =
    Tensor<(usize, Const<N>), f32, Dev, T>;

/// One number per transition (r, y, δ, w), shape `(B,)`.
pub type PerSample<T = NoneTape> = Tensor<(usize,), f32, Dev, T>;

/// A single number, shape `()`.
pub type Scalar<T = NoneTape> = Tensor<(), f32, Dev, T>;

/// a: one action index per transition, shape `(B,)`.
pub type Actions = Tensor<(usize,), usize, Dev>;
// ANCHOR_END: shapes

// ANCHOR: conversions
/// A batch of states as a tensor, `[[f32; S]]` → `(B, S)`.
pub fn states_tensor<const S: usize>(
    device: &Dev,
    states: &[[f32; S]],
) -> States<S> {
    device.tensor_from_vec(states.as_flattened().to_vec(), (states.len(), Const))
}

/// One number per transition as a tensor, shape `(B,)`.
pub fn per_sample(device: &Dev, numbers: Vec<f32>) -> PerSample {
    let shape = (numbers.len(),);
    device.tensor_from_vec(numbers, shape)
}

/// One action per transition as a tensor, shape `(B,)`.
pub fn actions_tensor(device: &Dev, actions: Vec<usize>) -> Actions {
    let shape = (actions.len(),);
    device.tensor_from_vec(actions, shape)
}
// ANCHOR_END: conversions

/// The rows of Q(s, ·), `(B, A)` → `[[f32; A]]`.
pub fn rows<const A: usize>(q_values: &QValues<A>) -> Vec<[f32; A]> {
    q_values.as_vec().as_chunks().0.to_vec()
}

// ANCHOR: argmax
/// argmaxₐ Q(s, a), shape `(B, A)` → `(B,)`; the first action on ties.
pub fn argmax<const A: usize>(q_values: &QValues<A>) -> Actions {
    let best = rows(q_values).iter().map(|q| greedy(q)).collect();
    actions_tensor(q_values.device(), best)
}

/// The index of the largest value; the first one on ties.
pub fn greedy(q_values: &[f32]) -> usize {
    (1..q_values.len()).fold(0, |best, action| {
        if q_values[action] > q_values[best] {
            action
        } else {
            best
        }
    })
}
// ANCHOR_END: argmax
