//! The judges of the exercises on the hard copy and on the loss: right answers pass,
//! and each typical slip is told.

use deepq::exercises::Verdict;
use deepq::prelude::*;
use dfdx::prelude::*;
use std::fmt::Debug;

/// Every fault of `verdict` as "claim: fault".
fn faults(verdict: &Verdict) -> Vec<String> {
    println!("{verdict}\n");
    let faulty = verdict.findings().iter().filter(|f| f.fault.is_some());
    faulty.map(|f| f.to_string().replace("✘ ", "")).collect()
}

#[track_caller]
fn assert_right(verdict: &Verdict) {
    assert!(verdict.is_right(), "{verdict}");
}

/// Each claim that the answer breaks begins as expected, and its fault ends so.
#[track_caller]
fn assert_faults<const N: usize>(verdict: &Verdict, expected: [(&str, &str); N]) {
    let faults = faults(verdict);
    assert_eq!(faults.len(), N, "{faults:#?}");
    for (fault, (claim, hint)) in faults.iter().zip(expected) {
        assert!(fault.starts_with(claim), "{fault}\nis not about\n{claim}");
        assert!(fault.ends_with(hint), "{fault}\ndoes not say\n{hint}");
    }
}

// ----------------------------------------------------------------- hard copy

/// Copies on the steps for which a function of the step and of `every` says so.
struct When(usize, fn(usize, usize) -> bool);

impl Debug for When {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("When")
    }
}

impl<N: Clone> TargetUpdate<N> for When {
    fn update(&self, target: &mut N, online: &N, step: usize) {
        if (self.1)(step, self.0) {
            target.clone_from(online);
        }
    }
}

fn copying(when: fn(usize, usize) -> bool) -> Verdict {
    check_hard_copy(|every| When(every, when))
}

const MULTIPLES: &str = "it copies on each step that is a multiple of `every`: ";
const STILL: &str = "in between, the target network holds still: ";
const ONE: &str = "with `every` 1 it copies on every step: ";
const ZERO: &str = "with `every` 0 it does not copy after step 0: ";
const LATE: &str = "it does the same late in a run: ";

#[test]
fn the_copy_of_the_course_is_right() {
    assert_right(&check_hard_copy(|every| HardCopy { every }));
    assert_right(&copying(usize::is_multiple_of));
    // On step 0 the networks are the same anyhow.
    assert_right(&copying(|step, every| {
        step > 0 && step.is_multiple_of(every)
    }));
}

/// Between its copies it takes half of the way.
#[derive(Debug)]
struct Creeping;

impl TargetUpdate<f32> for Creeping {
    fn update(&self, target: &mut f32, online: &f32, step: usize) {
        let share = if step.is_multiple_of(3) { 1.0 } else { 0.5 };
        *target += share * (online - *target);
    }
}

#[test]
fn a_target_network_that_moves_between_its_copies_is_told() {
    let verdict = check_hard_copy(|_| Creeping);
    let told = faults(&verdict);
    assert!(
        told.iter().any(|f| f.contains("neither θ nor what it was")),
        "{verdict}"
    );
}

#[test]
fn a_copy_that_never_comes_is_told() {
    let hint = "(θ⁻ is never renewed: write through the reference)";
    assert_faults(
        &copying(|_, _| false),
        [(MULTIPLES, hint), (ONE, hint), (LATE, hint)],
    );
}

#[test]
fn a_copy_on_every_step_from_some_step_on_is_told() {
    let hint = "(a copy on every step is no target network)";
    let verdict = copying(|step, every| step >= every);
    assert_faults(&verdict, [(STILL, hint), (ZERO, hint), (LATE, hint)]);
    assert_eq!(
        faults(&verdict)[0],
        "in between, the target network holds still: with `every` 3, of the steps 1 \
         to 12 it copies on [3, 4, 5, 6, 7, 8, 9, 10, 11, 12], but must copy on [3, \
         6, 9, 12] (a copy on every step is no target network)"
    );
}

#[test]
fn a_condition_that_is_the_wrong_way_round_is_told() {
    let hint = "(the condition is the wrong way round)";
    assert_faults(
        &copying(|step, every| !step.is_multiple_of(every)),
        [
            (MULTIPLES, hint),
            (STILL, hint),
            (ONE, "(θ⁻ is never renewed: write through the reference)"),
            (ZERO, "(a copy on every step is no target network)"),
            (LATE, hint),
        ],
    );
}

#[test]
fn steps_that_are_counted_from_1_are_told() {
    let hint = "(steps are counted from 0, and so are their multiples)";
    assert_faults(
        &copying(|step, every| (step + 1).is_multiple_of(every)),
        [(MULTIPLES, hint), (STILL, hint), (LATE, hint)],
    );
}

#[test]
fn a_single_copy_is_told() {
    let hint = "(one copy is not enough)";
    let never = "(θ⁻ is never renewed: write through the reference)";
    assert_faults(
        &copying(|step, every| step == every),
        [(MULTIPLES, hint), (ONE, hint), (LATE, never)],
    );
}

