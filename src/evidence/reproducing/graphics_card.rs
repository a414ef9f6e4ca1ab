//! What a graphics card could gain at the size of the course's network.

use crate::dqn::{dqn, multiply_adds};
use crate::evidence::comparison::references::wall_times;
use crate::evidence::page::Numbers;
use crate::evidence::reproducing::benchmarks::against_jax;
use crate::evidence::reproducing::step::ours;
use crate::lab::stats::grouped;

/// The sizes of the course's network, from the state to the actions.
const SIZES: [usize; 4] = [4, 512, 128, 2];

/// The microseconds of a short kernel at least, when many are launched one after the
/// other.
///
/// Source: A. Gray (2019), "Getting started with CUDA graphs", on a Tesla V100.
const LAUNCH: f64 = 3.8;

/// The kernels of a learner step, when each operation is one.
fn kernels() -> usize {
    let layers = SIZES.len() - 1;
    let weights = 2 * layers;
    // A product, a sum with the bias and, but for the last layer, a ReLU.
    let forward = 3 * layers - 1;
    // A gradient of weights, of biases and, but for the first layer, of inputs, and
    // that of each ReLU.
    let backward = 2 * layers + 2 * (layers - 1);
    // A maximum, a product with the discount, and a sum with the reward.
    let targets = 3;
    // Q of the action played, δ, its square, the weights and the mean; and back.
    let loss = 2 * 5;
    2 * forward + backward + targets + loss + weights
}

/// The numbers of the prose.
pub(super) fn numbers(numbers: &mut Numbers) {
    let step = ours(&against_jax(), "learner step", "ours");
    let launches = kernels() as f64 * LAUNCH;
    let run = wall_times().into_iter().find(|time| time.recipe == "dqn");
    let seconds = run.map_or(f64::NAN, |time| time.seconds);
    numbers.rounded("dqn_run_seconds", seconds, 0);
    let work = multiply_adds(&SIZES, dqn().batch_size);
    numbers.add("multiply_adds", grouped(work));
    numbers.rounded("core_step", step, 0);
    numbers.add("kernels", kernels());
    numbers.add("launch", LAUNCH);
    numbers.rounded("launches", launches, 0);
    numbers.rounded("card_gain", step / launches, 1);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sizes_are_those_of_dqn() {
        let weights = dqn().card().weights.join(" ");
        for pair in SIZES.windows(2) {
            let shape = format!("[{}, {}]", pair[1], pair[0]);
            assert!(weights.contains(&shape), "{weights}");
        }
    }

    #[test]
    fn the_kernels_are_counted_by_hand() {
        // 2 · 8 forward, 10 back, 3 for the targets, 10 for the loss, 6 to move θ.
        assert_eq!(kernels(), 45);
    }
}
