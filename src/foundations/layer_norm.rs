//! Layer norm: each row of activations with the mean 0 and the variance 1.
//!
//! Source: Ba, Kiros and Hinton (2016), "Layer normalization".

use crate::foundations::architecture::Architecture;
use crate::foundations::description::Description;
use crate::foundations::normalize::{normalize, scale};
use crate::foundations::parameter::Parameter;
use crate::foundations::tensors::{Activations, DEVICE, Dev};
use dfdx::nn::modules::{NonMutableModule, ZeroSizedModule};
use dfdx::nn::tensor_collection::{ModuleVisitor, TensorCollection, TensorOptions};
use dfdx::prelude::*;

// ANCHOR: layer_norm
/// y = γ (x − mean) / √(variance + ε) + β, shape `(B, N)` → `(B, N)`.
///
/// Mean and variance are those of the N numbers of each row alone, so a row comes out
/// the same in any batch. The variance is the mean of the squares, and ε is 1e-5, as
/// in PyTorch's `LayerNorm`. It goes between a layer and its activation.
///
/// Source: Ba, Kiros and Hinton (2016), equation 4.
#[derive(Clone, Debug)]
pub struct Norm<const N: usize, E: Dtype, D: Storage<E>> {
    /// γ, shape `(N,)`, which starts at 1.
    pub weight: Parameter<Rank1<N>, E, D>,
    /// β, shape `(N,)`, which starts at 0.
    pub bias: Parameter<Rank1<N>, E, D>,
}

/// Layer norm on the crate's device, with γ and β.
pub type LayerNorm<const N: usize> = Norm<N, f32, Dev>;

/// Layer norm without γ and β: y = (x − mean) / √(variance + ε), shape `(B, N)` →
/// `(B, N)`, for any N.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlainLayerNorm;

/// ε, which keeps rows of equal numbers from a division by 0.
const EPSILON: f32 = 1e-5;
// ANCHOR_END: layer_norm

impl<const N: usize> Architecture for LayerNorm<N> {
    fn architecture() -> Description {
        Description::new(format!("LayerNorm<{N}, f32, {DEVICE}>"))
    }
}

impl Architecture for PlainLayerNorm {
    fn architecture() -> Description {
        Description::new("PlainLayerNorm")
    }
}

impl<const N: usize, E: Dtype, D: Device<E>> TensorCollection<E, D>
    for Norm<N, E, D>
{
    type To<E2: Dtype, D2: Device<E2>> = Norm<N, E2, D2>;

    fn iter_tensors<V: ModuleVisitor<Self, E, D>>(
        visitor: &mut V,
    ) -> Result<Option<Self::To<V::E2, V::D2>>, V::Err> {
        visitor.visit_fields(
            (
                Self::tensor(
                    "weight",
                    |norm| &norm.weight,
                    |norm| &mut norm.weight,
                    TensorOptions::reset_to_ones(),
                ),
                Self::tensor(
                    "bias",
                    |norm| &norm.bias,
                    |norm| &mut norm.bias,
                    TensorOptions::reset_to_zeros(),
                ),
            ),
            |(weight, bias)| Norm {
                weight: weight.into(),
                bias: bias.into(),
            },
        )
    }
}

impl<const N: usize, E: Dtype, D: Storage<E>> NonMutableModule for Norm<N, E, D> {}
impl ZeroSizedModule for PlainLayerNorm {}
impl NonMutableModule for PlainLayerNorm {}

impl<const N: usize, T> Module<Activations<N, T>> for LayerNorm<N>
where
    T: Tape<f32, Dev> + Merge<T>,
{
    type Output = Activations<N, T>;
    type Error = <Dev as HasErr>::Err;

    fn try_forward(
        &self,
        x: Activations<N, T>,
    ) -> Result<Self::Output, Self::Error> {
        scale(normalize(x, EPSILON)?, &self.weight, &self.bias)
    }
}

