//! A small chart: one diagnostic of one agent or of several, over the episodes.

use crate::lab::doctor::diagnostics::Diagnostic;
use crate::lab::plots::axis::Axis;
use crate::lab::plots::canvas::{
    Area, Drawn, Failed, INK, MARGIN, text, write_fitting,
};
use crate::lab::plots::curves::{Curve, SHOWABLE};
use crate::lab::plots::spread::{Point, at_each_point, by_episode};
use crate::lab::runs::results::{Row, by_seed};
use crate::lab::stats::statistics::{self, Band};
use plotters::backend::DrawingBackend;
use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::cartesian::Cartesian2d;
use plotters::element::{Circle, PathElement, Polygon};
use plotters::series::LineSeries;
use plotters::style::text_anchor::{HPos, VPos};
use plotters::style::{Color, RGBColor, ShapeStyle};

/// The room for a chart's title, and for the numbers along its axes.
const HEADING: i32 = 46;
const EPISODES: u32 = 54;
pub(crate) const VALUES: u32 = 132;
/// Height of the letters of a chart's title, and of the numbers along its axes.
pub(crate) const LABEL: f64 = 29.0;
const NUMBER: f64 = 27.0;
/// More bands than these cannot be told apart.
pub(crate) const MOST_BANDS: usize = 3;
/// The most numbers along the axis of the values.
const MOST_VALUES: usize = 6;

/// The median of the runs in one episode, and what they range over.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Median {
    episode: usize,
    least: f64,
    value: f64,
    largest: f64,
}

/// The medians of `runs` at each episode at which one of them has a value.
fn medians(runs: &[Vec<Point>]) -> Vec<Median> {
    let values = at_each_point(runs).into_iter();
    let medians = values.filter_map(|(episode, values)| {
        let Band { min, max, .. } = Band::of(&values)?;
        Some(Median {
            episode,
            least: min,
            value: statistics::median(&values)?,
            largest: max,
        })
    });
    medians.collect()
}

/// The values of one run, each at its episode.
fn points(diagnostic: &Diagnostic, run: &[&Row], window: usize) -> Vec<Point> {
    let points = if is_smoothed(diagnostic) {
        by_episode(run, window)
    } else {
        let point = |row: &&Row| Some((row.episode, (diagnostic.of)(row)?));
        run.iter().filter_map(point).collect()
    };
    let shown = points.into_iter();
    shown
        .filter(|(_, value)| SHOWABLE.contains(value))
        .collect()
}

/// The score alone is smoothed: the other numbers are means over an episode already.
fn is_smoothed(diagnostic: &Diagnostic) -> bool {
    diagnostic.column == "score"
}

/// What a chart shows of one agent.
struct Trace {
    color: RGBColor,
    /// True where the agent has several runs, and so a band.
    has_band: bool,
    medians: Vec<Median>,
}

impl Trace {
    fn new(curve: &Curve, diagnostic: &Diagnostic, window: usize) -> Self {
        let runs = by_seed(curve.rows).into_iter();
        let runs = runs.map(|(_, run)| points(diagnostic, &run, window));
        let runs: Vec<Vec<Point>> = runs.collect();
        Self {
            color: curve.color,
            has_band: runs.len() > 1,
            medians: medians(&runs),
        }
    }

    /// The medians from gap to gap.
    fn pieces(&self) -> impl Iterator<Item = &[Median]> {
        let follows = |a: &Median, b: &Median| b.episode == a.episode + 1;
        self.medians.chunk_by(follows)
    }
}

/// The axes of a chart: value over training episode.
type Axes<'a, DB> = ChartContext<'a, DB, Cartesian2d<Axis, Axis>>;

/// The chart of one diagnostic.
pub(crate) struct Chart {
    title: String,
    values: Axis,
    traces: Vec<Trace>,
}

impl Chart {
    /// The chart, unless no run has a value.
    pub(crate) fn new(
        diagnostic: &Diagnostic,
        curves: &[Curve],
        window: usize,
    ) -> Option<Self> {
        let traces = curves.iter();
        let traces = traces.map(|curve| Trace::new(curve, diagnostic, window));
        let traces: Vec<Trace> = traces.collect();
        let medians = traces.iter().flat_map(|trace| &trace.medians);
        let ends = medians.flat_map(|m| [m.least, m.largest]);
        let ends: Vec<f64> = ends.collect();
        if ends.is_empty() {
            return None;
        }
        let title = diagnostic.title;
        Some(Self {
            title: if is_smoothed(diagnostic) && window > 1 {
                format!("{title}, mean of the last {window} episodes")
            } else {
                title.to_owned()
            },
            values: Axis::new(diagnostic.scale, &ends, MOST_VALUES),
            traces,
        })
    }

    /// Draws the chart in its cell, over the axis of the episodes.
    pub(crate) fn draw<DB: DrawingBackend>(
        &self,
        episodes: &Axis,
        cell: &Area<DB>,
    ) -> Drawn<DB> {
        let letters = |pixels| text(pixels, INK, HPos::Left, VPos::Top);
        write_fitting(cell, &self.title, LABEL, (MARGIN, 0), letters)?;
        let (_, plot) = cell.split_vertically(HEADING);
        let mut axes = self.draw_axes(episodes, &plot)?;
        // Bands first and lines last, so that no agent hides another's median.
        let has_bands = self.traces.len() <= MOST_BANDS;
        for trace in self
            .traces
            .iter()
            .filter(|trace| has_bands && trace.has_band)
        {
            for piece in trace.pieces() {
                draw_band(&mut axes, piece, trace.color)?;
            }
        }
        for trace in &self.traces {
            for piece in trace.pieces() {
                draw_line(&mut axes, piece, trace.color)?;
            }
        }
        Ok(())
    }

