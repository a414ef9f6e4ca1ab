//! The two steps of layer norm and their gradients, on slices of numbers.

use crate::foundations::buffer::Buffer;
use crate::foundations::parameter::Parameter;
use crate::foundations::product::add_rows;
use crate::foundations::tensors::{Activations, Dev};
use dfdx::prelude::{
    Const, HasErr, HasShape, PutTape, Rank1, ReshapeTo, SplitTape, Tape,
    TensorFromVec,
};

// ANCHOR: normalize
/// y = (x − mean) / σ with σ = √(variance + ε), row by row, shape `(B, N)` → `(B, N)`.
///
/// Backwards, the mean and σ depend on all numbers of a row, so each gradient loses
/// what all of them share:
///
/// ```text
/// dx = (dy − mean(dy) − y mean(y dy)) / σ
/// ```
pub(crate) fn normalize<const N: usize, T: Tape<f32, Dev>>(
    x: Activations<N, T>,
    epsilon: f32,
) -> Result<Activations<N, T>, <Dev as HasErr>::Err> {
    let (x, mut tape) = x.try_contiguous()?.split_tape();
    let (device, batch) = (x.device().clone(), x.shape().0);
    let mut rows = Buffer::copy_of(&x);
    let each_row = rows.as_chunks_mut::<N>().0.iter_mut();
    let deviations: Vec<f32> =
        each_row.map(|row| standardize(row, epsilon)).collect();
    let y = device.try_tensor_from_vec(rows.to_vec(), (batch, Const))?;

    let (of_x, of_y) = (x.ghost(), y.ghost());
    tape.add_backward_op(move |gradients| {
        let dy = std::mem::take(&mut **gradients.get_or_alloc_mut(&of_y)?);
        let dx = gradients.get_or_alloc_mut(&of_x)?.as_chunks_mut::<N>().0;
        let (y, of_rows) = (rows.as_chunks().0, dy.as_chunks().0);
        for (((dx, dy), y), deviation) in
            dx.iter_mut().zip(of_rows).zip(y).zip(&deviations)
        {
            add_gradient(dx, dy, y, *deviation);
        }
        **gradients.get_or_alloc_mut(&of_y)? = dy;
        Ok(())
    });
    Ok(y.put_tape(tape))
}

/// Subtracts the mean of a row, divides it by σ, and gives σ.
fn standardize<const N: usize>(row: &mut [f32; N], epsilon: f32) -> f32 {
    let center = mean(row);
    for x in &mut *row {
        *x -= center;
    }
    let deviation = (mean_product(row, row) + epsilon).sqrt();
    for x in row {
        *x /= deviation;
    }
    deviation
}

/// Adds dx of a row.
fn add_gradient<const N: usize>(
    dx: &mut [f32; N],
    dy: &[f32; N],
    y: &[f32; N],
    deviation: f32,
) {
    let (shift, stretch) = (mean(dy), mean_product(y, dy));
    for i in 0..N {
        dx[i] += (dy[i] - shift - y[i] * stretch) / deviation;
    }
}
// ANCHOR_END: normalize

/// The mean of N numbers.
fn mean<const N: usize>(numbers: &[f32; N]) -> f32 {
    mean_product(numbers, &[1.0; N])
}

/// The mean of the products of N pairs. They are added up in as many sums as fit into
/// a vector of a processor, and in the same order on every processor.
fn mean_product<const N: usize>(a: &[f32; N], b: &[f32; N]) -> f32 {
    let (a, rest_of_a) = a.as_chunks::<16>();
    let (b, rest_of_b) = b.as_chunks::<16>();
    let mut sums = [0.0; 16];
    a.iter()
        .zip(b)
        .for_each(|(a, b)| add_products(&mut sums, a, b));
    add_products(&mut sums, rest_of_a, rest_of_b);
    sums.iter().sum::<f32>() / N as f32
}

/// y = γ x + β, number by number, shape `(B, N)`; backwards dx = γ dy, and dγ and dβ
/// are the sums of x dy and of dy over the batch.
pub(crate) fn scale<const N: usize, T: Tape<f32, Dev>>(
    x: Activations<N, T>,
    weight: &Parameter<Rank1<N>, f32, Dev>,
    bias: &Parameter<Rank1<N>, f32, Dev>,
) -> Result<Activations<N, T>, <Dev as HasErr>::Err> {
    let (x, mut tape) = x.split_tape();
    let (device, batch) = (x.device().clone(), x.shape().0);
    let (numbers, gamma) = (Buffer::copy_of(&x), weight.numbers());
    let mut y = bias.numbers().repeat(batch);
    for (y, x) in y.chunks_exact_mut(N).zip(numbers.chunks_exact(N)) {
        add_products(y, &gamma, x);
    }
    let y = device.try_tensor_from_vec(y, (batch, Const))?;

    let (of_x, of_y) = (x.ghost(), y.ghost());
    let (of_weight, of_bias) = (weight.ghost(), bias.ghost());
    tape.add_backward_op(move |gradients| {
        let dy = std::mem::take(&mut **gradients.get_or_alloc_mut(&of_y)?);
        add_rows(gradients.get_or_alloc_mut(&of_bias)?, &dy);
        let of_rows = || dy.chunks_exact(N);
        let dw = gradients.get_or_alloc_mut(&of_weight)?;
        for (dy, x) in of_rows().zip(numbers.chunks_exact(N)) {
            add_products(dw, dy, x);
        }
        let dx = gradients.get_or_alloc_mut(&of_x)?;
        for (dx, dy) in dx.chunks_exact_mut(N).zip(of_rows()) {
            add_products(dx, &gamma, dy);
        }
        **gradients.get_or_alloc_mut(&of_y)? = dy;
        Ok(())
    });
    Ok(y.put_tape(tape))
}

/// Adds the products of two rows, number by number.
fn add_products(sum: &mut [f32], a: &[f32], b: &[f32]) {
    for ((sum, a), b) in sum.iter_mut().zip(a).zip(b) {
        *sum += a * b;
    }
}
