//! The memory: what it keeps, what it draws, and what that costs.

use deepq::prelude::*;
use deepq::replay::Batch;
use std::collections::HashSet;

/// A transition that can be recognised by its number.
fn transition(number: u8) -> Transition<2> {
    Transition {
        state: [f32::from(number), 0.5],
        action: usize::from(number) % 2,
        reward: -f32::from(number),
        next_state: [f32::from(number) + 1.0, 0.25],
        terminated: number.is_multiple_of(3),
        truncated: number.is_multiple_of(5),
        discount: 0.5,
    }
}

fn numbers(sample: &Sample<2>) -> Vec<f32> {
    let mut numbers: Vec<f32> =
        sample.transitions.iter().map(|t| t.state[0]).collect();
    numbers.sort_by(f32::total_cmp);
    numbers
}

#[test]
fn a_full_ring_overwrites_its_oldest_transition() {
    let mut memory = UniformReplay::new(3);
    let mut random = random(1, Stream::Replay);
    for number in 1..=3 {
        memory.store(transition(number));
    }
    assert_eq!(
        numbers(&memory.sample(3, Clock::default(), &mut random)),
        [1.0, 2.0, 3.0]
    );
    memory.store(transition(4));
    assert_eq!(
        numbers(&memory.sample(3, Clock::default(), &mut random)),
        [2.0, 3.0, 4.0]
    );
    memory.store(transition(5));
    memory.store(transition(6));
    memory.store(transition(7));
    assert_eq!(
        numbers(&memory.sample(3, Clock::default(), &mut random)),
        [5.0, 6.0, 7.0]
    );
    assert_eq!((memory.len(), memory.capacity()), (3, 3));
}

#[test]
fn a_transition_comes_back_as_it_was_stored() {
    let mut ring = Ring::new(20);
    let indices: Vec<usize> = (0..30).map(|n| ring.push(transition(n))).collect();
    assert_eq!(indices[..20], (0..20).collect::<Vec<_>>());
    assert_eq!(indices[20..], (0..10).collect::<Vec<_>>());
    for number in 10..30 {
        let index = indices[usize::from(number)];
        assert_eq!(ring.get(index), transition(number));
    }
}

#[test]
fn a_sample_names_the_place_of_each_transition() {
    let mut memory = UniformReplay::new(8);
    (0..8).for_each(|number| memory.store(transition(number)));
    let sample = memory.sample(5, Clock::default(), &mut random(1, Stream::Replay));
    for (index, drawn) in sample.indices.iter().zip(&sample.transitions) {
        assert_eq!(drawn.state[0], *index as f32);
    }
    assert_eq!(sample.weights, [1.0; 5]);
}

#[test]
fn no_transition_is_drawn_twice_in_one_sample() {
    let mut memory = UniformReplay::new(100);
    (0..100).for_each(|number| memory.store(transition(number)));
    let mut random = random(1, Stream::Replay);
    for _ in 0..1000 {
        let sample = memory.sample(64, Clock::default(), &mut random);
        assert_eq!(sample.indices.iter().collect::<HashSet<_>>().len(), 64);
    }
}

#[test]
fn every_transition_is_drawn_equally_often() {
    let (stored, batch, draws) = (200_u8, 20, 10_000);
    let mut memory = UniformReplay::new(300);
    (0..stored).for_each(|number| memory.store(transition(number)));
    let mut counts = vec![0_u32; usize::from(stored)];
    let mut random = random(7, Stream::Replay);
    for _ in 0..draws {
        for index in memory.sample(batch, Clock::default(), &mut random).indices {
            counts[index] += 1;
        }
    }
    // Without replacement each count is binomial: 10 000 draws with p = 0.1. The
    // statistic Σ (count − 1000)² / 900 then has mean 200 and deviation 20.
    let statistic: f64 = counts
        .iter()
        .map(|&c| (f64::from(c) - 1000.0).powi(2) / 900.0)
        .sum();
    assert!((120.0..280.0).contains(&statistic), "χ² = {statistic}");
}

