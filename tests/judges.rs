//! The judges of exercises: right answers pass, and each plausible wrong one breaks
//! the claim that is about it.

use deepq::exercises::{
    Line, Verdict, check_max_value, check_recent_replay, check_replay,
    check_td_target,
};
use deepq::foundations::tensors::{QValues, argmax, rows};
use deepq::prelude::*;
use dfdx::prelude::*;
use rand::{Rng, RngCore, seq::index};
use std::collections::VecDeque;
use std::fmt::Debug;

/// Every fault of `verdict` as "claim: fault".
fn faults(verdict: &Verdict) -> Vec<String> {
    let faulty = verdict.findings().iter().filter(|f| f.fault.is_some());
    faulty.map(|f| f.to_string().replace("✘ ", "")).collect()
}

#[track_caller]
fn assert_right(verdict: &Verdict) {
    println!("{verdict}\n");
    assert!(verdict.is_right(), "{verdict}");
}

/// The faults are the `expected` ones, each with its claim, and no other.
#[track_caller]
fn assert_faults<const N: usize>(verdict: &Verdict, expected: [&str; N]) {
    println!("{verdict}\n");
    assert!(!verdict.is_right());
    assert_eq!(faults(verdict), expected);
}

// ------------------------------------------------------------------ verdicts

#[test]
fn a_verdict_is_shown_claim_by_claim_and_alike_for_debugging() {
    let verdict = check_td_target(
        |r, terminated, _, v, gamma| {
            if terminated { 0.0 } else { r + gamma * v }
        },
    );
    let shown = "\
        ✔ an ordinary step adds the value that follows\n\
        ✘ a terminated step is worth its reward alone: for reward 1, terminated \
        true, truncated false, next value 8 and gamma 1 it gives 0, but must give 1 \
        (the reward was earned: only the next value counts as 0)\n\
        ✔ a truncated step keeps its next value in full\n\
        ✘ a step both terminated and truncated is terminated: for reward 1, \
        terminated true, truncated true, next value 8 and gamma 1 it gives 0, but \
        must give 1 (the reward was earned: only the next value counts as 0)\n\
        ✔ gamma discounts the next value and nothing else";
    assert_eq!(verdict.to_string(), shown);
    assert_eq!(format!("{verdict:?}"), shown);
    let first = &verdict.findings()[0];
    assert_eq!(first.claim, "an ordinary step adds the value that follows");
    assert_eq!(first.fault, None);
}

#[test]
fn a_panic_is_a_fault_of_its_claim_and_the_others_are_still_tried() {
    let verdict = check_td_target(|r, terminated, truncated, v, gamma| {
        assert!(!truncated, "truncated? {r}");
        if terminated { r } else { r + gamma * v }
    });
    assert_faults(
        &verdict,
        [
            "a truncated step keeps its next value in full: it panics: truncated? 1",
            "a step both terminated and truncated is terminated: it panics: \
             truncated? 1",
        ],
    );
    let verdict = check_td_target(|_, _, _, _, _| todo!());
    assert_eq!(faults(&verdict).len(), 5);
    assert!(faults(&verdict)[0].ends_with("it panics: not yet implemented"));
    let verdict = check_td_target(|_, _, _, _, _| std::panic::panic_any(7));
    assert!(faults(&verdict)[0].ends_with("it panics: no message"));
}

// -------------------------------------------------------------------- target

fn y(r: f32, masked: bool, v: f32, gamma: f32) -> f32 {
    if masked { r } else { r + gamma * v }
}

const ORDINARY: &str = "an ordinary step adds the value that follows: for \
    reward 1, terminated false, truncated false, next value";
const TERMINATED: &str = "a terminated step is worth its reward alone: for reward \
    1, terminated true, truncated false, next value 8 and gamma 1 it gives";
const TRUNCATED: &str = "a truncated step keeps its next value in full: for reward \
    1, terminated false, truncated true, next value 8 and gamma 1 it gives";
const BOTH: &str = "a step both terminated and truncated is terminated: for reward \
    1, terminated true, truncated true, next value 8 and gamma 1 it gives";
const GAMMA: &str = "gamma discounts the next value and nothing else: for reward 1, \
    terminated false, truncated false, next value 8 and gamma";

#[track_caller]
fn assert_target_faults<const N: usize>(
    answer: impl Fn(f32, bool, bool, f32, f32) -> f32,
    expected: [(&str, &str); N],
) {
    let expected = expected.map(|(claim, fault)| format!("{claim} {fault}"));
    assert_faults(
        &check_td_target(answer),
        expected.each_ref().map(String::as_str),
    );
}

#[test]
fn the_target_of_the_course_is_right() {
    assert_right(&check_td_target(|r, terminated, _, v, gamma| {
        y(r, terminated, v, gamma)
    }));
    let column = |number: f32| per_sample(&Dev::default(), vec![number]);
    assert_right(&check_td_target(|r, terminated, _, v, gamma| {
        let terminated = column(f32::from(u8::from(terminated)));
        td_target(column(r), terminated, column(v), gamma).as_vec()[0]
    }));
}

#[test]
fn a_target_that_masks_truncation_is_told() {
    assert_target_faults(
        |r, terminated, truncated, v, gamma| y(r, terminated || truncated, v, gamma),
        [(
            TRUNCATED,
            "1, but must give 9 (a truncated state has a future: it did not \
             terminate)",
        )],
    );
}

