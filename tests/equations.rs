//! Every equation by hand: small numbers, worked out on paper.

mod golden;

use deepq::dqn::{Learner, multiply_adds};
use deepq::exploration::softmax;
use deepq::foundations::{LEFT, Optimizer, RIGHT, distance, next_state, norm, rows};
use deepq::lab::stats::{Band, trailing_mean};
use deepq::objective::{loss, td_error};
use deepq::prelude::*;
use dfdx::prelude::*;
use golden::{assert_close, columns};

/// The objective of DQN.
const SQUARED: SquaredError<MaxValue> = SquaredError {
    bootstrap: MaxValue,
};

fn column(numbers: &[f32]) -> PerSample {
    per_sample(&Dev::default(), numbers.to_vec())
}

/// A network without hidden layers: Q(s, a) = w s + b, one number per state.
type Line = Layer<1, 2>;

/// Q(s, 0) = `w` s and Q(s, 1) = 1.
fn line(w: f32) -> Line {
    let device = Dev::default();
    let mut network = Line::build(&device);
    *network.weight = device.tensor([[w, 0.0]]);
    *network.bias = device.tensor([0.0, 1.0]);
    network
}

#[test]
fn the_target_is_the_reward_plus_the_discounted_next_value() {
    // 1 + 0.9 · 10 and 0.5 + 0.9 · (−2)
    let (rewards, discounts) = (column(&[1.0, 0.5]), column(&[0.9; 2]));
    let y = td_target(rewards, discounts, column(&[10.0, -2.0]));
    assert_eq!(y.as_vec(), [10.0, -1.3]);
}

#[test]
fn termination_grounds_the_target_to_the_reward() {
    let y = td_target(column(&[1.0]), column(&[0.0]), column(&[10.0]));
    assert_eq!(y.as_vec(), [1.0]);
}

#[test]
fn truncation_leaves_the_target_its_next_value() {
    let transition = |terminated, truncated| Transition {
        state: [0.0],
        action: 0,
        reward: 1.0,
        next_state: [0.0],
        terminated,
        truncated,
        discount: 0.5,
    };
    let mut memory = UniformReplay::new(4);
    memory.store(transition(false, true));
    memory.store(transition(true, true));
    let sample = memory.sample(2, Clock::default(), &mut random(1, Stream::Replay));
    let batch = deepq::replay::Batch::new(&Dev::default(), &sample);
    let y = td_target(batch.rewards, batch.discounts, column(&[10.0, 10.0]));
    for (transition, y) in sample.transitions.iter().zip(y.as_vec()) {
        assert_eq!(y, if transition.terminated { 1.0 } else { 6.0 });
    }
}

#[test]
fn the_value_of_a_state_is_the_target_networks_largest_q() {
    // Q(s, 1) = 1 everywhere, Q(s, 0) is 2 s in the target network and 5 s online:
    // the online network must not be asked.
    let states = states_tensor(&Dev::default(), &[[0.25], [3.0]]);
    let values = MaxValue.next_values(&line(5.0), &line(2.0), states);
    assert_eq!(values.as_vec(), [1.0, 6.0]);
}

#[test]
fn the_td_error_is_the_target_minus_the_estimate() {
    let delta = td_error(column(&[2.0, 4.0]).leaky_traced(), column(&[5.0, 1.0]));
    assert_eq!(delta.as_vec(), [3.0, -3.0]);
}

#[test]
fn the_loss_is_the_weighted_mean_of_the_squared_td_errors() {
    // (1 · 3² + 0.5 · 2²) / 2
    let loss = loss(column(&[3.0, -2.0]).leaky_traced(), column(&[1.0, 0.5]));
    assert_eq!(loss.array(), 5.5);
}

