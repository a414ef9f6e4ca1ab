//! max(0, x), taken by the layer that reads it.

use crate::foundations::tensors::{Activations, Dev};
use dfdx::nn::modules::{NonMutableModule, ZeroSizedModule};
use dfdx::prelude::{HasErr, Merge, Module, Tape, WithEmptyTape};

// ANCHOR: relu
/// max(0, x), number by number, between two layers.
///
/// It computes nothing. The layer behind it has to copy what it reads, and takes
/// max(0, x) on the way. In front of anything but a [`Layer`], use dfdx's own
/// [`dfdx::nn::modules::ReLU`].
///
/// [`Layer`]: crate::foundations::layer::Layer
#[derive(Clone, Copy, Debug, Default)]
pub struct ReLU;

/// A tensor of which a layer reads max(0, x).
#[derive(Clone, Debug)]
pub struct Rectified<const N: usize, T>(Activations<N, T>);

/// What a layer can read: a tensor, or what [`ReLU`] makes of one.
pub trait Inputs<const I: usize> {
    /// The tape of the tensor.
    type Tape: Tape<f32, Dev> + Merge<Self::Tape>;

    /// True where the layer reads max(0, x) for each number x of the tensor.
    const ARE_RECTIFIED: bool;

    /// The tensor, shape `(B, I)`.
    fn into_tensor(self) -> Activations<I, Self::Tape>;
}
// ANCHOR_END: relu

impl<const N: usize, T> Inputs<N> for Activations<N, T>
where
    T: Tape<f32, Dev> + Merge<T>,
{
    type Tape = T;
    const ARE_RECTIFIED: bool = false;

    fn into_tensor(self) -> Self {
        self
    }
}

impl ZeroSizedModule for ReLU {}
impl NonMutableModule for ReLU {}

impl<const N: usize, T> Module<Activations<N, T>> for ReLU
where
    T: Tape<f32, Dev> + Merge<T>,
{
    type Output = Rectified<N, T>;
    type Error = <Dev as HasErr>::Err;

    fn try_forward(
        &self,
        x: Activations<N, T>,
    ) -> Result<Self::Output, Self::Error> {
        Ok(Rectified(x))
    }
}

impl<const N: usize, T> Inputs<N> for Rectified<N, T>
where
    T: Tape<f32, Dev> + Merge<T>,
{
    type Tape = T;
    const ARE_RECTIFIED: bool = true;

    fn into_tensor(self) -> Activations<N, T> {
        self.0
    }
}

impl<const N: usize, T: Default> WithEmptyTape for Rectified<N, T> {
    fn with_empty_tape(&self) -> Self {
        Self(self.0.with_empty_tape())
    }
}
