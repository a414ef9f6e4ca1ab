//! Q(s, ·; θ): the one trait that hides dfdx's bounds, and the network of the course.

use crate::foundations::architecture::Architecture;
use crate::foundations::layer::{FirstLayer, Layer};
use crate::foundations::relu::ReLU;
use crate::foundations::tensors::{Dev, QValues, Recorded, States};
use crate::foundations::weights::Weights;
use dfdx::prelude::*;

// ANCHOR: q_network
/// A network that gives one value per action: Q(s, ·; θ).
///
/// Any dfdx module that maps `(B, S)` to `(B, A)` is one, with and without a tape;
/// a tuple of layers is one as it is.
pub trait QNetwork<const S: usize, const A: usize>:
    Architecture
    + Clone
    + 'static
    + BuildModule<Dev, f32>
    + TensorCollection<f32, Dev>
    + Module<States<S>, Output = QValues<A>>
    + Module<States<S, Recorded>, Output = QValues<A, Recorded>>
{
    /// Q(s, ·; θ), shape `(B, S)` → `(B, A)`, without gradients.
    fn q(&self, states: States<S>) -> QValues<A> {
        <Self as Module<States<S>>>::forward(self, states)
    }

    /// Q(s, ·; θ), shape `(B, S)` → `(B, A)`, recorded for the backward pass.
    fn q_recorded(&self, states: States<S, Recorded>) -> QValues<A, Recorded> {
        <Self as Module<States<S, Recorded>>>::forward(self, states)
    }
}
// ANCHOR_END: q_network

impl<const S: usize, const A: usize, N> QNetwork<S, A> for N where
    N: Architecture
        + Clone
        + 'static
        + BuildModule<Dev, f32>
        + TensorCollection<f32, Dev>
        + Module<States<S>, Output = QValues<A>>
        + Module<States<S, Recorded>, Output = QValues<A, Recorded>>
{
}

// ANCHOR: mlp
/// The network of the course: S → 512 → 128 → A, with ReLU between.
///
/// A flat tuple, so that its weights have the names that PyTorch's `Sequential`
/// gives them: `0.weight`, `0.bias`, `2.weight`, … The first layer reads the states,
/// and so it spares the gradient of its input.
pub type Mlp<const S: usize, const A: usize> = (
    FirstLayer<S, 512>,
    ReLU,
    Layer<512, 128>,
    ReLU,
    Layer<128, A>,
);
// ANCHOR_END: mlp

/// The names and shapes of the weights of a network, such as `0.weight [512, 4]`.
pub fn describe_weights<N: BuildModule<Dev, f32>>() -> Vec<String> {
    let weights = Weights::of(&N::build(&Dev::default())).0;
    let lines = weights.iter().map(|w| format!("{} {:?}", w.name, w.shape));
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundations::tensors::states_tensor;
    use dfdx::nn::modules::{LayerNorm1D, Linear};

    #[test]
    fn layers_of_dfdx_and_ours_make_one_network() {
        type Plain = dfdx::nn::modules::ReLU;
        type Mixed = (
            Linear<4, 8, f32, Dev>,
            Plain,
            LayerNorm1D<8, f32, Dev>,
            Layer<8, 8>,
            ReLU,
            Layer<8, 2>,
        );
        let q_values = Mixed::build(&Dev::default())
            .q(states_tensor(&Dev::default(), &[[0.1; 4], [0.2; 4]]));
        assert_eq!(q_values.as_vec().len(), 4);
        let words = <Mixed as Architecture>::architecture();
        assert!(
            words
                == "(Linear<4, 8, f32, Cpu>, ReLU, LayerNorm1D<8, f32, Cpu>, \
                          Affine<8, 8, f32, Cpu>, ReLU, Affine<8, 2, f32, Cpu>)"
        );
    }
}
