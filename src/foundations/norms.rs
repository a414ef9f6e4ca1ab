//! Euclidean lengths, over all weights of a network at once.

use crate::foundations::tensors::{Dev, Gradients};
use crate::foundations::weights::stored;
use dfdx::prelude::TensorCollection;

/// ‖θ‖ of the weights of `network`.
pub fn norm<N: TensorCollection<f32, Dev>>(network: &N) -> f64 {
    length(&numbers(network, None))
}

/// ‖∇L‖, the length of the gradients of the weights of `network`.
pub fn gradient_norm<N: TensorCollection<f32, Dev>>(
    network: &N,
    gradients: &Gradients,
) -> f64 {
    length(&numbers(network, Some(gradients)))
}

/// Σ |g| over the gradients of the weights of `network`.
pub(crate) fn sum_of_absolutes<N: TensorCollection<f32, Dev>>(
    network: &N,
    gradients: &Gradients,
) -> f64 {
    let tensors = numbers(network, Some(gradients)).into_iter();
    tensors.flatten().map(f64::abs).sum()
}

/// The share of the weights of `network` whose gradient is 0: nothing that was learned
/// from reaches them.
pub fn zero_gradient_share<N: TensorCollection<f32, Dev>>(
    network: &N,
    gradients: &Gradients,
) -> f64 {
    let numbers = numbers(network, Some(gradients)).concat();
    let zeros = numbers.iter().filter(|&&gradient| gradient == 0.0);
    zeros.count() as f64 / numbers.len() as f64
}

/// ‖θ − θ′‖ between the weights of two networks.
pub fn distance<N: TensorCollection<f32, Dev>>(a: &N, b: &N) -> f64 {
    let (a, mut gaps) = (numbers(a, None), numbers(b, None));
    let pairs = a.iter().flatten().zip(gaps.iter_mut().flatten());
    pairs.for_each(|(a, b)| *b = a - *b);
    length(&gaps)
}

/// √(Σ x²), summed tensor by tensor.
fn length(tensors: &[Vec<f64>]) -> f64 {
    let squares = |tensor: &Vec<f64>| tensor.iter().map(|x| x * x).sum::<f64>();
    tensors.iter().map(squares).sum::<f64>().sqrt()
}

/// The weights of each tensor of `network`, or their gradients.
fn numbers<N: TensorCollection<f32, Dev>>(
    network: &N,
    gradients: Option<&Gradients>,
) -> Vec<Vec<f64>> {
    let tensors = stored(network, gradients).into_iter();
    let numbers = tensors.map(|tensor| tensor.values.into_iter().map(f64::from));
    numbers.map(Iterator::collect).collect()
}