#[test]
fn a_target_that_forgets_termination_is_told() {
    assert_target_faults(
        |r, _, _, v, gamma| r + gamma * v,
        [
            (
                TERMINATED,
                "9, but must give 1 (a terminal state has no future: its value \
                 counts as 0)",
            ),
            (
                BOTH,
                "9, but must give 1 (being cut short gives a terminal state no \
                 future)",
            ),
        ],
    );
}

#[test]
fn a_target_that_needs_both_flags_is_told() {
    assert_target_faults(
        |r, terminated, truncated, v, gamma| y(r, terminated && truncated, v, gamma),
        [(
            TERMINATED,
            "9, but must give 1 (a terminal state has no future: its value counts \
             as 0)",
        )],
    );
}

#[test]
fn a_target_that_lets_truncation_win_is_told() {
    assert_target_faults(
        |r, terminated, truncated, v, gamma| {
            y(r, terminated && !truncated, v, gamma)
        },
        [(
            BOTH,
            "9, but must give 1 (being cut short gives a terminal state no future)",
        )],
    );
}

#[test]
fn a_target_that_misuses_gamma_is_told() {
    assert_target_faults(
        |r, terminated, _, v, _| y(r, terminated, v, 1.0),
        [(GAMMA, "0.5 it gives 9, but must give 5 (gamma is missing)")],
    );
    let on_reward = "(gamma discounts the next value, not the reward)";
    assert_target_faults(
        |r, terminated, _, v, gamma| gamma * y(r, terminated, v, 1.0),
        [(
            GAMMA,
            &format!("0.5 it gives 4.5, but must give 5 {on_reward}"),
        )],
    );
    assert_target_faults(
        |r, terminated, _, v, gamma| y(gamma * r, terminated, v, 1.0),
        [(
            GAMMA,
            &format!("0.5 it gives 8.5, but must give 5 {on_reward}"),
        )],
    );
    // Right for 0.5 only.
    assert_target_faults(
        |r, terminated, _, v, gamma| {
            y(r, terminated, v, if gamma < 1.0 { 0.5 } else { 1.0 })
        },
        [(GAMMA, "0 it gives 5, but must give 1")],
    );
    assert_target_faults(
        |r, terminated, _, v, gamma| {
            y(if gamma == 0.0 { 0.0 } else { r }, terminated, v, gamma)
        },
        [(GAMMA, &format!("0 it gives 0, but must give 1 {on_reward}"))],
    );
}

#[test]
fn a_target_that_takes_values_to_be_positive_is_told() {
    assert_target_faults(
        |r, terminated, _, v, gamma| y(r, terminated, v.max(0.0), gamma),
        [(
            ORDINARY,
            "-8 and gamma 1 it gives 1, but must give -7 (a next value may well be \
             below 0)",
        )],
    );
}

#[test]
fn a_target_without_one_of_its_terms_is_told() {
    let without_value = faults(&check_td_target(|r, _, _, _, _| r));
    let expected = "8 and gamma 1 it gives 1, but must give 9 (the next value is \
                    missing)";
    assert_eq!(without_value[0], format!("{ORDINARY} {expected}"));
    let without_reward = faults(&check_td_target(|_, terminated, _, v, gamma| {
        y(0.0, terminated, v, gamma)
    }));
    assert_eq!(
        without_reward[0],
        format!(
            "{ORDINARY} 8 and gamma 1 it gives 8, but must give 9 (r is missing)"
        )
    );
}

#[test]
fn a_target_that_is_no_number_is_told() {
    let faults = faults(&check_td_target(|_, _, _, _, _| f32::NAN));
    assert_eq!(faults.len(), 5);
    assert_eq!(
        faults[0],
        format!("{ORDINARY} 8 and gamma 1 it gives NaN, but must give 9")
    );
}

// ----------------------------------------------------------------- bootstrap

/// A bootstrap made of a function of Q(·; θ) and Q(·; θ⁻).
struct Read(fn(QValues<2>, QValues<2>) -> PerSample);

impl Debug for Read {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
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
        (self.0)(online.q(next_states.clone()), target.q(next_states))
    }
}

/// One number from each row of Q.
fn each(q: &QValues<2>, of: fn(&[f32; 2]) -> f32) -> PerSample {
    per_sample(&Dev::default(), rows(q).iter().map(of).collect())
}

const SAME: &str = "the value of a state is that of its best action: where the \
    target network says [[8.0, -10.0], [-16.0, 2.0], [-8.0, -2.0]] and the online \
    network [[8.0, -10.0], [-16.0, 2.0], [-8.0, -2.0]], it gives";
const FAINTER: &str = "the target network gives the value: where the target \
    network says [[8.0, -10.0], [-16.0, 2.0], [-8.0, -2.0]] and the online network \
    [[4.0, -5.0], [-8.0, 1.0], [-4.0, -1.0]], it gives";
const CONTRARY: &str = "the online network has no say in the action: where the \
    target network says [[8.0, -10.0], [-16.0, 2.0], [-8.0, -2.0]] and the online \
    network [[-16.0, 8.0], [2.0, -7.0], [-4.0, -2.0]], it gives";
const MUST: &str = "but must give [8.0, 2.0, -2.0]";

/// A reader's answer, for any network.
#[derive(Debug)]
struct MyMax;

impl<N: QNetwork<S, A>, const S: usize, const A: usize> Bootstrap<N, S, A>
    for MyMax
{
    fn next_values(&self, _: &N, target: &N, next_states: States<S>) -> PerSample {
        target.q(next_states).max::<_, Axis<1>>()
    }
}

