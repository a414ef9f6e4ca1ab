//! The runs of one agent, and the points that are drawn of them.

use crate::lab::plots::canvas::Drawn;
use crate::lab::plots::plot::{Axes, band};
use crate::lab::runs::{Row, by_seed};
use crate::lab::stats::{Band, median, trailing_mean};
use plotters::element::Polygon;
use plotters::style::RGBColor;
use std::collections::BTreeMap;
use std::ops::Range;

/// The drawing library never returns from an axis that overflows.
pub(crate) const SHOWABLE: Range<f64> = -1e300..1e300;

/// The runs of one agent, to be drawn in one colour.
#[derive(Clone, Copy, Debug)]
pub struct Curve<'a> {
    /// The name of the agent.
    pub name: &'a str,
    /// The colour of its lines.
    pub color: RGBColor,
    /// The rows of all of its seeds.
    pub rows: &'a [Row],
}

/// A number, and the episode or step that it belongs to.
pub(crate) type Point = (usize, f64);

/// What several runs come to at one point: the line goes through the middle, and the
/// band from the low end to the high one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Span {
    pub(crate) x: usize,
    pub(crate) low: f64,
    pub(crate) middle: f64,
    pub(crate) high: f64,
}

impl Span {
    /// A point of one run.
    pub(crate) fn of((x, y): Point) -> Self {
        Self {
            x,
            low: y,
            middle: y,
            high: y,
        }
    }

    /// The median of `values`, from the least to the largest.
    pub(crate) fn median(x: usize, values: &[f64]) -> Option<Self> {
        let middle = median(values)?;
        Some(Self {
            middle,
            ..Self::mean(x, values)?
        })
    }

    /// The mean of `values`, from the least to the largest.
    pub(crate) fn mean(x: usize, values: &[f64]) -> Option<Self> {
        let Band { min, mean, max } = Band::of(values)?;
        Some(Self {
            x,
            low: min,
            middle: mean,
            high: max,
        })
    }
}

/// What `of` makes of the values of all runs at each point.
pub(crate) fn spans(
    runs: &[Vec<Point>],
    of: impl Fn(usize, &[f64]) -> Option<Span>,
) -> Vec<Span> {
    let mut values: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for &(x, y) in runs.iter().flatten() {
        values.entry(x).or_default().push(y);
    }
    let spans = values.into_iter().filter_map(|(x, values)| of(x, &values));
    spans.collect()
}

/// The line through the middles.
pub(crate) fn middles(spans: &[Span]) -> impl Iterator<Item = Point> + Clone {
    spans.iter().map(|span| (span.x, span.middle))
}

/// The outline of the band: along the high ends, and back along the low ones.
pub(crate) fn outline(spans: &[Span]) -> impl Iterator<Item = (f64, f64)> {
    let upper = spans.iter().map(|span| (span.x as f64, span.high));
    let lower = spans.iter().map(|span| (span.x as f64, span.low));
    upper.chain(lower.rev())
}

/// Draws the band.
pub(crate) fn draw_band(axes: &mut Axes, spans: &[Span], color: RGBColor) -> Drawn {
    let outline: Vec<_> = outline(spans).collect();
    axes.draw_series([Polygon::new(outline, band(color))])?;
    Ok(())
}

/// The trailing means of the scores of one run, each at its episode.
pub(crate) fn by_episode(run: &[&Row], window: usize) -> Vec<Point> {
    let scores: Vec<f64> = run.iter().map(|row| row.score).collect();
    let means = trailing_mean(&scores, window).into_iter();
    let points = run.iter().map(|row| row.episode).zip(means);
    points.filter_map(|(x, y)| Some((x, y?))).collect()
}

/// How many scores make a point: `longest`, unless a run is shorter than two of them.
pub(crate) fn window(curves: &[Curve], longest: usize) -> usize {
    let runs = curves.iter().flat_map(|curve| by_seed(curve.rows));
    let shortest = runs.map(|(_, run)| run.len()).min().unwrap_or(0);
    if shortest < 2 * longest { 1 } else { longest }
}

/// Whether a row is an episode: a file may have a row for several of them.
pub(crate) fn has_every_episode(curves: &[Curve]) -> bool {
    let mut runs = curves.iter().flat_map(|curve| by_seed(curve.rows));
    runs.all(|(_, run)| {
        let mut pairs = run.windows(2);
        pairs.all(|pair| pair[1].episode == pair[0].episode + 1)
    })
}

/// Refuses curves that are none or have no rows, with the reason.
pub(crate) fn check_rows(curves: &[Curve]) -> Result<(), String> {
    if curves.is_empty() {
        return Err("there are no curves; hand in one at least".to_owned());
    }
    match curves.iter().find(|curve| curve.rows.is_empty()) {
        Some(Curve { name, .. }) => {
            Err(format!("`{name}` has no rows; record some first"))
        }
        None => Ok(()),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::lab::plots::canvas::BLUE;
    use crate::lab::runs::results::samples::run;

    /// The curve of a test.
    pub(crate) fn dqn(rows: &[Row]) -> Curve<'_> {
        Curve {
            name: "DQN",
            color: BLUE,
            rows,
        }
    }

    #[test]
    fn the_line_is_the_middle_and_the_band_goes_from_the_least_to_the_largest() {
        let runs = [
            vec![(1, 1.0), (2, 9.0)],
            vec![(1, 8.0), (2, 2.0)],
            vec![(1, 3.0)],
        ];
        // Of 1, 3, 8 the median is the middle one; of 2 and 9 half their sum.
        let medians = spans(&runs, Span::median);
        assert_eq!(middles(&medians).collect::<Vec<_>>(), [(1, 3.0), (2, 5.5)]);
        let band = [(1.0, 8.0), (2.0, 9.0), (2.0, 2.0), (1.0, 1.0)];
        assert_eq!(outline(&medians).collect::<Vec<_>>(), band);
        // Where a run is over, the others make the mean.
        let means = spans(&runs, Span::mean);
        assert_eq!(middles(&means).collect::<Vec<_>>(), [(1, 4.0), (2, 5.5)]);
    }

    #[test]
    fn a_run_shorter_than_two_windows_is_shown_as_it_is() {
        let rows = [run(1, &[20.0; 49]), run(2, &[40.0; 60])].concat();
        assert_eq!(window(&[dqn(&rows)], 25), 1);
        assert_eq!(window(&[dqn(&rows[49..])], 25), 25);
    }
}
