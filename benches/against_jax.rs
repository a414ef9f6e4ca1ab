//! Ours and JAX's in turns:
//! `cargo bench --bench against_jax > /tmp/against_jax.csv`. The book's numbers are in
//! `book/reference`: move the file there when it is whole.
//!
//! Prints the minima, the medians and their ratios, and as a limit the products of a
//! learner step at the peak of the core.
//!
//! The learner step is JAX's as one jitted function, and as one of a scan, in which no
//! Python runs between the steps; the whole seed is one jitted program of environment,
//! memory, learner and evaluation. Compiling counts for neither side.
//!
//! Needs a Python with the packages of `benches/jax-requirements.txt`; name it in the
//! variable `PYTHON` when it is not `python3`. Arguments after `--`: the number of
//! episodes of the whole seeds (250; 0 leaves them out).

mod turns;
mod work;

use deepq::experiments::SEEDS;
use deepq::lab::runs::on_one_thread;
use std::time::Instant;
use turns::{
    ROUNDS, Report, STEPS, Side, Twin, episodes, our_learner_steps, peak, seconds_of,
};
use work::{learner, play_whole_seed};

/// Forward passes in one turn.
const PASSES: usize = 2_000;

fn main() {
    on_one_thread(|| compare(episodes())).expect("one more thread");
}

fn compare(episodes: usize) {
    let mut twin = Twin::start("jax_twin.py", "benches/jax-requirements.txt");
    let report = Report::begin();
    compare_learner_steps(&report, &mut twin);
    for states in [1, 5] {
        compare_forward_passes(&report, &mut twin, states);
    }
    if episodes > 0 {
        compare_whole_seeds(&report, &mut twin, episodes);
    }
}

fn compare_learner_steps(report: &Report, twin: &mut Twin) {
    let (mut draw_and_learn, mut learn) = our_learner_steps();
    let (mut drawn, mut ours) = (Side::default(), Side::default());
    let (mut jitted, mut scan) = (Side::default(), Side::default());
    let (mut avx2, mut widest) = (Side::default(), Side::default());
    for _ in 0..ROUNDS {
        ours.push(seconds_of(STEPS, &mut learn));
        drawn.push(seconds_of(STEPS, &mut draw_and_learn));
        jitted.push(twin.ask("learner_step", STEPS)[0]);
        scan.push(twin.ask("scan", STEPS)[0]);
        let (of_avx2, of_widest) = peak::seconds();
        avx2.push(of_avx2);
        widest.push(of_widest);
    }
    report.compare(
        "learner step",
        &[
            ("ours", &ours),
            ("ours, its batch drawn as well", &drawn),
            ("JAX, jitted", &jitted),
            ("JAX, in a scan", &scan),
            ("limit: the core's peak, 256 bits", &avx2),
            ("limit: the core's peak, widest", &widest),
        ],
    );
}

fn compare_forward_passes(report: &Report, twin: &mut Twin, states: usize) {
    let learner = learner();
    let batch = vec![[0.01; 4]; states];
    let (mut ours, mut theirs) = (Side::default(), Side::default());
    for _ in 0..ROUNDS {
        ours.push(seconds_of(PASSES, || {
            std::hint::black_box(learner.q_values::<4, 2>(&batch));
        }));
        theirs.push(twin.ask(&format!("forward_{states}"), PASSES)[0]);
    }
    let what = format!("forward pass of {states}");
    report.compare(&what, &[("ours", &ours), ("JAX, jitted", &theirs)]);
}

/// Per training step, because the seeds of the two are not the same and so are not of
/// the same length.
fn compare_whole_seeds(report: &Report, twin: &mut Twin, episodes: usize) {
    let (mut ours, mut theirs) = (Side::default(), Side::default());
    let (mut our_evaluations, mut evaluations) = (Side::default(), Side::default());
    eprintln!("\nwhole seeds of {episodes} episodes: training, evaluation steps");
    for seed in SEEDS {
        let start = Instant::now();
        let (steps, evaluation_steps) = play_whole_seed(seed, episodes);
        ours.push(start.elapsed().as_secs_f64() / steps as f64);
        our_evaluations.push(evaluation_steps as f64 / steps as f64);
        eprintln!("  ours {steps:>10} {evaluation_steps:>8}");
        let answer = twin.ask(&format!("whole_seed_{seed}"), episodes);
        theirs.push(answer[0] / answer[1]);
        evaluations.push(answer[2] / answer[1]);
        eprintln!("  JAX  {:>10} {:>8}", answer[1], answer[2]);
    }
    let sides = [("ours", &ours), ("JAX, one program", &theirs)];
    report.compare("whole seed, per training step", &sides);
    let sides = [
        ("ours", &our_evaluations),
        ("JAX, one program", &evaluations),
    ];
    report.count("evaluation steps per training step", &sides);
}