#[test]
fn the_largest_value_of_the_target_network_is_right() {
    assert_right(&check_max_value(MaxValue));
    assert_right(&check_max_value(MyMax));
}

#[test]
fn a_bootstrap_that_asks_the_online_network_is_told() {
    assert_faults(
        &check_max_value(Read(|online, _| online.max::<_, Axis<1>>())),
        [&format!(
            "{FAINTER} [4.0, 1.0, -1.0], {MUST} (this is the online network's value)"
        )],
    );
}

#[test]
fn double_q_learning_is_told_from_dqn() {
    assert_faults(
        &check_max_value(Read(|online, target| target.select(argmax(&online)))),
        [&format!(
            "{CONTRARY} [-10.0, -16.0, -2.0], {MUST} (this is double Q-learning: \
             the online network chooses the action)"
        )],
    );
}

#[test]
fn a_bootstrap_that_does_not_take_the_largest_is_told() {
    let by_claim = |verdict: &Verdict, fault: &str| {
        println!("{verdict}\n");
        let found = faults(verdict);
        assert_eq!(found.len(), 3);
        assert_eq!(found[0], format!("{SAME} {fault}"));
        assert_eq!(found[1], format!("{FAINTER} {fault}"));
        assert_eq!(found[2], format!("{CONTRARY} {fault}"));
    };
    by_claim(
        &check_max_value(Read(|_, target| target.mean::<_, Axis<1>>())),
        &format!("[-1.0, -7.0, -5.0], {MUST} (this is the mean)"),
    );
    by_claim(
        &check_max_value(Read(|_, target| target.min::<_, Axis<1>>())),
        &format!("[-10.0, -16.0, -8.0], {MUST} (this is the smallest)"),
    );
    by_claim(
        &check_max_value(Read(|_, target| each(&target, |q| q[0]))),
        &format!("[8.0, -16.0, -8.0], {MUST}"),
    );
    by_claim(
        &check_max_value(Read(|_, target| target.max::<_, Axis<1>>().relu())),
        &format!("[8.0, 2.0, 0.0], {MUST}"),
    );
    by_claim(
        &check_max_value(Read(|_, target| each(&target, |_| f32::NAN))),
        &format!("[NaN, NaN, NaN], {MUST}"),
    );
}

#[test]
fn a_maximum_of_the_whole_batch_is_told_by_each_claim_that_it_breaks() {
    let of_batch = Read(|_, target| {
        let best = target.max::<_, Axis<1>>().as_vec();
        let largest = best.iter().copied().fold(f32::MIN, f32::max);
        per_sample(&Dev::default(), vec![largest; best.len()])
    });
    let fault = format!(
        "[8.0, 8.0, 8.0], {MUST} (this is the maximum of the batch: each state \
         must have its own)"
    );
    let told = [SAME, FAINTER, CONTRARY].map(|claim| format!("{claim} {fault}"));
    assert_faults(
        &check_max_value(of_batch),
        told.each_ref().map(String::as_str),
    );
}

#[test]
fn a_slip_that_shows_where_the_networks_agree_only_breaks_that_claim() {
    let distrustful = Read(|online, target| {
        let agree = online.as_vec() == target.as_vec();
        let best = target.max::<_, Axis<1>>();
        if agree { best + 1.0 } else { best }
    });
    assert_faults(
        &check_max_value(distrustful),
        [&format!("{SAME} [9.0, 3.0, -1.0], {MUST}")],
    );
}

const COUNT: &str = "there is one value for each next state: for";
const AXIS: &str = "(one per action: the maximum is over the wrong axis)";

#[test]
fn a_maximum_over_the_wrong_axis_is_told() {
    let over_states = Read(|_, target| {
        let best = target.max::<Rank1<2>, Axis<0>>().as_vec();
        per_sample(&Dev::default(), best)
    });
    let found = faults(&check_max_value(over_states));
    assert_eq!(
        found[..2],
        [
            format!("{COUNT} 1 next states there are 2 values {AXIS}"),
            format!("{SAME} [8.0, 2.0], {MUST} {AXIS}"),
        ]
    );
}

#[test]
fn a_bootstrap_with_too_few_values_is_told() {
    let three = Read(|_, target| {
        let best = target.max::<_, Axis<1>>().as_vec();
        per_sample(&Dev::default(), best.into_iter().take(3).collect())
    });
    assert_faults(
        &check_max_value(three),
        [&format!("{COUNT} 64 next states there are 3 values")],
    );
    let none = Read(|_, _| per_sample(&Dev::default(), Vec::new()));
    assert_eq!(
        faults(&check_max_value(none))[1],
        format!("{SAME} [], {MUST}")
    );
}

#[test]
fn a_bootstrap_that_panics_is_told() {
    let found = faults(&check_max_value(Read(|_, _| panic!("no idea"))));
    assert_eq!(found.len(), 4);
    assert_eq!(
        found[3],
        "the online network has no say in the action: it panics: no idea"
    );
}

// -------------------------------------------------------------------- replay

/// A memory that is right but for the parts that a test replaces.
struct Memory {
    capacity: usize,
    window: usize,
    held: VecDeque<Transition<1>>,
    stored_ever: usize,
    store: fn(&mut Memory, Transition<1>),
    len: fn(&Memory) -> usize,
    /// The places that are drawn.
    draw: fn(&Memory, usize, &mut Random) -> Vec<usize>,
    /// The last word on a sample.
    spoil: fn(&mut Sample<1>),
}