    fn draw_axes<'a, DB: DrawingBackend>(
        &self,
        episodes: &Axis,
        plot: &'a Area<DB>,
    ) -> Result<Axes<'a, DB>, Failed<DB>> {
        let mut axes = ChartBuilder::on(plot)
            .margin_top(8)
            .margin_right(16)
            .x_label_area_size(EPISODES)
            .y_label_area_size(VALUES)
            .build_cartesian_2d(episodes.clone(), self.values.clone())?;
        axes.configure_mesh()
            .disable_x_mesh()
            .bold_line_style(INK.mix(0.15))
            .light_line_style(INK.mix(0.0))
            .axis_style(INK.stroke_width(2))
            .label_style(text(NUMBER, INK, HPos::Left, VPos::Top))
            .draw()?;
        Ok(axes)
    }
}

/// Draws the band from one gap to the next.
fn draw_band<DB: DrawingBackend>(
    axes: &mut Axes<DB>,
    piece: &[Median],
    color: RGBColor,
) -> Drawn<DB> {
    let upper = piece.iter().map(|m| (m.episode as f64, m.largest));
    let lower = piece.iter().map(|m| (m.episode as f64, m.least));
    let outline: Vec<_> = upper.chain(lower.rev()).collect();
    // A band of one episode has no width.
    if piece.len() == 1 {
        axes.draw_series([PathElement::new(outline, narrow_band(color))])?;
    } else {
        axes.draw_series([Polygon::new(outline, band(color))])?;
    }
    Ok(())
}

/// Draws the medians from one gap to the next.
fn draw_line<DB: DrawingBackend>(
    axes: &mut Axes<DB>,
    piece: &[Median],
    color: RGBColor,
) -> Drawn<DB> {
    let points = piece.iter().map(|m| (m.episode as f64, m.value));
    // A line of one point has no length.
    if piece.len() == 1 {
        let dot = |point| Circle::new(point, 4, color.filled());
        axes.draw_series(points.map(dot))?;
    } else {
        axes.draw_series(LineSeries::new(points, median(color)))?;
    }
    Ok(())
}

/// How the median over the seeds is drawn.
pub(crate) fn median(color: RGBColor) -> ShapeStyle {
    color.stroke_width(4)
}

/// How the band over the seeds is drawn.
pub(crate) fn band(color: RGBColor) -> ShapeStyle {
    color.mix(0.2).filled()
}

/// How it is drawn where it is that of one episode.
fn narrow_band(color: RGBColor) -> ShapeStyle {
    color.mix(0.35).stroke_width(3)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::lab::doctor::diagnostics::diagnostic;
    use crate::lab::plots::curves::{BLUE, WINDOW};
    use crate::lab::plots::spread::tests::run;

    pub(crate) fn dqn(rows: &[Row]) -> Curve<'_> {
        Curve {
            name: "DQN",
            color: BLUE,
            rows,
        }
    }

    /// A run of those losses.
    pub(crate) fn losses(seed: u64, losses: &[Option<f64>]) -> Vec<Row> {
        let mut rows = run(seed, &vec![20.0; losses.len()]);
        for (row, loss) in rows.iter_mut().zip(losses) {
            row.loss = *loss;
        }
        rows
    }

    fn trace(rows: &[Row], column: &str, window: usize) -> Trace {
        Trace::new(&dqn(rows), diagnostic(column).unwrap(), window)
    }

    #[test]
    fn the_line_is_the_median_and_the_band_goes_from_the_least_to_the_largest() {
        let runs = [
            losses(1, &[Some(1.0), Some(9.0)]),
            losses(2, &[Some(8.0), Some(2.0)]),
            losses(3, &[Some(3.0), None]),
        ];
        let median = |episode, least, value, largest| Median {
            episode,
            least,
            value,
            largest,
        };
        // Of 1, 3, 8 the middle one; of 2 and 9 half their sum.
        let expected = [median(1, 1.0, 3.0, 8.0), median(2, 2.0, 5.5, 9.0)];
        assert_eq!(trace(&runs.concat(), "loss", 1).medians, expected);
    }

    #[test]
    fn an_episode_without_a_value_is_a_gap() {
        let rows = losses(1, &[None, Some(1.0), Some(2.0), None, Some(4.0)]);
        let trace = trace(&rows, "loss", 1);
        let episodes = |piece: &[Median]| -> Vec<usize> {
            piece.iter().map(|median| median.episode).collect()
        };
        let pieces: Vec<_> = trace.pieces().map(episodes).collect();
        assert_eq!(pieces, [vec![2, 3], vec![5]]);
    }

    #[test]
    fn the_score_alone_is_smoothed() {
        let mut scores = [0.0; 2 * WINDOW];
        scores[WINDOW] = 50.0;
        let mut rows = run(1, &scores);
        for row in &mut rows {
            row.start_return = Some(row.score);
        }
        let score = trace(&rows, "score", WINDOW).medians;
        assert_eq!((score[0].episode, score[0].value), (WINDOW, 0.0));
        assert_eq!((score[1].episode, score[1].value), (WINDOW + 1, 2.0));
        let raw = trace(&rows, "start_return", WINDOW).medians;
        assert_eq!((raw[WINDOW].episode, raw[WINDOW].value), (WINDOW + 1, 50.0));
    }
}