#[test]
fn copies_that_end_after_a_while_are_told() {
    assert_faults(
        &copying(|step, every| step.is_multiple_of(every) && step < 100),
        [(LATE, "(θ⁻ is never renewed: write through the reference)")],
    );
}

#[test]
fn a_remainder_that_panics_is_told() {
    assert_faults(
        &copying(|step, every| step % every == 0),
        [(
            ZERO,
            "it panics: attempt to calculate the remainder with a divisor of zero",
        )],
    );
}

// ---------------------------------------------------------------------- loss

fn mean(terms: impl Iterator<Item = f32>, of: usize) -> f32 {
    terms.sum::<f32>() / of as f32
}

/// A loss whose term is a function of δ and w.
fn mean_of(term: fn(f32, f32) -> f32) -> Verdict {
    check_loss(|deltas, weights| {
        let terms = deltas.iter().zip(weights).map(|(&d, &w)| term(d, w));
        mean(terms, deltas.len())
    })
}

const ALONE: &str = "the loss of one transition is the square of its δ: ";
const BATCH: &str = "the loss of a batch is the mean of the squares: ";
const WEIGHT: &str = "a weight multiplies the square of its δ: ";
const COUNTS: &str = "every transition counts in the mean: ";

#[test]
fn the_loss_of_the_course_is_right() {
    assert_right(&mean_of(|d, w| w * d * d));
    assert_right(&check_loss(|deltas, weights| {
        let column = |numbers: &[f32]| per_sample(&Dev::default(), numbers.to_vec());
        let recorded = column(deltas).leaky_traced();
        deepq::dqn::loss(recorded, column(weights)).array()
    }));
}

#[test]
fn a_weight_that_is_squared_is_told() {
    let verdict = mean_of(|d, w| (w * d) * (w * d));
    assert_faults(
        &verdict,
        [(WEIGHT, "(the weight is squared along with the error)")],
    );
    assert_eq!(
        faults(&verdict)[0],
        "a weight multiplies the square of its δ: for the TD errors [2.0, -4.0] and \
         the weights [0.5, 0.25] it gives 1, but must give 3 (the weight is squared \
         along with the error)"
    );
}

#[test]
fn weights_that_are_missing_are_told() {
    let hint = "(the weights are missing)";
    assert_faults(&mean_of(|d, _| d * d), [(WEIGHT, hint), (COUNTS, hint)]);
}

#[test]
fn a_sum_in_place_of_the_mean_is_told() {
    let sum = check_loss(|deltas, weights| {
        mean(deltas.iter().zip(weights).map(|(d, w)| w * d * d), 1)
    });
    let hint = "(this is the sum: it grows with the batch)";
    assert_faults(&sum, [(BATCH, hint), (WEIGHT, hint), (COUNTS, hint)]);
}

#[test]
fn a_mean_by_the_sum_of_the_weights_is_told() {
    let verdict = check_loss(|deltas, weights| {
        let terms = deltas.iter().zip(weights).map(|(d, w)| w * d * d);
        terms.sum::<f32>() / weights.iter().sum::<f32>()
    });
    let hint = "(B is the number of transitions, not the sum of the weights)";
    let counts = "(B counts the transitions of weight 0 too)";
    assert_faults(&verdict, [(WEIGHT, hint), (COUNTS, counts)]);
}

#[test]
fn a_mean_that_leaves_out_what_has_no_weight_is_told() {
    let verdict = check_loss(|deltas, weights| {
        let terms = deltas.iter().zip(weights).map(|(d, w)| w * d * d);
        let counted = weights.iter().filter(|&&w| w > 0.0).count();
        mean(terms, counted)
    });
    let hint = "(B counts the transitions of weight 0 too)";
    assert_faults(&verdict, [(COUNTS, hint)]);
}

#[test]
fn what_is_done_with_one_error_is_told() {
    let square = "(δ is squared, not taken without its sign)";
    assert_eq!(faults(&mean_of(|d, w| w * d.abs())).len(), 4);
    assert!(faults(&mean_of(|d, w| w * d.abs()))[0].ends_with(square));
    assert!(faults(&mean_of(|d, w| w * d))[0].ends_with("(δ is squared)"));
    let half = faults(&mean_of(|d, w| 0.5 * w * d * d));
    assert!(half[0].starts_with(ALONE));
    assert!(half[0].ends_with("(half of the square has half of the gradient)"));
}

#[test]
fn errors_that_cancel_are_told() {
    let verdict = check_loss(|deltas, weights| {
        let mean =
            mean(deltas.iter().zip(weights).map(|(d, w)| w * d), deltas.len());
        mean * mean
    });
    let hint = "(this is the square of the mean: errors cancel)";
    assert!(faults(&verdict)[0].ends_with(hint));
}
