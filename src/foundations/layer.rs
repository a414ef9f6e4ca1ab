//! A fully connected layer, stored the way its product reads it.

use crate::foundations::affine::affine;
use crate::foundations::architecture::Architecture;
use crate::foundations::description::Description;
use crate::foundations::initialization::{Initialization, PyTorch, fill};
use crate::foundations::parameter::Parameter;
use crate::foundations::relu::Inputs;
use crate::foundations::tensors::{Activations, DEVICE, Dev};
use dfdx::nn::tensor_collection::{ModuleVisitor, TensorCollection, TensorOptions};
use dfdx::prelude::*;
use std::marker::PhantomData;

// ANCHOR: layer
/// y = x W + b, shape `(B, I)` → `(B, O)`.
///
/// PyTorch and dfdx store W as `(O, I)` and multiply by its transpose. A product of
/// row-major matrices reads W along O, so each product would first rearrange all of
/// W; stored as `(I, O)` it is read along its rows. Files keep PyTorch's layout: see
/// [`crate::foundations::weights`].
///
/// The `FIRST` layer of a network reads states, and makes no gradient of them. It
/// cannot follow a ReLU, because the layers before it would not learn.
#[derive(Clone, Debug)]
pub struct Affine<
    const I: usize,
    const O: usize,
    E: Dtype,
    D: Storage<E>,
    const FIRST: bool = false,
    Init = PyTorch,
> {
    /// W, shape `(I, O)`.
    pub weight: Parameter<Rank2<I, O>, E, D>,
    /// b, shape `(O,)`.
    pub bias: Parameter<Rank1<O>, E, D>,
    initialization: PhantomData<Init>,
}

/// An affine map on the crate's device. W and b start as in PyTorch, unless `Init`
/// names another [`Initialization`].
pub type Layer<const I: usize, const O: usize, Init = PyTorch> =
    Affine<I, O, f32, Dev, false, Init>;

/// The layer that reads the states: the same map, without the gradient of its input.
/// A [`Layer`] does as well there, and takes a little longer.
pub type FirstLayer<const I: usize, const O: usize, Init = PyTorch> =
    Affine<I, O, f32, Dev, true, Init>;
// ANCHOR_END: layer

impl<const I: usize, const O: usize, const FIRST: bool>
    Affine<I, O, f32, Dev, FIRST>
{
    /// The layer with this W and this b.
    pub fn new(
        weight: Tensor<Rank2<I, O>, f32, Dev>,
        bias: Tensor<Rank1<O>, f32, Dev>,
    ) -> Self {
        Self {
            weight: weight.contiguous().into(),
            bias: bias.contiguous().into(),
            initialization: PhantomData,
        }
    }
}

impl<const I: usize, const O: usize, const FIRST: bool, Init: Initialization>
    Architecture for Affine<I, O, f32, Dev, FIRST, Init>
{
    fn architecture() -> Description {
        let layer = Description::new(format!("Affine<{I}, {O}, f32, {DEVICE}>"));
        match Init::name() {
            Some(name) => layer.of(Description::new(name)),
            None => layer,
        }
    }
}

/// The name of a weight that is stored as the transpose of PyTorch's.
pub(crate) const TRANSPOSED: &str = "weight_transposed";

impl<const I: usize, const O: usize, E, D, const FIRST: bool, Init>
    TensorCollection<E, D> for Affine<I, O, E, D, FIRST, Init>
where
    E: Dtype,
    D: Device<E>,
    Init: Initialization,
{
    type To<E2: Dtype, D2: Device<E2>> = Affine<I, O, E2, D2, FIRST, Init>;

    fn iter_tensors<V: ModuleVisitor<Self, E, D>>(
        visitor: &mut V,
    ) -> Result<Option<Self::To<V::E2, V::D2>>, V::Err> {
        visitor.visit_fields(
            (
                Self::tensor(
                    TRANSPOSED,
                    |layer| &layer.weight,
                    |layer| &mut layer.weight,
                    TensorOptions::reset_with(|weight| {
                        fill(weight, |numbers, random| {
                            let rows = numbers.as_chunks_mut::<O>().0;
                            Init::draw_weight(rows, random);
                        })
                    }),
                ),
                Self::tensor(
                    "bias",
                    |layer| &layer.bias,
                    |layer| &mut layer.bias,
                    TensorOptions::reset_with(|bias| {
                        fill(bias, |numbers, random| {
                            Init::draw_bias(numbers, I, random);
                        })
                    }),
                ),
            ),
            |(weight, bias)| Affine {
                weight: weight.into(),
                bias: bias.into(),
                initialization: PhantomData,
            },
        )
    }
}

