//! How the weights of a layer start, as a type that a layer names.

use dfdx::prelude::{Device, Dtype, HasShape, Shape, Tensor};
use rand::distributions::{Distribution, Uniform};
use rand::seq::index;
use rand::{Rng, RngCore};
use std::cell::RefCell;
use std::f64::consts::TAU;
use std::vec::IntoIter;

// ANCHOR: initialization
/// How the weights of a layer y = x W + b start.
pub trait Initialization: Clone + 'static {
    /// Its name on the card of a recipe. The default has none there.
    fn name() -> Option<String>;

    /// Draws W, shape `(I, O)`, which is full of zeros: a row for each input.
    fn draw_weight<const O: usize>(
        weight: &mut [[f32; O]],
        random: &mut dyn RngCore,
    );

    /// Draws b, shape `(O,)`, of a layer with this many inputs. It stays 0 unless
    /// this is written.
    fn draw_bias(_bias: &mut [f32], _inputs: usize, _random: &mut dyn RngCore) {}
}
// ANCHOR_END: initialization

// ANCHOR: pytorch
/// PyTorch's default for a `Linear`: W and b from U(−1/√I, 1/√I).
///
/// The variance of a weight is 1/(3I), so the values of a deep network with ReLU
/// shrink from layer to layer.
#[derive(Clone, Copy, Debug)]
pub struct PyTorch;

impl Initialization for PyTorch {
    fn name() -> Option<String> {
        None
    }

    fn draw_weight<const O: usize>(
        weight: &mut [[f32; O]],
        random: &mut dyn RngCore,
    ) {
        let inputs = weight.len();
        Self::draw_bias(weight.as_flattened_mut(), inputs, random);
    }

    fn draw_bias(bias: &mut [f32], inputs: usize, random: &mut dyn RngCore) {
        let bound = 1.0 / (inputs as f32).sqrt();
        draw(bias, Uniform::new(-bound, bound), random);
    }
}
// ANCHOR_END: pytorch

// ANCHOR: he
/// W from U(−√(6/I), √(6/I)), b = 0.
///
/// The variance of a weight is 2/I: the values of a deep network with ReLU then keep
/// their size from layer to layer. PyTorch calls it `kaiming_uniform_` for `relu`.
///
/// Source: He et al. (2015), equation 10.
#[derive(Clone, Copy, Debug)]
pub struct HeUniform;

/// W from N(0, 2/I), b = 0: the same variance as [`HeUniform`]'s.
///
/// Source: He et al. (2015), equation 10.
#[derive(Clone, Copy, Debug)]
pub struct HeNormal;
// ANCHOR_END: he

impl Initialization for HeUniform {
    fn name() -> Option<String> {
        Some("HeUniform".to_owned())
    }

    fn draw_weight<const O: usize>(
        weight: &mut [[f32; O]],
        random: &mut dyn RngCore,
    ) {
        let variance = 2.0 / weight.len() as f64;
        draw(weight.as_flattened_mut(), uniform(variance), random);
    }
}

impl Initialization for HeNormal {
    fn name() -> Option<String> {
        Some("HeNormal".to_owned())
    }

    fn draw_weight<const O: usize>(
        weight: &mut [[f32; O]],
        random: &mut dyn RngCore,
    ) {
        let variance = 2.0 / weight.len() as f64;
        draw(weight.as_flattened_mut(), Normal { variance }, random);
    }
}

// ANCHOR: xavier
/// W from U(−√(6/(I+O)), √(6/(I+O))), b = 0: Glorot's, for tanh and the like.
///
/// The variance of a weight is 2/(I+O), between the 1/I that keeps the size of the
/// values and the 1/O that keeps the size of the gradients.
///
/// Source: Glorot and Bengio (2010), equation 16.
#[derive(Clone, Copy, Debug)]
pub struct XavierUniform;

/// W from N(0, 2/(I+O)), b = 0: the same variance as [`XavierUniform`]'s.
///
/// Source: Glorot and Bengio (2010), equation 12.
#[derive(Clone, Copy, Debug)]
pub struct XavierNormal;
// ANCHOR_END: xavier

impl Initialization for XavierUniform {
    fn name() -> Option<String> {
        Some("XavierUniform".to_owned())
    }

    fn draw_weight<const O: usize>(
        weight: &mut [[f32; O]],
        random: &mut dyn RngCore,
    ) {
        let variance = 2.0 / (weight.len() + O) as f64;
        draw(weight.as_flattened_mut(), uniform(variance), random);
    }
}

impl Initialization for XavierNormal {
    fn name() -> Option<String> {
        Some("XavierNormal".to_owned())
    }

    fn draw_weight<const O: usize>(
        weight: &mut [[f32; O]],
        random: &mut dyn RngCore,
    ) {
        let variance = 2.0 / (weight.len() + O) as f64;
        draw(weight.as_flattened_mut(), Normal { variance }, random);
    }
}

