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

/// State, action, return, next state, terminated: what a target reads.
type Seen = (f32, usize, f32, f32, bool);

fn seen(transitions: &[Transition<1>]) -> Vec<Seen> {
    let parts = |t: &Transition<1>| {
        let ends = t.terminated;
        (t.state[0], t.action, t.reward, t.next_state[0], ends)
    };
    transitions.iter().map(parts).collect()
}

const HALF: NStep = NStep { n: 2, gamma: 0.5 };

#[test]
fn two_steps_are_worked_by_hand() {
    let steps = episode(&[1.0, 2.0, 4.0, 8.0], End::None);
    // 1 + 2/2 = 2, 2 + 4/2 = 4, 4 + 8/2 = 8; the last step waits.
    assert_eq!(
        seen(&stored(HALF, &steps)),
        [
            (0.0, 0, 2.0, 2.0, false),
            (1.0, 1, 4.0, 3.0, false),
            (2.0, 0, 8.0, 4.0, false),
        ]
    );
    assert_eq!(HALF.bootstrap_gamma(), 0.25);
}

#[test]
fn where_an_episode_terminates_its_shorter_windows_are_stored() {
    for end in [End::Terminated, End::Both] {
        let steps = episode(&[1.0, 2.0, 4.0], end);
        assert_eq!(
            seen(&stored(HALF, &steps)),
            [
                (0.0, 0, 2.0, 2.0, false),
                (1.0, 1, 4.0, 3.0, true),
                (2.0, 0, 4.0, 3.0, true),
            ]
        );
    }
}

#[test]
fn where_an_episode_is_truncated_its_shorter_windows_are_left_out() {
    let mut steps = episode(&[1.0, 2.0, 4.0], End::Truncated);
    steps.extend(episode(&[8.0, 16.0], End::None));
    assert_eq!(
        seen(&stored(HALF, &steps)),
        [
            (0.0, 0, 2.0, 2.0, false),
            (1.0, 1, 4.0, 3.0, false),
            // The next episode starts with a window of its own.
            (0.0, 0, 16.0, 2.0, false),
        ]
    );
}

#[test]
fn an_episode_shorter_than_the_window_counts_if_it_terminates() {
    let three = NStep { n: 3, gamma: 0.5 };
    let fall = episode(&[1.0, 2.0], End::Terminated);
    assert_eq!(
        seen(&stored(three, &fall)),
        [(0.0, 0, 2.0, 2.0, true), (1.0, 1, 2.0, 2.0, true)]
    );
    let cut = episode(&[1.0, 2.0], End::Truncated);
    assert!(stored(three, &cut).is_empty());
}

#[test]
fn one_step_stores_what_comes() {
    for end in [End::None, End::Terminated, End::Truncated, End::Both] {
        let steps = episode(&[1.0, 2.0, 4.0], end);
        for n in [0, 1] {
            let one = NStep { n, gamma: 0.5 };
            assert_eq!(stored(one, &steps), steps);
            assert_eq!(one.bootstrap_gamma(), 0.5);
        }
    }
}

#[test]
fn full_returns_are_worked_by_hand() {
    let full = FullReturns { gamma: 0.5 };
    for end in [End::Terminated, End::Truncated, End::Both] {
        let steps = episode(&[1.0, 2.0, 4.0], end);
        // 4, 2 + 4/2 = 4, 1 + 4/2 = 3.
        assert_eq!(
            seen(&stored(full, &steps)),
            [
                (0.0, 0, 3.0, 1.0, true),
                (1.0, 1, 4.0, 2.0, true),
                (2.0, 0, 4.0, 3.0, true),
            ]
        );
    }
}

#[test]
fn an_episode_waits_for_its_end() {
    let full = FullReturns { gamma: 0.5 };
    assert!(stored(full, &episode(&[1.0; 9], End::None)).is_empty());
    let mut steps = episode(&[1.0, 1.0], End::Terminated);
    steps.extend(episode(&[1.0; 9], End::None));
    assert_eq!(stored(full, &steps).len(), 2);
}

