//! Euclidean lengths, over all weights of a network at once.

use crate::foundations::tensors::{Dev, Gradients};
use dfdx::nn::tensor_collection::{
    RecursiveWalker, TensorOptions, TensorVisitor, ViewTensorRef,
};
use dfdx::prelude::*;

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
    let mut numbers = Numbers {
        gradients,
        tensors: Vec::new(),
    };
    let visited = N::iter_tensors(&mut RecursiveWalker {
        m: network,
        f: &mut numbers,
    });
    visited.expect("the device has memory for one more copy of a weight");
    numbers.tensors
}

struct Numbers<'a> {
    gradients: Option<&'a Gradients>,
    tensors: Vec<Vec<f64>>,
}

impl TensorVisitor<f32, Dev> for Numbers<'_> {
    type Viewer = ViewTensorRef;
    type Err = <Dev as HasErr>::Err;
    type E2 = f32;
    type D2 = Dev;

    fn visit<S: Shape>(
        &mut self,
        _options: TensorOptions<S, f32, Dev>,
        weight: &Tensor<S, f32, Dev>,
    ) -> Result<Option<Tensor<S, f32, Dev>>, Self::Err> {
        let numbers = match self.gradients {
            Some(gradients) => gradients.get(weight).as_vec(),
            None => weight.as_vec(),
        };
        self.tensors
            .push(numbers.into_iter().map(f64::from).collect());
        Ok(None)
    }
}