#[test]
fn the_gradient_of_the_loss_pulls_the_estimate_towards_the_target() {
    // dL/dq = −2 w δ / B: −2 · 3 / 2 and −2 · 0.5 · (−2) / 2
    let q_values = column(&[1.0, 4.0]);
    let delta = td_error(q_values.leaky_trace(), column(&[4.0, 2.0]));
    let gradients = loss(delta, column(&[1.0, 0.5])).backward();
    assert_eq!(gradients.get(&q_values).as_vec(), [-3.0, 1.0]);
}

#[test]
fn the_multiply_adds_of_a_learner_step_are_those_of_its_products() {
    // F = 2 · 3 + 3 · 1 = 9 and F′ = 3 · 1: 5 (2 · 9 + 9 + 3) = 150.
    assert_eq!(multiply_adds(&[2, 3, 1], 5), 150);
    // F = 2,048 + 65,536 + 256 = 67,840: 64 (3 · 67,840 + 65,792) = 17,235,968.
    assert_eq!(multiply_adds(&[4, 512, 128, 2], 64), 17_235_968);
}

#[test]
fn the_target_network_is_frozen_between_two_copies() {
    let (mut target, online) = (line(0.0), line(7.0));
    let update = HardCopy { every: 3 };
    let weights: Vec<_> = (1..=4)
        .map(|step| {
            update.follow(&mut target, &online, step);
            target.weight.array()[0][0]
        })
        .collect();
    assert_eq!(weights, [0.0, 0.0, 7.0, 7.0]);
}

#[test]
fn the_target_network_stays_as_it_is_while_the_online_network_learns() {
    let mut online = line(7.0);
    let mut target = line(0.0);
    HardCopy { every: 3 }.follow(&mut target, &online, 0);
    let mut optimizer = RmsProp::new();
    let q_values =
        online.forward(states_tensor(&Dev::default(), &[[1.0]]).leaky_traced());
    let mut gradients = q_values.square().mean().backward();
    optimizer.update(&mut online, &mut gradients, 0.1);
    assert_ne!(online.weight.array(), [[7.0, 0.0]]);
    assert_eq!(target.weight.array(), [[7.0, 0.0]]);
}

#[test]
fn rmsprop_divides_by_the_root_of_the_running_square() {
    // Gradient 4 twice, η = 0.5. v₁ = 0.01 · 16 = 0.16, so θ falls by
    // 0.5 · 4 / 0.4 = 5; v₂ = 0.99 · 0.16 + 0.16 = 0.3184, and θ by
    // 2 / √0.3184 = 3.5444.
    let device = Dev::default();
    let mut weight: Tensor<Rank1<1>, f32, Dev> = device.tensor([20.0]);
    let mut optimizer = RmsProp::new();
    let mut step = || {
        let mut gradients =
            (weight.leaky_trace() * 4.0).sum::<Rank0, _>().backward();
        optimizer.update(&mut weight, &mut gradients, 0.5);
        f64::from(weight.array()[0])
    };
    assert_close(step(), 15.0, 1e-6, "first step");
    assert_close(step(), 15.0 - 2.0 / 0.3184_f64.sqrt(), 1e-6, "second step");
}

#[test]
fn the_first_of_equal_actions_is_greedy() {
    let device = Dev::default();
    let q: QValues<3> =
        device.tensor_from_vec(vec![1.0, 3.0, 3.0, -1.0, -1.0, -2.0], (2, Const));
    assert_eq!(argmax(&q).as_vec(), [1, 0]);
    assert_eq!(rows(&q), [[1.0, 3.0, 3.0], [-1.0, -1.0, -2.0]]);
}

#[test]
fn a_push_moves_the_cart_as_barto_sutton_and_anderson_say() {
    // In Gymnasium, from the same state, in f64.
    let right = next_state([0.01, 0.02, 0.03, 0.04], RIGHT);
    let expected = [
        0.0104,
        0.214_679_195_747_555_23,
        0.0308,
        -0.243_068_717_960_008_1,
    ];
    for (found, expected) in right.into_iter().zip(expected) {
        assert_close(found, expected, 1e-15, "push to the right");
    }
    // At rest and upright, a push to the left mirrors one to the right.
    let left = next_state([0.0; 4], LEFT);
    assert_eq!(left, next_state([0.0; 4], RIGHT).map(|number| -number));
}

