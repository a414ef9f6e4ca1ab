//! Prioritised memories: what they draw, how often, and how much it counts.

use deepq::exploration::Constant;
use deepq::per::{Prioritization, PrioritizedReplay, prioritization};
use deepq::prelude::*;
use deepq::rank::RankReplay;
use proptest::prelude::*;

fn transition(number: u16, is_last: bool) -> Transition<1> {
    Transition {
        state: [f32::from(number)],
        action: 0,
        reward: 0.0,
        next_state: [0.0],
        terminated: is_last,
        truncated: false,
        discount: 1.0,
    }
}

/// α, and a β that stays the same; nothing is added to |δ|.
fn settings(alpha: f64, beta: f64) -> Prioritization {
    Prioritization {
        offset: 0.0,
        ..Prioritization::new(alpha, Constant(beta))
    }
}

/// A memory in which transition i has the TD error `td_errors[i]`.
fn with_errors(settings: Prioritization, td_errors: &[f32]) -> PrioritizedReplay<1> {
    let mut memory = PrioritizedReplay::new(td_errors.len(), settings);
    fill(&mut memory, td_errors);
    memory
}

fn fill(memory: &mut dyn Replay<1>, td_errors: &[f32]) {
    for number in 0..td_errors.len() {
        memory.store(transition(u16::try_from(number).unwrap(), false));
    }
    let indices: Vec<usize> = (0..td_errors.len()).collect();
    memory.update(&indices, td_errors);
}

/// N·P of each transition.
fn relative(memory: &PrioritizedReplay<1>) -> Vec<f64> {
    (0..memory.len())
        .map(|i| memory.relative_probability(i))
        .collect()
}

fn assert_close(found: &[f64], expected: &[f64], bound: f64) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        let distance = (found - expected).abs();
        assert!(distance < bound, "{found} is not {expected}");
    }
}

/// How often each index comes in samples of `batch_size`.
fn counts(
    memory: &mut dyn Replay<1>,
    batch_size: usize,
    samples: usize,
) -> Vec<f64> {
    let mut counts = vec![0.0; memory.len()];
    let mut random = random(12, Stream::Replay);
    for _ in 0..samples {
        for index in memory
            .sample(batch_size, Clock::default(), &mut random)
            .indices
        {
            counts[index] += 1.0;
        }
    }
    counts
}

/// Counts with these N·P must have a χ² that chance exceeds once in 10⁹ at most.
///
/// Source of the bound: Laurent and Massart (2000), lemma 1.
fn assert_drawn_by(counts: &[f64], relative: &[f64]) {
    let mean = counts.iter().sum::<f64>() / counts.len() as f64;
    let terms = counts.iter().zip(relative).map(|(count, np)| {
        let expected = mean * np;
        (count - expected).powi(2) / expected
    });
    let (freedom, x) = (counts.len() as f64 - 1.0, 21.0);
    let bound = freedom + 2.0 * (freedom * x).sqrt() + 2.0 * x;
    let statistic: f64 = terms.sum();
    assert!(statistic < bound, "χ² = {statistic} above {bound}");
}

#[test]
fn a_priority_is_the_error_with_its_offset_to_the_power_of_alpha() {
    let settings = Prioritization {
        offset: 1.0,
        largest_priority: 9.0,
        ..Prioritization::new(0.5, Constant(1.0))
    };
    assert_eq!(settings.priority(3.0), 2.0);
    assert_eq!(settings.priority(-3.0), 2.0);
    assert_eq!(settings.priority(0.0), 1.0);
    assert_eq!(settings.priority(1e30), 3.0);
}

#[test]
fn probabilities_are_priorities_over_their_sum() {
    // |δ|^α = 1, 2, 3, 4, of the sum 10.
    let memory = with_errors(settings(0.5, 1.0), &[1.0, -4.0, 9.0, 16.0]);
    assert_close(&relative(&memory), &[0.4, 0.8, 1.2, 1.6], 1e-12);
    let spread = memory.priorities().unwrap();
    assert!((spread.largest - 1.6).abs() < 1e-12);
    // Σ P² = 0.01 + 0.04 + 0.09 + 0.16 = 0.3.
    assert!((spread.effective_samples - 1.0 / 0.3).abs() < 1e-12);
}

#[test]
fn weights_are_worked_by_hand() {
    // N·P = 0.4 and 1.6; (N·P)^−½ = 1.5811 and 0.7906.
    let mut memory = with_errors(settings(1.0, 0.5), &[1.0, 4.0]);
    let sample = memory.sample(2, Clock::default(), &mut random(1, Stream::Replay));
    for (index, weight) in sample.indices.iter().zip(&sample.weights) {
        assert!((weight - [1.0, 0.5][*index]).abs() < 1e-6, "{weight}");
    }
}

