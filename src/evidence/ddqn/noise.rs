//! The maximum of noisy values, beside what a second set of values says of the choice.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::experiments::records::Records;
use crate::foundations::tensors::greedy;
use crate::lab::plots::canvas::{
    Area, Drawn, Failed, INK, LABEL, MARGIN, NUMBER, PALETTE, PENCIL, SIZE, TITLE,
    svg, text, write_fitting,
};
use crate::lab::plots::curves::mean as thick;
use crate::lab::plots::legend::{Mark, draw_legend};
use crate::lab::plots::picture::Svg;
use crate::lab::stats::formats::grouped;
use plotters::backend::DrawingBackend;
use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::{RangedCoordf64, RangedCoordusize};
use plotters::element::Circle;
use plotters::series::LineSeries;
use plotters::style::text_anchor::{HPos, VPos};
use plotters::style::{Color, RGBColor};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// So many pairs of sets are drawn for each number of actions.
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
    let mut set = || -> Vec<f32> {
        let values = (0..actions).map(|_| random.gen_range(-1.0..1.0));
        values.collect()
    };
    let mut sums = [0.0; 2];
    for _ in 0..TRIALS {
        let (first, second) = (set(), set());
        let best = greedy(&first);
        sums[0] += f64::from(first[best]);
        sums[1] += f64::from(second[best]);
    }
    sums.map(|sum| sum / TRIALS as f64)
}

/// The figure, as a file.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    Ok(vec![Artifact::figure(
        records,
        "maximum-of-noise",
        figure()?,
    )])
}

/// A point of the figure: the number of actions, and a mean.
type Point = (usize, f64);
/// The axes: mean over the number of actions.
type Axes<'a, DB> =
    ChartContext<'a, DB, Cartesian2d<RangedCoordusize, RangedCoordf64>>;

fn figure() -> Result<Svg, Error> {
    let mut random = ChaCha8Rng::seed_from_u64(0);
    let means = (1..=MOST_ACTIONS).map(|n| (n, simulated(n, &mut random)));
    let means: Vec<(usize, [f64; 2])> = means.collect();
    let title = "The best of several noisy values whose true value is 0";
    svg(title, SIZE, |area| draw(title, &means, area))
}

fn draw<DB: DrawingBackend>(
    title: &str,
    means: &[(usize, [f64; 2])],
    area: &Area<DB>,
) -> Drawn<DB> {
    let letters = |pixels| text(pixels, INK, HPos::Left, VPos::Top);
    write_fitting(area, title, TITLE, (MARGIN, MARGIN), letters)?;
    let line = |color, words: &str| (Mark::Line(thick(color)), words.to_owned());
    let legend = vec![
        line(ONE_SET, "what the set that chose says of its best action"),
        line(TWO_SETS, "what a second set says of that action"),
    ];
    let below_legend = draw_legend(area, legend, MARGIN + 74)?;

    // The name of the upright axis stands above it, where it reads level.
    let letters = text(LABEL, PENCIL, HPos::Left, VPos::Top);
    let what = format!("Expectation, and dots: mean of {} draws", grouped(TRIALS));
    area.draw_text(&what, &letters, (MARGIN, below_legend + 16))?;

    let (_, plot) = area.split_vertically(below_legend + 60);
    let mut axes = axes(&plot)?;
    let of_largest = |n| (n, mean_of_largest(n));
    let first = means.iter().map(|&(n, [first, _])| (n, first));
    let second = means.iter().map(|&(n, [_, second])| (n, second));
    let curves: [(RGBColor, Vec<Point>, Vec<Point>); 2] = [
        (
            ONE_SET,
            (1..=MOST_ACTIONS).map(of_largest).collect(),
            first.collect(),
        ),
        (
            TWO_SETS,
            vec![(1, 0.0), (MOST_ACTIONS, 0.0)],
            second.collect(),
        ),
    ];
    for (color, expectation, dots) in curves {
        axes.draw_series(LineSeries::new(expectation, thick(color)))?;
        let dot = |point| Circle::new(point, 10, color.filled());
        axes.draw_series(dots.into_iter().map(dot))?;
    }
    Ok(())
}

fn axes<DB: DrawingBackend>(plot: &Area<DB>) -> Result<Axes<'_, DB>, Failed<DB>> {
    let mut axes = ChartBuilder::on(plot)
        .margin_top(16)
        .margin_right(44)
        .margin_bottom(14)
        .x_label_area_size(90)
        .y_label_area_size(96)
        .build_cartesian_2d(1..MOST_ACTIONS, -0.2..1.0)?;
    axes.configure_mesh()
        .disable_x_mesh()
        .bold_line_style(INK.mix(0.15))
        .light_line_style(INK.mix(0.0))
        .axis_style(INK.stroke_width(2))
        .x_labels(MOST_ACTIONS)
        .y_labels(7)
        .y_label_formatter(&|mean| format!("{mean:.1}").replace('-', "−"))
        .label_style(text(NUMBER, INK, HPos::Left, VPos::Top))
        .x_desc("Actions to choose from")
        .axis_desc_style(text(LABEL, PENCIL, HPos::Left, VPos::Top))
        .draw()?;
    Ok(axes)
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

    #[test]
    fn the_figure_says_what_its_lines_and_dots_are() {
        let svg = figure().unwrap();
        for words in ["Actions to choose from", "mean of 10,000 draws"] {
            assert!(svg.contains(words), "{words}");
        }
        assert_eq!(svg.matches("<circle").count(), 2 * MOST_ACTIONS);
    }
}
