//! Euclidean lengths, over all weights of a network at once.

use crate::foundations::tensors::{Dev, Gradients};
use dfdx::nn::tensor_collection::{
    RecursiveWalker, TensorOptions, TensorVisitor, ViewTensorRef,
};
use dfdx::prelude::*;

/// ‖θ‖ of the weights of `network`.
pub fn norm<N: TensorCollection<f32, Dev>>(network: &N) -> f64 {
    sum_of_squares(network, None).sqrt()
}

/// ‖∇L‖, the length of the gradients of the weights of `network`.
pub fn gradient_norm<N: TensorCollection<f32, Dev>>(
    network: &N,
    gradients: &Gradients,
) -> f64 {
    sum_of_squares(network, Some(gradients)).sqrt()
}

/// ‖θ − θ′‖ between the weights of two networks.
pub fn distance<N: TensorCollection<f32, Dev>>(a: &N, b: &N) -> f64 {
    let mut sum = SquaredDistance(0.0);
    let visited = N::iter_tensors(&mut RecursiveWalker {
        m: (a, b),
        f: &mut sum,
    });
    visited.expect("reading weights allocates no tensor");
    sum.0.sqrt()
}

fn sum_of_squares<N: TensorCollection<f32, Dev>>(
    network: &N,
    gradients: Option<&Gradients>,
) -> f64 {
    let mut walker = SumOfSquares {
        gradients,
        sum: 0.0,
    };
    let visited = N::iter_tensors(&mut RecursiveWalker {
        m: network,
        f: &mut walker,
    });
    visited.expect("the device has memory for one more copy of a weight");
    walker.sum
}

/// Sums the squares of the weights, or of their gradients.
struct SumOfSquares<'a> {
    gradients: Option<&'a Gradients>,
    sum: f64,
}

impl TensorVisitor<f32, Dev> for SumOfSquares<'_> {
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
        let squares = numbers.iter().map(|&number| f64::from(number).powi(2));
        self.sum += squares.sum::<f64>();
        Ok(None)
    }
}

struct SquaredDistance(f64);

impl TensorVisitor<f32, Dev> for SquaredDistance {
    type Viewer = (ViewTensorRef, ViewTensorRef);
    type Err = <Dev as HasErr>::Err;
    type E2 = f32;
    type D2 = Dev;

    fn visit<S: Shape>(
        &mut self,
        _options: TensorOptions<S, f32, Dev>,
        (a, b): (&Tensor<S, f32, Dev>, &Tensor<S, f32, Dev>),
    ) -> Result<Option<Tensor<S, f32, Dev>>, Self::Err> {
        let (a, b) = (a.as_vec(), b.as_vec());
        let gaps = a.iter().zip(&b).map(|(&a, &b)| f64::from(a) - f64::from(b));
        self.0 += gaps.map(|gap| gap * gap).sum::<f64>();
        Ok(None)
    }
}
