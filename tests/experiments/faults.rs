//! Each classic fault does what its name says: the test that would have caught it.

use super::pieces::twins;
use deepq::as_printed::{dueling_with_naive_sum, per_never_updated};
use deepq::ddqn::ddqn;
use deepq::dueling::{Aggregate, MeanAdvantage, dueling};
use deepq::experiments::{
    dueling_over_batch, evaluated_on_its_training_stream, exploring_for_ever,
    failing_at_the_limit, following_by, greedy_too_soon,
    per_with_bounded_priorities, per_with_bounded_weights, per_with_outliers,
    per_with_slower_target, per_with_wrong_sign, per_without_weights,
    with_large_rewards, with_larger_steps, with_maximum_over_batch,
    with_one_network, with_rate_times, without_mask, without_target_network,
    without_warm_up,
};
use deepq::exploration::Constant;
use deepq::faults::{
    BatchMeanAdvantage, MaxOverBatch, NeverTerminal, NoWeights, OnlineValue,
    Outliers, ScaledReward, TruncationIsTerminal, WrongSign,
};
use deepq::faulty_replay::{FaultyReplay, ReplayFault};
use deepq::lab::runs::Run;
use deepq::per::{Prioritization, PrioritizedReplay, per};

use deepq::prelude::*;
use dfdx::prelude::*;

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

/// The target that a memory with `slip` leads to, where the next state is worth 10.
fn target<X: ReplayFault<1, UniformReplay<1>>>(
    fault: X,
    stored: Transition<1>,
) -> f32 {
    let mut memory = FaultyReplay {
        memory: UniformReplay::new(1),
        fault,
    };
    memory.store(stored);
    let drawn = memory
        .sample(1, Clock::default(), &mut random(12, Stream::Replay))
        .transitions[0];
    let device = Dev::default();
    let column = |number| per_sample(&device, vec![number]);
    let discount = column(drawn.bootstrap_discount());
    let y = td_target(column(drawn.reward), discount, column(10.0));
    y.as_vec()[0]
}

#[test]
fn without_a_mask_a_fall_is_worth_what_would_follow_it() {
    assert_eq!(target(NeverTerminal, transition(true, false)), 11.0);
    assert_eq!(target(NeverTerminal, transition(false, true)), 11.0);
}

#[test]
fn what_was_cut_short_is_worth_its_reward_only() {
    assert_eq!(target(TruncationIsTerminal, transition(false, true)), 1.0);
    assert_eq!(target(TruncationIsTerminal, transition(false, false)), 11.0);
    assert_eq!(target(TruncationIsTerminal, transition(true, false)), 1.0);
}

#[test]
fn a_reward_is_scaled_before_it_is_stored() {
    let scaled = ScaledReward { factor: 100.0 };
    assert_eq!(target(scaled, transition(true, false)), 100.0);
}

#[test]
fn one_reward_in_so_many_is_an_outlier_in_either_direction() {
    let slip = Outliers {
        one_in: 50,
        reward: 1_000.0,
    };
    let rewards = |fault: &Outliers| -> Vec<f32> {
        let states = (0..20_000_u16).map(|i| f32::from(i) / 1_000.0);
        let stored = states.map(|x| {
            let transition = Transition {
                state: [x],
                ..transition(false, false)
            };
            ReplayFault::<1, ()>::stored(fault, transition).reward
        });
        stored.collect()
    };
    let drawn = rewards(&slip);
    assert_eq!(drawn, rewards(&slip));
    let count = |reward: f32| drawn.iter().filter(|&&r| r == reward).count();
    let (up, down) = (count(1_000.0), count(-1_000.0));
    assert_eq!(up + down + count(1.0), drawn.len());
    // 20,000 / 50 = 400, with a standard deviation of 20; 200 each, of 14.
    assert!((320..=480).contains(&(up + down)), "{up} up, {down} down");
    assert!((144..=256).contains(&up), "{up} up, {down} down");
}