/// Draws without replacement.
fn right(capacity: usize) -> Memory {
    recent(capacity, capacity)
}

/// Draws without replacement from the newest `window`, and with replacement where
/// they are too few.
fn recent(capacity: usize, window: usize) -> Memory {
    Memory {
        capacity,
        window,
        held: VecDeque::new(),
        stored_ever: 0,
        store: |memory, transition| {
            if memory.held.len() == memory.capacity {
                memory.held.pop_front();
            }
            memory.held.push_back(transition);
        },
        len: |memory| memory.held.len(),
        draw: |memory, amount, random| {
            let len = memory.held.len();
            let (window, amount) = (len.min(memory.window), amount.min(len));
            let drawn = if amount <= window {
                index::sample(random, window, amount).into_vec()
            } else {
                with_replacement(window, amount, random)
            };
            drawn.iter().map(|place| len - window + place).collect()
        },
        spoil: |_| (),
    }
}

/// Draws from all that `memory` holds, with replacement.
fn from_all(
    memory: &Memory,
    amount: usize,
    random: &mut impl RngCore,
) -> Vec<usize> {
    let len = memory.held.len();
    with_replacement(len, amount.min(len), random)
}

/// Draws `amount` places out of `len` with replacement.
fn with_replacement(
    len: usize,
    amount: usize,
    random: &mut impl RngCore,
) -> Vec<usize> {
    (0..amount).map(|_| random.gen_range(0..len)).collect()
}

impl Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Memory")
    }
}

impl Replay<1> for Memory {
    fn store(&mut self, transition: Transition<1>) {
        self.stored_ever += 1;
        (self.store)(self, transition);
    }

    fn sample(&mut self, batch_size: usize, random: &mut Random) -> Sample<1> {
        let indices = (self.draw)(self, batch_size, random);
        let mut sample = Sample {
            transitions: indices.iter().map(|&place| self.held[place]).collect(),
            weights: vec![1.0; indices.len()],
            indices,
        };
        (self.spoil)(&mut sample);
        sample
    }

    fn len(&self) -> usize {
        (self.len)(self)
    }

    fn capacity(&self) -> usize {
        self.capacity
    }
}

const EMPTY: &str = "a new memory is empty and as large as asked";
const LEN: &str = "len counts what is stored, up to the capacity";
const OVERWRITES: &str = "a full memory overwrites its oldest transition";
const FIELDS: &str = "a transition comes out as it was stored";
const INDICES: &str = "`indices` names a place for each drawn transition";
const WEIGHTS: &str = "`weights` is 1 for each drawn transition";
const NOTHING: &str = "an empty memory gives an empty sample";
const SIZE: &str = "a sample is as large as asked, or all there is";
const EQUALLY: &str = "every stored transition is drawn equally often";
const CHANCE: &str = "all chance comes from the generator handed in";
const WINDOW_KEEPS: &str = "the window narrows what is drawn, not what is kept";
const WINDOW_FULL: &str = "a batch is as large as asked, however narrow the window";
const WINDOW_ONLY: &str = "nothing older than the window is drawn";
const WINDOW_EQUALLY: &str = "all in the window are drawn equally often";

/// The memory breaks these claims, and in these words.
#[track_caller]
fn assert_replay_faults<const N: usize>(
    new: impl Fn(usize) -> Memory,
    expected: [(&str, &str); N],
) {
    let expected = expected.map(|(claim, fault)| format!("{claim}: {fault}"));
    assert_faults(&check_replay(new), expected.each_ref().map(String::as_str));
}

#[test]
fn memories_that_draw_all_equally_often_are_right() {
    assert_right(&check_replay(UniformReplay::new));
    assert_right(&check_replay(right));
    assert_right(&check_replay(|capacity| Memory {
        draw: |memory, amount, random| from_all(memory, amount, random),
        ..right(capacity)
    }));
}

#[test]
fn a_sorted_sample_is_right() {
    assert_right(&check_replay(|capacity| Memory {
        draw: |memory, amount, random| {
            let mut places = (right(0).draw)(memory, amount, random);
            places.sort_unstable();
            places
        },
        ..right(capacity)
    }));
}

#[test]
fn a_memory_of_another_capacity_is_told() {
    assert_replay_faults(
        |capacity| Memory {
            capacity: capacity.next_power_of_two(),
            store: |memory, transition| {
                memory.held.push_back(transition);
                // 4 and 16 for 3 and 16.
                let kept = if memory.capacity == 4 {
                    3
                } else {
                    memory.capacity
                };
                if memory.held.len() > kept {
                    memory.held.pop_front();
                }
            },
            ..right(capacity)
        },
        [(
            EMPTY,
            "a new memory for 3 has (len, is_empty, capacity) (0, true, 4), but \
             must have (0, true, 3)",
        )],
    );
}

#[test]
fn a_memory_of_one_capacity_for_all_is_told() {
    let found = faults(&check_replay(|_| right(3)));
    assert_eq!(
        found[0],
        format!(
            "{EMPTY}: a new memory for 7 has (len, is_empty, capacity) (0, true, \
             3), but must have (0, true, 7)"
        )
    );
}

#[test]
fn a_memory_that_counts_past_its_capacity_is_told() {
    assert_replay_faults(
        |capacity| Memory {
            len: |memory| memory.stored_ever,
            ..right(capacity)
        },
        [(
            LEN,
            "as 1 to 5 are stored one by one into a memory for 3, len is [1, 2, 3, \
             4, 5] and is_empty is false, but must be [1, 2, 3, 3, 3] and false \
             (nothing is overwritten)",
        )],
    );
}

