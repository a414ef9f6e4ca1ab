//! Each technique is on: what it changes can be measured, and its slip too.

#[path = "support/pieces.rs"]
mod pieces;

use deepq::as_printed::{
    FallUnlessTruncated, NaiveSum, NeverUpdated, SignLost, SquaredWeights,
    SwappedPolyak, dueling_with_naive_sum, per_never_updated,
    per_with_squared_weights, printed_dqn, printed_dueling, printed_per,
    sign_lost_per, swapped_polyak,
};
use deepq::ddqn::{DoubleValue, ddqn};
use deepq::dueling::{
    Aggregate, Dueling, Heads, MaxAdvantage, MeanAdvantage, all, dueling, heads,
};
use deepq::exploration::Constant;
use deepq::faulty_replay::FaultyReplay;
use deepq::foundations::{distance, rows};
use deepq::per::{Prioritization, PrioritizedReplay, per};
use deepq::polyak::{Polyak, polyak};
use deepq::prelude::*;
use deepq::rank::rank_per;
use dfdx::prelude::*;
use pieces::twins;

/// A network without hidden layers: Q(s, a) = wₐ s + bₐ.
type Line = Layer<1, 2>;

fn line(weights: [f32; 2], biases: [f32; 2]) -> Line {
    let device = Dev::default();
    Line::new(device.tensor([weights]), device.tensor(biases))
}

// ------------------------------------------------------------------ double DQN

#[test]
fn the_online_network_chooses_and_the_target_network_values() {
    // In s = 1: Q(·; θ) = (1, 2), Q(·; θ⁻) = (10, 3). In s = −1: (−1, −2), (−10, −3).
    let online = line([1.0, 2.0], [0.0, 0.0]);
    let target = line([10.0, 3.0], [0.0, 0.0]);
    let states = || states_tensor(&Dev::default(), &[[1.0], [-1.0]]);
    let double = DoubleValue.next_values(&online, &target, states());
    assert_eq!(double.as_vec(), [3.0, -10.0]);
    let max = MaxValue.next_values(&online, &target, states());
    assert_eq!(max.as_vec(), [10.0, -3.0]);
    // Where the networks agree on the action, so do the two.
    let double = DoubleValue.next_values(&target, &target, states());
    assert_eq!(double.as_vec(), [10.0, -3.0]);
}

// ------------------------------------------------------------------ Polyak

/// The target's first weight after `updates` from 0 towards 1.
fn followed(update: &dyn TargetUpdate<Line>, updates: usize) -> f32 {
    let online = line([1.0, 1.0], [1.0, 1.0]);
    let mut target = line([0.0, 0.0], [0.0, 0.0]);
    for step in 0..updates {
        update.follow(&mut target, &online, step);
    }
    assert_eq!(target.weight.array()[0], target.bias.array());
    target.weight.array()[0][0]
}

#[test]
fn the_target_network_takes_the_share_tau_on_every_step() {
    let polyak = Polyak { tau: 0.25 };
    assert_eq!(followed(&polyak, 1), 0.25);
    assert_eq!(followed(&polyak, 2), 0.4375);
    // 1 − 0.99¹⁰⁰ = 0.634: 63 % after 100 steps, not all.
    let after_100 = followed(&Polyak { tau: 0.01 }, 100);
    assert!((after_100 - 0.633_967_7).abs() < 1e-5, "{after_100}");
}

#[test]
fn counted_in_learner_steps_the_same_update_is_due_at_another_time() {
    let per_learner_step: &dyn TargetUpdate<Line> =
        &PerLearnerStep(HardCopy { every: 4 });
    assert_eq!(followed(per_learner_step, 9), 0.0);
    assert!(
        [0, 4].map(|step| per_learner_step.is_due_after_learning(step)) == [true; 2]
    );
    assert!(
        [1, 3].map(|step| per_learner_step.is_due_after_learning(step))
            == [false; 2]
    );
    let mut target = line([0.0, 0.0], [0.0, 0.0]);
    per_learner_step.update(&mut target, &line([3.0, 3.0], [3.0, 3.0]));
    assert_eq!(target.bias.array(), [3.0, 3.0]);
    let too_large = PerLearnerStep(Polyak { tau: 1.5 });
    assert!(TargetUpdate::<Line>::check(&too_large).is_err());
}

#[test]
fn with_its_roles_swapped_a_small_tau_is_nearly_a_copy() {
    let swapped = SwappedPolyak { tau: 0.125 };
    assert_eq!(followed(&swapped, 1), 0.875);
    assert_eq!(followed(&Polyak { tau: 0.875 }, 1), 0.875);
}

// ------------------------------------------------------------------ dueling