fn at(schedule: &dyn Schedule, step: usize, episode: usize) -> f64 {
    schedule.value(Clock { step, episode })
}

#[test]
fn a_linear_schedule_falls_in_equal_steps() {
    let linear = LinearSchedule {
        start: 1.0,
        end: 0.2,
        steps: 4,
    };
    let values = [0, 1, 2, 3, 4, 99].map(|step| at(&linear, step, 7));
    for (value, expected) in values.into_iter().zip([1.0, 0.8, 0.6, 0.4, 0.2, 0.2]) {
        assert_close(value, expected, 1e-15, "linear");
    }
}

#[test]
fn an_episode_schedule_multiplies_once_per_episode() {
    let decay = EpisodeDecay {
        start: 1.0,
        factor: 0.5,
        end: 0.2,
    };
    assert_eq!(
        [0, 1, 2, 3].map(|episode| at(&decay, 99, episode)),
        [1.0, 0.5, 0.25, 0.2]
    );
    assert_eq!(at(&Constant(0.3), 99, 3), 0.3);
}

#[test]
fn a_scaled_schedule_is_a_multiple_of_the_other() {
    let scaled = Scaled {
        factor: 4.0,
        schedule: Box::new(LinearSchedule {
            start: 1.0,
            end: 0.0,
            steps: 8,
        }),
    };
    assert_eq!([0, 2, 8].map(|step| at(&scaled, step, 0)), [4.0, 3.0, 0.0]);
}

#[test]
fn the_logarithmic_schedule_has_numpys_values() {
    let file = std::fs::read_to_string(golden::path("schedules.csv")).unwrap();
    let golden = columns("schedules.csv");
    let names = file
        .lines()
        .skip(1)
        .map(|line| line.split(',').next().unwrap());
    let mut compared = 0;
    for (row, name) in names.enumerate() {
        let (end, steps) = match name {
            "lecture" => (0.3, 20_000),
            _ => (0.01, 10_000),
        };
        let schedule = LogDecay {
            start: 1.0,
            end,
            steps,
        };
        let is_at = |step: &usize| *step as f64 == golden["step"][row];
        let step = (0..steps).find(is_at).unwrap();
        let expected = golden["value"][row];
        assert_close(
            at(&schedule, step, 0),
            expected,
            1e-14,
            &format!("{name} {step}"),
        );
        compared += 1;
    }
    assert!(compared > 300, "only {compared} values compared");
    assert_eq!(
        at(
            &LogDecay {
                start: 1.0,
                end: 0.3,
                steps: 20_000
            },
            20_000,
            0
        ),
        0.3
    );
}

#[test]
fn softmax_weighs_actions_by_the_exponential_of_their_value() {
    // e⁰ : e^(ln 3) = 1 : 3
    let p = softmax(&[0.0, libm::logf(3.0)], 1.0);
    assert_close(p[0], 0.25, 1e-7, "worse action");
    assert_close(p[1], 0.75, 1e-7, "better action");
    // Twice the temperature: 1 : √3
    let warm = softmax(&[0.0, libm::logf(3.0)], 2.0);
    assert_close(warm[1] / warm[0], 3.0_f64.sqrt(), 1e-7, "temperature 2");
}

#[test]
fn softmax_of_huge_values_does_not_overflow() {
    assert_eq!(softmax(&[10_000.0, 0.0], 1.0), [1.0, 0.0]);
}

