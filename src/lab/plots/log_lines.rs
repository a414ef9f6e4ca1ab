//! Lines along a logarithmic axis: what grows or shrinks by orders of magnitude.

use crate::error::Error;
use crate::lab::plots::axis::Axis;
use crate::lab::plots::canvas::failure;
use crate::lab::plots::curve::{Point, Span, spans};
use crate::lab::plots::legend::LegendEntry;
use crate::lab::plots::lines::{Line, LineFigure};
use crate::lab::plots::picture::Svg;
use crate::lab::plots::plot::Plot;
use crate::lab::stats::{Scale, decades};
use plotters::style::RGBColor;

/// The runs of one agent, in one colour.
pub(crate) struct Lines<'a> {
    pub(crate) name: &'a str,
    pub(crate) color: RGBColor,
    /// The points of each run; their numbers are above 0.
    pub(crate) runs: Vec<Vec<Point>>,
}

/// A figure with the median line of each agent, and a band from the least to the
/// largest of its runs.
pub(crate) struct DecadeFigure<'a> {
    pub(crate) title: &'a str,
    /// What the numbers are.
    pub(crate) y_label: &'a str,
    /// What they are drawn over.
    pub(crate) x_label: &'a str,
    /// A number to compare with, and what it is.
    pub(crate) reference: Option<(f64, &'a str)>,
    pub(crate) agents: Vec<Lines<'a>>,
}

impl DecadeFigure<'_> {
    /// The figure as SVG.
    ///
    /// # Errors
    /// [`Error::Drawing`], also for a number that no logarithmic axis can show.
    pub(crate) fn draw(&self) -> Result<Svg, Error> {
        self.check()
            .map_err(|reason| failure(self.title, &reason))?;
        let runs = self.agents.iter().flat_map(|agent| &agent.runs);
        let points = runs.flatten().copied();
        let last = points.clone().map(|(x, _)| x).max().unwrap_or(1);
        let references = self.reference.into_iter().map(|(number, _)| number);
        let places = decades(points.map(|(_, y)| y).chain(references));
        let plot = Plot {
            y_label: self.y_label,
            x_label: self.x_label,
            right: 60,
            y_numbers: 110,
            ..Plot::new(
                Axis::whole(0..last, 6),
                Axis::between(Scale::Logarithmic, places, 8),
            )
        };
        let lines = self.agents.iter().map(Lines::median).collect();
        let figure = LineFigure {
            reference: self.reference,
            ..LineFigure::new(plot, lines)
        };
        figure.svg(self.title)
    }

    fn check(&self) -> Result<(), String> {
        for agent in &self.agents {
            let is_hidden =
                |(_, number): &&Point| !(*number > 0.0 && number.is_finite());
            let hidden = agent.runs.iter().flatten().find(is_hidden);
            if let Some((x, number)) = hidden {
                return Err(format!(
                    "{number} of `{}` at {x} has no place on a logarithmic axis",
                    agent.name
                ));
            }
        }
        Ok(())
    }
}

impl Lines<'_> {
    fn median(&self) -> Line<'_> {
        let several = Some(self.runs.len()).filter(|&runs| runs > 1);
        Line {
            entry: LegendEntry {
                name: self.name,
                color: self.color,
                line: several.map(|runs| format!("median of {runs} seeds")),
            },
            spans: spans(&self.runs, Span::median),
            runs: self.runs.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::plots::canvas::BLUE;

    fn figure(runs: Vec<Vec<Point>>) -> DecadeFigure<'static> {
        DecadeFigure {
            title: "Growth",
            y_label: "Error",
            x_label: "Update",
            reference: Some((100.0, "the bound")),
            agents: vec![Lines {
                name: "Baird",
                color: BLUE,
                runs,
            }],
        }
    }

    #[test]
    fn what_has_no_place_on_the_axis_is_refused() {
        for number in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            let said = figure(vec![vec![(3, number)]]).draw().unwrap_err();
            let said = said.to_string();
            assert!(said.contains("of `Baird` at 3 has no place"), "{said}");
        }
    }

    #[test]
    fn runs_too_short_to_have_numbers_leave_the_figure_empty() {
        let svg = figure(vec![Vec::new(), Vec::new()]).draw().unwrap();
        assert!(svg.contains("the bound"));
    }
}
