//! A small chart: one diagnostic of one agent or of several, over the episodes.

use crate::lab::doctor::Diagnostic;
use crate::lab::plots::axis::Axis;
use crate::lab::plots::canvas::{Drawn, MARGIN, SvgArea, write_fitting};
use crate::lab::plots::curve::{
    Curve, Point, SHOWABLE, Span, by_episode, draw_band, middles, outline, spans,
};
use crate::lab::plots::plot::{Axes, Plot, draw_line};
use crate::lab::runs::{Row, by_seed};
use plotters::element::{Circle, PathElement};
use plotters::style::{Color, RGBColor, ShapeStyle};

/// The room for a chart's title and a little more, and for the numbers along its axes.
const HEADING: u32 = 54;
const EPISODES: u32 = 54;
const VALUES: u32 = 132;
/// Height of the letters of a chart's title, and of the numbers along its axes.
pub(crate) const LABEL: f64 = 29.0;
const NUMBER: f64 = 27.0;
/// More bands than these cannot be told apart.
pub(crate) const MOST_BANDS: usize = 3;
/// The most numbers along the axis of the values.
const MOST_VALUES: usize = 6;

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
    medians: Vec<Span>,
}

impl Trace {
    fn new(curve: &Curve, diagnostic: &Diagnostic, window: usize) -> Self {
        let runs = by_seed(curve.rows).into_iter();
        let runs = runs.map(|(_, run)| points(diagnostic, &run, window));
        let runs: Vec<Vec<Point>> = runs.collect();
        Self {
            color: curve.color,
            has_band: runs.len() > 1,
            medians: spans(&runs, Span::median),
        }
    }

    /// The medians from gap to gap.
    fn pieces(&self) -> impl Iterator<Item = &[Span]> {
        self.medians.chunk_by(|a, b| b.x == a.x + 1)
    }
}

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
        let ends = medians.flat_map(|m| [m.low, m.high]);
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

    /// The axes, over that of the episodes.
    pub(crate) fn plot(&self, episodes: &Axis) -> Plot<'_> {
        Plot {
            above: HEADING,
            right: 16,
            below: 0,
            x_numbers: EPISODES,
            y_numbers: VALUES,
            letters: NUMBER,
            ..Plot::new(episodes.clone(), self.values.clone())
        }
    }

    /// Draws the chart on the axes of `plot` in its cell.
    pub(crate) fn draw(&self, plot: &Plot, cell: &SvgArea) -> Drawn {
        write_fitting(cell, &self.title, LABEL, (MARGIN, 0))?;
        let mut axes = plot.draw_on(cell)?;
        // Bands first and lines last, so that no agent hides another's median.
        let has_bands = self.traces.len() <= MOST_BANDS;
        let traces = self.traces.iter();
        for trace in traces.filter(|trace| has_bands && trace.has_band) {
            for piece in trace.pieces() {
                draw_band_of(&mut axes, piece, trace.color)?;
            }
        }
        for trace in &self.traces {
            for piece in trace.pieces() {
                draw_medians(&mut axes, piece, trace.color)?;
            }
        }
        Ok(())
    }
}

/// Draws the band from one gap to the next.
fn draw_band_of(axes: &mut Axes, piece: &[Span], color: RGBColor) -> Drawn {
    // A band of one episode has no width.
    if piece.len() == 1 {
        let style = color.mix(0.35).stroke_width(3);
        let outline: Vec<_> = outline(piece).collect();
        axes.draw_series([PathElement::new(outline, style)])?;
        return Ok(());
    }
    draw_band(axes, piece, color)
}

/// Draws the medians from one gap to the next.
fn draw_medians(axes: &mut Axes, piece: &[Span], color: RGBColor) -> Drawn {
    // A line of one point has no length.
    if let [Span { x, middle, .. }] = *piece {
        axes.draw_series([Circle::new((x as f64, middle), 4, color.filled())])?;
        return Ok(());
    }
    draw_line(axes, middles(piece), median(color))
}

/// How the median over the seeds is drawn.
pub(crate) fn median(color: RGBColor) -> ShapeStyle {
    color.stroke_width(4)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::lab::doctor::diagnostic;
    use crate::lab::plots::curve::tests::{dqn, run};

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
    fn the_score_alone_is_smoothed() {
        let mut rows = run(1, &[0.0, 0.0, 0.0, 9.0]);
        for row in &mut rows {
            row.start_return = Some(row.score);
        }
        let of = |column| -> Vec<Point> {
            middles(&trace(&rows, column, 3).medians).collect()
        };
        assert_eq!(of("score"), [(3, 0.0), (4, 3.0)]);
        assert_eq!(of("start_return")[2..], [(3, 0.0), (4, 9.0)]);
    }
}
