//! One pass over all weights of a network on the graphics card, tensor by tensor.

use crate::foundations::rule::{Flat, Rule};
use crate::foundations::tensors::{Dev, Gradients};
use dfdx::nn::tensor_collection::{
    RecursiveWalker, TensorCollection, TensorOptions, TensorVisitor, ViewTensorMut,
};
use dfdx::prelude::{HasErr, HasShape, ReshapeTo, Shape, Tensor, ZerosTensor};

/// `K` numbers for each weight, 0 at first, in the order of the tensors.
pub(crate) struct Numbers<const K: usize>(Vec<[Flat; K]>);

impl<const K: usize> Default for Numbers<K> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// Moves every weight of `network` by `rule`.
pub(crate) fn update<R: Rule<K>, N, const K: usize>(
    rule: R,
    network: &mut N,
    gradients: &mut Gradients,
    kept: &mut Numbers<K>,
) where
    N: TensorCollection<f32, Dev>,
{
    let before = std::mem::take(&mut kept.0).into_iter();
    let pass = &mut Pass {
        rule,
        gradients,
        before,
        after: &mut kept.0,
    };
    let visited = N::iter_tensors(&mut RecursiveWalker {
        m: network,
        f: pass,
    });
    visited.expect("the device has memory for what is kept of each weight");
}

struct Pass<'a, R, const K: usize> {
    rule: R,
    gradients: &'a mut Gradients,
    before: std::vec::IntoIter<[Flat; K]>,
    after: &'a mut Vec<[Flat; K]>,
}

impl<R: Rule<K>, const K: usize> TensorVisitor<f32, Dev> for Pass<'_, R, K> {
    type Viewer = ViewTensorMut;
    type Err = <Dev as HasErr>::Err;
    type E2 = f32;
    type D2 = Dev;

    fn visit<S: Shape>(
        &mut self,
        options: TensorOptions<S, f32, Dev>,
        weight: &mut Tensor<S, f32, Dev>,
    ) -> Result<Option<Tensor<S, f32, Dev>>, Self::Err> {
        if options.do_gradient_update {
            self.gradients.try_alloc_for(weight)?;
            let (shape, flat) = (*weight.shape(), (weight.shape().num_elements(),));
            let zeros =
                || std::array::from_fn(|_| weight.device().zeros_like(&flat));
            let kept = self.before.next().unwrap_or_else(zeros);
            let gradient = self.gradients.get(weight).try_reshape_like(&flat)?;
            let old = weight.clone().try_reshape_like(&flat)?;
            let (new, kept) = self.rule.step(old, gradient, kept);
            // The tensor stays the one that the gradients are of.
            weight.try_axpy(0.0, &new.try_reshape_like(&shape)?, 1.0)?;
            self.after.push(kept);
        }
        Ok(None)
    }
}
