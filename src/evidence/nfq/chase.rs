//! An estimate that follows its target, where the target is given and where the network
//! that learns makes it.

use crate::dqn::Learner;
use crate::error::Error;
use crate::evidence::nfq::neighbours::random_play;
use crate::foundations::{Mlp, greedy};
use crate::lab::plots::{
    BLUE, INK, Label, Line, PALETTE, Pair, Place, Side, Stroke, Svg,
};
use crate::nfq::nfq;
use crate::replay::{Sample, Transition};

/// The seed of the initial weights.
const SEED: u64 = 12;

/// The estimate for one transition and its target, before a fit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Point {
    pub(crate) estimate: f32,
    pub(crate) target: f32,
}

/// Who makes the targets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Targets {
    /// The network as it was before the first fit: the targets do not move.
    Given,
    /// The network that learns, anew before each fit, as in NFQ.
    Own,
}

/// The estimate and the target of the first step of a batch of random play, before each
/// of NFQ's fits to the batch, and after the last.
pub(crate) fn chase(targets: Targets) -> Result<Vec<Point>, Error> {
    let recipe = nfq();
    let rate = recipe.learning_rate.at_start();
    let mut learner = Learner::new(SEED, recipe.optimizer);
    let batch = random_play(recipe.batch_size);
    let first = batch[0];
    let sample = Sample {
        indices: (0..batch.len()).collect(),
        weights: vec![1.0; batch.len()],
        transitions: batch,
    };
    let mut given = None;
    let mut points = Vec::new();
    loop {
        let Point { estimate, target } = of(&learner, &first, recipe.gamma);
        let target = match targets {
            Targets::Given => *given.get_or_insert(target),
            Targets::Own => target,
        };
        points.push(Point { estimate, target });
        if points.len() > recipe.fits {
            return Ok(points);
        }
        if targets == Targets::Own {
            learner.target.clone_from(&learner.online);
        }
        learner.learn(&sample, &*recipe.objective, rate)?;
    }
}

/// The estimate of the online network for a transition that does not end its episode,
/// and the target that the online network makes for it.
fn of(learner: &Learner<Mlp<4, 2>>, step: &Transition<4>, gamma: f32) -> Point {
    let values = learner.q_values::<4, 2>(&[step.state, step.next_state]);
    Point {
        estimate: values[0][step.action],
        target: step.reward + gamma * values[1][greedy(&values[1])],
    }
}

/// The chase of a target that moves, beside how far the estimate is behind.
pub(crate) fn sketch() -> Result<Svg, Error> {
    let (given, own) = (chase(Targets::Given)?, chase(Targets::Own)?);
    let line =
        |points: &[Point], of: fn(&Point) -> f32, color, stroke, label| Line {
            numbers: points.iter().map(of).map(f64::from).collect(),
            color,
            stroke,
            label: Some(label),
        };
    let label = |words, at, place| Label { words, at, place };
    let gap = |point: &Point| point.target - point.estimate;
    let largest = |of: fn(&Point) -> f32| {
        1.1 * f64::from(own.iter().map(of).fold(0.0, f32::max))
    };
    let (dashed, solid) = (Stroke::Dashed, Stroke::Solid);
    let target = label("target y", 26, Place::LeftAbove);
    let estimate = label("Q(s, a; θ)", 24, Place::RightBelow);
    let of_own = label("targets of its own", 35, Place::LeftAbove);
    let of_given = label("fixed targets", 5, Place::RightAbove);
    let pair = Pair {
        title: "One step of a batch, fitted again and again",
        x_label: "Fits so far",
        end: (own.len() - 1) as f64,
        sides: [
            Side {
                heading: "Value, with targets of its own",
                values: 0.0..largest(|point| point.target),
                lines: vec![
                    line(&own, |point| point.target, INK, dashed, target),
                    line(&own, |point| point.estimate, BLUE, solid, estimate),
                ],
            },
            Side {
                heading: "How far y is ahead",
                values: -0.3..largest(gap),
                lines: vec![
                    line(&given, gap, PALETTE[1], solid, of_given),
                    line(&own, gap, BLUE, solid, of_own),
                ],
            },
        ],
    };
    pair.draw()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_estimate_reaches_a_target_that_stands_still() {
        let points = chase(Targets::Given).unwrap();
        let last = points[points.len() - 1];
        assert!(points.iter().all(|point| point.target == last.target));
        assert!((last.estimate - last.target).abs() < 0.05, "{last:?}");
    }

    #[test]
    fn an_estimate_does_not_reach_a_target_that_it_makes() {
        let points = chase(Targets::Own).unwrap();
        assert_eq!(points.len(), nfq().fits + 1);
        assert!(points.is_sorted_by(|one, next| one.target < next.target));
        let gaps = points.iter().map(|point| point.target - point.estimate);
        assert!(gaps.min_by(f32::total_cmp).unwrap() > 0.9);
    }
}
