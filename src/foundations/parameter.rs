//! A weight of a network, kept where products can read it without a copy.

use crate::foundations::buffer::Buffer;
use crate::foundations::tensors::Dev;
use dfdx::prelude::{Dtype, ReshapeTo, Shape, Storage, Tensor};
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, OnceLock};

// ANCHOR: parameter
/// A tensor that is learned.
///
/// dfdx does not lend the numbers of a tensor. So they are copied when a product
/// first reads them, and not again until somebody borrows the tensor to change it.
#[derive(Clone, Debug)]
pub struct Parameter<S: Shape, E: Dtype, D: Storage<E>> {
    tensor: Tensor<S, E, D>,
    copy: OnceLock<Arc<Buffer>>,
}
// ANCHOR_END: parameter

impl<S: Shape, E: Dtype, D: Storage<E>> From<Tensor<S, E, D>>
    for Parameter<S, E, D>
{
    fn from(tensor: Tensor<S, E, D>) -> Self {
        let copy = OnceLock::new();
        Self { tensor, copy }
    }
}

impl<S: Shape, E: Dtype, D: Storage<E>> Deref for Parameter<S, E, D> {
    type Target = Tensor<S, E, D>;

    fn deref(&self) -> &Self::Target {
        &self.tensor
    }
}

impl<S: Shape, E: Dtype, D: Storage<E>> DerefMut for Parameter<S, E, D> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        self.copy.take();
        &mut self.tensor
    }
}

impl<S: Shape> Parameter<S, f32, Dev> {
    /// The numbers of the tensor, the last dimension running fastest.
    #[cfg_attr(
        feature = "cuda",
        allow(dead_code, reason = "the graphics card reads the tensor itself")
    )]
    pub(crate) fn numbers(&self) -> Arc<Buffer> {
        let tensor = || self.tensor.clone().contiguous();
        let copy = || Arc::new(Buffer::copy_of(&tensor()));
        self.copy.get_or_init(copy).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dfdx::prelude::{Rank1, TensorFrom};

    fn parameter() -> Parameter<Rank1<2>, f32, Dev> {
        Dev::default().tensor([1.0, 2.0]).into()
    }

    #[test]
    fn the_numbers_are_copied_once() {
        let parameter = parameter();
        let first = parameter.numbers();
        assert!(Arc::ptr_eq(&first, &parameter.numbers()));
        assert!(Arc::ptr_eq(&first, &parameter.clone().numbers()));
    }

    #[test]
    fn the_numbers_are_those_after_the_last_change() {
        let mut parameter = parameter();
        let before = parameter.numbers();
        parameter.copy_from(&[3.0, 4.0]);
        assert_eq!(**parameter.numbers(), [3.0, 4.0]);
        assert_eq!(**before, [1.0, 2.0]);
        let copy = parameter.clone();
        parameter.copy_from(&[5.0, 6.0]);
        assert_eq!(**copy.numbers(), [3.0, 4.0]);
        assert_eq!(**parameter.numbers(), [5.0, 6.0]);
    }
}