#[test]
fn a_memory_that_never_counts_is_told() {
    assert_replay_faults(
        |capacity| Memory {
            len: |_| 0,
            ..right(capacity)
        },
        [(
            LEN,
            "as 1 to 5 are stored one by one into a memory for 3, len is [0, 0, 0, \
             0, 0] and is_empty is true, but must be [1, 2, 3, 3, 3] and false",
        )],
    );
}

#[test]
fn a_memory_that_grows_is_told() {
    assert_replay_faults(
        |capacity| Memory {
            store: |memory, transition| memory.held.push_back(transition),
            window: 100,
            ..right(capacity)
        },
        [
            (
                LEN,
                "as 1 to 5 are stored one by one into a memory for 3, len is [1, 2, \
                 3, 4, 5] and is_empty is false, but must be [1, 2, 3, 3, 3] and \
                 false (nothing is overwritten)",
            ),
            (
                OVERWRITES,
                "after storing 1 to 5 into a memory for 3, it draws from [1, 2, 3, \
                 4, 5], but must draw from [3, 4, 5] (it draws from all that was \
                 ever stored)",
            ),
        ],
    );
}

#[test]
fn a_memory_that_refuses_when_full_is_told() {
    assert_replay_faults(
        |capacity| Memory {
            store: |memory, transition| {
                if memory.held.len() < memory.capacity {
                    memory.held.push_back(transition);
                }
            },
            ..right(capacity)
        },
        [(
            OVERWRITES,
            "after storing 1 to 5 into a memory for 3, it draws from [1, 2, 3], but \
             must draw from [3, 4, 5] (what is new is refused)",
        )],
    );
}

#[test]
fn a_memory_that_grows_and_draws_below_its_capacity_is_told() {
    let verdict = check_replay(|capacity| Memory {
        store: |memory, transition| memory.held.push_back(transition),
        draw: |memory, amount, random| {
            let within = memory.held.len().min(memory.capacity);
            with_replacement(within, amount.min(within), random)
        },
        ..right(capacity)
    });
    assert_eq!(
        faults(&verdict)[1],
        format!(
            "{OVERWRITES}: after storing 1 to 5 into a memory for 3, it draws from \
             [1, 2, 3], but must draw from [3, 4, 5] (what is new is never drawn)"
        )
    );
}

#[test]
fn a_memory_that_draws_from_nothing_is_told() {
    assert_replay_faults(
        |capacity| Memory {
            draw: |memory, amount, random| {
                let len = memory.held.len();
                with_replacement(len, amount.min(len.max(1)), random)
            },
            ..right(capacity)
        },
        [(NOTHING, "it panics: cannot sample empty range")],
    );
}

#[test]
fn a_memory_that_overwrites_its_newest_is_told() {
    assert_replay_faults(
        |capacity| Memory {
            store: |memory, transition| {
                if memory.held.len() == memory.capacity {
                    memory.held.pop_back();
                }
                memory.held.push_back(transition);
            },
            ..right(capacity)
        },
        [(
            OVERWRITES,
            "after storing 1 to 5 into a memory for 3, it draws from [1, 2, 5], \
             but must draw from [3, 4, 5] (what is new takes the place of what is \
             newest)",
        )],
    );
}

#[test]
fn a_memory_that_overwrites_once_around_only_is_told() {
    assert_replay_faults(
        |capacity| Memory {
            store: |memory, transition| {
                if memory.stored_ever <= 2 * memory.capacity {
                    (right(0).store)(memory, transition);
                }
            },
            ..right(capacity)
        },
        [(
            OVERWRITES,
            "after storing 1 to 8 into a memory for 3, it draws from [4, 5, 6], but \
             must draw from [6, 7, 8]",
        )],
    );
}

#[test]
fn a_memory_that_changes_a_field_is_told() {
    // Each of a fault's numbers is from the first sample that shows the slip.
    let check = |spoil: fn(&mut Sample<1>), fault| {
        let new = |capacity| Memory {
            spoil,
            ..right(capacity)
        };
        assert_replay_faults(new, [(FIELDS, fault)]);
    };
    check(
        |sample| {
            for t in &mut sample.transitions {
                t.terminated = false;
            }
        },
        "transition 3 comes out with terminated false, but was stored with \
         terminated true",
    );
    check(
        |sample| {
            for t in &mut sample.transitions {
                t.truncated = false;
            }
        },
        "transition 10 comes out with truncated false, but was stored with \
         truncated true",
    );
    check(
        |sample| {
            for t in &mut sample.transitions {
                std::mem::swap(&mut t.state, &mut t.next_state);
            }
        },
        "transition 3 comes out with state [3.5], next_state [3.0], but was stored \
         with state [3.0], next_state [3.5]",
    );
    check(
        |sample| {
            for t in &mut sample.transitions {
                t.next_state = t.state;
                t.action = 0;
                t.reward = f32::NAN;
            }
        },
        "transition 3 comes out with action 0, reward NaN, next_state [3.0], but \
         was stored with action 3, reward -3, next_state [3.5]",
    );
}

