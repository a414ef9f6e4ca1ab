//! A memory of returns stores the sums that the equations say, and nothing else.

use deepq::n_step::{FullReturns, LookAhead, NStep, ReturnReplay};
use deepq::per::{Prioritization, PrioritizedReplay};
use deepq::prelude::*;
use proptest::prelude::*;

/// How an episode goes on after a step.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    None,
    Terminated,
    Truncated,
    Both,
}

/// The step from state t to state t + 1.
fn step(t: u8, reward: f32, end: End) -> Transition<1> {
    Transition {
        state: [f32::from(t)],
        action: usize::from(t % 2),
        reward,
        next_state: [f32::from(t + 1)],
        terminated: matches!(end, End::Terminated | End::Both),
        truncated: matches!(end, End::Truncated | End::Both),
        discount: 0.5,
    }
}

/// An episode of these rewards.
fn episode(rewards: &[f32], end: End) -> Vec<Transition<1>> {
    let last = rewards.len() - 1;
    let rewards = (0_u8..).zip(rewards).enumerate();
    let steps = rewards.map(|(i, (t, &reward))| {
        let end = if i == last { end } else { End::None };
        step(t, reward, end)
    });
    steps.collect()
}

/// What a memory that looks ahead has stored of `transitions`, in its order.
fn stored<L: LookAhead<1>>(
    look_ahead: L,
    transitions: &[Transition<1>],
) -> Vec<Transition<1>> {
    let mut memory = ReturnReplay::new(UniformReplay::new(1_000), look_ahead);
    for transition in transitions {
        memory.store(*transition);
    }
    let ring = memory.memory.ring();
    (0..memory.len()).map(|i| ring.get(i)).collect()
}

/// State, action, return, next state, and its discount: what a target reads.
type Seen = (f32, usize, f32, f32, f32);

fn seen(transitions: &[Transition<1>]) -> Vec<Seen> {
    let parts = |t: &Transition<1>| {
        let discount = t.bootstrap_discount();
        (t.state[0], t.action, t.reward, t.next_state[0], discount)
    };
    transitions.iter().map(parts).collect()
}

const TWO: NStep = NStep { n: 2 };

#[test]
fn two_steps_are_worked_by_hand() {
    let steps = episode(&[1.0, 2.0, 4.0, 8.0], End::None);
    // 1 + 2/2 = 2, 2 + 4/2 = 4, 4 + 8/2 = 8; the last step waits.
    assert_eq!(
        seen(&stored(TWO, &steps)),
        [
            (0.0, 0, 2.0, 2.0, 0.25),
            (1.0, 1, 4.0, 3.0, 0.25),
            (2.0, 0, 8.0, 4.0, 0.25),
        ]
    );
}

#[test]
fn where_an_episode_terminates_its_shorter_windows_are_stored() {
    for end in [End::Terminated, End::Both] {
        let steps = episode(&[1.0, 2.0, 4.0], end);
        assert_eq!(
            seen(&stored(TWO, &steps)),
            [
                (0.0, 0, 2.0, 2.0, 0.25),
                (1.0, 1, 4.0, 3.0, 0.0),
                (2.0, 0, 4.0, 3.0, 0.0),
            ]
        );
    }
}

#[test]
fn where_an_episode_is_truncated_its_shorter_windows_have_their_own_discount() {
    let mut steps = episode(&[1.0, 2.0, 4.0], End::Truncated);
    steps.extend(episode(&[8.0, 16.0], End::None));
    assert_eq!(
        seen(&stored(TWO, &steps)),
        [
            (0.0, 0, 2.0, 2.0, 0.25),
            (1.0, 1, 4.0, 3.0, 0.25),
            (2.0, 0, 4.0, 3.0, 0.5),
            // The next episode starts with a window of its own.
            (0.0, 0, 16.0, 2.0, 0.25),
        ]
    );
}

