//! The optimiser, and the objective.

use super::judged::Judged;
use deepq::exercises::{Line, Verdict};
use deepq::faulty_objective::ClampedError;
use deepq::foundations::{Recorded, Scalar};
use deepq::huber::huber_loss;
use deepq::objective::loss;
use deepq::prelude::*;
use dfdx::prelude::{AsArray, OnesTensor, Rank1, Tensor};

type Pair = Tensor<Rank1<2>, f32, Dev>;

/// An optimiser of two weights, which takes η times `step` of g, m, v and t from each.
#[derive(Clone, Debug)]
struct By {
    step: fn(f64, f64, f64, f64) -> f64,
    m: [f64; 2],
    v: [f64; 2],
    t: f64,
}

impl Optimizer<Pair> for By {
    fn update(&mut self, network: &mut Pair, gradients: &mut Gradients, rate: f64) {
        self.t += 1.0;
        let (mut weights, gradient) =
            (network.array(), gradients.get(network).array());
        for (i, weight) in weights.iter_mut().enumerate() {
            let g = f64::from(gradient[i]);
            self.m[i] = 0.9 * self.m[i] + 0.1 * g;
            self.v[i] = 0.999 * self.v[i] + 0.001 * g * g;
            let step = (self.step)(g, self.m[i], self.v[i], self.t);
            #[expect(clippy::cast_possible_truncation, reason = "weights are f32")]
            let moved = (f64::from(*weight) - rate * step) as f32;
            *weight = moved;
        }
        network.copy_from(&weights);
    }
}

fn by(step: fn(f64, f64, f64, f64) -> f64) -> Verdict {
    check_adam(|| start(step))
}

fn start(step: fn(f64, f64, f64, f64) -> f64) -> By {
    let (m, v, t) = ([0.0; 2], [0.0; 2], 0.0);
    By { step, m, v, t }
}

/// 1 − 0.9ᵗ and 1 − 0.999ᵗ.
fn c(t: f64) -> (f64, f64) {
    (1.0 - libm::pow(0.9, t), 1.0 - libm::pow(0.999, t))
}

fn adam(_: f64, m: f64, v: f64, t: f64) -> f64 {
    m / c(t).0 / ((v / c(t).1).sqrt() + 1e-8)
}

/// Adam with some change of the optimiser, the gradients or the rate before each step.
#[derive(Debug)]
struct Changed {
    optimizer: By,
    change: fn(&mut By, &mut f64),
}

impl Optimizer<Pair> for Changed {
    fn update(
        &mut self,
        network: &mut Pair,
        gradients: &mut Gradients,
        mut rate: f64,
    ) {
        (self.change)(&mut self.optimizer, &mut rate);
        self.optimizer.update(network, gradients, rate);
    }
}

fn changed(change: fn(&mut By, &mut f64)) -> Verdict {
    let optimizer = start(adam);
    check_adam(|| Changed {
        optimizer: optimizer.clone(),
        change,
    })
}