#[test]
fn a_bound_on_weights_holds_before_they_are_divided_by_the_largest() {
    // (N·P)^−1 = 2.5 and 0.625; the first is cut to 1.25.
    let bounded = Prioritization {
        largest_weight: 1.25,
        ..settings(1.0, 1.0)
    };
    let mut memory = with_errors(bounded, &[1.0, 4.0]);
    let sample = memory.sample(2, Clock::default(), &mut random(1, Stream::Replay));
    for (index, weight) in sample.indices.iter().zip(&sample.weights) {
        assert!((weight - [1.0, 0.5][*index]).abs() < 1e-6, "{weight}");
    }
}

#[test]
fn with_beta_1_the_weighted_draw_has_the_mean_of_a_uniform_one() {
    let errors = [0.5, 1.0, 2.0, 8.0, 3.0];
    let memory = with_errors(settings(0.7, 1.0), &errors);
    let settings = settings(0.7, 1.0);
    let relative = relative(&memory);
    // Σ P w x / Σ P w for any x; here x = i².
    let weights = relative.iter().map(|&np| settings.weight(np, 1.0));
    let shares: Vec<f64> = weights.zip(&relative).map(|(w, np)| w * np).collect();
    let numbers = (0..5).map(|i| f64::from(i * i));
    let weighted: f64 = numbers.zip(&shares).map(|(x, share)| x * share).sum();
    let mean = weighted / shares.iter().sum::<f64>();
    assert!((mean - 6.0).abs() < 1e-12, "{mean}");
}

#[test]
fn what_is_drawn_more_often_counts_for_less() {
    let errors: Vec<f32> = (1..=200_u16).map(f32::from).collect();
    let mut memory = with_errors(prioritization(), &errors);
    let sample = memory.sample(64, Clock::default(), &mut random(1, Stream::Replay));
    let priorities = sample
        .indices
        .iter()
        .map(|&i| memory.relative_probability(i));
    let priorities: Vec<f64> = priorities.collect();
    let weights: Vec<f64> = sample.weights.iter().map(|&w| f64::from(w)).collect();
    assert!(correlation(&priorities, &weights) < -0.9);
    assert!(weights.iter().all(|weight| (0.0..=1.0).contains(weight)));
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let mean = |x: &[f64]| x.iter().sum::<f64>() / x.len() as f64;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let product = |x: &[f64], mx: f64, y: &[f64], my: f64| {
        let pairs = x.iter().zip(y);
        pairs.map(|(x, y)| (x - mx) * (y - my)).sum::<f64>()
    };
    let covariance = product(a, mean_a, b, mean_b);
    let spread = product(a, mean_a, a, mean_a) * product(b, mean_b, b, mean_b);
    covariance / spread.sqrt()
}

#[test]
fn draws_follow_the_priorities() {
    let errors: Vec<f32> = (0..50_u16).map(|i| 0.1 + f32::from(i % 7)).collect();
    let mut memory = with_errors(settings(0.6, 0.4), &errors);
    let relative = relative(&memory);
    assert_drawn_by(&counts(&mut memory, 8, 20_000), &relative);
}

#[test]
fn with_alpha_0_all_are_drawn_equally_often_and_count_alike() {
    let mut memory = with_errors(settings(0.0, 0.4), &[0.1, 100.0, 3.0, 1e6]);
    assert_drawn_by(&counts(&mut memory, 2, 20_000), &[1.0; 4]);
    let sample = memory.sample(4, Clock::default(), &mut random(1, Stream::Replay));
    assert_eq!(sample.weights, [1.0; 4]);
}

#[test]
fn a_sample_has_one_draw_in_each_equal_stretch() {
    // The first transition owns half of the line: 32 of 64 stretches.
    let mut errors = vec![1.0; 65];
    errors[0] = 64.0;
    let mut memory = with_errors(settings(1.0, 0.4), &errors);
    for seed in 0..50 {
        let sample =
            memory.sample(64, Clock::default(), &mut random(seed, Stream::Replay));
        let first = sample.indices.iter().filter(|&&index| index == 0).count();
        assert_eq!(first, 32);
    }
}

#[test]
fn a_new_transition_has_the_highest_priority_ever_seen() {
    let mut memory = with_errors(settings(1.0, 0.4), &[1.0, 8.0, 1.0]);
    // The highest is overwritten, and still counts.
    memory.update(&[1], &[2.0]);
    memory.store(transition(3, false));
    assert_close(
        &relative(&memory),
        &[24.0, 6.0, 3.0].map(|p| p / 11.0),
        1e-12,
    );
    let mut empty = PrioritizedReplay::new(2, settings(1.0, 0.4));
    empty.store(transition(0, false));
    assert_eq!(empty.relative_probability(0), 1.0);
}

