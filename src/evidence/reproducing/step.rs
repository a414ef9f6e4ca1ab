//! What a training step of DQN costs, part by part.

use crate::evidence::artifact::Artifact;
use crate::evidence::page::Numbers;
use crate::evidence::reproducing::benchmarks::{
    Measured, against_jax, against_pytorch,
};
use crate::experiments::Records;
use crate::lab::stats::table;

/// A part of a training step, and its microseconds.
struct Part {
    name: &'static str,
    time: f64,
}

/// The median of what ours took.
pub(super) fn ours(all: &[Measured], what: &str, side: &str) -> f64 {
    let is_asked = |one: &&Measured| one.what == what && one.side == side;
    let found = all.iter().find(is_asked);
    found.expect("the benchmark measures it").median
}

/// The evaluation steps for each training step.
fn evaluation_steps() -> f64 {
    ours(&against_jax(), "evaluation steps per training step", "ours")
}

/// A whole training step.
fn whole() -> f64 {
    ours(&against_jax(), "whole seed, per training step", "ours")
}

/// The parts of a training step, and what is left of the whole.
fn parts() -> Vec<Part> {
    let (jax, pytorch) = (against_jax(), against_pytorch());
    let learner = ours(&jax, "learner step", "ours, its batch drawn as well");
    let forward = ours(&jax, "forward pass of 1", "ours");
    let step = ours(
        &pytorch,
        "evaluation, per environment step",
        "ours, in step",
    );
    let evaluation = evaluation_steps() * step;
    let part = |name, time| Part { name, time };
    vec![
        part("the learner step, its batch drawn as well", learner),
        part("the forward pass that chooses the action", forward),
        part("the evaluation, network and environments", evaluation),
        part(
            "the rest: environment, storing, rows",
            whole() - learner - forward - evaluation,
        ),
    ]
}

/// The table of the parts.
pub(super) fn parts_of_a_step(records: &Records) -> Artifact {
    let whole = whole();
    let line = |Part { name, time }: Part| {
        let share = 100.0 * time / whole;
        vec![
            name.to_owned(),
            format!("{time:.1}"),
            format!("{share:.0} %"),
        ]
    };
    let titles = "part | µs per training step | share";
    let contents = table(1, titles, parts().into_iter().map(line));
    Artifact::table(records, "step-parts", contents)
}

/// The numbers of the prose.
pub(super) fn numbers(numbers: &mut Numbers) {
    numbers.count("steps_per_second", 1e6 / whole());
    numbers.add("evaluation_steps", evaluation_steps());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_step_add_up_to_the_whole() {
        let parts = parts();
        let sum: f64 = parts.iter().map(|part| part.time).sum();
        assert!((sum - whole()).abs() < 1e-9);
        assert!(parts.iter().all(|part| part.time > 0.0));
    }
}
