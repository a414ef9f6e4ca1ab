//! A small chart: one diagnostic of one agent or of several, over the episodes.

use crate::lab::doctor::Diagnostic;
use crate::lab::plots::axis::Axis;
use crate::lab::plots::canvas::Drawn;
use crate::lab::plots::curve::{
    Curve, Point, SHOWABLE, Span, by_episode, draw_band, has_every_episode, middles,
    outline,
};
use crate::lab::plots::grid::SmallChart;
use crate::lab::plots::lines::AgentLine;
use crate::lab::plots::plot::{Axes, draw_line};
use crate::lab::runs::{Row, by_seed};
use plotters::element::{Circle, PathElement};
use plotters::style::{Color, RGBColor, ShapeStyle};

/// More bands than these cannot be told apart.
const MOST_BANDS: usize = 3;
/// The most numbers along the axis of the values.
const MOST_VALUES: usize = 6;

/// The values of one run, each at its episode.
fn points(diagnostic: &Diagnostic, run: &[&Row], window: usize) -> Vec<Point> {
    let mut points = if is_smoothed(diagnostic) {
        by_episode(run, window)
    } else {
        let point = |row: &&Row| Some((row.episode, (diagnostic.of)(row)?));
        run.iter().filter_map(point).collect()
    };
    points.retain(|(_, value)| SHOWABLE.contains(value));
    points
}

/// The score alone is smoothed: the other numbers are means over an episode already.
fn is_smoothed(diagnostic: &Diagnostic) -> bool {
    diagnostic.column == "score"
}

/// The medians of one agent.
fn line<'a>(
    &Curve { name, color, rows }: &Curve<'a>,
    diagnostic: &Diagnostic,
    window: usize,
) -> AgentLine<'a> {
    let runs = by_seed(rows).into_iter();
    let runs = runs.map(|(_, run)| points(diagnostic, &run, window));
    AgentLine::median(name, color, runs.collect())
}

/// The lines of the chart of one diagnostic.
pub(crate) struct Chart<'a> {
    pub(crate) lines: Vec<AgentLine<'a>>,
}

impl<'a> Chart<'a> {
    /// The chart over an axis of episodes with its axes, unless no run has a value.
    pub(crate) fn new(
        diagnostic: &Diagnostic,
        curves: &[Curve<'a>],
        window: usize,
        episodes: &Axis,
    ) -> Option<(SmallChart, Self)> {
        let lines = curves.iter().map(|curve| line(curve, diagnostic, window));
        let lines: Vec<AgentLine> = lines.collect();
        let spans = lines.iter().flat_map(|line| &line.spans);
        let ends: Vec<f64> = spans.flat_map(|span| [span.low, span.high]).collect();
        if ends.is_empty() {
            return None;
        }
        let values = Axis::new(diagnostic.scale, &ends, MOST_VALUES);
        let title = diagnostic.title;
        let title = if is_smoothed(diagnostic) && window > 1 {
            let rows = if has_every_episode(curves) {
                "episodes"
            } else {
                "rows"
            };
            format!("{title}, mean of the last {window} {rows}")
        } else {
            title.to_owned()
        };
        Some((SmallChart::new(title, episodes, values), Self { lines }))
    }

    /// Draws the lines on the axes of the chart.
    pub(crate) fn draw(&self, axes: &mut Axes) -> Drawn {
        // Bands first and lines last, so that no agent hides another's median.
        let lines = self.lines.iter().filter(|_| self.has_bands());
        for line in lines.filter(|line| line.has_several_runs()) {
            for piece in pieces(&line.spans) {
                draw_band_of(axes, piece, line.color)?;
            }
        }
        for line in &self.lines {
            for piece in pieces(&line.spans) {
                draw_medians(axes, piece, line.color)?;
            }
        }
        Ok(())
    }

    /// True where the bands of the agents can be told apart.
    pub(crate) fn has_bands(&self) -> bool {
        self.lines.len() <= MOST_BANDS
    }
}

/// What is there from gap to gap.
fn pieces(spans: &[Span]) -> impl Iterator<Item = &[Span]> {
    spans.chunk_by(|a, b| b.x == a.x + 1)
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
    use crate::lab::runs::results::samples::run;

    /// A run of those losses.
    pub(crate) fn losses(seed: u64, losses: &[Option<f64>]) -> Vec<Row> {
        let mut rows = run(seed, &vec![20.0; losses.len()]);
        for (row, loss) in rows.iter_mut().zip(losses) {
            row.loss = *loss;
        }
        rows
    }

    #[test]
    fn the_score_alone_is_smoothed() {
        let mut rows = run(1, &[0.0, 0.0, 0.0, 9.0]);
        for row in &mut rows {
            row.start_return = Some(row.score);
        }
        let rows: Vec<&Row> = rows.iter().collect();
        let of = |column| points(diagnostic(column).unwrap(), &rows, 3);
        assert_eq!(of("score"), [(3, 0.0), (4, 3.0)]);
        assert_eq!(of("start_return")[2..], [(3, 0.0), (4, 9.0)]);
    }
}