/// How often each action is chosen in 10 000 draws.
fn counts(rule: &dyn ActionRule<2>, exploration: f64) -> [usize; 2] {
    let mut random = random(3, Stream::Exploration);
    let mut counts = [0; 2];
    for _ in 0..10_000 {
        let q_values = || [0.0, libm::logf(3.0)];
        counts[rule.choose(&q_values, exploration, &mut random).unwrap()] += 1;
    }
    counts
}

#[test]
fn epsilon_greedy_explores_with_probability_epsilon() {
    // The worse action is chosen with probability ε/2 = 0.1: 1000 ± 30 of 10 000.
    let [worse, better] = counts(&EpsilonGreedy, 0.2);
    assert!(worse.abs_diff(1000) < 120, "{worse} of 10 000");
    assert_eq!(worse + better, 10_000);
    assert_eq!(counts(&EpsilonGreedy, 0.0), [0, 10_000]);
}

#[test]
fn softmax_draws_actions_as_often_as_it_says() {
    // Probability 0.25: 2500 ± 43 of 10 000.
    let [worse, _] = counts(&Boltzmann, 1.0);
    assert!(worse.abs_diff(2500) < 175, "{worse} of 10 000");
    // At twice the temperature 1/(1 + √3): 3660 ± 48.
    let [worse, _] = counts(&Boltzmann, 2.0);
    assert!(worse.abs_diff(3660) < 190, "{worse} of 10 000");
}

#[test]
fn an_exploring_agent_does_not_ask_the_network() {
    let asked = || -> [f32; 2] { panic!("the network was asked") };
    let mut random = random(3, Stream::Exploration);
    EpsilonGreedy.choose(&asked, 1.0, &mut random).unwrap();
}

#[test]
fn a_smoothed_curve_is_not_shifted() {
    // A jump at the fourth value shows at the fourth mean and not before.
    let means = trailing_mean(&[0.0, 0.0, 0.0, 3.0, 3.0], 3);
    assert_eq!(means, [None, None, Some(0.0), Some(1.0), Some(2.0)]);
    assert_eq!(trailing_mean(&[1.0, 2.0], 3), [None, None]);
}

#[test]
fn a_band_spans_all_values_about_their_mean() {
    let band = Band {
        min: 1.0,
        mean: 4.0,
        max: 9.0,
    };
    assert_eq!(Band::of(&[9.0, 1.0, 2.0]), Some(band));
    assert_eq!(Band::of(&[]), None);
}

#[test]
fn lengths_run_over_all_weights_of_a_network() {
    // Weights (3, 0) and biases (0, 1); between w = 3 and w = −1 only w differs.
    assert_close(norm(&line(3.0)), libm::sqrt(10.0), 1e-12, "norm");
    assert_eq!(distance(&line(3.0), &line(-1.0)), 4.0);
}

#[test]
fn a_lesson_tells_the_action_gap_and_leaves_its_gradient_norm() {
    let at = |state, reward| Transition {
        state: [state],
        action: 0,
        reward,
        next_state: [0.0],
        terminated: true,
        truncated: false,
        discount: 1.0,
    };
    let sample = Sample {
        transitions: vec![at(1.0, 2.0), at(0.0, 0.0)],
        indices: vec![0, 1],
        weights: vec![1.0, 1.0],
    };
    let mut learner: Learner<Line> = Learner::new(1, Box::new(RmsProp::new()));
    learner.online = line(5.0);
    assert_eq!(learner.gradient_norm(), 0.0);
    let update = learner.learn(&sample, &SQUARED, 0.1).unwrap();
    // Q is (5, 1) in the first state and (0, 1) in the second: gaps 4 and 1.
    assert_eq!(update.action_gap, 2.5);
    assert_eq!(update.q_values, [5.0, 0.0]);
    assert_eq!(update.td_errors, [-3.0, 0.0]);
    assert_eq!(update.loss, 4.5);
    // dL/dw = −2 δ s / B = 3 and dL/db = 3.
    assert_close(learner.gradient_norm(), libm::sqrt(18.0), 1e-6, "gradient");
}
