//! The pieces that the field uses, each in place of DQN's own, compared after equally
//! many environment steps.
//!
//! The discount is 0.99 here, as in most of what is published. No setting was tuned: a
//! piece has the setting that its name says, and shares all others with DQN.

use crate::dqn::dqn_on;
use crate::experiments::entry::{Entry, TEN_SEEDS, entry};
use crate::experiments::variants::{copying_every, discounted};
use crate::foundations::{
    Adam, CartPole, ClippedByNorm, Environment, FirstLayer, Layer, LayerNorm, Mlp,
    Normalized, Optimizer, QNetwork, Random, ReLU, Step, describe,
};
use crate::huber::Huber;
use crate::lab::runs::Length;
use crate::recipe::Recipe;
use crate::replay::UniformReplay;
use crate::target::MaxValue;

// ANCHOR: losses
/// The same recipe with the Huber loss of κ = 1.
pub fn with_huber<N: QNetwork<4, 2>>(recipe: Recipe<N, 4, 2>) -> Recipe<N, 4, 2> {
    Recipe {
        objective: Box::new(Huber {
            kappa: 1.0,
            bootstrap: MaxValue,
        }),
        ..recipe
    }
}

/// The same recipe with another optimiser, and with the learning rate it had.
pub fn with_optimizer<N: QNetwork<4, 2>>(
    optimizer: impl Optimizer<N> + 'static,
    recipe: Recipe<N, 4, 2>,
) -> Recipe<N, 4, 2> {
    Recipe {
        optimizer: Box::new(optimizer),
        ..recipe
    }
}

/// Adam, whose gradient is clipped to a norm of 10.
pub fn clipped_adam() -> ClippedByNorm<Adam> {
    ClippedByNorm {
        largest: 10.0,
        optimizer: Adam::new(),
    }
}
// ANCHOR_END: losses

// ANCHOR: rhythms
/// The same recipe that learns on every `learn_every`-th step only,
/// `learner_steps` learner steps at a time.
pub fn learning<N>(
    learn_every: usize,
    learner_steps: usize,
    recipe: Recipe<N, 4, 2>,
) -> Recipe<N, 4, 2> {
    Recipe {
        learn_every,
        learner_steps,
        ..recipe
    }
}

/// The same recipe with a uniform memory of `capacity` transitions.
pub fn remembering<N>(capacity: usize, recipe: Recipe<N, 4, 2>) -> Recipe<N, 4, 2> {
    Recipe {
        replay: Box::new(UniformReplay::new(capacity)),
        ..recipe
    }
}
// ANCHOR_END: rhythms

// ANCHOR: other_units
/// A cart-pole that is measured in millimetres and radians: two numbers of its state
/// are a thousand times larger, and the other two are as they were.
#[derive(Clone, Default)]
pub struct Millimetres(CartPole);

describe!(Millimetres as "Millimetres");

impl Millimetres {
    fn converted([position, speed, angle, angular_speed]: [f32; 4]) -> [f32; 4] {
        [1_000.0 * position, 1_000.0 * speed, angle, angular_speed]
    }
}

impl Environment<4, 2> for Millimetres {
    fn reset(&mut self, random: &mut Random) -> [f32; 4] {
        Self::converted(self.0.reset(random))
    }

    fn step(&mut self, action: usize) -> Step<4> {
        let step = self.0.step(action);
        Step {
            state: Self::converted(step.state),
            ..step
        }
    }
}
// ANCHOR_END: other_units

// ANCHOR: inputs
/// DQN with the discount, in any world.
pub fn discounted_in(
    environment: impl Environment<4, 2> + 'static,
) -> Recipe<Mlp<4, 2>, 4, 2> {
    Recipe {
        environment: Box::new(environment),
        ..discounted()
    }
}

/// DQN with the discount, in millimetres that are normalised.
pub fn normalized_millimetres() -> Recipe<Mlp<4, 2>, 4, 2> {
    discounted_in(Normalized::new(Millimetres::default()))
}

/// The network of the course with layer norm in front of each activation.
pub type NormalizedMlp = (
    (FirstLayer<4, 512>, LayerNorm<512>, ReLU),
    (Layer<512, 128>, LayerNorm<128>, ReLU),
    Layer<128, 2>,
);

/// DQN with the discount and layer norm.
pub fn with_layer_norm(
    environment: impl Environment<4, 2> + 'static,
) -> Recipe<NormalizedMlp, 4, 2> {
    Recipe {
        gamma: discounted().gamma,
        ..dqn_on(environment)
    }
}
// ANCHOR_END: inputs

/// The environment steps of each run.
pub const STEPS: usize = 40_000;

/// A run of the comparison at equal steps.
pub(crate) const fn at_equal_steps(entry: Entry) -> Entry {
    Entry {
        seeds: &TEN_SEEDS,
        length: Length::Steps(STEPS),
        ..entry
    }
}

/// The agents of the comparison: DQN first, then with other losses and optimisers, with
/// other rhythms and memories, and with other inputs.
pub const PIECES: [Entry; 16] = [
    at_equal_steps(entry!("pieces/dqn", "DQN, γ = 0.99", discounted())),
    at_equal_steps(entry!(
        "pieces/huber",
        "Huber, κ = 1",
        with_huber(discounted())
    )),
    at_equal_steps(entry!(
        "pieces/adam",
        "Adam",
        with_optimizer(Adam::new(), discounted())
    )),
    at_equal_steps(entry!(
        "pieces/huber-adam",
        "Huber and Adam",
        with_huber(with_optimizer(Adam::new(), discounted()))
    )),
    at_equal_steps(entry!(
        "pieces/clipped-adam",
        "Adam, clipped by norm",
        with_optimizer(clipped_adam(), discounted())
    )),
    at_equal_steps(entry!(
        "pieces/slow-target",
        "copies every 500",
        copying_every(500, discounted())
    )),
    at_equal_steps(entry!(
        "pieces/huber-slow-target",
        "Huber, copies every 500",
        with_huber(copying_every(500, discounted()))
    )),
    at_equal_steps(entry!(
        "pieces/learn-every-4",
        "1 learner step every 4",
        learning(4, 1, discounted())
    )),
    at_equal_steps(entry!(
        "pieces/learner-steps-4",
        "4 learner steps every 1",
        learning(1, 4, discounted())
    )),
    at_equal_steps(entry!(
        "pieces/memory-1000",
        "memory of 1,000",
        remembering(1_000, discounted())
    )),
    at_equal_steps(entry!(
        "pieces/memory-10000",
        "memory of 10,000",
        remembering(10_000, discounted())
    )),
    at_equal_steps(entry!(
        "pieces/normalized",
        "normalised states",
        discounted_in(Normalized::new(CartPole::new()))
    )),
    at_equal_steps(entry!(
        "pieces/layer-norm",
        "layer norm",
        with_layer_norm(CartPole::new())
    )),
    at_equal_steps(entry!(
        "pieces/millimetres",
        "millimetres",
        discounted_in(Millimetres::default())
    )),
    at_equal_steps(entry!(
        "pieces/normalized-millimetres",
        "millimetres, normalised",
        normalized_millimetres()
    )),
    at_equal_steps(entry!(
        "pieces/layer-norm-millimetres",
        "millimetres, layer norm",
        with_layer_norm(Millimetres::default())
    )),
];