impl<const I: usize, const O: usize, E, D, const FIRST: bool, Init> NonMutableModule
    for Affine<I, O, E, D, FIRST, Init>
where
    E: Dtype,
    D: Storage<E>,
{
}

impl<const I: usize, const O: usize, const FIRST: bool, Init, X> Module<X>
    for Affine<I, O, f32, Dev, FIRST, Init>
where
    X: Inputs<I>,
{
    type Output = Activations<O, X::Tape>;
    type Error = <Dev as HasErr>::Err;

    fn try_forward(&self, x: X) -> Result<Self::Output, Self::Error> {
        const { assert!(!(FIRST && X::ARE_RECTIFIED), "a first layer reads states") };
        affine(x, &self.weight, &self.bias, FIRST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundations::initialization::{HeNormal, Sparse};
    use crate::foundations::relu::ReLU;
    use crate::foundations::tensors::{Recorded, Scalar};
    use dfdx::nn::modules::Linear;

    const W: [[f32; 2]; 2] = [[1.0, 2.0], [3.0, 4.0]];
    const B: [f32; 2] = [10.0, 20.0];

    /// A batch of two: (1, −2) and (−1, 3).
    fn batch(device: &Dev) -> Activations<2> {
        device.tensor_from_vec(vec![1.0, -2.0, -1.0, 3.0], (2, Const))
    }

    fn total(y: Activations<2, Recorded>) -> Scalar<Recorded> {
        y.sum::<_, Axis<1>>().sum()
    }

    #[test]
    fn a_layer_is_a_product_and_a_sum_forwards_and_backwards() {
        let device = Dev::default();
        let layer = Layer::new(device.tensor(W), device.tensor(B));
        let x = batch(&device);
        let y = layer.forward(x.leaky_trace());
        // (1 − 6, 2 − 8) + b and (−1 + 9, −2 + 12) + b.
        assert_eq!(y.as_vec(), [5.0, 14.0, 18.0, 30.0]);
        let gradients = total(y).backward();
        assert_eq!(gradients.get(&*layer.bias).as_vec(), [2.0, 2.0]);
        // The inputs add up to (0, 1).
        assert_eq!(gradients.get(&*layer.weight).as_vec(), [0.0, 0.0, 1.0, 1.0]);
        assert_eq!(gradients.get(&x).as_vec(), [3.0, 7.0, 3.0, 7.0]);
    }

    #[test]
    fn behind_a_relu_negative_inputs_count_as_0_and_get_no_gradient() {
        let device = Dev::default();
        let layer = Layer::new(device.tensor(W), device.tensor(B));
        let x = batch(&device);
        let y = layer.forward(ReLU.forward(x.leaky_trace()));
        // (1, 0) and (0, 3) are read.
        assert_eq!(y.as_vec(), [11.0, 22.0, 19.0, 32.0]);
        let gradients = total(y).backward();
        assert_eq!(gradients.get(&*layer.weight).as_vec(), [1.0, 1.0, 3.0, 3.0]);
        assert_eq!(gradients.get(&x).as_vec(), [3.0, 0.0, 0.0, 7.0]);
    }

    #[test]
    fn the_gradients_of_two_layers_that_read_the_same_add_up() {
        let device = Dev::default();
        let layer = |scale: f32| {
            let weight = W.map(|row| row.map(|w| scale * w));
            Layer::new(device.tensor(weight), device.tensor(B))
        };
        let x = batch(&device);
        let read = ReLU.forward(x.leaky_trace());
        let one = total(layer(1.0).forward(read.with_empty_tape()));
        let other = total(layer(10.0).forward(read));
        let gradients = (one + other).backward();
        assert_eq!(gradients.get(&x).as_vec(), [33.0, 0.0, 0.0, 77.0]);
    }

    #[test]
    #[cfg(not(feature = "cuda"))]
    fn the_first_layer_has_the_same_values_and_no_gradient_of_its_input() {
        let device = Dev::default();
        let layer = FirstLayer::new(device.tensor(W), device.tensor(B));
        let x = batch(&device);
        let y = layer.forward(x.leaky_trace());
        assert_eq!(y.as_vec(), [5.0, 14.0, 18.0, 30.0]);
        let mut gradients = total(y).backward();
        assert_eq!(gradients.get(&*layer.weight).as_vec(), [0.0, 0.0, 1.0, 1.0]);
        let untouched = gradients.get_or_alloc_mut(&x).unwrap();
        assert_eq!(**untouched, [0.0; 4]);
    }

    #[test]
    fn the_weights_start_as_those_of_dfdxs_linear_under_the_same_seed() {
        let ours = Layer::<3, 2>::build(&Dev::seed_from_u64(12));
        let others = Linear::<3, 2, f32, Dev>::build(&Dev::seed_from_u64(12));
        assert_eq!(ours.weight.as_vec(), others.weight.as_vec());
        assert_eq!(ours.bias.as_vec(), others.bias.as_vec());
    }

    #[test]
    fn the_weights_start_as_the_type_says_and_as_the_seed_says() {
        let build = |seed| {
            let device = Dev::seed_from_u64(seed);
            Layer::<9, 4, Sparse<50>>::build(&device)
        };
        let layer = build(12);
        let weights = layer.weight.as_vec();
        // ⌈9/2⌉ of each of the four outputs.
        assert_eq!(weights.iter().filter(|w| **w == 0.0).count(), 20);
        assert_eq!(layer.bias.as_vec(), [0.0; 4]);
        assert_eq!(build(12).weight.as_vec(), weights);
        assert_ne!(build(13).weight.as_vec(), weights);
    }

    #[test]
    fn a_card_names_every_initialization_but_the_default() {
        type Mixed = (Layer<4, 2>, Layer<2, 2, HeNormal>, Layer<2, 1, Sparse>);
        assert_eq!(
            Mixed::architecture(),
            "(Affine<4, 2, f32, Cpu>, Affine<2, 2, f32, Cpu>(HeNormal), \
             Affine<2, 1, f32, Cpu>(Sparse<90>))"
        );
    }

    #[test]
    fn a_transposed_input_and_a_transposed_weight_are_read_as_they_are_seen() {
        let device = Dev::default();
        let turned = |numbers: Vec<f32>| {
            let turned = device.tensor_from_vec(numbers, (Const::<2>, 2));
            turned.permute::<(usize, Const<2>), Axes2<1, 0>>()
        };
        let weight = device.tensor([[1.0, 3.0], [2.0, 4.0]]).permute();
        let layer = Layer::new(weight, device.tensor(B));
        let y = layer.forward(turned(vec![1.0, -1.0, -2.0, 3.0]));
        assert_eq!(y.as_vec(), [5.0, 14.0, 18.0, 30.0]);
    }

    #[test]
    fn a_large_layer_has_the_values_and_gradients_of_separate_operations() {
        let device = Dev::default();
        let layer = Layer::<64, 97>::build(&device);
        let x: Activations<64> = device.sample_uniform_like(&(33, Const));
        let x = x - 0.5;
        let fused = layer.forward(ReLU.forward(x.leaky_trace()));
        let product = x.leaky_trace().relu().matmul((*layer.weight).clone());
        let bias = (*layer.bias).clone().broadcast_like(&(33, Const));
        let plain = product + bias;
        assert_close(&fused.as_vec(), &plain.as_vec());
        let fused = fused.square().sum::<_, Axis<1>>().sum().backward();
        let plain = plain.square().sum::<_, Axis<1>>().sum().backward();
        assert_close(&fused.get(&x).as_vec(), &plain.get(&x).as_vec());
        let weight = &*layer.weight;
        assert_close(&fused.get(weight).as_vec(), &plain.get(weight).as_vec());
    }

    fn assert_close(ours: &[f32], others: &[f32]) {
        assert_eq!(ours.len(), others.len());
        let largest = others
            .iter()
            .fold(0.0_f32, |largest, x| largest.max(x.abs()));
        for (a, b) in ours.iter().zip(others) {
            assert!((a - b).abs() <= 1e-5 * largest, "{a} and {b}");
        }
    }
}