#[test]
fn a_memory_that_overwrites_all_fields_but_one_is_told() {
    assert_replay_faults(
        |capacity| Memory {
            store: |memory, mut transition| {
                if memory.held.len() == memory.capacity {
                    transition.reward = memory.held[0].reward;
                }
                (right(0).store)(memory, transition);
            },
            ..right(capacity)
        },
        [(
            FIELDS,
            "transition 22 comes out with reward -6, but was stored with reward -22",
        )],
    );
}

#[test]
fn a_memory_that_draws_what_was_never_stored_is_told() {
    let blank = Transition {
        state: [0.0],
        action: 0,
        reward: 0.0,
        next_state: [0.0],
        terminated: false,
        truncated: false,
    };
    let verdict = check_replay(|capacity| Memory {
        held: vec![blank; capacity].into(),
        len: |memory| {
            let held = memory.held.iter();
            held.filter(|t| t.state != [0.0]).count()
        },
        ..right(capacity)
    });
    println!("{verdict}\n");
    let found = faults(&verdict);
    assert_eq!(
        found[0],
        format!(
            "{FIELDS}: it draws a transition that was never stored: Transition {{ \
             state: [0.0], action: 0, reward: 0.0, next_state: [0.0], terminated: \
             false, truncated: false }}"
        )
    );
}

#[test]
fn a_memory_that_names_no_places_is_told() {
    let check = |spoil: fn(&mut Sample<1>), fault| {
        let new = |capacity| Memory {
            spoil,
            ..right(capacity)
        };
        assert_replay_faults(new, [(INDICES, fault)]);
    };
    check(
        |sample| sample.indices.clear(),
        "a sample of 3 transitions has 0 indices",
    );
    check(
        |sample| sample.indices = (0..sample.transitions.len()).collect(),
        "index 0 names transition 3 in one sample and 2 in another (name places in \
         the memory, not in the sample)",
    );
    check(
        |sample| {
            for (position, index) in sample.indices.iter_mut().enumerate() {
                *index += 100 * position;
            }
        },
        "transition 1 has index 100 in one sample and 200 in another, though \
         nothing was stored in between",
    );
}

#[test]
fn a_memory_with_other_weights_is_told() {
    let check = |spoil: fn(&mut Sample<1>), found| {
        let new = |capacity| Memory {
            spoil,
            ..right(capacity)
        };
        let fault = format!("the weights are {found}, but must be [1.0, 1.0, 1.0]");
        assert_replay_faults(new, [(WEIGHTS, &fault)]);
    };
    check(|sample| sample.weights.fill(0.5), "[0.5, 0.5, 0.5]");
    check(|sample| sample.weights.fill(f32::NAN), "[NaN, NaN, NaN]");
    check(|sample| sample.weights.clear(), "[]");
    check(|sample| sample.weights.push(1.0), "[1.0, 1.0, 1.0, 1.0]");
}

#[test]
fn a_memory_that_draws_too_few_is_told() {
    assert_replay_faults(
        |capacity| Memory {
            draw: |memory, amount, random| {
                (right(0).draw)(memory, amount - 1, random)
            },
            ..right(capacity)
        },
        [(
            SIZE,
            "with 4 stored, a sample of 4 holds 3, but must hold 4",
        )],
    );
}

#[test]
fn a_memory_that_draws_more_than_there_is_is_told() {
    assert_replay_faults(
        |capacity| Memory {
            draw: |memory, amount, random| {
                let len = memory.held.len().max(1);
                let held = usize::from(!memory.held.is_empty());
                (0..amount * held)
                    .map(|_| random.gen_range(0..len))
                    .collect()
            },
            ..right(capacity)
        },
        [(
            SIZE,
            "with 3 stored, a sample of 4 holds 4, but must hold 3",
        )],
    );
}

#[test]
fn a_memory_that_panics_when_it_has_too_little_is_told() {
    assert_replay_faults(
        |capacity| Memory {
            draw: |memory, amount, random| {
                assert!(amount <= memory.held.len(), "not enough");
                (right(0).draw)(memory, amount, random)
            },
            ..right(capacity)
        },
        [NOTHING, SIZE].map(|claim| (claim, "it panics: not enough")),
    );
}

#[test]
fn a_memory_that_panics_when_full_is_told_and_judged_further() {
    let verdict = check_replay(|capacity| Memory {
        store: |memory, transition| {
            assert!(memory.held.len() < memory.capacity, "full at 3 or 16");
            memory.held.push_back(transition);
        },
        ..right(capacity)
    });
    assert_faults(
        &verdict,
        [LEN, OVERWRITES, FIELDS, INDICES, EQUALLY]
            .map(|claim| format!("{claim}: it panics: full at 3 or 16"))
            .each_ref()
            .map(String::as_str),
    );
}

#[test]
fn a_memory_that_cannot_be_made_breaks_every_claim() {
    let found = faults(&check_replay(|_| -> Memory { todo!("the exercise") }));
    assert_eq!(found.len(), 10);
    let all = found.iter();
    assert!(
        all.clone()
            .all(|f| f.ends_with("not yet implemented: the exercise"))
    );
}

#[test]
fn a_memory_whose_samples_are_empty_is_told() {
    let verdict = check_replay(|capacity| Memory {
        draw: |_, _, _| Vec::new(),
        ..right(capacity)
    });
    let size =
        format!("{SIZE}: with 3 stored, a sample of 4 holds 0, but must hold 3");
    let empty = |claim| format!("{claim}: its samples are empty");
    let [overwrites, fields, indices, weights, equally, chance] =
        [OVERWRITES, FIELDS, INDICES, WEIGHTS, EQUALLY, CHANCE].map(empty);
    assert_faults(
        &verdict,
        [
            &overwrites,
            &fields,
            &indices,
            &weights,
            &size,
            &equally,
            &chance,
        ],
    );
}

