//! The judges of the exercises on double Q-learning: right answers pass, and each
//! plausible wrong one breaks the claim that is about it.

use deepq::exercises::{Line, Verdict};
use deepq::foundations::tensors::rows;
use deepq::prelude::*;
use std::fmt::{Debug, Formatter, Result as Written};

/// A bootstrap made of a function of the rows of Q(s′, ·; θ) and Q(s′, ·; θ⁻).
struct Read(fn(&[f32; 2], &[f32; 2]) -> f32);

impl Debug for Read {
    fn fmt(&self, f: &mut Formatter<'_>) -> Written {
        f.write_str("Read")
    }
}

impl Bootstrap<Line, 1, 2> for Read {
    fn next_values(
        &self,
        online: &Line,
        target: &Line,
        next_states: States<1>,
    ) -> PerSample {
        let (ours, theirs) = (online.q(next_states.clone()), target.q(next_states));
        let (ours, theirs) = (rows(&ours), rows(&theirs));
        let values = ours.iter().zip(&theirs).map(|(o, t)| (self.0)(o, t));
        per_sample(&Dev::default(), values.collect())
    }
}

/// The smaller of what both networks say of the online network's choice.
#[derive(Debug)]
struct Clipped;

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Bootstrap<N, S, A>
    for Clipped
{
    fn next_values(
        &self,
        online: &N,
        target: &N,
        next_states: States<S>,
    ) -> PerSample {
        let of_online = online.q(next_states.clone());
        let best = argmax(&of_online);
        let of_target = target.q(next_states).select(best.clone());
        of_online.select(best).minimum(of_target)
    }
}

const COUNT: &str = "there is one value for each next state";
const AGREE: &str = "where the networks agree, the largest value counts";
const VALUE: &str = "the target network gives the value";
const SMALLER: &str = "the smaller of the two values counts";
const CHOICE: &str = "the online network chooses the action";

/// The faults are the `expected` ones, each a claim, what the answer gives, and a hint.
#[track_caller]
fn assert_faults<const N: usize>(
    verdict: &Verdict,
    expected: [(&str, &str, &str); N],
) {
    println!("{verdict}\n");
    let faulty = verdict.findings().iter().filter(|f| f.fault.is_some());
    let faulty: Vec<_> = faulty.collect();
    assert_eq!(faulty.len(), N);
    for (finding, (claim, given, hint)) in faulty.iter().zip(expected) {
        let fault = finding.fault.as_ref().unwrap();
        assert_eq!(finding.claim, claim);
        assert!(fault.contains(&format!("it gives {given}, but must give [")));
        let ending = match hint {
            "" => "]".to_owned(),
            hint => format!("] ({hint})"),
        };
        assert!(fault.ends_with(&ending), "{fault}");
    }
}

#[track_caller]
fn assert_right(verdict: &Verdict) {
    assert!(verdict.is_right(), "{verdict}");
}

#[test]
fn the_value_of_double_dqn_is_right() {
    assert_right(&check_double_value(DoubleValue));
    assert_right(&check_double_value(Read(|o, t| t[greedy(o)])));
}

#[test]
fn the_smaller_of_two_values_of_one_choice_is_right() {
    assert_right(&check_clipped_value(Clipped));
    assert_right(&check_clipped_value(Read(|o, t| {
        o[greedy(o)].min(t[greedy(o)])
    })));
}

#[test]
fn a_fault_tells_what_both_networks_say() {
    let verdict = check_double_value(MaxValue);
    let said = "✘ the online network chooses the action: where the online network \
                says [[-12.0, 7.0], [3.0, 1.0], [-2.0, 3.0]] and the target network \
                [[8.0, -10.0], [-16.0, 2.0], [-8.0, -2.0]], it gives [8.0, 2.0, \
                -2.0], but must give [-10.0, -16.0, -2.0] (this is what the target \
                network says of its own choice)";
    assert_eq!(verdict.findings()[3].to_string(), said);
}

#[test]
fn an_answer_in_which_the_target_network_chooses_is_told() {
    let said = "this is what the target network says of its own choice";
    let faults = [(CHOICE, "[8.0, 2.0, -2.0]", said)];
    assert_faults(&check_double_value(MaxValue), faults);
    let swapped = "the roles are swapped: here the target network chooses, and the \
                   online network values";
    assert_faults(
        &check_double_value(Read(|o, t| o[greedy(t)])),
        [
            (
                VALUE,
                "[4.0, 1.0, -1.0]",
                "this is what the online network alone says",
            ),
            (CHOICE, "[-12.0, 1.0, 3.0]", swapped),
        ],
    );
    assert_faults(
        &check_clipped_value(Read(|o, t| o[greedy(t)].min(t[greedy(t)]))),
        [(
            CHOICE,
            "[-12.0, 1.0, -2.0]",
            "here the target network chooses",
        )],
    );
}