/// The action values of one state: 4, 8 and 2.
const Q_VALUES: [f32; 3] = [4.0, 8.0, 2.0];

#[test]
fn the_value_of_a_state_is_the_mean_of_q_under_the_policy() {
    // ½ · 4 + ¼ · 8 + ¼ · 2 = 4.5
    let policy = [0.5, 0.25, 0.25];
    assert_eq!(policy_value(Q_VALUES, policy), 4.5);
    assert_eq!(policy_advantages(Q_VALUES, policy), [-0.5, 3.5, -2.5]);
    // Another policy has other advantages in the same state: ¼ · 4 + ¾ · 8 = 7.
    let policy = [0.25, 0.75, 0.0];
    assert_eq!(policy_value(Q_VALUES, policy), 7.0);
    assert_eq!(policy_advantages(Q_VALUES, policy), [-3.0, 1.0, -5.0]);
}

#[test]
fn the_advantages_of_a_policy_have_the_mean_0_under_it() {
    for policy in [[0.5, 0.25, 0.25], [0.25, 0.75, 0.0], [0.0, 0.0, 1.0]] {
        let advantages = policy_advantages(Q_VALUES, policy);
        assert_eq!(policy_value(advantages, policy), 0.0);
    }
}

#[test]
fn the_largest_advantage_of_a_greedy_policy_is_0() {
    let greedy = [0.0, 1.0, 0.0];
    assert_eq!(policy_value(Q_VALUES, greedy), 8.0);
    assert_eq!(policy_advantages(Q_VALUES, greedy), [-4.0, 0.0, -6.0]);
}

#[test]
fn centred_heads_are_the_advantages_of_the_uniform_policy() {
    let said = Heads {
        value: 5.0,
        advantages: [10.0, 14.0, 6.0],
    };
    // The mean of 10, 14 and 6 is 10, so Q is 5, 9 and 1.
    let Heads { value, advantages } = said.centred();
    let (q_values, uniform) = ([5.0, 9.0, 1.0], [1.0 / 3.0; 3]);
    assert!((value - policy_value(q_values, uniform)).abs() < 1e-6);
    let of_uniform = policy_advantages(q_values, uniform);
    for (advantage, expected) in advantages.iter().zip(of_uniform) {
        assert!((advantage - expected).abs() < 1e-6);
    }
}

/// Q from V = 3 and A = (1, 5), joined by `G`.
fn joined<G: Aggregate>() -> [f32; 2] {
    let device = Dev::default();
    let tensor =
        |numbers: [f32; 2]| device.tensor_from_vec(numbers.to_vec(), (1, Const));
    let q: deepq::foundations::tensors::QValues<2> =
        G::aggregate(tensor([3.0, 3.0]), tensor([1.0, 5.0]));
    rows(&q)[0]
}

#[test]
fn value_and_advantage_are_joined_as_each_equation_says() {
    assert_eq!(joined::<MeanAdvantage>(), [1.0, 5.0]);
    assert_eq!(joined::<MaxAdvantage>(), [-1.0, 3.0]);
    assert_eq!(joined::<NaiveSum>(), [4.0, 8.0]);
}

fn network<G: Aggregate>() -> Dueling<4, 2, G> {
    Dueling::build(&Dev::seed_from_u64(12))
}

fn some_states() -> Vec<[f32; 4]> {
    (0..8_u8)
        .map(|i| [f32::from(i) / 8.0, -0.1, 0.05 * f32::from(i), 0.2])
        .collect()
}

fn q_of<G: Aggregate>(network: &Dueling<4, 2, G>) -> Vec<[f32; 2]> {
    rows(&network.q(states_tensor(&Dev::default(), &some_states())))
}

/// Q before and after a constant is added to every advantage.
fn shifted<G: Aggregate>() -> (Vec<[f32; 2]>, Vec<[f32; 2]>) {
    let mut network = network::<G>();
    let before = q_of(&network);
    *network.advantage.bias = (*network.advantage.bias).clone() + 10.0;
    (before, q_of(&network))
}

#[test]
fn a_constant_in_the_advantage_changes_nothing_unless_the_sum_is_naive() {
    let close = |a: &[[f32; 2]], b: &[[f32; 2]], by: f32| {
        let pairs = a.as_flattened().iter().zip(b.as_flattened());
        pairs.into_iter().all(|(a, b)| (b - a - by).abs() < 1e-5)
    };
    let (before, after) = shifted::<MeanAdvantage>();
    assert!(close(&before, &after, 0.0));
    let (before, after) = shifted::<MaxAdvantage>();
    assert!(close(&before, &after, 0.0));
    let (before, after) = shifted::<NaiveSum>();
    assert!(close(&before, &after, 10.0));
}

