//! y = x W + b and its gradients on slices of numbers.

use crate::foundations::buffer::Buffer;
use crate::foundations::parameter::Parameter;
use crate::foundations::product::{Matrix, add_product, add_rows, put_product};
use crate::foundations::relu::Inputs;
use crate::foundations::tensors::{Activations, Dev};
use dfdx::prelude::{
    Const, HasErr, HasShape, PutTape, Rank1, Rank2, ReshapeTo, SplitTape, Tape,
    TensorFromVec,
};
use pulp::{Arch, Simd, WithSimd};

// ANCHOR: affine
/// y = x W + b, shape `(B, I)` → `(B, O)`, from max(0, x) where x is marked.
///
/// Backwards, each of the three is a product or a sum over the batch:
///
/// ```text
/// db = Σ dy        dW = xᵀ dy        dx = dy Wᵀ
/// ```
///
/// The first layer of a network has no dx: nobody asks for the gradient of a state.
pub(crate) fn affine<const I: usize, const O: usize, X>(
    x: X,
    weight: &Parameter<Rank2<I, O>, f32, Dev>,
    bias: &Parameter<Rank1<O>, f32, Dev>,
    is_first: bool,
) -> Result<Activations<O, X::Tape>, <Dev as HasErr>::Err>
where
    X: Inputs<I>,
{
    let (x, mut tape) = x.into_tensor().try_contiguous()?.split_tape();
    let (device, batch) = (x.device().clone(), x.shape().0);
    let mut inputs = Buffer::copy_of(&x);
    if X::ARE_RECTIFIED {
        Arch::new().dispatch(Rectify(&mut inputs));
    }
    let w = weight.numbers();

    let mut y = bias.numbers().repeat(batch);
    add_product(
        &mut y,
        Matrix::new(&inputs, batch, I),
        Matrix::new(&w, I, O),
    );
    let y = device.try_tensor_from_vec(y, (batch, Const))?;

    let (of_x, of_y) = (x.ghost(), y.ghost());
    let (of_weight, of_bias) = (weight.ghost(), bias.ghost());
    tape.add_backward_op(move |gradients| {
        let dy = std::mem::take(&mut **gradients.get_or_alloc_mut(&of_y)?);
        add_rows(gradients.get_or_alloc_mut(&of_bias)?, &dy);

        let (x, w) = (Matrix::new(&inputs, batch, I), Matrix::new(&w, I, O));
        let of_outputs = Matrix::new(&dy, batch, O);
        let dw = gradients.get_or_alloc_mut(&of_weight)?;
        add_product(dw, x.transpose(), of_outputs);
        if X::ARE_RECTIFIED {
            let mut product = Buffer::of_length(batch * I);
            put_product(&mut product, of_outputs, w.transpose());
            let dx = gradients.get_or_alloc_mut(&of_x)?;
            Arch::new().dispatch(AddWherePositive(dx, &product, &inputs));
        } else if !is_first {
            let dx = gradients.get_or_alloc_mut(&of_x)?;
            add_product(dx, of_outputs, w.transpose());
        }
        **gradients.get_or_alloc_mut(&of_y)? = dy;
        Ok(())
    });
    Ok(y.put_tape(tape))
}
// ANCHOR_END: affine

/// x ← max(0, x).
struct Rectify<'a>(&'a mut [f32]);

impl WithSimd for Rectify<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        for x in self.0 {
            *x = x.max(0.0);
        }
    }
}

/// The first slice gets the second added where the third is above 0.
struct AddWherePositive<'a>(&'a mut [f32], &'a [f32], &'a [f32]);

impl WithSimd for AddWherePositive<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self(sum, terms, signs) = self;
        for ((sum, term), sign) in sum.iter_mut().zip(terms).zip(signs) {
            *sum += if *sign > 0.0 { *term } else { 0.0 };
        }
    }
}