#[test]
fn an_answer_without_the_target_network_is_told() {
    let alone = "this is what the online network alone says";
    let own = "this is what the online network says of its own choice";
    let of_online = || Read(|o, _| o[greedy(o)]);
    for (verdict, claim) in [
        (check_double_value(of_online()), VALUE),
        (check_clipped_value(of_online()), SMALLER),
    ] {
        assert_faults(
            &verdict,
            [
                (claim, "[4.0, 1.0, -1.0]", alone),
                (CHOICE, "[7.0, 3.0, 3.0]", own),
            ],
        );
    }
}

#[test]
fn double_dqn_and_its_clipped_kind_are_told_apart() {
    assert_faults(
        &check_double_value(Clipped),
        [(
            VALUE,
            "[4.0, 1.0, -2.0]",
            "this is the smaller of the two values",
        )],
    );
    assert_faults(
        &check_clipped_value(DoubleValue),
        [(
            SMALLER,
            "[8.0, 2.0, -2.0]",
            "this is what the target network alone says",
        )],
    );
}

#[test]
fn a_clipped_value_of_two_choices_is_told() {
    assert_faults(
        &check_clipped_value(Read(|o, t| o[greedy(o)].min(t[greedy(t)]))),
        [(
            CHOICE,
            "[7.0, 2.0, -2.0]",
            "each network chooses for itself, but both must value one action",
        )],
    );
    let smaller_first = Read(|o, t| {
        let smaller = [o[0].min(t[0]), o[1].min(t[1])];
        smaller[greedy(&smaller)]
    });
    assert_faults(
        &check_clipped_value(smaller_first),
        [(
            CHOICE,
            "[-10.0, 1.0, -2.0]",
            "the minimum comes before the choice: choose first, then compare",
        )],
    );
}

#[test]
fn a_larger_value_and_a_mean_of_values_are_told() {
    assert_faults(
        &check_clipped_value(Read(|o, t| o[greedy(o)].max(t[greedy(o)]))),
        [
            (
                SMALLER,
                "[8.0, 2.0, -1.0]",
                "this is the larger of the two values",
            ),
            (
                CHOICE,
                "[7.0, 3.0, 3.0]",
                "this is what the online network says of its own choice",
            ),
        ],
    );
    assert_faults(
        &check_clipped_value(Read(|o, t| o[greedy(o)].midpoint(t[greedy(o)]))),
        [
            (
                SMALLER,
                "[6.0, 1.5, -1.5]",
                "this is the mean of the two values",
            ),
            (CHOICE, "[-1.5, -6.5, 0.5]", ""),
        ],
    );
}

#[test]
fn an_answer_that_does_not_take_the_largest_is_told() {
    let faults = |hint| {
        let given = "[-10.0, -16.0, -8.0]";
        [
            (AGREE, given, hint),
            (VALUE, given, ""),
            (CHOICE, given, ""),
        ]
    };
    let smallest = Read(|_, t| t[0].min(t[1]));
    let verdict = check_double_value(smallest);
    assert_faults(&verdict, faults("this is the smallest"));
    let mean = check_double_value(Read(|_, t| t[0].midpoint(t[1])));
    assert!(
        mean.to_string()
            .contains("(this is the mean over the actions)")
    );
    // The index of the best action in place of its value.
    #[expect(clippy::cast_precision_loss, reason = "an index is 0 or 1")]
    let index = check_double_value(Read(|o, _| greedy(o) as f32));
    assert_faults(
        &index,
        [
            (AGREE, "[0.0, 1.0, 1.0]", ""),
            (VALUE, "[0.0, 1.0, 1.0]", ""),
            (CHOICE, "[1.0, 0.0, 1.0]", ""),
        ],
    );
}

/// One value for each action.
#[derive(Debug)]
struct OverStates;

impl Bootstrap<Line, 1, 2> for OverStates {
    fn next_values(
        &self,
        _: &Line,
        target: &Line,
        next_states: States<1>,
    ) -> PerSample {
        let q = rows(&target.q(next_states));
        let largest = |a: usize| q.iter().map(|q| q[a]).fold(f32::MIN, f32::max);
        per_sample(&Dev::default(), vec![largest(0), largest(1)])
    }
}

#[test]
fn a_wrong_number_of_values_and_a_panic_are_told() {
    let verdict = check_double_value(OverStates);
    let counted = &verdict.findings()[0];
    assert_eq!(counted.claim, COUNT);
    let fault = counted.fault.as_ref().unwrap();
    assert!(fault.starts_with("for 1 next states there are 2 values"));
    let verdict = check_clipped_value(Read(|_, _| panic!("no idea")));
    let said = verdict.findings()[3].fault.as_deref();
    assert_eq!(said, Some("it panics: no idea"));
}
