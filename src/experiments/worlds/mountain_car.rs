//! The mountain car as a task, and how it is drawn.

use crate::experiments::worlds::film::Shown;
use crate::experiments::worlds::shapes::{Frame, Place, Shape};
use crate::lab::plots::{INK, ORANGE, PALETTE, PENCIL};
use crate::lab::runs::Task;
use crate::worlds::MountainCar;
use crate::worlds::mountain_car::{GOAL, LEFT_WALL, RIGHT_END};

/// MountainCar-v0 of Gymnasium, which counts it as solved at −110.
pub const MOUNTAIN_CAR: Task = Task {
    name: "MountainCar-v0",
    solved: -110.0,
    scores: -200.0..0.0,
    window: 100,
};

/// The height of the road, whose slope is the cos(3 p) of the equation of motion.
fn height(position: f64) -> f64 {
    0.5 + 0.45 * libm::sin(3.0 * position)
}

/// The mountain below the road.
fn mountain() -> Vec<Place> {
    let pieces = 90;
    let road = (0..=pieces).map(|i| {
        let share = f64::from(i) / f64::from(pieces);
        let position = LEFT_WALL + share * (RIGHT_END - LEFT_WALL);
        (position, height(position))
    });
    let below = [(RIGHT_END, -0.1), (LEFT_WALL, -0.1)];
    road.chain(below).collect()
}

impl Shown for MountainCar {
    const FRAME: Frame = Frame {
        from: (-1.25, -0.1),
        to: (0.65, 1.2),
        scale: 160.0,
    };
    const MILLISECONDS: u32 = 40;

    fn shapes(state: &[f32]) -> Vec<Shape> {
        let position = state.first().map_or(f64::NAN, |&p| f64::from(p));
        // The car is on the road, along its slope.
        let slope = 1.35 * libm::cos(3.0 * position);
        let length = (1.0 + slope * slope).sqrt();
        let place = |along: f64, above: f64| {
            let (x, y) = (position, height(position));
            let (right, up) = (along - above * slope, along * slope + above);
            (x + right / length, y + up / length)
        };
        let (pole, top) = ((GOAL, height(GOAL)), (GOAL, height(GOAL) + 0.2));
        let flag = [top, (GOAL + 0.09, top.1 - 0.04), (GOAL, top.1 - 0.08)];
        let body = [(-0.07, 0.03), (0.07, 0.03), (0.05, 0.09), (-0.05, 0.09)];
        let body = body.map(|(along, above)| place(along, above));
        vec![
            Shape::Area(mountain(), PENCIL),
            Shape::line(pole, top, 0.012, INK),
            Shape::Area(flag.to_vec(), ORANGE),
            Shape::Area(body.to_vec(), PALETTE[0]),
            Shape::Disc(place(-0.04, 0.025), 0.025, INK),
            Shape::Disc(place(0.04, 0.025), 0.025, INK),
        ]
    }

    fn caption(step: usize, state: &[f32]) -> String {
        let velocity = state.get(1).map_or(f64::NAN, |&v| f64::from(v));
        let is_there = state.first().is_some_and(|&p| f64::from(p) >= GOAL);
        let ending = if is_there { ": goal" } else { "" };
        let velocity = format!("{velocity:.3}").replace('-', "−");
        format!("step {step}, velocity {velocity}{ending}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_road_is_lowest_at_the_bottom_of_the_valley_and_its_slope_is_the_equations()
     {
        let bottom = -std::f64::consts::FRAC_PI_6;
        assert!(height(bottom) < height(bottom - 0.01));
        assert!(height(bottom) < height(bottom + 0.01));
        let slope = (height(0.001) - height(-0.001)) / 0.002;
        assert!((slope - 1.35).abs() < 1e-5, "{slope}");
    }
}
