//! Lines of one agent or of several, with a band where an agent has several runs.

use crate::error::Error;
use crate::lab::plots::canvas::{Drawn, SIZE};
use crate::lab::plots::curve::{Point, Span, draw_band, middles};
use crate::lab::plots::legend::{Legend, LegendEntry, Mark, entries};
use crate::lab::plots::picture::Svg;
use crate::lab::plots::plot::{
    Axes, Plot, band, draw_line, draw_reference, reference, thick,
};
use plotters::element::Circle;
use plotters::style::{Color, RGBColor, ShapeStyle};

/// A figure of lines.
pub(crate) struct LineFigure<'a> {
    pub(crate) plot: Plot<'a>,
    /// A number to compare with, and what it is.
    pub(crate) reference: Option<(f64, &'a str)>,
    pub(crate) lines: Vec<Line<'a>>,
    /// What the bands are.
    pub(crate) bands: &'a str,
    /// Whether every line has a dot at its end, and whether each run has a line.
    pub(crate) has_ends: bool,
    pub(crate) shows_runs: bool,
}

/// The line of one agent.
pub(crate) struct Line<'a> {
    pub(crate) entry: LegendEntry<'a>,
    pub(crate) runs: Vec<Vec<Point>>,
    /// What the runs come to, point by point.
    pub(crate) spans: Vec<Span>,
}

impl Line<'_> {
    fn color(&self) -> RGBColor {
        self.entry.color
    }
}

impl<'a> LineFigure<'a> {
    /// A figure of `lines` and nothing else.
    pub(crate) fn new(plot: Plot<'a>, lines: Vec<Line<'a>>) -> Self {
        Self {
            plot,
            reference: None,
            lines,
            bands: "min–max",
            has_ends: false,
            shows_runs: false,
        }
    }

    pub(crate) fn svg(&self, title: &str) -> Result<Svg, Error> {
        self.plot.svg(title, self.legend(), SIZE, |axes| {
            if let Some((number, _)) = self.reference {
                draw_reference(axes, number)?;
            }
            self.draw_lines(axes)
        })
    }

    /// The lines with a band.
    fn several(&self) -> impl Iterator<Item = &Line<'a>> {
        self.lines.iter().filter(|line| line.runs.len() > 1)
    }

    /// Draws bands first and lines last, so that no agent hides another's line.
    fn draw_lines(&self, axes: &mut Axes) -> Drawn {
        for line in self.several() {
            draw_band(axes, &line.spans, line.color())?;
        }
        for line in self.several().filter(|_| self.shows_runs) {
            for run in &line.runs {
                draw_line(axes, run.iter().copied(), one_run(line.color()))?;
            }
        }
        for line in &self.lines {
            draw_line(axes, middles(&line.spans), thick(line.color()))?;
            // A line of one point is not seen without it.
            let end = middles(&line.spans).last().filter(|_| self.has_ends);
            let dot = |(x, y)| Circle::new((x as f64, y), 7, line.color().filled());
            axes.draw_series(end.map(dot))?;
        }
        Ok(())
    }

    fn legend(&self) -> Legend {
        let (color, mut legend) =
            entries(self.lines.iter().map(|line| &line.entry), thick);
        if self.several().next().is_some() {
            legend.push((Mark::Box(band(color)), self.bands.to_owned()));
            if self.shows_runs {
                legend.push((Mark::Line(one_run(color)), "one seed".to_owned()));
            }
        }
        if let Some((_, name)) = self.reference {
            legend.push((Mark::Dashes(reference()), name.to_owned()));
        }
        legend
    }
}

/// How the line of one run is drawn.
fn one_run(color: RGBColor) -> ShapeStyle {
    color.mix(0.45).stroke_width(2)
}