#[test]
fn an_update_changes_how_often_a_transition_is_drawn() {
    let mut memory = with_errors(settings(1.0, 0.4), &[1.0, 1.0, 1.0, 1.0]);
    memory.update(&[2], &[5.0]);
    assert_close(&relative(&memory), &[0.5, 0.5, 2.5, 0.5], 1e-12);
}

#[test]
fn an_error_that_is_no_number_changes_nothing() {
    let mut memory = with_errors(settings(1.0, 0.4), &[1.0, 3.0]);
    memory.update(&[0, 1], &[f32::NAN, f32::INFINITY]);
    assert_close(&relative(&memory), &[0.5, 1.5], 1e-12);
}

#[test]
fn beta_grows_with_the_steps_of_the_agent() {
    let rising = LinearSchedule {
        start: 0.0,
        end: 1.0,
        steps: 4,
    };
    let mut memory = PrioritizedReplay::new(2, Prioritization::new(1.0, rising));
    let mut weight_of_frequent = |step| {
        memory.store(transition(0, false));
        memory.store(transition(0, true));
        memory.update(&[0, 1], &[1.0, 4.0]);
        let clock = Clock { step, episode: 0 };
        let sample = memory.sample(2, clock, &mut random(1, Stream::Replay));
        let at = sample.indices.iter().position(|&index| index == 1).unwrap();
        sample.weights[at]
    };
    // w = (4 / 1)^−β, for β = ½ and 1.
    assert!((weight_of_frequent(2) - 0.5).abs() < 1e-5);
    assert!((weight_of_frequent(4) - 0.25).abs() < 1e-5);
}

#[test]
fn the_settings_are_named_in_the_record_of_a_run() {
    let memory: PrioritizedReplay<1> = PrioritizedReplay::new(9, prioritization());
    assert_eq!(
        memory.describe(),
        "PrioritizedReplay { capacity: 9, Prioritization { alpha: 0.5, beta: Ramp { \
         start: 0.4, end: 1.0, steps: 50000 }, offset: 1e-6, largest_priority: inf, \
         largest_weight: inf } }"
    );
}

#[test]
fn ranks_are_drawn_by_one_over_rank_to_the_power_of_alpha() {
    let mut memory = RankReplay::new(4, settings(1.0, 1.0));
    fill(&mut memory, &[0.5, -7.0, 1e9, 2.0]);
    memory.sort();
    assert_eq!([2, 1, 3, 0].map(|index| memory.rank(index)), [1, 2, 3, 4]);
    // 1 + 1/2 + 1/3 + 1/4 = 25/12.
    let expected = [1.0, 0.5, 1.0 / 3.0, 0.25].map(|p| 4.0 * p * 12.0 / 25.0);
    let found = [1, 2, 3, 4].map(|rank| memory.relative_probability_of_rank(rank));
    assert_close(&found, &expected, 1e-12);
    let by_index = [expected[3], expected[1], expected[0], expected[2]];
    let of_index = |index| Replay::relative_probability(&memory, index).unwrap();
    assert_close(&[0, 1, 2, 3].map(of_index), &by_index, 1e-12);
    assert_drawn_by(&counts(&mut memory, 2, 20_000), &by_index);
    // With β = 1, w = rank / N.
    let sample = memory.sample(4, Clock::default(), &mut random(1, Stream::Replay));
    for (index, weight) in sample.indices.iter().zip(&sample.weights) {
        let rank = f64::from(u32::try_from(memory.rank(*index)).unwrap());
        assert!((f64::from(*weight) - rank / 4.0).abs() < 1e-6);
    }
}

proptest! {
    #[test]
    fn ranks_keep_each_error_before_those_below_it(
        capacity in 1_usize..20,
        stored in 1_usize..60,
        updates in prop::collection::vec((0_usize..20, -50.0..50.0_f32), 0..100),
    ) {
        let mut memory = RankReplay::new(capacity, settings(0.7, 0.4));
        let mut errors = vec![0.0_f32; capacity];
        let mut highest = 0.0_f32;
        let mut updates = updates.into_iter();
        for number in 0..stored {
            memory.store(transition(0, false));
            errors[number % capacity] = highest;
            if let Some((index, error)) = updates.next() {
                let index = index % memory.len();
                memory.update(&[index], &[error]);
                errors[index] = error.abs();
                highest = highest.max(error.abs());
            }
        }
        let len = memory.len();
        let mut at_rank = vec![None; len];
        for index in 0..len {
            at_rank[memory.rank(index) - 1] = Some(errors[index]);
        }
        let at_rank: Option<Vec<f32>> = at_rank.into_iter().collect();
        let at_rank = at_rank.expect("each rank belongs to one transition");
        for position in 1..len {
            prop_assert!(at_rank[(position - 1) / 2] >= at_rank[position]);
        }
    }
}
