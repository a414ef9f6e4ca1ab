//! The maximum of noisy values, beside what a second set of values says of the choice.

use crate::error::Error;
use crate::foundations::greedy;
use crate::lab::plots::{
    Axes, Axis, Drawn, Mark, PALETTE, Plot, SIZE, Svg, draw_line, thick,
};
use crate::lab::stats::{Scale, grouped};
use plotters::element::Circle;
use plotters::style::{Color, RGBColor};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// This many pairs of sets are drawn for each number of actions.
pub(crate) const TRIALS: usize = 10_000;
/// The most actions of the figure.
pub(crate) const MOST_ACTIONS: usize = 10;

// Blue and orange are those of the networks.
const ONE_SET: RGBColor = PALETTE[1];
const TWO_SETS: RGBColor = PALETTE[2];

/// The mean of the largest of n values from U(−1, 1): (n − 1) / (n + 1). It is above 0
/// wherever there is a choice, though the mean of each value is 0.
///
/// Source: Thrun and Schwartz (1993).
pub(crate) fn mean_of_largest(actions: usize) -> f64 {
    let n = actions as f64;
    (n - 1.0) / (n + 1.0)
}

/// The means over [`TRIALS`] draws of two sets of `actions` values from U(−1, 1): of
/// what the first set says of its best action, and of what the second says of it.
fn simulated(actions: usize, random: &mut ChaCha8Rng) -> [f64; 2] {
    let mut value = || random.gen_range(-1.0_f32..1.0);
    let mut set = || -> Vec<f32> { (0..actions).map(|_| value()).collect() };
    let mut sums = [0.0; 2];
    for _ in 0..TRIALS {
        let (first, second) = (set(), set());
        let best = greedy(&first);
        sums[0] += f64::from(first[best]);
        sums[1] += f64::from(second[best]);
    }
    sums.map(|sum| sum / TRIALS as f64)
}

pub(crate) fn figure() -> Result<Svg, Error> {
    let mut random = ChaCha8Rng::seed_from_u64(0);
    let means = (1..=MOST_ACTIONS).map(|n| simulated(n, &mut random));
    let means: Vec<[f64; 2]> = means.collect();
    let line = |color, words: &str| (Mark::Line(thick(color)), words.to_owned());
    let legend = vec![
        line(ONE_SET, "what the set that chose says of its best action"),
        line(TWO_SETS, "what a second set says of that action"),
    ];
    let values = Axis::between(Scale::Linear, -0.2..1.0, 7);
    let draws = grouped(TRIALS);
    let plot = Plot {
        y_label: &format!("Expectation, and dots: mean of {draws} draws"),
        x_label: "Actions to choose from",
        ..Plot::new(
            Axis::whole(1..MOST_ACTIONS, MOST_ACTIONS),
            values.with_decimals(1),
        )
    };
    let title = "The best of several noisy values whose true value is 0";
    plot.svg(title, legend, SIZE, |axes| {
        let expected = (1..=MOST_ACTIONS).map(|n| (n, mean_of_largest(n)));
        draw_line(axes, expected, thick(ONE_SET))?;
        draw_dots(axes, means.iter().map(|[first, _]| *first), ONE_SET)?;
        draw_line(axes, [(1, 0.0), (MOST_ACTIONS, 0.0)], thick(TWO_SETS))?;
        draw_dots(axes, means.iter().map(|[_, second]| *second), TWO_SETS)
    })
}

/// Draws the mean for each number of actions, from one on.
fn draw_dots(
    axes: &mut Axes,
    means: impl Iterator<Item = f64>,
    color: RGBColor,
) -> Drawn {
    let dot = |(n, mean)| Circle::new((f64::from(n), mean), 10, color.filled());
    axes.draw_series((1..).zip(means).map(dot))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_of_two_uniform_values_is_a_third_on_average() {
        assert_eq!(mean_of_largest(1), 0.0);
        // E max(X, Y) = ∫ x · (x + 1) / 2 dx over [−1, 1] = 1/3.
        assert_eq!(mean_of_largest(2), 1.0 / 3.0);
        assert_eq!(mean_of_largest(9), 0.8);
    }

    #[test]
    fn the_set_that_chose_says_too_much_and_the_second_set_does_not() {
        let mut random = ChaCha8Rng::seed_from_u64(7);
        for actions in [1, 2, 5, 10] {
            let [first, second] = simulated(actions, &mut random);
            // Five standard errors of a mean of values from U(−1, 1).
            let bound = 5.0 / (3.0 * TRIALS as f64).sqrt();
            assert!((first - mean_of_largest(actions)).abs() < bound);
            assert!(second.abs() < bound);
        }
    }
}