#[test]
fn a_memory_that_draws_the_older_half_is_told() {
    assert_replay_faults(
        |capacity| Memory {
            draw: |memory, amount, random| {
                let len = memory.held.len();
                let half = if amount < len { len.div_ceil(2) } else { len };
                (0..amount.min(len))
                    .map(|_| random.gen_range(0..half))
                    .collect()
            },
            ..right(capacity)
        },
        [(
            EQUALLY,
            "in 12000 draws from 12 transitions, 7 comes 0 times and 5 comes 2023 \
             times, but each must come about 1000 times (the newest are never \
             drawn)",
        )],
    );
}

#[test]
fn a_memory_that_never_draws_its_newest_is_told() {
    assert_replay_faults(
        |capacity| Memory {
            draw: |memory, amount, random| {
                let len = memory.held.len();
                let end = if len > 1 { len - 1 } else { len };
                (0..amount.min(len))
                    .map(|_| random.gen_range(0..end))
                    .collect()
            },
            ..right(capacity)
        },
        [(
            EQUALLY,
            "in 12000 draws from 12 transitions, 12 comes 0 times and 9 comes 1140 \
             times, but each must come about 1000 times (the newest are never \
             drawn)",
        )],
    );
}

#[test]
fn a_memory_that_draws_the_newer_half_is_told() {
    assert_replay_faults(
        |capacity| Memory {
            draw: |memory, amount, random| {
                let len = memory.held.len();
                let past = if amount < len { len / 2 } else { 0 };
                let place = |_| random.gen_range(past..len);
                (0..amount.min(len)).map(place).collect()
            },
            ..right(capacity)
        },
        [(
            EQUALLY,
            "in 12000 draws from 12 transitions, 1 comes 0 times and 11 comes 2023 \
             times, but each must come about 1000 times (only the newest are ever \
             drawn)",
        )],
    );
}

#[test]
fn a_memory_that_draws_only_up_to_the_place_of_the_newest_is_told() {
    // A ring of 16 with 24 stored has its newest at place 7.
    assert_replay_faults(
        |capacity| Memory {
            draw: |memory, amount, random| {
                let newest = memory.stored_ever;
                let len = memory.held.len();
                let within = if newest > 16 && len == 16 {
                    newest - 16
                } else {
                    len
                };
                let place = |_| len - 1 - random.gen_range(0..within);
                (0..amount.min(len)).map(place).collect()
            },
            ..right(capacity)
        },
        [(
            EQUALLY,
            "in 12000 draws from 16 transitions, 9 comes 0 times and 23 comes 1547 \
             times, but each must come about 750 times (only the newest are ever \
             drawn)",
        )],
    );
}

#[test]
fn a_memory_that_prefers_some_is_told() {
    assert_replay_faults(
        |capacity| Memory {
            draw: |memory, amount, random| {
                let len = memory.held.len();
                let place = |_| {
                    let [a, b]: [usize; 2] =
                        std::array::from_fn(|_| random.gen_range(0..len));
                    if random.gen_bool(0.2) { a.max(b) } else { a }
                };
                (0..amount.min(len)).map(place).collect()
            },
            ..right(capacity)
        },
        [(
            EQUALLY,
            "in 12000 draws from 12 transitions, 2 comes 831 times and 10 comes \
             1161 times, but each must come about 1000 times",
        )],
    );
}

#[test]
fn a_memory_that_always_draws_its_newest_is_told() {
    assert_replay_faults(
        |capacity| Memory {
            draw: |memory, amount, _| {
                let len = memory.held.len();
                (len - amount.min(len)..len).collect()
            },
            ..right(capacity)
        },
        [
            (
                EQUALLY,
                "in 12000 draws from 12 transitions, 1 comes 0 times and 12 comes \
                 4000 times, but each must come about 1000 times (only the \
                 newest are ever drawn)",
            ),
            (
                CHANCE,
                "two memories filled alike both draw [57, 58, 59, 60, 61, 62, 63, \
                 64] from generators that differ (the generator handed in is not \
                 used)",
            ),
        ],
    );
}

#[test]
fn a_memory_that_takes_chance_from_elsewhere_is_told() {
    let verdict = check_replay(|capacity| Memory {
        draw: |memory, amount, _| from_all(memory, amount, &mut rand::thread_rng()),
        ..right(capacity)
    });
    println!("{verdict}\n");
    let found = faults(&verdict);
    assert_eq!(found.len(), 1);
    assert!(
        found[0].starts_with(&format!("{CHANCE}: two memories filled alike draw"))
    );
    assert!(found[0].ends_with("(some chance comes from elsewhere)"));
}

#[test]
fn a_memory_with_a_generator_of_its_own_is_told() {
    // A cursor stands for any stream that the memory carries with it.
    use std::cell::Cell;
    thread_local!(static CURSOR: Cell<u64> = const { Cell::new(0) });
    assert_replay_faults(
        |capacity| {
            CURSOR.set(0);
            Memory {
                draw: |memory, amount, _| {
                    let mut own = random(CURSOR.get(), Stream::Replay);
                    CURSOR.set(CURSOR.get() + 1);
                    from_all(memory, amount, &mut own)
                },
                ..right(capacity)
            }
        },
        [(
            CHANCE,
            "two memories filled alike both draw [4, 46, 22, 24, 35, 49, 38, 7] \
             from generators that differ (the generator handed in is not used)",
        )],
    );
}

