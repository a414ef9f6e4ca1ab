//! One pass over all weights of a network: what every optimiser does.

use crate::foundations::buffer::Buffer;
use crate::foundations::rule::Rule;
use crate::foundations::tensors::{Dev, Gradients};
use dfdx::nn::tensor_collection::{
    RecursiveWalker, TensorCollection, TensorOptions, TensorVisitor, ViewTensorMut,
};
use dfdx::prelude::{HasErr, Shape, Tensor};
use pulp::{Arch, Simd, WithSimd};

/// `K` numbers for each weight, 0 at first.
pub(crate) struct Numbers<const K: usize>([Gradients; K]);

impl<const K: usize> Default for Numbers<K> {
    fn default() -> Self {
        Self(std::array::from_fn(|_| Gradients::leaky()))
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
    let pass = &mut Pass {
        rule,
        gradients,
        kept: &mut kept.0,
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
    kept: &'a mut [Gradients; K],
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
            for kept in &mut *self.kept {
                kept.try_alloc_for(weight)?;
            }
            let kept = self.kept.each_mut().map(|kept| {
                let numbers = kept.get_or_alloc_mut(weight);
                numbers
                    .expect("there is room since the line before")
                    .as_mut_slice()
            });
            let mut weights = Buffer::copy_of(weight);
            Arch::new().dispatch(Steps {
                rule: self.rule,
                weights: &mut weights,
                gradients: self.gradients.get_or_alloc_mut(weight)?,
                kept,
            });
            weight.copy_from(&weights);
        }
        Ok(None)
    }
}

/// The steps of all weights of a tensor.
struct Steps<'a, R, const K: usize> {
    rule: R,
    weights: &'a mut [f32],
    gradients: &'a [f32],
    kept: [&'a mut [f32]; K],
}

impl<R: Rule<K>, const K: usize> WithSimd for Steps<'_, R, K> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let count = self.weights.len();
        // Slices of one length need no test of an index in the loop.
        let (weights, gradients) =
            (&mut self.weights[..count], &self.gradients[..count]);
        let all_kept = self.kept.map(|kept| &mut kept[..count]);
        for i in 0..count {
            let kept = std::array::from_fn(|k| all_kept[k][i]);
            let (weight, kept) = self.rule.step(weights[i], gradients[i], kept);
            weights[i] = weight;
            for k in 0..K {
                all_kept[k][i] = kept[k];
            }
        }
    }
}