#[test]
fn an_episode_shorter_than_the_window_is_stored_whole() {
    let three = NStep { n: 3 };
    let fall = episode(&[1.0, 2.0], End::Terminated);
    assert_eq!(
        seen(&stored(three, &fall)),
        [(0.0, 0, 2.0, 2.0, 0.0), (1.0, 1, 2.0, 2.0, 0.0)]
    );
    let cut = episode(&[1.0, 2.0], End::Truncated);
    assert_eq!(
        seen(&stored(three, &cut)),
        [(0.0, 0, 2.0, 2.0, 0.25), (1.0, 1, 2.0, 2.0, 0.5)]
    );
}

/// y of each window of three steps on a chain of four that pay 1 each, for γ = 0.9,
/// where v is 5 after the third step and 4 after the fourth.
fn targets_on_a_chain(end: End) -> Vec<f32> {
    let mut steps = episode(&[1.0; 4], end);
    for step in &mut steps {
        step.discount = 0.9;
    }
    let windows = stored(NStep { n: 3 }, &steps);
    let column = |of: fn(&Transition<1>) -> f32| {
        per_sample(&Dev::default(), windows.iter().map(of).collect())
    };
    let values = column(|t| if t.next_state[0] == 3.0 { 5.0 } else { 4.0 });
    let discounts = column(Transition::bootstrap_discount);
    td_target(column(|t| t.reward), discounts, values).as_vec()
}

#[test]
fn the_targets_of_a_chain_are_worked_by_hand() {
    let close = |found: Vec<f32>, expected: [f32; 4]| {
        let pairs = found.iter().zip(expected);
        pairs.for_each(|(y, by_hand)| assert!((y - by_hand).abs() < 1e-6, "{y}"));
        assert_eq!(found.len(), 4);
    };
    // 1 + 0.9 + 0.81 + 0.729 · 5, 2.71 + 0.729 · 4, 1 + 0.9 + 0.81 · 4, 1 + 0.9 · 4.
    close(
        targets_on_a_chain(End::Truncated),
        [6.355, 5.626, 5.14, 4.6],
    );
    close(targets_on_a_chain(End::Terminated), [6.355, 2.71, 1.9, 1.0]);
}

#[test]
fn one_step_stores_what_comes() {
    for end in [End::None, End::Terminated, End::Truncated, End::Both] {
        let steps = episode(&[1.0, 2.0, 4.0], end);
        for n in [0, 1] {
            assert_eq!(stored(NStep { n }, &steps), steps);
        }
    }
}

#[test]
fn full_returns_are_worked_by_hand() {
    for end in [End::Terminated, End::Truncated, End::Both] {
        let steps = episode(&[1.0, 2.0, 4.0], end);
        // 4, 2 + 4/2 = 4, 1 + 4/2 = 3.
        assert_eq!(
            seen(&stored(FullReturns, &steps)),
            [
                (0.0, 0, 3.0, 1.0, 0.0),
                (1.0, 1, 4.0, 2.0, 0.0),
                (2.0, 0, 4.0, 3.0, 0.0),
            ]
        );
    }
}

#[test]
fn an_episode_waits_for_its_end() {
    assert!(stored(FullReturns, &episode(&[1.0; 9], End::None)).is_empty());
    let mut steps = episode(&[1.0, 1.0], End::Terminated);
    steps.extend(episode(&[1.0; 9], End::None));
    assert_eq!(stored(FullReturns, &steps).len(), 2);
}

