//! What goes between two layers: dfdx's activations, and a leaky ReLU.

use crate::foundations::architecture::Architecture;
use crate::foundations::description::{Describe, Description};
use crate::foundations::relu::ReLU;
use crate::foundations::tensors::{Activations, Dev};
use dfdx::nn::modules::{NonMutableModule, ZeroSizedModule};
use dfdx::prelude::{HasErr, Module, Tape, TryPReLU};

// ANCHOR: activations
// No `AccurateGeLU`: its gradient in dfdx 0.13 lacks a factor of 1/√2.
pub use dfdx::nn::modules::{
    Abs, Cos, Exp, FastGeLU, Ln, LogSoftmax, Sigmoid, Sin, Softmax, Sqrt, Square,
    Tanh,
};

/// max(0, x) + `PERCENT`/100 · min(0, x), number by number, shape `(B, N)` → `(B, N)`.
///
/// A network is built from its type alone, so the slope below 0 is part of the type:
/// 0.01 unless it is given, as in PyTorch. The leaky ReLU of dfdx always has 0.05.
///
/// Source: Maas, Hannun and Ng (2013), section 2.
#[derive(Clone, Copy, Debug, Default)]
pub struct LeakyReLU<const PERCENT: usize = 1>;
// ANCHOR_END: activations

impl<const PERCENT: usize> LeakyReLU<PERCENT> {
    /// The slope below 0.
    pub const SLOPE: f32 = PERCENT as f32 / 100.0;
}

impl<const PERCENT: usize> ZeroSizedModule for LeakyReLU<PERCENT> {}
impl<const PERCENT: usize> NonMutableModule for LeakyReLU<PERCENT> {}

impl<const PERCENT: usize, const N: usize, T: Tape<f32, Dev>>
    Module<Activations<N, T>> for LeakyReLU<PERCENT>
{
    type Output = Activations<N, T>;
    type Error = <Dev as HasErr>::Err;

    fn try_forward(
        &self,
        x: Activations<N, T>,
    ) -> Result<Self::Output, Self::Error> {
        x.try_prelu(Self::SLOPE)
    }
}

macro_rules! architectures {
    ($($activation:path => $name:literal),+) => { $(
        impl Architecture for $activation {
            fn architecture() -> Description {
                Description::new($name)
            }
        }
    )+ };
}

architectures!(
    Abs => "Abs", Cos => "Cos", Exp => "Exp", FastGeLU => "FastGeLU", Ln => "Ln",
    LogSoftmax => "LogSoftmax", ReLU => "ReLU", dfdx::nn::modules::ReLU => "ReLU",
    Sigmoid => "Sigmoid", Sin => "Sin", Softmax => "Softmax", Sqrt => "Sqrt",
    Square => "Square", Tanh => "Tanh"
);

impl<const PERCENT: usize> Architecture for LeakyReLU<PERCENT> {
    fn architecture() -> Description {
        Description::new("LeakyReLU").of(Self::SLOPE.describe())
    }
}

/// A network is built from its type, so dfdx's leaky ReLU has its default slope.
impl Architecture for dfdx::nn::modules::LeakyReLU<f32> {
    fn architecture() -> Description {
        Description::new("LeakyReLU").of(Self::default().0.describe())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundations::layer::{FirstLayer, Layer};
    use crate::foundations::network::QNetwork;
    use crate::foundations::tensors::states_tensor;
    use dfdx::prelude::{
        Backward, BuildModule, Const, Rank0, SumTo, TensorFromVec, Trace,
    };

    /// Makes values on both sides of 0.
    const BOTH: [f32; 4] = [0.4, -0.9, 1.4, -2.0];
    /// Makes values above 0 only, where a root and a logarithm are defined.
    const ABOVE: [f32; 4] = [0.4, 0.9, 1.4, 2.0];

    type Network<F> = (FirstLayer<2, 4>, F, Layer<4, 2>);

    /// The network with this activation gives the same values with and without a tape,
    /// and its gradient is the slope of the loss. Returns its description.
    fn check<F>(bias: [f32; 4]) -> String
    where
        Network<F>: QNetwork<2, 2>,
    {
        let device = Dev::seed_from_u64(12);
        let mut network = Network::<F>::build(&device);
        network.0.bias.copy_from(&bias);
        network.0.weight.copy_from(&[0.3; 8]);
        let states = states_tensor(&device, &[[0.5, 0.2], [1.0, -0.3]]);
        let q = network.q_recorded(states.clone().retaped());
        assert_eq!(q.as_vec(), network.q(states.clone()).as_vec());
        let gradients = q.square().sum::<Rank0, _>().backward();
        let slopes = gradients.get(&*network.0.weight).as_vec();

        let words = Network::<F>::architecture().to_string();
        for (i, slope) in slopes.into_iter().enumerate() {
            let mut loss = |weight: f32| {
                let mut weights = [0.3; 8];
                weights[i] = weight;
                network.0.weight.copy_from(&weights);
                let q = network.q(states.clone()).as_vec();
                q.iter().map(|q| q * q).sum::<f32>()
            };
            let expected = (loss(0.31) - loss(0.29)) / 0.02;
            let off = (slope - expected).abs();
            let bound = 1e-3 * expected.abs().max(1.0);
            assert!(off < bound, "{words}: {slope} against {expected}");
        }
        words
    }

    #[test]
    fn a_network_with_any_activation_learns_and_says_which_it_has() {
        let found = [
            check::<Abs>(BOTH),
            check::<Cos>(BOTH),
            check::<Exp>(BOTH),
            check::<FastGeLU>(BOTH),
            check::<LeakyReLU>(BOTH),
            check::<LeakyReLU<20>>(BOTH),
            check::<Ln>(ABOVE),
            check::<LogSoftmax>(BOTH),
            check::<Sigmoid>(BOTH),
            check::<Sin>(BOTH),
            check::<Softmax>(BOTH),
            check::<Sqrt>(ABOVE),
            check::<Square>(BOTH),
            check::<Tanh>(BOTH),
            check::<dfdx::nn::modules::LeakyReLU<f32>>(BOTH),
            check::<dfdx::nn::modules::ReLU>(BOTH),
            check::<ReLU>(BOTH),
        ];
        let names = [
            "Abs",
            "Cos",
            "Exp",
            "FastGeLU",
            "LeakyReLU(0.01)",
            "LeakyReLU(0.2)",
            "Ln",
            "LogSoftmax",
            "Sigmoid",
            "Sin",
            "Softmax",
            "Sqrt",
            "Square",
            "Tanh",
            "LeakyReLU(0.05)",
            "ReLU",
            "ReLU",
        ];
        let expected = names.map(|name| {
            format!("(Affine<2, 4, f32, Cpu>, {name}, Affine<4, 2, f32, Cpu>)")
        });
        assert_eq!(found, expected);
    }

    #[test]
    fn below_0_a_leaky_relu_has_the_slope_of_its_type() {
        let device = Dev::default();
        let x: Activations<3> =
            device.tensor_from_vec(vec![-2.0, 0.5, -1.0], (1, Const));
        let y = LeakyReLU::<20>.forward(x.leaky_trace());
        assert_eq!(y.as_vec(), [-0.4, 0.5, -0.2]);
        let slopes = y.sum::<Rank0, _>().backward().get(&x).as_vec();
        assert_eq!(slopes, [0.2, 1.0, 0.2]);
        let y = LeakyReLU::<1>.forward(x);
        assert_eq!(y.as_vec(), [-0.02, 0.5, -0.01]);
    }
}