#[test]
fn without_weights_what_is_drawn_often_counts_as_much_each_time() {
    let ranked = || {
        let settings = Prioritization::new(1.0, Constant(1.0));
        let mut memory = PrioritizedReplay::new(2, settings);
        memory.store(transition(false, false));
        memory.store(transition(false, false));
        memory.update(&[0, 1], &[1.0, 4.0]);
        memory
    };
    let weights = |memory: &mut dyn Replay<1>| {
        let mut random = random(12, Stream::Replay);
        memory.sample(2, Clock::default(), &mut random).weights
    };
    assert!(weights(&mut ranked()).iter().any(|&w| w < 0.3));
    let mut corrupted = FaultyReplay {
        memory: ranked(),
        fault: NoWeights,
    };
    assert_eq!(weights(&mut corrupted), [1.0, 1.0]);
}

#[test]
fn with_the_wrong_sign_what_is_drawn_often_counts_for_more() {
    let mut sample: Sample<1> = Sample {
        transitions: vec![transition(false, false); 3],
        indices: vec![0, 1, 2],
        // (N·P)^−½ of 4, 1 and 16, divided by the largest.
        weights: vec![0.5, 1.0, 0.25],
    };
    ReplayFault::<1, ()>::corrupt_sample(&WrongSign, &(), &mut sample);
    // (N·P)^½ of the same, divided by the largest.
    assert_eq!(sample.weights, [0.5, 0.25, 1.0]);
}

/// The last exponent of the weights that an agent reports in its first episodes.
fn weight_slope<N: QNetwork<4, 2>>(recipe: Recipe<N, 4, 2>) -> Option<f64> {
    let reports = Agent::new(recipe, 12).unwrap().take(25);
    let last = reports.last().unwrap().unwrap();
    last.learning.unwrap().weight_slope
}

#[test]
fn the_exponent_of_the_weights_tells_what_is_wrong_with_them() {
    // β has risen from 0.4 by 0.6 · steps / 50,000, so by next to nothing.
    let right = weight_slope(per()).unwrap();
    assert!((-0.42..=-0.4).contains(&right), "{right}");
    let wrong_sign = weight_slope(per_with_wrong_sign()).unwrap();
    assert!((wrong_sign + right).abs() < 0.01, "{wrong_sign}");
    assert_eq!(weight_slope(per_without_weights()), Some(0.0));
    assert_eq!(weight_slope(per_never_updated()), None);
    assert_eq!(weight_slope(dqn()), None);
}

#[test]
fn without_a_second_network_the_online_values_are_its_targets() {
    let device = Dev::default();
    let network = |slope: f32| {
        Layer::new(device.tensor([[slope, 0.0]]), device.tensor([0.0, 0.0]))
    };
    let (online, target) = (network(2.0), network(5.0));
    let states = || states_tensor(&Dev::default(), &[[1.0], [3.0]]);
    let right = MaxValue.next_values(&online, &target, states());
    assert_eq!(right.as_vec(), [5.0, 15.0]);
    let wrong = OnlineValue.next_values(&online, &target, states());
    assert_eq!(wrong.as_vec(), [2.0, 6.0]);
}

#[test]
fn a_copy_on_every_step_is_no_target_network_at_all() {
    let reports = |recipe| {
        let reports = Agent::new(recipe, 12).unwrap().take(25);
        let reports = reports.map(|report| EpisodeReport {
            // θ⁻ is not used: how far away it is, and how often it is copied, mean nothing.
            target_distance: 0.0,
            target_updates: 0,
            ..report.unwrap()
        });
        reports.collect::<Vec<_>>()
    };
    let copied = reports(without_target_network());
    assert_eq!(copied, reports(with_one_network()));
    assert_ne!(copied, reports(dqn()));
}

#[test]
fn an_evaluation_on_the_training_stream_changes_the_training() {
    let returns = |recipe, evaluation_episodes| {
        let agent = Agent::new(recipe, 12).unwrap();
        let run = Run::evaluated(agent, 12, evaluation_episodes).take(25);
        let rows = run.map(|row| row.unwrap().episode_return);
        rows.collect::<Vec<f64>>()
    };
    assert_eq!(returns(dqn(), 1), returns(dqn(), 2));
    let shared = |episodes| returns(evaluated_on_its_training_stream(), episodes);
    assert_eq!(shared(1), shared(1));
    assert_ne!(shared(1), shared(2));
    // The first episode comes before every evaluation.
    assert_eq!(shared(1)[0], shared(2)[0]);
}

