//! A value that learns towards a target which holds still between copies, and one
//! whose target moves on every step.

use crate::error::Error;
use crate::lab::plots::{
    Axis, BLUE, Drawn, LABEL, MARGIN, Mark, ORANGE, Plot, Svg, SvgArea, draw_head,
    draw_line, draw_reference, reference, svg, thick, write_fitting,
};
use crate::lab::stats::Scale;
use crate::target::{HardCopy, TargetUpdate};

/// What the one step of the example pays.
pub(crate) const REWARD: f64 = 1.0;
/// γ, the discount.
pub(crate) const GAMMA: f64 = 0.9;
/// η: θ moves by this share of the TD error.
pub(crate) const RATE: f64 = 0.2;
/// The steps from one copy to the next, where the target holds still.
pub(crate) const EVERY: usize = 15;
/// The steps of the picture.
pub(crate) const STEPS: usize = 80;

/// Where all values end: θ = r + γ θ.
pub(crate) const LIMIT: f64 = REWARD / (1.0 - GAMMA);

// ANCHOR: chase
/// θ and its target y on each step, where θ is the value of a state whose only step
/// pays r and leads back to it: y = r + γ θ⁻, and then θ ← θ + η (y − θ).
pub(crate) fn chase(update: HardCopy, steps: usize) -> Vec<(f64, f64)> {
    let (mut online, mut target) = (0.0, 0.0);
    let mut seen = Vec::new();
    for step in 0..=steps {
        update.follow(&mut target, &online, step);
        let y = REWARD + GAMMA * target;
        seen.push((online, y));
        online += RATE * (y - online);
    }
    seen
}
// ANCHOR_END: chase

pub(crate) fn picture() -> Result<Svg, Error> {
    let title = "A value learns towards a target that is made of it";
    let legend = vec![
        (Mark::Line(thick(BLUE)), "θ, the value".to_owned()),
        (Mark::Line(thick(ORANGE)), "y, its target".to_owned()),
        (Mark::Dashes(reference()), "where both end".to_owned()),
    ];
    svg(title, (1200, 720), |area| {
        let below_head = draw_head(area, title, legend)?;
        let (_, plots) = area.split_vertically(below_head + 16);
        let halves = plots.split_evenly((1, 2));
        let frozen = format!("A copy every {EVERY} steps");
        draw_chase(&halves[0], &frozen, EVERY)?;
        draw_chase(&halves[1], "A copy on every step", 1)
    })
}

/// Draws θ as a line, and y as stairs: it is the same from one step to the next.
fn draw_chase(area: &SvgArea, title: &str, every: usize) -> Drawn {
    write_fitting(area, title, LABEL, (MARGIN, 0))?;
    let plot = Plot {
        x_label: "Learner step",
        above: 64,
        right: 40,
        y_numbers: 70,
        ..Plot::new(
            Axis::whole(0..STEPS, 4),
            Axis::between(Scale::Linear, 0.0..1.08 * LIMIT, 6),
        )
    };
    let mut axes = plot.draw_on(area)?;
    draw_reference(&mut axes, LIMIT)?;
    let seen = chase(HardCopy { every }, STEPS);
    draw_line(&mut axes, stairs(&seen), thick(ORANGE))?;
    let online = seen.iter().map(|&(online, _)| online).enumerate();
    draw_line(&mut axes, online, thick(BLUE))
}

/// The corners of the stairs of y: it leaps where a step begins.
fn stairs(seen: &[(f64, f64)]) -> Vec<(usize, f64)> {
    let ys = seen.iter().map(|&(_, y)| y);
    let steps = ys.clone().zip(ys.skip(1)).enumerate();
    let treads = steps
        .flat_map(|(step, (y, next))| [(step, y), (step + 1, y), (step + 1, next)]);
    treads.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-12, "{found} for {expected}");
    }

    #[test]
    fn a_value_closes_on_a_target_that_holds_still_by_the_same_share_each_step() {
        let seen = chase(HardCopy { every: EVERY }, STEPS);
        for (step, &(online, y)) in seen.iter().enumerate().take(EVERY) {
            close(y, REWARD);
            close(online, 1.0 - libm::pow(1.0 - RATE, step as f64));
        }
        // The target leaps to r + γ θ with the copy.
        let (online, y) = seen[EVERY];
        close(y, REWARD + GAMMA * online);
    }

    #[test]
    fn a_target_that_moves_on_every_step_stays_ahead() {
        // y − θ = (1 − γ) (limit − θ), and θ closes on the limit by η (1 − γ).
        let share = 1.0 - RATE * (1.0 - GAMMA);
        let seen = chase(HardCopy { every: 1 }, STEPS);
        for (step, (online, y)) in seen.into_iter().enumerate() {
            close(online, LIMIT * (1.0 - libm::pow(share, step as f64)));
            close(y - online, (1.0 - GAMMA) * (LIMIT - online));
        }
    }

    #[test]
    fn however_often_it_is_copied_a_value_ends_at_the_same_limit() {
        for every in [1, EVERY, 4 * EVERY] {
            let (online, _) = *chase(HardCopy { every }, 10_000).last().unwrap();
            assert!((online - LIMIT).abs() < 1e-6, "{online}");
        }
    }

    #[test]
    fn stairs_leap_at_the_beginning_of_a_step() {
        let corners = stairs(&[(0.0, 1.0), (0.5, 2.0)]);
        assert_eq!(corners, [(0, 1.0), (1, 1.0), (1, 2.0)]);
    }
}
