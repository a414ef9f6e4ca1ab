//! Acrobot as a task, and how it is drawn.

use crate::experiments::worlds::film::Shown;
use crate::experiments::worlds::shapes::{Frame, Place, Shape};
use crate::lab::plots::{INK, ORANGE, PALETTE, PENCIL};
use crate::lab::runs::Task;
use crate::worlds::Acrobot;
use crate::worlds::acrobot::{GOAL_HEIGHT, LINK_LENGTH};

/// Acrobot-v1 of Gymnasium, which counts it as solved at −100.
pub const ACROBOT: Task = Task {
    name: "Acrobot-v1",
    solved: -100.0,
    scores: -500.0..0.0,
    window: 100,
};

/// The joint between the links, and the free end, from the cosines and the sines that
/// the agent sees. The fixed joint is at (0, 0).
fn joint_and_end(state: &[f32]) -> [Place; 2] {
    let number = |i: usize| state.get(i).map_or(f64::NAN, |&n| f64::from(n));
    let (cos, sin) = (number(0), number(1));
    let (cos_bend, sin_bend) = (number(2), number(3));
    // The direction of the second link is the sum of both angles.
    let cos_sum = cos * cos_bend - sin * sin_bend;
    let sin_sum = sin * cos_bend + cos * sin_bend;
    let joint = (LINK_LENGTH * sin, -LINK_LENGTH * cos);
    let end = (
        joint.0 + LINK_LENGTH * sin_sum,
        joint.1 - LINK_LENGTH * cos_sum,
    );
    [joint, end]
}

impl Shown for Acrobot {
    const FRAME: Frame = Frame {
        from: (-2.3, -2.15),
        to: (2.3, 2.15),
        scale: 62.0,
    };
    const MILLISECONDS: u32 = 80;

    fn shapes(state: &[f32]) -> Vec<Shape> {
        let [joint, end] = joint_and_end(state);
        let fixed = (0.0, 0.0);
        vec![
            Shape::line((-2.2, GOAL_HEIGHT), (2.2, GOAL_HEIGHT), 0.03, ORANGE),
            Shape::line(fixed, joint, 0.16, PALETTE[0]),
            Shape::line(joint, end, 0.16, PALETTE[3]),
            Shape::Disc(fixed, 0.11, INK),
            Shape::Disc(joint, 0.11, INK),
            Shape::Disc(end, 0.06, PENCIL),
        ]
    }

    fn caption(step: usize, state: &[f32]) -> String {
        let [_, (_, height)] = joint_and_end(state);
        let ending = if height > GOAL_HEIGHT { ": goal" } else { "" };
        let height = format!("{height:.1}").replace('-', "−");
        format!("step {step}, height {height} m{ending}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_links_are_drawn_where_their_angles_say() {
        // Straight down, and straight to the right with the second link bent upwards.
        let down = joint_and_end(&[1.0, 0.0, 1.0, 0.0, 0.0, 0.0]);
        assert_eq!(down, [(0.0, -1.0), (0.0, -2.0)]);
        let bent = joint_and_end(&[0.0, 1.0, 0.0, 1.0, 0.0, 0.0]);
        assert_eq!(bent, [(1.0, 0.0), (1.0, 1.0)]);
    }
}
