//! Ours and PyTorch's in turns:
//! `cargo bench --bench against_pytorch > /tmp/against_pytorch.csv`. The book's numbers
//! are in `book/reference`: move the file there when it is whole.
//!
//! Prints the minima, the medians and their ratios, and two limits: the matrix
//! products of a learner step by PyTorch's own matmul with nothing around them, and
//! the same at the peak of the core.
//!
//! Needs a Python with the packages of `tests/golden/requirements.txt`; name it in
//! the variable `PYTHON` when it is not `python3`. Arguments after `--`: the number
//! of episodes of the whole seed (250; 0 leaves it out).

mod turns;
mod work;

use deepq::experiments::SEEDS;
use deepq::lab::runs::{EVALUATION_EPISODES, Evaluation, on_one_thread};
use deepq::prelude::*;
use std::time::Instant;
use turns::{
    ROUNDS, Report, STEPS, Side, Twin, episodes, our_learner_steps, peak, seconds_of,
};
use work::play_whole_seed;

/// Evaluation steps in one turn, at least.
const EVALUATION_STEPS: usize = 2_000;

fn main() {
    on_one_thread(|| compare(episodes())).expect("one more thread");
}

fn compare(episodes: usize) {
    let mut twin = Twin::start("pytorch.py", "tests/golden/requirements.txt");
    let report = Report::begin();
    compare_learner_steps(&report, &mut twin);
    compare_evaluations(&report, &mut twin);
    if episodes > 0 {
        compare_whole_seeds(&report, &mut twin, episodes);
    }
}

fn compare_learner_steps(report: &Report, twin: &mut Twin) {
    let (mut step, _) = our_learner_steps();
    let (mut ours, mut eager) = (Side::default(), Side::default());
    let (mut compiled, mut products) = (Side::default(), Side::default());
    let (mut avx2, mut widest) = (Side::default(), Side::default());
    for _ in 0..ROUNDS {
        ours.push(seconds_of(STEPS, &mut step));
        eager.push(twin.ask("learner_step", STEPS)[0]);
        compiled.push(twin.ask("compiled", STEPS)[0]);
        products.push(twin.ask("products", STEPS)[0]);
        let (of_avx2, of_widest) = peak::seconds();
        avx2.push(of_avx2);
        widest.push(of_widest);
    }
    report.compare(
        "learner step, its batch drawn as well",
        &[
            ("ours", &ours),
            ("PyTorch", &eager),
            ("PyTorch, loss and optimiser compiled", &compiled),
            ("limit: PyTorch's bare products", &products),
            ("limit: the core's peak, 256 bits", &avx2),
            ("limit: the core's peak, widest", &widest),
        ],
    );
}

fn compare_evaluations(report: &Report, twin: &mut Twin) {
    let (mut ours, mut theirs) = (Side::default(), Side::default());
    for _ in 0..ROUNDS {
        ours.push(seconds_per_evaluation_step());
        theirs.push(twin.ask("evaluation", EVALUATION_STEPS)[0]);
    }
    let sides = [("ours, in step", &ours), ("PyTorch, one by one", &theirs)];
    report.compare("evaluation, per environment step", &sides);
}

/// Per training step, because the seeds of the sides are not of the same length.
fn compare_whole_seeds(report: &Report, twin: &mut Twin, episodes: usize) {
    let (mut ours, mut theirs) = (Side::default(), Side::default());
    let mut as_printed = Side::default();
    let start = Instant::now();
    let (steps, _) = play_whole_seed(SEEDS[0], episodes);
    ours.push(start.elapsed().as_secs_f64() / steps as f64);
    for (side, order) in
        [(&mut theirs, "whole_seed"), (&mut as_printed, "as_printed")]
    {
        let answer = twin.ask(order, episodes);
        side.push(answer[0] / answer[1]);
    }
    report.compare(
        "whole seed, per training step",
        &[
            ("ours", &ours),
            ("PyTorch", &theirs),
            ("PyTorch, as the lecture does", &as_printed),
        ],
    );
}

/// Greedy play of an untrained agent, so that episodes are short for both.
fn seconds_per_evaluation_step() -> f64 {
    let agent = Agent::new(dqn(), 12).expect("the course's recipe is valid");
    let mut evaluation = Evaluation::new(&agent, EVALUATION_EPISODES, 12);
    let start = Instant::now();
    let mut steps = 0.0;
    while steps < EVALUATION_STEPS as f64 {
        let score = evaluation.score(&agent);
        let score = score.expect("the cart-pole returns finite numbers");
        steps += score.mean_return * EVALUATION_EPISODES as f64;
    }
    start.elapsed().as_secs_f64() / steps
}