impl<const N: usize, T> Module<Activations<N, T>> for PlainLayerNorm
where
    T: Tape<f32, Dev> + Merge<T>,
{
    type Output = Activations<N, T>;
    type Error = <Dev as HasErr>::Err;

    fn try_forward(
        &self,
        x: Activations<N, T>,
    ) -> Result<Self::Output, Self::Error> {
        normalize(x, EPSILON)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundations::layer::{FirstLayer, Layer};
    use crate::foundations::network::{QNetwork, describe_weights};
    use crate::foundations::relu::ReLU;
    use crate::foundations::tensors::{Recorded, Scalar, states_tensor};
    use dfdx::nn::modules::LayerNorm1D;

    fn assert_close(ours: &[f32], expected: &[f32]) {
        assert_eq!(ours.len(), expected.len());
        let largest = expected.iter().fold(1.0_f32, |most, x| most.max(x.abs()));
        for (a, b) in ours.iter().zip(expected) {
            assert!((a - b).abs() <= 1e-5 * largest, "{ours:?}, {expected:?}");
        }
    }

    /// Two rows with the means 2 and 4, and the deviations 1 and 2.
    fn rows() -> Activations<4> {
        let numbers = vec![1.0, 1.0, 3.0, 3.0, 2.0, 6.0, 2.0, 6.0];
        Dev::default().tensor_from_vec(numbers, (2, Const))
    }

    /// The first number of the first row, and twice the second one of the second.
    fn picked(y: Activations<4, Recorded>) -> Scalar<Recorded> {
        let shape = *y.shape();
        let factors = vec![1.0, 0.0, 0.0, 0.0, 0.0, 2.0, 0.0, 0.0];
        let factors = y.device().tensor_from_vec(factors, shape);
        (y * factors).sum::<_, Axis<1>>().sum()
    }

    #[test]
    fn a_row_gets_the_mean_0_and_the_variance_1() {
        let x = rows();
        let y = PlainLayerNorm.forward(x.leaky_trace());
        let expected = [-1.0, -1.0, 1.0, 1.0, -1.0, 1.0, -1.0, 1.0];
        assert_close(&y.as_vec(), &expected);
        // dy = (1, 0, 0, 0): mean(dy) = 1/4 and mean(y dy) = −1/4.
        // dy = (0, 2, 0, 0): mean(dy) = mean(y dy) = 1/2, and σ = 2.
        let dx = [0.5, -0.5, 0.0, 0.0, 0.0, 0.5, 0.0, -0.5];
        assert_close(&picked(y).backward().get(&x).as_vec(), &dx);
    }

    #[test]
    fn each_number_has_its_own_scale_and_shift() {
        let mut norm = LayerNorm::<4>::build(&Dev::default());
        let x = rows();
        let as_built = norm.forward(x.clone()).as_vec();
        assert_eq!(as_built, PlainLayerNorm.forward(x.clone()).as_vec());
        norm.weight.copy_from(&[1.0, 2.0, 3.0, 4.0]);
        norm.bias.copy_from(&[10.0, 20.0, 30.0, 40.0]);
        let y = norm.forward(x.leaky_trace());
        let expected = [9.0, 18.0, 33.0, 44.0, 9.0, 22.0, 27.0, 44.0];
        assert_close(&y.as_vec(), &expected);
        let gradients = picked(y).backward();
        assert_close(
            &gradients.get(&*norm.weight).as_vec(),
            &[-1.0, 2.0, 0.0, 0.0],
        );
        assert_close(&gradients.get(&*norm.bias).as_vec(), &[1.0, 2.0, 0.0, 0.0]);
        // γ = 2 doubles the gradient of the second row.
        let dx = [0.5, -0.5, 0.0, 0.0, 0.0, 1.0, 0.0, -1.0];
        assert_close(&gradients.get(&x).as_vec(), &dx);
    }

    #[test]
    fn a_row_of_equal_numbers_becomes_0() {
        let device = Dev::default();
        let x: Activations<4> = device.tensor_from_vec(vec![5.0; 8], (2, Const));
        let y = PlainLayerNorm.forward(x.leaky_trace());
        assert_eq!(y.as_vec(), [0.0; 8]);
        // (1, 0, 0, 0) and (0, 2, 0, 0), less their means, by √ε.
        let root = 1e-5_f32.sqrt();
        let dx = [0.75, -0.25, -0.25, -0.25, -0.5, 1.5, -0.5, -0.5];
        let dx = dx.map(|slope: f32| slope / root);
        assert_close(&picked(y).backward().get(&x).as_vec(), &dx);
    }

    #[test]
    fn a_large_batch_has_the_values_and_gradients_of_dfdxs_layer_norm() {
        let device = Dev::seed_from_u64(12);
        let mut ours = LayerNorm::<97>::build(&device);
        let mut others = LayerNorm1D::<97, f32, Dev>::build(&device);
        others.gamma = device.sample_uniform();
        others.beta = device.sample_uniform();
        ours.weight.copy_from(&others.gamma.as_vec());
        ours.bias.copy_from(&others.beta.as_vec());
        let x: Activations<97> = device.sample_normal_like(&(33, Const));
        let x = x + 3.0;
        let (y, of_others) = (
            ours.forward(x.leaky_trace()),
            others.forward(x.leaky_trace()),
        );
        assert_close(&y.as_vec(), &of_others.as_vec());
        let loss = |y: Activations<97, Recorded>| y.exp().mean().backward();
        let (found, expected) = (loss(y), loss(of_others));
        let same = |found: Vec<f32>, expected: Vec<f32>| {
            let unit = expected.iter().fold(0.0_f32, |most, x| most.max(x.abs()));
            let in_units =
                |x: Vec<f32>| x.iter().map(|x| x / unit).collect::<Vec<_>>();
            assert_close(&in_units(found), &in_units(expected));
        };
        same(found.get(&x).as_vec(), expected.get(&x).as_vec());
        let (weight, bias) = (&*ours.weight, &*ours.bias);
        same(
            found.get(weight).as_vec(),
            expected.get(&others.gamma).as_vec(),
        );
        same(
            found.get(bias).as_vec(),
            expected.get(&others.beta).as_vec(),
        );
    }

    #[test]
    fn a_network_with_layer_norm_has_pytorchs_names() {
        type Normed = (FirstLayer<4, 64>, LayerNorm<64>, ReLU, Layer<64, 2>);
        assert_eq!(
            describe_weights::<Normed>(),
            [
                "0.weight [64, 4]",
                "0.bias [64]",
                "1.weight [64]",
                "1.bias [64]",
                "3.weight [2, 64]",
                "3.bias [2]"
            ]
        );
        assert_eq!(
            Normed::architecture(),
            "(Affine<4, 64, f32, Cpu>, LayerNorm<64, f32, Cpu>, ReLU, \
             Affine<64, 2, f32, Cpu>)"
        );
    }

    #[test]
    fn the_gradient_reaches_the_layer_before_a_layer_norm() {
        type Normed = (FirstLayer<4, 8>, PlainLayerNorm, ReLU, Layer<8, 2>);
        let device = Dev::seed_from_u64(12);
        let network = Normed::build(&device);
        let states = states_tensor(&device, &[[0.1, 0.2, 0.3, 0.4]; 2]);
        let q = network.q_recorded(states.clone().retaped());
        assert_eq!(q.as_vec(), network.q(states).as_vec());
        let gradients = q.square().mean().backward();
        let of_first = gradients.get(&*network.0.weight).as_vec();
        assert!(of_first.iter().any(|slope| *slope != 0.0));
    }
}
