//! y = x W + b on the graphics card, from dfdx's operations.

use crate::foundations::parameter::Parameter;
use crate::foundations::relu::Inputs;
use crate::foundations::tensors::{Activations, Dev};
use dfdx::prelude::{
    BroadcastTo, Const, HasErr, HasShape, Rank1, Rank2, Tensor, TryAdd, TryMatMul,
};

/// y = x W + b, shape `(B, I)` → `(B, O)`, from max(0, x) where x is marked.
///
/// The gradient of x is made for the first layer as well.
pub(crate) fn affine<const I: usize, const O: usize, X>(
    x: X,
    weight: &Parameter<Rank2<I, O>, f32, Dev>,
    bias: &Parameter<Rank1<O>, f32, Dev>,
    _is_first: bool,
) -> Result<Activations<O, X::Tape>, <Dev as HasErr>::Err>
where
    X: Inputs<I>,
{
    let x = x.into_tensor();
    let x = if X::ARE_RECTIFIED { x.try_relu()? } else { x };
    let shape = (x.shape().0, Const);
    let product = x.try_matmul(weight.retaped::<X::Tape>())?;
    let bias: Tensor<_, _, _, X::Tape> = bias.retaped();
    product.try_add(bias.try_broadcast_like(&shape)?)
}
