//! How much a step resembles the step before it.

use crate::error::Error;
use crate::foundations::random::random;
use crate::foundations::{CartPole, Environment, LARGEST_ANGLE, Stream};
use crate::lab::plots::{Line, PALETTE, Pair, Side, Stroke, Svg};
use crate::replay::Transition;
use rand::Rng;

/// The steps of play whose angles are correlated.
pub(crate) const STEPS: usize = 1_000;
/// The steps that the picture shows.
const SHOWN: usize = 150;
/// The seed of the play.
const SEED: u64 = 12;

/// The first steps of the cart-pole under a policy that plays at random.
pub(crate) fn random_play(steps: usize) -> Vec<Transition<4>> {
    let mut world = CartPole::new();
    let mut starts = random(SEED, Stream::Starts);
    let mut actions = random(SEED, Stream::Exploration);
    let mut state = world.reset(&mut starts);
    let mut play = Vec::new();
    while play.len() < steps {
        let action = actions.gen_range(0..2);
        let step = world.step(action);
        play.push(Transition::new(state, action, &step, 1.0));
        state = if step.is_last() {
            world.reset(&mut starts)
        } else {
            step.state
        };
    }
    play
}

/// The angles of the pole, in rad: as they were played, and shuffled.
pub(crate) fn angles(steps: usize) -> [Vec<f64>; 2] {
    let play = random_play(steps).into_iter();
    let played: Vec<f64> = play.map(|step| f64::from(step.state[2])).collect();
    let mut shuffled = played.clone();
    let mut draws = random(SEED, Stream::Replay);
    for i in (1..shuffled.len()).rev() {
        shuffled.swap(i, draws.gen_range(0..=i));
    }
    [played, shuffled]
}

/// The correlation of each value with the next: 1 where the next is known from it, 0
/// where it says nothing about the next.
pub(crate) fn of_neighbours(values: &[f64]) -> f64 {
    let pairs = values.windows(2).map(|pair| (pair[0], pair[1]));
    let mean = |of: fn((f64, f64)) -> f64| {
        pairs.clone().map(of).sum::<f64>() / pairs.len() as f64
    };
    let (earlier, later) = (mean(|(a, _)| a), mean(|(_, b)| b));
    let strays = pairs.clone().map(|(a, b)| (a - earlier, b - later));
    let sum = |of: fn((f64, f64)) -> f64| strays.clone().map(of).sum::<f64>();
    sum(|(a, b)| a * b) / (sum(|(a, _)| a * a) * sum(|(_, b)| b * b)).sqrt()
}

/// The angles of some steps, beside the same angles shuffled.
pub(crate) fn sketch() -> Result<Svg, Error> {
    let [played, shuffled] = angles(SHOWN);
    let largest = LARGEST_ANGLE.to_degrees() + 2.0;
    let side = |heading, angles: Vec<f64>| Side {
        heading,
        values: -largest..largest,
        lines: vec![Line {
            numbers: angles.into_iter().map(f64::to_degrees).collect(),
            color: PALETTE[1],
            stroke: Stroke::Dots,
            label: None,
        }],
    };
    let played = side("Angle in degrees, as played", played);
    let shuffled = side("The same angles, shuffled", shuffled);
    let pair = Pair {
        title: "The same steps twice: neighbours look alike until they are shuffled",
        x_label: "Step",
        end: SHOWN as f64,
        sides: [played, shuffled],
    };
    pair.draw()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_correlated_by_what_one_says_about_the_next() {
        assert!((of_neighbours(&[1.0, 2.0, 3.0, 4.0]) - 1.0).abs() < 1e-12);
        assert!((of_neighbours(&[1.0, -1.0, 1.0, -1.0]) + 1.0).abs() < 1e-12);
        // Of the seven pairs, one is (1, 1), and either side has the mean 3/7: the
        // covariance is 1/7 − 9/49, and the variance 3/7 − 9/49.
        let values = [0.0, 1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0];
        assert!((of_neighbours(&values) + 2.0 / 12.0).abs() < 1e-12);
    }

    #[test]
    fn a_shuffle_keeps_the_angles_and_loses_their_order() {
        let [mut played, mut shuffled] = angles(500);
        assert!(of_neighbours(&played) > 0.8);
        assert!(of_neighbours(&shuffled).abs() < 0.2);
        played.sort_by(f64::total_cmp);
        shuffled.sort_by(f64::total_cmp);
        assert_eq!(played, shuffled);
    }

    #[test]
    fn play_goes_on_from_one_episode_to_the_next() {
        let play = random_play(200);
        assert_eq!(play.len(), 200);
        let pairs = play.windows(2);
        let goes_on = pairs.filter(|pair| pair[0].next_state == pair[1].state);
        let ends = play[..199].iter().filter(|step| step.terminated).count();
        assert_eq!(goes_on.count(), 199 - ends);
        assert!(ends > 2);
    }
}
