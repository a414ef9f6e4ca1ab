//! A fully connected layer, stored the way its product reads it.

use crate::foundations::architecture::Architecture;
use crate::foundations::description::Description;
use crate::foundations::tensors::{DEVICE, Dev};
use dfdx::nn::tensor_collection::{ModuleVisitor, TensorCollection, TensorOptions};
use dfdx::prelude::*;
use rand::distributions::uniform::{SampleUniform, Uniform};

// ANCHOR: affine
/// y = x W + b, shape `(B, I)` → `(B, O)`.
///
/// PyTorch and dfdx store W as `(O, I)` and multiply by its transpose. A product of
/// row-major matrices reads W along O, so each product would first rearrange all of
/// W; stored as `(I, O)` it is read as it lies. Files keep PyTorch's layout: see
/// [`crate::foundations::weights`].
#[derive(Clone, Debug)]
pub struct Affine<const I: usize, const O: usize, E: Dtype, D: Storage<E>> {
    /// W, shape `(I, O)`.
    pub weight: Tensor<Rank2<I, O>, E, D>,
    /// b, shape `(O,)`.
    pub bias: Tensor<Rank1<O>, E, D>,
}

/// An affine map on the crate's device, with W and b drawn from U(−1/√I, 1/√I), as
/// in PyTorch.
pub type Layer<const I: usize, const O: usize> = Affine<I, O, f32, Dev>;
// ANCHOR_END: affine

impl<const I: usize, const O: usize> Architecture for Layer<I, O> {
    fn architecture() -> Description {
        Description::new(format!("Affine<{I}, {O}, f32, {DEVICE}>"))
    }
}

/// The name of a weight that is stored as the transpose of PyTorch's.
pub(crate) const TRANSPOSED: &str = "weight_transposed";

impl<const I: usize, const O: usize, E, D> TensorCollection<E, D>
    for Affine<I, O, E, D>
where
    E: Dtype + num_traits::Float + SampleUniform,
    D: Device<E>,
{
    type To<E2: Dtype, D2: Device<E2>> = Affine<I, O, E2, D2>;

    fn iter_tensors<V: ModuleVisitor<Self, E, D>>(
        visitor: &mut V,
    ) -> Result<Option<Self::To<V::E2, V::D2>>, V::Err> {
        visitor.visit_fields(
            (
                Self::tensor(
                    TRANSPOSED,
                    |layer| &layer.weight,
                    |layer| &mut layer.weight,
                    TensorOptions::reset_with(|w| {
                        w.try_fill_with_distr(initial::<I, E>())
                    }),
                ),
                Self::tensor(
                    "bias",
                    |layer| &layer.bias,
                    |layer| &mut layer.bias,
                    TensorOptions::reset_with(|b| {
                        b.try_fill_with_distr(initial::<I, E>())
                    }),
                ),
            ),
            |(weight, bias)| Affine { weight, bias },
        )
    }
}

/// U(−1/√I, 1/√I).
fn initial<const I: usize, E: Dtype + num_traits::Float + SampleUniform>()
-> Uniform<E> {
    let inputs = E::from_usize(I).expect("a float holds the number of inputs");
    let bound = E::ONE / inputs.sqrt();
    Uniform::new(-bound, bound)
}

impl<const I: usize, const O: usize, E: Dtype, D: Storage<E>> NonMutableModule
    for Affine<I, O, E, D>
{
}

/// A tensor of the forward pass, shape `(B, N)`.
type Activations<const N: usize, T> = Tensor<(usize, Const<N>), f32, Dev, T>;

impl<const I: usize, const O: usize, T> Module<Activations<I, T>> for Layer<I, O>
where
    T: Tape<f32, Dev> + Merge<T>,
{
    type Output = Activations<O, T>;
    type Error = <Dev as HasErr>::Err;

    fn try_forward(
        &self,
        x: Activations<I, T>,
    ) -> Result<Self::Output, Self::Error> {
        let ones = x.device().try_ones_like(&(x.shape().0, Const::<1>))?;
        let product = x.try_matmul(self.weight.retaped::<T>())?;
        let bias = self.bias.retaped::<T>().try_reshape::<Rank2<1, O>>()?;
        let biases = ones.retaped::<T>().try_matmul(bias)?;
        try_add_in_place(product, biases)
    }
}

/// `sum` + `term`, written into `sum`.
///
/// dfdx's own sum of two tensors, and its broadcast of a bias over a batch, walk
/// them index by index; this adds them as two slices.
fn try_add_in_place<const N: usize, T: Tape<f32, Dev> + Merge<T>>(
    sum: Activations<N, T>,
    term: Activations<N, T>,
) -> Result<Activations<N, T>, <Dev as HasErr>::Err> {
    let (mut sum, tape) = sum.split_tape();
    let (term, term_tape) = term.split_tape();
    let mut tape = tape.merge(term_tape);
    if T::OWNS_TAPE {
        // `sum` keeps its identity, so its gradient reaches whatever made it as it
        // is; the gradient of `term` is the same.
        let (of_sum, of_term) = (sum.clone(), term.clone());
        tape.add_backward_op(move |gradients| {
            let gradient = gradients.get_or_alloc_mut(&of_sum)?.clone();
            *gradients.get_or_alloc_mut(&of_term)? = gradient;
            Ok(())
        });
    }
    sum.try_axpy(1.0, &term, 1.0)?;
    Ok(sum.put_tape(tape))
}
