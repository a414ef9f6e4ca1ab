//! The network of the clinic, and what it must not end with.

use deepq::dfdx;
use deepq::foundations::activations::Softmax;
use deepq::prelude::{FirstLayer, Layer, ReLU};

/// S → 64 → 64 → A, with ReLU between.
pub type Net<const S: usize, const A: usize> =
    (FirstLayer<S, 64>, ReLU, Layer<64, 64>, ReLU, Layer<64, A>);

/// The same with `F` after the values, where nothing belongs.
type EndingWith<F, const S: usize, const A: usize> = (
    FirstLayer<S, 64>,
    ReLU,
    Layer<64, 64>,
    ReLU,
    Layer<64, A>,
    F,
);

/// The values of the actions of a state add up to 1.
pub type SoftmaxNet<const S: usize, const A: usize> = EndingWith<Softmax, S, A>;

/// No value is below 0. The crate's own ReLU cannot end a network, that of dfdx can.
pub type ReLUNet<const S: usize, const A: usize> =
    EndingWith<dfdx::nn::modules::ReLU, S, A>;