#[test]
fn sampling_and_learning_reach_the_memory_within() {
    let settings = Prioritization::new(1.0, Constant(1.0));
    let within = PrioritizedReplay::new(8, settings);
    let mut memory = ReturnReplay::new(within, FullReturns { gamma: 0.5 });
    for transition in episode(&[1.0, 2.0, 4.0], End::Terminated) {
        memory.store(transition);
    }
    memory.update(&[0, 1, 2], &[1.0, 1.0, 2.0]);
    assert_eq!((memory.len(), memory.capacity()), (3, 8));
    assert_eq!((memory.age(0), memory.age(2)), (Some(2), Some(0)));
    // 3 · 2/4.
    assert!((memory.relative_probability(2).unwrap() - 1.5).abs() < 1e-5);
    assert!((memory.priorities().unwrap().largest - 1.5).abs() < 1e-5);
    let sample = memory.sample(2, &mut random(12, Stream::Replay));
    assert_eq!(sample.transitions.len(), 2);
    assert!(sample.transitions.iter().all(|t| t.terminated));
}

#[test]
fn a_memory_of_returns_prints_its_settings_and_no_transition() {
    let mut memory = ReturnReplay::new(UniformReplay::<1>::new(8), HALF);
    let empty = memory.describe();
    assert_eq!(
        empty,
        "Returns { memory: UniformReplay { capacity: 8 }, \
         look_ahead: NStep { n: 2, gamma: 0.5 } }"
    );
    memory.store(step(0, 1.0, End::None));
    assert_eq!(memory.describe(), empty);
}

/// What the equations say, step by step and without a window.
fn oracle(
    episodes: &[Vec<Transition<1>>],
    n: usize,
    gamma: f64,
) -> Vec<(f32, f64, f32, bool)> {
    let mut expected = Vec::new();
    for steps in episodes {
        let last = steps[steps.len() - 1];
        for t in 0..steps.len() {
            let end = (t + n).min(steps.len());
            if end < t + n && !last.terminated {
                continue;
            }
            let rewards = steps[t..end].iter().zip(0_i32..);
            let sum =
                rewards.map(|(step, k)| gamma.powi(k) * f64::from(step.reward));
            let to = steps[end - 1];
            let (from, sum) = (steps[t].state[0], sum.sum());
            expected.push((from, sum, to.next_state[0], to.terminated));
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
    expected: &[(f32, f64, f32, bool)],
) -> Result<(), TestCaseError> {
    prop_assert_eq!(found.len(), expected.len());
    for (found, &(from, sum, to, terminated)) in found.iter().zip(expected) {
        prop_assert_eq!(found.state[0], from);
        prop_assert!((f64::from(found.reward) - sum).abs() < 1e-4);
        prop_assert_eq!(found.next_state[0], to);
        prop_assert_eq!(found.terminated, terminated);
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_number_of_steps_is_what_the_equation_says(
        episodes in episodes(),
        n in 1_usize..6,
    ) {
        let look_ahead = NStep { n, gamma: 0.9 };
        let found = stored(look_ahead, &episodes.concat());
        assert_as_expected(&found, &oracle(&episodes, n, 0.9))?;
    }

    #[test]
    fn a_full_return_is_that_of_as_many_steps_as_are_left(episodes in episodes()) {
        let found = stored(FullReturns { gamma: 0.9 }, &episodes.concat());
        for transition in &found {
            prop_assert!(transition.terminated);
        }
        // With more steps than any episode has, and every end a terminal one.
        let mut ended = episodes.clone();
        for steps in &mut ended {
            steps.last_mut().unwrap().terminated = true;
        }
        let expected = oracle(&ended, 100, 0.9);
        let returns: Vec<f64> = found.iter().map(|t| f64::from(t.reward)).collect();
        prop_assert_eq!(returns.len(), expected.len());
        for (found, (_, sum, ..)) in returns.iter().zip(expected) {
            prop_assert!((found - sum).abs() < 1e-4);
        }
    }
}
