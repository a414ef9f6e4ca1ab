//! Lines along a logarithmic axis: what grows or shrinks by orders of magnitude.

use crate::error::Error;
use crate::lab::plots::axis::Axis;
use crate::lab::plots::canvas::failure;
use crate::lab::plots::lines::{AgentLine, LineFigure};
use crate::lab::plots::picture::Svg;
use crate::lab::plots::plot::Plot;
use crate::lab::stats::{Scale, decades};

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
    /// The agents; the numbers of their runs are above 0.
    pub(crate) agents: Vec<AgentLine<'a>>,
}

impl DecadeFigure<'_> {
    /// The figure as SVG, unless a number has no place on its axis.
    pub(crate) fn draw(self) -> Result<Svg, Error> {
        let checked = self.agents.iter().try_for_each(check);
        checked.map_err(|reason| failure(self.title, &reason))?;
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
        let figure = LineFigure {
            reference: self.reference,
            ..LineFigure::new(plot, self.agents)
        };
        figure.svg(self.title)
    }
}

/// Refuses a number that no logarithmic axis can show.
fn check(AgentLine { name, runs, .. }: &AgentLine) -> Result<(), String> {
    let is_shown = |number: f64| number > 0.0 && number.is_finite();
    let mut points = runs.iter().flatten();
    match points.find(|(_, number)| !is_shown(*number)) {
        None => Ok(()),
        Some((x, number)) => Err(format!(
            "{number} of `{name}` at {x} has no place on a logarithmic axis"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::plots::canvas::BLUE;
    use crate::lab::plots::curve::Point;

    fn figure(runs: Vec<Vec<Point>>) -> DecadeFigure<'static> {
        DecadeFigure {
            title: "Growth",
            y_label: "Error",
            x_label: "Update",
            reference: Some((100.0, "the bound")),
            agents: vec![AgentLine::median("Baird", BLUE, runs)],
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
