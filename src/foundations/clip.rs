//! The gradients of a network as they are, measured, and as an optimiser sees them.

use crate::foundations::rule::Clip;
use crate::foundations::tensors::{Dev, Gradients};
use dfdx::nn::tensor_collection::{
    RecursiveWalker, TensorCollection, TensorOptions, TensorVisitor, ViewTensorRef,
};
use dfdx::prelude::{HasErr, Shape, Tensor};

/// A copy of the gradients of `network`, each clipped.
pub(crate) fn clipped<N: TensorCollection<f32, Dev>>(
    clip: impl Clip,
    network: &N,
    gradients: &Gradients,
) -> Gradients {
    let mut clipped = gradients.clone();
    each(network, &mut clipped, |gradients| {
        for gradient in gradients {
            *gradient = clip.clip(*gradient);
        }
    });
    clipped
}

/// ‖∇L‖, the length of the gradients of all weights that are learned.
pub(crate) fn gradient_norm<N: TensorCollection<f32, Dev>>(
    network: &N,
    gradients: &mut Gradients,
) -> f64 {
    let mut sum = 0.0;
    each(network, gradients, |gradients| {
        sum += sum_of_squares(gradients);
    });
    sum.sqrt()
}

/// Σ g², in many sums side by side, as a processor adds them. Their number is fixed, so
/// the order of the additions, and with it every bit, is the same on all processors.
fn sum_of_squares(gradients: &[f32]) -> f64 {
    let mut sums = [0.0; 16];
    for row in gradients.chunks(sums.len()) {
        for (sum, &gradient) in sums.iter_mut().zip(row) {
            *sum += f64::from(gradient) * f64::from(gradient);
        }
    }
    sums.iter().sum()
}

/// Does something to the gradients of each tensor that is learned.
fn each<N: TensorCollection<f32, Dev>>(
    network: &N,
    gradients: &mut Gradients,
    act: impl FnMut(&mut [f32]),
) {
    let visited = N::iter_tensors(&mut RecursiveWalker {
        m: network,
        f: &mut Each { gradients, act },
    });
    visited.expect("the device has memory for the gradients");
}

struct Each<'a, F> {
    gradients: &'a mut Gradients,
    act: F,
}

impl<F: FnMut(&mut [f32])> TensorVisitor<f32, Dev> for Each<'_, F> {
    type Viewer = ViewTensorRef;
    type Err = <Dev as HasErr>::Err;
    type E2 = f32;
    type D2 = Dev;

    fn visit<S: Shape>(
        &mut self,
        options: TensorOptions<S, f32, Dev>,
        weight: &Tensor<S, f32, Dev>,
    ) -> Result<Option<Tensor<S, f32, Dev>>, Self::Err> {
        if options.do_gradient_update {
            (self.act)(self.gradients.get_or_alloc_mut(weight)?);
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_of_squares_has_no_number_left_out() {
        // n (n + 1) (2 n + 1) / 6, in rows of sixteen and a rest.
        let numbers: Vec<f32> = (1..=40_u8).map(f32::from).collect();
        assert_eq!(sum_of_squares(&numbers), 22_140.0);
        assert_eq!(sum_of_squares(&[]), 0.0);
    }
}