#[test]
fn with_the_mean_subtracted_the_value_is_the_mean_of_q() {
    let network = network::<MeanAdvantage>();
    let states = states_tensor(&Dev::default(), &some_states());
    let features = network.body.forward(states);
    let values = network.value.forward(features).as_vec();
    for (q, value) in q_of(&network).iter().zip(values) {
        assert!((f32::midpoint(q[0], q[1]) - value).abs() < 1e-6);
    }
}

#[test]
fn what_the_heads_say_adds_up_to_q_with_the_mean_taken_off() {
    let agent = Agent::new(dueling(), 12).unwrap();
    let said = heads::<4, 2>(&agent.weights(), &some_states()).unwrap();
    let q_values = agent.q_values(&some_states());
    assert_eq!(said.len(), q_values.len());
    // The head itself does not count from the mean.
    let sum = |said: &Heads<2>| said.advantages.iter().sum::<f32>();
    assert!(said.iter().any(|said| sum(said).abs() > 1e-2));
    for (said, q) in said.into_iter().zip(q_values) {
        let Heads { value, advantages } = said.centred();
        assert_eq!(value, said.value);
        assert!(advantages.iter().sum::<f32>().abs() < 1e-6);
        assert!(
            advantages
                .iter()
                .zip(q)
                .all(|(a, q)| (value + a - q).abs() < 1e-6)
        );
    }
    let none = heads::<4, 2>(&agent.weights(), &[]).unwrap();
    assert!(none.is_empty());
}

#[test]
fn heads_are_centred_by_hand() {
    let said = Heads {
        value: 3.0,
        advantages: [1.0, 5.0],
    };
    let centred = said.centred();
    assert_eq!((centred.value, centred.advantages), (3.0, [-2.0, 2.0]));
}

#[test]
fn weights_of_a_network_without_heads_are_refused() {
    let weights = Agent::new(dqn(), 12).unwrap().weights();
    let refused = heads::<4, 2>(&weights, &[[0.0; 4]]).unwrap_err();
    assert!(refused.to_string().contains("body.0.weight"), "{refused}");
}

#[test]
fn both_heads_and_the_body_learn() {
    let mut agent = Agent::new(dueling(), 12).unwrap();
    let before = agent.weights();
    for report in agent.by_ref().take(25) {
        report.unwrap();
    }
    let after = agent.weights();
    let names: Vec<&str> = after.0.iter().map(|w| w.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "body.0.weight",
            "body.0.bias",
            "body.2.weight",
            "body.2.bias",
            "value.weight",
            "value.bias",
            "advantage.weight",
            "advantage.bias",
        ]
    );
    for (before, after) in before.0.iter().zip(&after.0) {
        assert_ne!(before.values, after.values, "{}", after.name);
    }
}

// ------------------------------------------------------------------ as printed

fn transition(terminated: bool, truncated: bool) -> Transition<1> {
    Transition {
        state: [0.0],
        action: 0,
        reward: 1.0,
        next_state: [0.0],
        terminated,
        truncated,
        discount: 1.0,
    }
}

/// A prioritised memory with α = 1 and β = ½, in which N·P is 0.4 and 1.6.
fn ranked() -> PrioritizedReplay<1> {
    let settings = Prioritization {
        offset: 0.0,
        ..Prioritization::new(1.0, Constant(0.5))
    };
    let mut memory = PrioritizedReplay::new(2, settings);
    memory.store(transition(false, false));
    memory.store(transition(false, false));
    memory.update(&[0, 1], &[1.0, 4.0]);
    memory
}

/// The weight of each place, drawn until both have come.
fn weights(memory: &mut dyn Replay<1>) -> [f32; 2] {
    let mut weights = [f32::NAN; 2];
    for seed in 0..50 {
        let sample =
            memory.sample(2, Clock::default(), &mut random(seed, Stream::Replay));
        for (index, weight) in sample.indices.iter().zip(sample.weights) {
            weights[*index] = weight;
        }
    }
    weights
}

fn assert_weights(found: [f32; 2], expected: [f32; 2]) {
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() < 1e-6, "{found} is not {expected}");
    }
}

#[test]
fn without_its_sign_a_weight_counts_most_where_draws_are_most_frequent() {
    assert_weights(weights(&mut ranked()), [1.0, 0.5]);
    let mut lost = FaultyReplay {
        memory: ranked(),
        fault: SignLost { beta: 0.5 },
    };
    assert_weights(weights(&mut lost), [0.5, 1.0]);
}

#[test]
fn a_squared_weight_is_the_square() {
    let mut squared = FaultyReplay {
        memory: ranked(),
        fault: SquaredWeights,
    };
    assert_weights(weights(&mut squared), [1.0, 0.25]);
}