#[test]
fn a_memory_that_copies_the_generator_is_told() {
    assert_replay_faults(
        |capacity| Memory {
            draw: |memory, amount, random| {
                from_all(memory, amount, &mut random.clone())
            },
            ..right(capacity)
        },
        [(
            CHANCE,
            "one generator draws [37, 44, 26, 63, 24, 16, 2, 57] twice in a row \
             (draw from the generator itself, not from a copy of it)",
        )],
    );
}

// ------------------------------------------------------------ recent replay

#[track_caller]
fn assert_recent_faults<const N: usize>(
    new: impl Fn(usize, usize) -> Memory,
    expected: [(&str, &str); N],
) {
    let expected = expected.map(|(claim, fault)| format!("{claim}: {fault}"));
    assert_faults(
        &check_recent_replay(new),
        expected.each_ref().map(String::as_str),
    );
}

#[test]
fn memories_that_draw_equally_often_from_the_window_are_right() {
    assert_right(&check_recent_replay(recent));
    assert_right(&check_recent_replay(|capacity, window| Memory {
        draw: |memory, amount, random| {
            let len = memory.held.len();
            let window = len.min(memory.window);
            let mut places = with_replacement(window, amount.min(len), random);
            for place in &mut places {
                *place += len - window;
            }
            places
        },
        ..recent(capacity, window)
    }));
}

#[test]
fn a_memory_that_ignores_the_window_is_told() {
    let all = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]";
    let fault = format!(
        "after storing 1 to 12 into a memory for 16, it draws from {all}, but must \
         draw from [9, 10, 11, 12]"
    );
    let verdict = check_recent_replay(|capacity, _| UniformReplay::new(capacity));
    assert_faults(&verdict, [&format!("{WINDOW_ONLY}: {fault}")]);
}

#[test]
fn a_memory_that_keeps_only_the_window_is_told() {
    assert_recent_faults(
        |_, window| right(window),
        [
            (
                WINDOW_KEEPS,
                "after storing 1 to 12 into a memory for 16 with a window of 4, it \
                 has (len, capacity) (4, 4), but must have (12, 16)",
            ),
            (
                WINDOW_FULL,
                "with 12 stored, a sample of 10 holds 4, but must hold 10",
            ),
        ],
    );
}

#[test]
fn a_window_at_the_wrong_end_is_told() {
    assert_recent_faults(
        |capacity, window| Memory {
            draw: |memory, amount, random| {
                let len = memory.held.len();
                with_replacement(len.min(memory.window), amount.min(len), random)
            },
            ..recent(capacity, window)
        },
        [(
            WINDOW_ONLY,
            "after storing 1 to 12 into a memory for 16, it draws from [1, 2, 3, \
             4], but must draw from [9, 10, 11, 12]",
        )],
    );
}

#[test]
fn a_window_that_ends_at_the_seam_of_the_ring_is_told() {
    // 17 and 18 lie at the places 0 and 1, and the window stops there.
    assert_recent_faults(
        |capacity, window| Memory {
            draw: |memory, amount, random| {
                let newest = memory.stored_ever;
                let len = memory.held.len();
                let narrow = if newest == 18 { 2 } else { memory.window };
                let window = len.min(memory.window).min(narrow);
                let mut places = with_replacement(window, amount.min(len), random);
                for place in &mut places {
                    *place += len - window;
                }
                places
            },
            ..recent(capacity, window)
        },
        [(
            WINDOW_EQUALLY,
            "in 12000 draws from 4 transitions, 15 comes 0 times and 17 comes 6022 \
             times, but each must come about 3000 times (only the newest are ever \
             drawn)",
        )],
    );
}

#[test]
fn a_window_that_is_one_too_wide_is_told() {
    assert_recent_faults(
        |capacity, window| recent(capacity, window + 1),
        [(
            WINDOW_ONLY,
            "after storing 1 to 12 into a memory for 16, it draws from [8, 9, 10, \
             11, 12], but must draw from [9, 10, 11, 12]",
        )],
    );
}

#[test]
fn a_window_that_waits_to_be_full_is_told() {
    assert_recent_faults(
        |capacity, window| Memory {
            draw: |memory, amount, random| {
                let len = memory.held.len();
                if len < memory.window && memory.window < memory.capacity {
                    return vec![0; amount.min(len)];
                }
                let window = len.min(memory.window);
                let mut places = with_replacement(window, amount.min(len), random);
                for place in &mut places {
                    *place += len - window;
                }
                places
            },
            ..recent(capacity, window)
        },
        [(
            WINDOW_EQUALLY,
            "in 12000 draws from 3 transitions, 2 comes 0 times and 1 comes 12000 \
             times, but each must come about 4000 times (the newest are never \
             drawn)",
        )],
    );
}

#[test]
fn a_window_that_narrows_the_batch_is_told() {
    assert_recent_faults(
        |capacity, window| Memory {
            draw: |memory, amount, random| {
                let len = memory.held.len();
                let window = len.min(memory.window);
                let amount = amount.min(window);
                let mut places = with_replacement(window, amount, random);
                for place in &mut places {
                    *place += len - window;
                }
                places
            },
            ..recent(capacity, window)
        },
        [(
            WINDOW_FULL,
            "with 12 stored, a sample of 10 holds 4, but must hold 10",
        )],
    );
}