#[test]
fn a_memory_with_too_few_transitions_gives_all_it_has() {
    let mut memory = UniformReplay::new(10);
    assert!(memory.is_empty());
    memory.store(transition(1));
    memory.store(transition(2));
    assert_eq!(
        numbers(&memory.sample(5, Clock::default(), &mut random(1, Stream::Replay))),
        [1.0, 2.0]
    );
}

#[test]
fn a_cart_pole_transition_takes_50_bytes() {
    assert_eq!(Ring::<4>::BYTES_PER_TRANSITION, 50);
}

#[test]
fn a_batch_holds_one_row_per_transition() {
    let sample = Sample {
        transitions: vec![transition(3), transition(4)],
        indices: vec![0, 1],
        weights: vec![1.0, 0.5],
    };
    let batch = Batch::new(&Dev::default(), &sample);
    assert_eq!(batch.states.as_vec(), [3.0, 0.5, 4.0, 0.5]);
    assert_eq!(batch.actions.as_vec(), [1, 0]);
    assert_eq!(batch.rewards.as_vec(), [-3.0, -4.0]);
    assert_eq!(batch.next_states.as_vec(), [4.0, 0.25, 5.0, 0.25]);
    assert_eq!(batch.discounts.as_vec(), [0.0, 0.5]);
    assert_eq!(batch.weights.as_vec(), [1.0, 0.5]);
}

#[test]
fn the_newest_transition_is_0_old_and_the_oldest_as_old_as_the_ring_is_long() {
    let mut ring = Ring::new(3);
    let places: Vec<usize> =
        (0..5).map(|number| ring.push(transition(number))).collect();
    assert_eq!(
        [places[4], places[3], places[2]].map(|i| ring.age(i)),
        [0, 1, 2]
    );
}

#[test]
fn learning_without_replay_draws_the_newest_transitions_in_their_order() {
    let mut memory = NewestReplay::new(4);
    let mut random = random(1, Stream::Replay);
    let mut drawn = |memory: &mut NewestReplay<2>, batch_size| {
        let sample = memory.sample(batch_size, Clock::default(), &mut random);
        let states: Vec<f32> =
            sample.transitions.iter().map(|t| t.state[0]).collect();
        (states, sample.indices)
    };
    memory.store(transition(1));
    memory.store(transition(2));
    assert_eq!(drawn(&mut memory, 3), (vec![1.0, 2.0], vec![0, 1]));
    (3..=6).for_each(|number| memory.store(transition(number)));
    // 5 and 6 took the places of 1 and 2.
    assert_eq!(drawn(&mut memory, 3), (vec![4.0, 5.0, 6.0], vec![3, 0, 1]));
    let ages = [3, 0, 1].map(|index| memory.age(index));
    assert_eq!(ages, [Some(2), Some(1), Some(0)]);
    assert_eq!((memory.len(), memory.capacity()), (4, 4));
}

#[test]
fn a_ring_knows_the_place_of_each_age() {
    let mut ring = Ring::new(3);
    (0..5).for_each(|number| {
        ring.push(transition(number));
    });
    for (age, number) in [(0, 4), (1, 3), (2, 2)] {
        let place = ring.index_of_age(age);
        assert_eq!(ring.age(place), age);
        assert_eq!(ring.get(place), transition(number));
    }
}

#[test]
fn a_transition_is_what_an_action_led_to() {
    let step = Step {
        state: [0.75, 0.5],
        reward: -2.0,
        terminated: false,
        truncated: true,
    };
    let expected = Transition {
        state: [0.25, 0.0],
        action: 1,
        reward: -2.0,
        next_state: [0.75, 0.5],
        terminated: false,
        truncated: true,
        discount: 0.9,
    };
    assert_eq!(Transition::new([0.25, 0.0], 1, &step, 0.9), expected);
}