// ANCHOR: sparse
/// W as PyTorch draws it, but of the weights of each output ⌈I · `PERCENT`/100⌉,
/// drawn at random, are 0; b = 0.
///
/// An output reads few inputs at first, so an update for one state changes fewer
/// values of other states. A layer with so few inputs that all are rounded away
/// starts at 0 throughout: with 90 %, one of less than 10.
///
/// Source: Elsayed et al. (2024), "Streaming deep reinforcement learning finally
/// works", `SparseInit`; the rounding is that of their code.
#[derive(Clone, Copy, Debug)]
pub struct Sparse<const PERCENT: usize = 90>;

impl<const PERCENT: usize> Initialization for Sparse<PERCENT> {
    fn name() -> Option<String> {
        Some(format!("Sparse<{PERCENT}>"))
    }

    #[expect(clippy::needless_range_loop, reason = "an output is a column")]
    fn draw_weight<const O: usize>(
        weight: &mut [[f32; O]],
        random: &mut dyn RngCore,
    ) {
        const { assert!(PERCENT <= 100, "a share is at most 100 %") };
        PyTorch::draw_weight(weight, random);
        let inputs = weight.len();
        let zeros = (inputs * PERCENT).div_ceil(100);
        for output in 0..O {
            for input in index::sample(random, inputs, zeros) {
                weight[input][output] = 0.0;
            }
        }
    }
}
// ANCHOR_END: sparse

/// Fills `numbers` one after the other.
fn draw(
    numbers: &mut [f32],
    distribution: impl Distribution<f32>,
    random: &mut dyn RngCore,
) {
    numbers.fill_with(|| random.sample(&distribution));
}

/// U(−√(3v), √(3v)), which has the variance v.
#[expect(clippy::cast_possible_truncation, reason = "weights are f32")]
fn uniform(variance: f64) -> Uniform<f32> {
    let bound = (3.0 * variance).sqrt() as f32;
    Uniform::new(-bound, bound)
}

/// N(0, v).
struct Normal {
    variance: f64,
}