#[test]
fn sampling_and_learning_reach_the_memory_within() {
    let settings = Prioritization::new(1.0, Constant(1.0));
    let within = PrioritizedReplay::new(8, settings);
    let mut memory = ReturnReplay::new(within, FullReturns);
    for transition in episode(&[1.0, 2.0, 4.0], End::Terminated) {
        memory.store(transition);
    }
    memory.update(&[0, 1, 2], &[1.0, 1.0, 2.0]);
    assert_eq!((memory.len(), memory.capacity()), (3, 8));
    assert_eq!((memory.age(0), memory.age(2)), (Some(2), Some(0)));
    // 3 · 2/4.
    assert!((memory.relative_probability(2).unwrap() - 1.5).abs() < 1e-5);
    assert!((memory.priorities().unwrap().largest - 1.5).abs() < 1e-5);
    let sample = memory.sample(2, Clock::default(), &mut random(12, Stream::Replay));
    assert_eq!(sample.transitions.len(), 2);
    let mut discounts = sample.transitions.iter().map(|t| t.discount);
    assert!(discounts.all(|discount| discount == 0.0));
}

#[test]
fn a_memory_of_returns_prints_its_settings_and_no_transition() {
    let mut memory = ReturnReplay::new(UniformReplay::<1>::new(8), TWO);
    let empty = memory.describe();
    assert_eq!(
        empty,
        "Returns { memory: UniformReplay { capacity: 8 }, \
         look_ahead: NStep { n: 2 } }"
    );
    memory.store(step(0, 1.0, End::None));
    assert_eq!(memory.describe(), empty);
}

/// What the equations say, step by step and without a window: where from, the return,
/// where to, and the discount there.
fn oracle(
    episodes: &[Vec<Transition<1>>],
    n: usize,
    gamma: f64,
) -> Vec<(f32, f64, f32, f64)> {
    let mut expected = Vec::new();
    for steps in episodes {
        for t in 0..steps.len() {
            let end = (t + n).min(steps.len());
            let rewards = steps[t..end].iter().zip(0_i32..);
            let sum =
                rewards.map(|(step, k)| gamma.powi(k) * f64::from(step.reward));
            let to = steps[end - 1];
            let length = i32::try_from(end - t).unwrap();
            let discount = if to.terminated {
                0.0
            } else {
                gamma.powi(length)
            };
            let (from, sum) = (steps[t].state[0], sum.sum());
            expected.push((from, sum, to.next_state[0], discount));
        }
    }
    expected
}

/// Whole episodes of up to 12 steps.
fn episodes() -> impl Strategy<Value = Vec<Vec<Transition<1>>>> {
    let end =
        prop_oneof![Just(End::Terminated), Just(End::Truncated), Just(End::Both)];
    let rewards = prop::collection::vec(-8.0_f32..8.0, 1..12);
    let one = (rewards, end).prop_map(|(rewards, end)| episode(&rewards, end));
    prop::collection::vec(one, 1..5)
}

fn assert_as_expected(
    found: &[Transition<1>],
    expected: &[(f32, f64, f32, f64)],
) -> Result<(), TestCaseError> {
    prop_assert_eq!(found.len(), expected.len());
    for (found, &(from, sum, to, discount)) in found.iter().zip(expected) {
        prop_assert_eq!(found.state[0], from);
        prop_assert!((f64::from(found.reward) - sum).abs() < 1e-4);
        prop_assert_eq!(found.next_state[0], to);
        prop_assert_eq!(f64::from(found.bootstrap_discount()), discount);
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_number_of_steps_is_what_the_equation_says(
        episodes in episodes(),
        n in 1_usize..6,
    ) {
        let found = stored(NStep { n }, &episodes.concat());
        assert_as_expected(&found, &oracle(&episodes, n, 0.5))?;
    }

    #[test]
    fn a_full_return_is_that_of_as_many_steps_as_are_left(episodes in episodes()) {
        let found = stored(FullReturns, &episodes.concat());
        // With more steps than any episode has.
        let expected = oracle(&episodes, 100, 0.5);
        prop_assert_eq!(found.len(), expected.len());
        for (found, (from, sum, ..)) in found.iter().zip(expected) {
            prop_assert_eq!(found.state[0], from);
            prop_assert!((f64::from(found.reward) - sum).abs() < 1e-4);
            prop_assert_eq!(found.bootstrap_discount(), 0.0);
        }
    }
}