#[test]
fn without_an_axis_the_maximum_is_that_of_the_whole_batch() {
    type Line = Layer<1, 2>;
    let device = Dev::default();
    // Q(s, ·) = (s, −2s): in s = −3 it is (−3, 6), in s = 1 it is (1, −2).
    let network = Line::new(device.tensor([[1.0, -2.0]]), device.tensor([0.0, 0.0]));
    let states = || states_tensor(&device, &[[-3.0], [1.0]]);
    let right = MaxValue.next_values(&network, &network, states());
    assert_eq!(right.as_vec(), [6.0, 1.0]);
    let wrong = MaxOverBatch.next_values(&network, &network, states());
    assert_eq!(wrong.as_vec(), [6.0, 6.0]);
}

/// Q of states that are worth 10 and 20, whose advantages are (1, 3) and (5, 3).
fn joined<G: Aggregate>() -> Vec<f32> {
    let device = Dev::default();
    let tensor = |rows: Vec<f32>| device.tensor_from_vec(rows, (2, Const::<2>));
    let values = tensor(vec![10.0, 10.0, 20.0, 20.0]);
    let advantages = tensor(vec![1.0, 3.0, 5.0, 3.0]);
    G::aggregate(values, advantages).as_vec()
}

#[test]
fn a_mean_over_the_batch_leaves_one_state_without_advantages() {
    assert_eq!(joined::<MeanAdvantage>(), [9.0, 11.0, 21.0, 19.0]);
    // The means of the columns are 3 and 3.
    assert_eq!(joined::<BatchMeanAdvantage>(), [8.0, 10.0, 22.0, 20.0]);
    let device = Dev::default();
    let one = |a, b| device.tensor_from_vec(vec![a, b], (1, Const::<2>));
    let q = BatchMeanAdvantage::aggregate(one(10.0, 10.0), one(1.0, 3.0));
    assert_eq!(q.as_vec(), [10.0, 10.0]);
}

/// The pieces and settings in which a faulty recipe differs from a healthy one, after
/// it has trained for some episodes.
fn fault<N: QNetwork<4, 2>, M: QNetwork<4, 2>>(
    healthy: &Recipe<N, 4, 2>,
    faulty: Recipe<M, 4, 2>,
) -> Vec<&'static str> {
    let names = twins(healthy, &faulty);
    for report in Agent::new(faulty, 12).unwrap().take(20) {
        report.unwrap();
    }
    names
}

#[test]
fn a_faulty_agent_trains_and_differs_in_one_thing() {
    assert_eq!(fault(&dqn(), without_mask()), ["memory"]);
    assert_eq!(fault(&dqn(), failing_at_the_limit()), ["memory"]);
    assert_eq!(fault(&dqn(), with_large_rewards()), ["memory"]);
    assert_eq!(fault(&dqn(), with_maximum_over_batch()), ["objective"]);
    assert_eq!(
        fault(&dqn(), with_rate_times(10.0, dqn())),
        ["η, the learning rate"]
    );
    assert_eq!(fault(&dqn(), greedy_too_soon()), ["exploration"]);
    assert_eq!(fault(&dqn(), exploring_for_ever()), ["exploration"]);
    assert_eq!(fault(&dqn(), without_warm_up()), ["warm-up"]);
    assert_eq!(fault(&ddqn(), following_by(1e-4)), ["target update"]);
    assert_eq!(fault(&per(), per_without_weights()), ["memory"]);
    assert_eq!(fault(&per(), per_with_outliers()), ["memory"]);
    let healthy = with_larger_steps(dueling());
    assert_eq!(fault(&healthy, dueling_over_batch()), ["network"]);
    let naive_sum = with_larger_steps(dueling_with_naive_sum());
    assert_eq!(fault(&healthy, naive_sum), ["network"]);
    assert_eq!(fault(&per(), per_with_wrong_sign()), ["memory"]);
    assert_eq!(fault(&per(), per_never_updated()), ["memory"]);
    assert_eq!(fault(&dqn(), with_one_network()), ["objective"]);
    let shared = evaluated_on_its_training_stream();
    assert_eq!(fault(&dqn(), shared), ["environment"]);
}

#[test]
fn a_remedy_differs_from_its_fault_in_one_thing() {
    let outliers = per_with_outliers();
    assert_eq!(fault(&outliers, per_with_bounded_priorities()), ["memory"]);
    assert_eq!(fault(&outliers, per_with_bounded_weights()), ["memory"]);
    assert_eq!(
        fault(&outliers, per_with_slower_target()),
        ["target update"]
    );
}