impl Distribution<f32> for Normal {
    /// √(−2v ln u) cos 2πu′, for u in (0, 1] and u′ in [0, 1).
    ///
    /// Source: Box and Muller (1958).
    #[expect(clippy::cast_possible_truncation, reason = "weights are f32")]
    fn sample<R: Rng + ?Sized>(&self, random: &mut R) -> f32 {
        let (u, turn) = (1.0 - random.r#gen::<f64>(), random.r#gen::<f64>());
        let radius = (-2.0 * self.variance * libm::log(u)).sqrt();
        (radius * libm::cos(TAU * turn)) as f32
    }
}

/// Fills a tensor by `draw`, which gets zeros and the generator of the device.
pub(crate) fn fill<S: Shape, E: Dtype, D: Device<E>>(
    tensor: &mut Tensor<S, E, D>,
    draw: impl Fn(&mut [f32], &mut dyn RngCore),
) -> Result<(), D::Err> {
    tensor.try_fill_with_distr(OneByOne {
        count: tensor.shape().num_elements(),
        draw,
        drawn: RefCell::default(),
    })
}

/// A distribution that draws all numbers when it is first asked for one, because dfdx
/// lends the generator of a device to distributions only.
struct OneByOne<F> {
    count: usize,
    draw: F,
    drawn: RefCell<Option<IntoIter<f32>>>,
}

impl<E: Dtype, F: Fn(&mut [f32], &mut dyn RngCore)> Distribution<E> for OneByOne<F> {
    fn sample<R: Rng + ?Sized>(&self, mut random: &mut R) -> E {
        let mut drawn = self.drawn.borrow_mut();
        let drawn = drawn.get_or_insert_with(|| {
            let mut numbers = vec![0.0; self.count];
            (self.draw)(&mut numbers, &mut random);
            numbers.into_iter()
        });
        let number = drawn.next().expect("the tensor has `count` numbers");
        E::from_f32(number).expect("each kind of number has a nearest one")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundations::random::{Stream, random};

    /// W, shape `(I, O)`, row by row, and b.
    fn drawn<N: Initialization, const O: usize>(
        inputs: usize,
    ) -> (Vec<[f32; O]>, [f32; O]) {
        let random = &mut random(12, Stream::Weights);
        let (mut weight, mut bias) = (vec![[0.0; O]; inputs], [0.0; O]);
        N::draw_weight(&mut weight, random);
        N::draw_bias(&mut bias, inputs, random);
        (weight, bias)
    }

    /// All weights of a layer of 300 inputs and 200 outputs, whose b is 0.
    fn all<N: Initialization>() -> Vec<f64> {
        let (weight, bias) = drawn::<N, 200>(300);
        assert_eq!(bias, [0.0; 200]);
        weight
            .as_flattened()
            .iter()
            .map(|&w| f64::from(w))
            .collect()
    }

    /// Asserts that the weights have the mean 0, this variance v and this fourth
    /// moment in units of v². The margins are six standard errors of 60,000 numbers.
    fn assert_moments(weights: &[f64], variance: f64, fourth: f64) {
        let moment = |power: i32| {
            let sum: f64 = weights.iter().map(|w| w.powi(power)).sum();
            sum / weights.len() as f64
        };
        let mean = moment(1) / variance.sqrt();
        assert!(mean.abs() < 0.025, "mean {mean}");
        let spread = moment(2) / variance;
        assert!((spread - 1.0).abs() < 0.035, "variance {spread}");
        let tails = moment(4) / variance.powi(2);
        assert!((tails / fourth - 1.0).abs() < 0.08, "fourth moment {tails}");
    }

    /// Asserts that the weights lie within the bound, and come near it.
    fn assert_bound(weights: &[f64], bound: f64) {
        let largest = weights.iter().fold(0.0_f64, |most, w| most.max(w.abs()));
        assert!(largest <= bound * (1.0 + 1e-6), "{largest} above {bound}");
        assert!(largest > 0.999 * bound, "{largest} far below {bound}");
    }

    // The fourth moment of a uniform variable is 9/5 v², of a normal one 3 v².

    #[test]
    fn pytorchs_start_draws_b_as_well() {
        let (weight, bias) = drawn::<PyTorch, 200>(300);
        let of = |numbers: &[f32]| -> Vec<f64> {
            numbers.iter().map(|&number| f64::from(number)).collect()
        };
        let weights = of(weight.as_flattened());
        assert_bound(&weights, 1.0 / 300_f64.sqrt());
        assert_moments(&weights, 1.0 / 900.0, 1.8);
        let largest = of(&bias).into_iter().fold(0.0, f64::max);
        assert!(largest > 0.9 / 300_f64.sqrt() && largest < 1.0 / 300_f64.sqrt());
    }

    #[test]
    fn hes_weights_have_the_variance_2_by_the_inputs() {
        let weights = all::<HeUniform>();
        // √(6/300)
        assert_bound(&weights, 0.02_f64.sqrt());
        assert_moments(&weights, 2.0 / 300.0, 1.8);
        assert_moments(&all::<HeNormal>(), 2.0 / 300.0, 3.0);
    }

    #[test]
    fn xaviers_weights_have_the_variance_2_by_inputs_and_outputs() {
        let weights = all::<XavierUniform>();
        // √(6/500)
        assert_bound(&weights, 0.012_f64.sqrt());
        assert_moments(&weights, 2.0 / 500.0, 1.8);
        assert_moments(&all::<XavierNormal>(), 2.0 / 500.0, 3.0);
    }

    /// How many weights of each output are 0.
    fn zeros<const O: usize, N: Initialization>(inputs: usize) -> [usize; O] {
        let weight = drawn::<N, O>(inputs).0;
        let of = |output| weight.iter().filter(|row| row[output] == 0.0).count();
        std::array::from_fn(of)
    }

    #[test]
    fn nine_tenths_of_the_weights_of_each_output_are_0_in_a_sparse_layer() {
        let (weight, bias) = drawn::<Sparse, 200>(300);
        assert_eq!(zeros::<200, Sparse>(300), [270; 200]);
        assert_eq!(bias, [0.0; 200]);
        let others = weight.as_flattened().iter().filter(|w| **w != 0.0);
        let others: Vec<f64> = others.map(|&w| f64::from(w)).collect();
        assert_bound(&others, 1.0 / 300_f64.sqrt());
    }

    #[test]
    fn the_zeros_of_two_outputs_are_drawn_apart() {
        let (weight, _) = drawn::<Sparse, 200>(300);
        let both = weight.iter().filter(|row| row[0] == 0.0 && row[1] == 0.0);
        // 243 on average where the two are independent, 270 where they agree.
        let both = both.count();
        assert!((236..250).contains(&both), "{both}");
        let reads = |input: &[f32; 200]| input.iter().any(|w| *w != 0.0);
        assert!(weight.iter().all(reads), "an input that no output reads");
    }

    #[test]
    fn the_count_of_zeros_is_rounded_up() {
        assert_eq!(zeros::<3, Sparse>(11), [10; 3]);
        assert_eq!(zeros::<3, Sparse>(10), [9; 3]);
        assert_eq!(zeros::<3, Sparse>(9), [9; 3]);
        assert_eq!(zeros::<3, Sparse<50>>(9), [5; 3]);
        assert_eq!(zeros::<3, Sparse<0>>(9), [0; 3]);
        assert_eq!(zeros::<3, Sparse<100>>(9), [9; 3]);
    }
}