#[test]
fn a_memory_that_is_never_updated_draws_all_equally_often() {
    let spread_after = |memory: &mut dyn Replay<1>| {
        memory.store(transition(false, false));
        memory.store(transition(false, false));
        memory.update(&[0, 1], &[1.0, 9.0]);
        memory.priorities().unwrap().largest
    };
    let new = || PrioritizedReplay::new(2, Prioritization::new(1.0, Constant(0.4)));
    let mut never = FaultyReplay {
        memory: new(),
        fault: NeverUpdated,
    };
    assert_eq!(spread_after(&mut never), 1.0);
    assert!(spread_after(&mut new()) > 1.7);
}

#[test]
fn a_fall_on_the_last_step_is_forgotten() {
    let stored = |terminated, truncated| {
        let mut memory = FaultyReplay {
            memory: UniformReplay::new(1),
            fault: FallUnlessTruncated,
        };
        memory.store(transition(terminated, truncated));
        let sample =
            memory.sample(1, Clock::default(), &mut random(1, Stream::Replay));
        sample.transitions[0].terminated
    };
    assert!(stored(true, false));
    assert!(!stored(false, true));
    // Here the pole has fallen, and its target adds a value all the same.
    assert!(!stored(true, true));
}

#[test]
fn a_memory_with_a_bug_is_as_full_as_old_and_as_uneven_as_the_memory_in_it() {
    let faulty: &dyn Replay<1> = &FaultyReplay {
        memory: ranked(),
        fault: SquaredWeights,
    };
    assert_eq!((faulty.len(), faulty.capacity()), (2, 2));
    assert_eq!([faulty.age(0), faulty.age(1)], [Some(1), Some(0)]);
    for (index, expected) in [(0, 0.4), (1, 1.6)] {
        let found = faulty.relative_probability(index).unwrap();
        assert!((found - expected).abs() < 1e-9, "{index}: {found}");
    }
}

// ------------------------------------------------------------------ the agents

/// The pieces in which a recipe differs from double DQN.
fn changes<N: QNetwork<4, 2>>(recipe: &Recipe<N, 4, 2>) -> Vec<&'static str> {
    twins(&ddqn(), recipe)
}

#[test]
fn each_agent_differs_in_the_pieces_that_its_chapter_names() {
    assert_eq!(changes(&dqn()), ["objective"]);
    assert_eq!(changes(&per()), ["memory"]);
    assert_eq!(changes(&rank_per()), ["memory"]);
    assert_eq!(changes(&polyak()), ["target update"]);
    assert_eq!(changes(&dueling()), ["network", "target update"]);
    assert_eq!(changes(&all()), ["memory", "network", "target update"]);
    assert_eq!(changes(&printed_dqn()), ["memory", "objective"]);
    assert_eq!(changes(&printed_per()), ["memory"]);
    assert_eq!(changes(&sign_lost_per()), ["memory"]);
    assert_eq!(changes(&printed_dueling()), ["network", "target update"]);
}

#[test]
fn a_slip_changes_one_piece_of_the_right_agent() {
    assert_eq!(twins(&dqn(), &printed_dqn()), ["memory"]);
    assert_eq!(twins(&per(), &per_never_updated()), ["memory"]);
    assert_eq!(twins(&per(), &per_with_squared_weights()), ["memory"]);
    assert_eq!(twins(&dueling(), &dueling_with_naive_sum()), ["network"]);
    assert_eq!(twins(&polyak(), &swapped_polyak()), ["target update"]);
}

fn report(recipe: impl FnOnce() -> Agent<4, 2>) -> EpisodeReport {
    recipe().nth(29).unwrap().unwrap()
}

#[test]
fn the_reports_show_which_technique_is_on() {
    let prioritised = report(|| Agent::new(per(), 12).unwrap());
    assert!(prioritised.priorities.unwrap().largest > 2.0);
    let printed = report(|| Agent::new(printed_per(), 12).unwrap());
    assert!((printed.priorities.unwrap().largest - 1.0).abs() < 1e-9);
    let soft = report(|| Agent::new(polyak(), 12).unwrap());
    let swapped = report(|| Agent::new(printed_dueling(), 12).unwrap());
    assert!(soft.target_distance > 10.0 * swapped.target_distance);
}

#[test]
fn the_target_network_lags_behind_the_online_network() {
    let online = line([1.0, -2.0], [0.5, 0.0]);
    let mut target = line([0.0; 2], [0.0; 2]);
    Polyak { tau: 0.5 }.update(&mut target, &online);
    // ‖(0.5, −1, 0.25, 0)‖
    let expected = (0.25_f64 + 1.0 + 0.0625).sqrt();
    assert!((distance(&online, &target) - expected).abs() < 1e-6);
}
