//! What can be checked of a recipe in a second, before it trains: each check passes for
//! the course's agents, and fails for those of the museum that it is for.

use deepq::as_printed::swapped_polyak;
use deepq::ddqn::ddqn;
use deepq::dqn::Learner;
use deepq::experiments::{
    exploring_for_ever, following_by, greedy_too_soon, with_large_rewards,
    with_larger_steps, with_rate_times, with_slow_target, without_target_network,
    without_warm_up,
};
use deepq::exploration::Clock;
use deepq::foundations::distance;
use deepq::per::per;
use deepq::polyak::polyak;
use deepq::prelude::*;

type Network = Mlp<4, 2>;
type MlpRecipe = Recipe<Network, 4, 2>;

/// The first step on which the target network has come half of the way to an
/// online network that does not move.
fn half_way(recipe: &MlpRecipe) -> usize {
    let online = Learner::<Network>::new(1, Box::new(RmsProp::new())).online;
    let mut target = Learner::<Network>::new(2, Box::new(RmsProp::new())).online;
    let start = distance(&online, &target);
    for step in 1..1_000 {
        recipe.target_update.follow(&mut target, &online, step);
        if distance(&online, &target) <= start / 2.0 {
            return step;
        }
    }
    1_000
}

#[test]
fn the_target_network_follows_within_tens_of_steps() {
    // A copy every 15 steps; ln 2 / 0.01 = 69.3; ln 2 / 0.105 = 6.6.
    assert_eq!(half_way(&dqn()), 15);
    assert_eq!(half_way(&polyak()), 69);
    assert_eq!(half_way(&with_larger_steps(ddqn())), 7);
    assert_eq!(half_way(&without_target_network()), 1);
    assert_eq!(half_way(&following_by(1.0)), 1);
    assert_eq!(half_way(&swapped_polyak()), 1);
    assert_eq!(half_way(&with_slow_target()), 500);
    assert_eq!(half_way(&following_by(0.001)), 693);
    assert_eq!(half_way(&following_by(0.0001)), 1_000);
}

/// The losses of 20 learner steps on one batch, all of whose transitions end in failure
/// after a reward of 1: what is learned is the number 1.
fn losses(mut recipe: MlpRecipe) -> Vec<f32> {
    for number in 0..64_u16 {
        let x = f32::from(number) / 64.0 - 0.5;
        recipe.replay.store(Transition {
            state: [x, -x, x / 10.0, x * x],
            action: usize::from(number % 2),
            reward: 1.0,
            next_state: [0.0; 4],
            terminated: true,
            truncated: false,
            discount: recipe.gamma,
        });
    }
    let sample =
        recipe
            .replay
            .sample(64, Clock::default(), &mut random(12, Stream::Replay));
    let rate = recipe.learning_rate.at_start();
    let mut learner = Learner::<Network>::new(12, Box::new(RmsProp::new()));
    let learn = |_| {
        let update = learner.learn(&sample, &*recipe.objective, rate);
        update.unwrap().loss
    };
    (0..20).map(learn).collect()
}

/// Whether a batch is fitted within 20 steps, and no step leaps far beyond it.
fn fits_a_batch(recipe: MlpRecipe) -> bool {
    let losses = losses(recipe);
    let largest = losses.iter().copied().fold(0.0, f32::max);
    losses[19] < 0.01 && largest < 3.0
}

#[test]
fn a_batch_is_fitted_soon_and_without_a_leap() {
    for (name, recipe) in [("dqn", dqn()), ("ddqn", ddqn()), ("per", per())] {
        assert!(fits_a_batch(recipe), "{name}");
    }
    assert!(!fits_a_batch(with_rate_times(10.0, dqn())));
    assert!(!fits_a_batch(with_rate_times(0.1, dqn())));
    assert!(!fits_a_batch(with_large_rewards()));
}

/// How much a recipe explores on a step.
fn exploration(recipe: &MlpRecipe, step: usize) -> f64 {
    recipe.exploration.value(Clock { step, episode: 0 })
}

#[test]
fn an_agent_explores_for_thousands_of_steps_and_then_less() {
    let is_sound = |recipe: &MlpRecipe| {
        exploration(recipe, 1_000) > 0.5 && exploration(recipe, 20_000) < 0.5
    };
    assert!(is_sound(&dqn()));
    assert!(!is_sound(&greedy_too_soon()));
    assert!(!is_sound(&exploring_for_ever()));
}

#[test]
fn learning_waits_for_several_batches() {
    let batches = |recipe: &MlpRecipe| recipe.warm_up / recipe.batch_size;
    assert_eq!(batches(&dqn()), 5);
    assert_eq!(batches(&without_warm_up()), 1);
}
