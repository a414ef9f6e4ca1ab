//! Lines of one agent or of several, with a band where an agent has several runs.

use crate::error::Error;
use crate::lab::plots::canvas::{Drawn, PENCIL, SIZE};
use crate::lab::plots::curve::{Point, Span, draw_band, middles, spans};
use crate::lab::plots::legend::{Legend, Mark};
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
    pub(crate) lines: Vec<AgentLine<'a>>,
    /// What the bands are.
    pub(crate) bands: &'a str,
    /// Whether every line has a dot at its end, and whether each run has a line.
    pub(crate) has_ends: bool,
    pub(crate) shows_runs: bool,
}

/// The line of one agent.
pub(crate) struct AgentLine<'a> {
    pub(crate) name: &'a str,
    pub(crate) color: RGBColor,
    /// What the line is, where the legend says that.
    pub(crate) what: Option<String>,
    pub(crate) runs: Vec<Vec<Point>>,
    /// What the runs come to, point by point.
    pub(crate) spans: Vec<Span>,
}

impl<'a> AgentLine<'a> {
    /// The line through the medians of `runs`.
    pub(crate) fn median(
        name: &'a str,
        color: RGBColor,
        runs: Vec<Vec<Point>>,
    ) -> Self {
        Self {
            name,
            color,
            what: Some(of_seeds("median", runs.len())),
            spans: spans(&runs, Span::median),
            runs,
        }
    }

    /// True where there is a band.
    pub(crate) fn has_several_runs(&self) -> bool {
        self.runs.len() > 1
    }
}

/// The words for a line through the `middle` of the runs of `seeds` seeds.
pub(crate) fn of_seeds(middle: &str, seeds: usize) -> String {
    match seeds {
        1 => "one seed".to_owned(),
        seeds => format!("{middle} of {seeds} seeds"),
    }
}

impl<'a> LineFigure<'a> {
    /// A figure of `lines` and nothing else.
    pub(crate) fn new(plot: Plot<'a>, lines: Vec<AgentLine<'a>>) -> Self {
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
    fn several(&self) -> impl Iterator<Item = &AgentLine<'a>> {
        self.lines.iter().filter(|line| line.has_several_runs())
    }

    /// Draws bands first and lines last, so that no agent hides another's line.
    fn draw_lines(&self, axes: &mut Axes) -> Drawn {
        for line in self.several() {
            draw_band(axes, &line.spans, line.color)?;
        }
        for line in self.several().filter(|_| self.shows_runs) {
            for run in &line.runs {
                draw_line(axes, run.iter().copied(), one_run(line.color))?;
            }
        }
        for line in &self.lines {
            draw_line(axes, middles(&line.spans), thick(line.color))?;
            // A line of one point is not seen without it.
            let end = middles(&line.spans).last().filter(|_| self.has_ends);
            let dot = |(x, y)| Circle::new((x as f64, y), 7, line.color.filled());
            axes.draw_series(end.map(dot))?;
        }
        Ok(())
    }

    fn legend(&self) -> Legend {
        let (color, mut legend) = legend(&self.lines, thick, Some(self.bands));
        if self.shows_runs && self.several().next().is_some() {
            legend.push((Mark::Line(one_run(color)), "one seed".to_owned()));
        }
        if let Some((_, name)) = self.reference {
            legend.push((Mark::Dashes(reference()), name.to_owned()));
        }
        legend
    }
}

/// The legend of `lines`, one at least, and of their bands, and the colour in which it
/// goes on. What is the same for all lines is said once, below their names.
pub(crate) fn legend(
    lines: &[AgentLine],
    style: fn(RGBColor) -> ShapeStyle,
    bands: Option<&str>,
) -> (RGBColor, Legend) {
    let AgentLine { what, .. } = &lines[0];
    let is_alone = lines.len() == 1;
    let says_it_once = !is_alone && lines.iter().all(|line| line.what == *what);
    let entry = |line: &AgentLine| {
        let label = match &line.what {
            Some(what) if !says_it_once => format!("{}: {what}", line.name),
            _ => line.name.to_owned(),
        };
        (Mark::Line(style(line.color)), label)
    };
    let mut legend: Legend = lines.iter().map(entry).collect();
    let color = if is_alone { lines[0].color } else { PENCIL };
    if let (true, Some(what)) = (says_it_once, what) {
        legend.push((Mark::Line(style(color)), what.clone()));
    }
    if let Some(bands) = bands
        && lines.iter().any(AgentLine::has_several_runs)
    {
        legend.push((Mark::Box(band(color)), bands.to_owned()));
    }
    (color, legend)
}

/// How the line of one run is drawn.
pub(crate) fn one_run(color: RGBColor) -> ShapeStyle {
    color.mix(0.45).stroke_width(2)
}
