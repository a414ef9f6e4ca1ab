//! The two steps of layer norm on the graphics card, from dfdx's operations.

use crate::foundations::parameter::Parameter;
use crate::foundations::tensors::{Activations, Dev};
use dfdx::prelude::{
    Axis, BroadcastTo, HasErr, HasShape, Merge, Rank1, Tape, TryAdd, TryMul,
};

/// y = (x − mean) / √(variance + ε), row by row, shape `(B, N)`.
pub(crate) fn normalize<const N: usize, T: Tape<f32, Dev> + Merge<T>>(
    x: Activations<N, T>,
    epsilon: f32,
) -> Result<Activations<N, T>, <Dev as HasErr>::Err> {
    x.try_normalize::<Axis<1>>(epsilon)
}

/// y = γ x + β, number by number, shape `(B, N)`.
pub(crate) fn scale<const N: usize, T: Tape<f32, Dev> + Merge<T>>(
    x: Activations<N, T>,
    weight: &Parameter<Rank1<N>, f32, Dev>,
    bias: &Parameter<Rank1<N>, f32, Dev>,
) -> Result<Activations<N, T>, <Dev as HasErr>::Err> {
    let shape = *x.shape();
    let weight = weight.retaped::<T>().try_broadcast_like(&shape)?;
    let bias = bias.retaped::<T>().try_broadcast_like(&shape)?;
    x.try_mul(weight)?.try_add(bias)
}