#[test]
fn adam_is_judged() {
    Judged::new("adam")
        .right("Adam of the course", &check_adam(Adam::new))
        .right("Adam by hand", &by(adam))
        .right(
            "the corrections in one factor",
            &by(|_, m, v, t| {
                let (mean, square) = c(t);
                let epsilon = 1e-8 * square.sqrt();
                m * square.sqrt() / mean / (v.sqrt() + epsilon)
            }),
        )
        .wrong(
            "no correction",
            [1, 2, 3, 4, 5],
            &by(|_, m, v, _| m / (v.sqrt() + 1e-8)),
        )
        .wrong(
            "only m is corrected",
            [1, 2, 3, 4, 5],
            &by(|_, m, v, t| m / c(t).0 / (v.sqrt() + 1e-8)),
        )
        .wrong(
            "only v is corrected",
            [1, 2, 3, 4, 5],
            &by(|_, m, v, t| m / ((v / c(t).1).sqrt() + 1e-8)),
        )
        .wrong(
            "t from 0",
            [1, 2, 3, 4, 5],
            &by(|g, m, v, t| adam(g, m, v, t - 1.0)),
        )
        .wrong(
            "t from 2",
            [1, 2, 3, 4, 5],
            &by(|g, m, v, t| adam(g, m, v, t + 1.0)),
        )
        .wrong(
            "up the loss",
            [1, 2, 3, 4, 5],
            &by(|g, m, v, t| -adam(g, m, v, t)),
        )
        .wrong(
            "no root",
            [1, 2, 3, 4, 5],
            &by(|_, m, v, t| m / c(t).0 / (v / c(t).1 + 1e-8)),
        )
        .wrong(
            "ε inside the root",
            [3],
            &by(|_, m, v, t| m / c(t).0 / (v / c(t).1 + 1e-8).sqrt()),
        )
        .wrong(
            "ε before the correction",
            [3],
            &by(|_, m, v, t| m / c(t).0 / ((v.sqrt() + 1e-8) / c(t).1.sqrt())),
        )
        .wrong(
            "g instead of m",
            [2, 4],
            &by(|g, _, v, t| g / ((v / c(t).1).sqrt() + 1e-8)),
        )
        .wrong("it does not move", [1, 2, 3, 4, 5], &by(|_, _, _, _| 0.0))
        .wrong(
            "the means start anew on each step",
            [2, 4, 5],
            &changed(|adam, _| (adam.m, adam.v) = ([0.0; 2], [0.0; 2])),
        )
        .wrong(
            "one mean for all weights",
            [2, 4, 5],
            &changed(|adam, _| {
                adam.m = [adam.m[1]; 2];
                adam.v = [adam.v[1]; 2];
            }),
        )
        .wrong("η of its own", [3, 5], &changed(|_, rate| *rate = 0.5))
        .told();
}

/// The Huber loss of the course with another rule for each TD error: its loss.
#[derive(Clone, Copy)]
struct ByHand {
    kappa: f32,
    loss: fn(PerSample<Recorded>, PerSample, f32) -> Scalar<Recorded>,
}

impl Describe for ByHand {
    fn describe(&self) -> Description {
        Description::new("ByHand")
    }
}

impl Objective<Line, 1, 2> for ByHand {
    fn loss(
        &self,
        online: &Line,
        target: &Line,
        batch: Batch<1>,
        gradients: Gradients,
    ) -> Loss {
        let weights = batch.weights.clone();
        TdErrors::new(&MaxValue, online, target, batch, gradients)
            .into_loss(|errors| (self.loss)(errors, weights, self.kappa))
    }
}

fn objective(
    loss: fn(PerSample<Recorded>, PerSample, f32) -> Scalar<Recorded>,
) -> Verdict {
    check_huber(|kappa| ByHand { kappa, loss })
}

#[test]
fn huber_is_judged() {
    let bootstrap = MaxValue;
    Judged::new("huber")
        .right(
            "Huber of the course",
            &check_huber(|kappa| Huber { kappa, bootstrap }),
        )
        .right("huber_loss", &objective(huber_loss))
        .wrong(
            "the square",
            [1, 2, 3, 4],
            &check_huber(|_| SquaredError { bootstrap }),
        )
        .wrong(
            "half of the square",
            [2, 3, 4],
            &objective(|errors, weights, _| loss(errors, weights) * 0.5),
        )
        .wrong(
            "twice the loss",
            [1, 2, 3, 4],
            &objective(|errors, weights, k| huber_loss(errors, weights, k) * 2.0),
        )
        .wrong(
            "the error is clipped",
            [1, 2, 3, 4],
            &check_huber(|_| ClampedError { bootstrap }),
        )
        .wrong(
            "κ is always 1",
            [3],
            &objective(|errors, weights, _| huber_loss(errors, weights, 1.0)),
        )
        .wrong(
            "the weights are forgotten",
            [4],
            &objective(|errors, weights, k| {
                let ones = weights.device().ones_like(&weights);
                huber_loss(errors, ones, k)
            }),
        )
        .told();
}
