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
/// a tuple of up to six layers is one as it is. In a deeper network a tuple is a layer
/// of another tuple, and its weights have the names that PyTorch gives them where one
/// `Sequential` is in another, such as `1.0.weight`.
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
    use dfdx::nn::modules::{LayerNorm1D, Linear, Repeated};

    #[test]
    fn four_hidden_layers_are_tuples_in_a_tuple() {
        type Deep = (
            (FirstLayer<4, 16>, ReLU),
            (Layer<16, 32>, ReLU),
            (Layer<32, 16>, ReLU),
            (Layer<16, 8>, ReLU),
            Layer<8, 2>,
        );
        let names = [
            "0.0.weight [16, 4]",
            "0.0.bias [16]",
            "1.0.weight [32, 16]",
            "1.0.bias [32]",
            "2.0.weight [16, 32]",
            "2.0.bias [16]",
            "3.0.weight [8, 16]",
            "3.0.bias [8]",
            "4.weight [2, 8]",
            "4.bias [2]",
        ];
        assert_eq!(describe_weights::<Deep>(), names);
        let network = Deep::build(&Dev::seed_from_u64(12));
        assert_learns_throughout(&network, &network.0.0.weight);
    }

    #[test]
    fn hidden_layers_of_one_width_are_a_tuple_that_is_repeated() {
        type Deep = (
            (FirstLayer<4, 16>, ReLU),
            Repeated<(Layer<16, 16>, ReLU), 3>,
            Layer<16, 2>,
        );
        assert_eq!(describe_weights::<Deep>()[6], "1.2.0.weight [16, 16]");
        assert_eq!(
            <Deep as Architecture>::architecture(),
            "((Affine<4, 16, f32, Cpu>, ReLU), \
             Repeated<3>((Affine<16, 16, f32, Cpu>, ReLU)), \
             Affine<16, 2, f32, Cpu>)"
        );
        let network = Deep::build(&Dev::seed_from_u64(12));
        assert_learns_throughout(&network, &network.0.0.weight);
    }

    /// The values with and without a tape agree, and a gradient reaches this weight.
    fn assert_learns_throughout<N: QNetwork<4, 2>, W: Shape>(
        network: &N,
        weight: &Tensor<W, f32, Dev>,
    ) {
        let states = states_tensor(&Dev::default(), &[[0.1; 4], [-0.2; 4]]);
        let q_values = network.q_recorded(states.clone().retaped());
        assert_eq!(q_values.as_vec(), network.q(states).as_vec());
        let gradients = q_values.square().sum::<Rank0, _>().backward();
        let slopes = gradients.get(weight).as_vec();
        assert!(slopes.iter().any(|slope| *slope != 0.0));
    }

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
