//! Lines along a logarithmic axis: what grows or shrinks by orders of magnitude.

use crate::error::Error;
use crate::lab::plots::axis::Axis;
use crate::lab::plots::canvas::{Drawn, PENCIL, SIZE, failure};
use crate::lab::plots::curve::{Point, Span, draw_band, middles, spans};
use crate::lab::plots::legend::{Legend, Mark};
use crate::lab::plots::picture::Svg;
use crate::lab::plots::plot::{
    Axes, Plot, Room, band, draw_line, draw_reference, reference, thick,
};
use crate::lab::stats::scale::{Scale, decades};
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
            room: Room {
                right: 60,
                y_numbers: 110,
                ..Room::default()
            },
            ..Plot::new(
                Axis::whole(0..last, 6),
                Axis::between(Scale::Logarithmic, places, 8),
            )
        };
        plot.svg(self.title, self.legend(), SIZE, |axes| {
            if let Some((number, _)) = self.reference {
                draw_reference(axes, number)?;
            }
            self.draw_lines(axes)
        })
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

    /// Draws bands first and medians last, so that no agent hides another's median.
    fn draw_lines(&self, axes: &mut Axes) -> Drawn {
        let agents = self.agents.iter();
        let medians = agents.map(|agent| (agent, spans(&agent.runs, Span::median)));
        let medians: Vec<_> = medians.collect();
        for (agent, spans) in medians.iter().filter(|(a, _)| a.runs.len() > 1) {
            draw_band(axes, spans, agent.color)?;
        }
        for (agent, spans) in &medians {
            draw_line(axes, middles(spans), thick(agent.color))?;
        }
        Ok(())
    }

    fn legend(&self) -> Legend {
        let agents = self.agents.iter();
        let line =
            |agent: &Lines| (Mark::Line(thick(agent.color)), agent.name.to_owned());
        let mut legend: Legend = agents.clone().map(line).collect();
        let most = agents.map(|agent| agent.runs.len()).max().unwrap_or(0);
        if most > 1 {
            let median = format!("median of {most} seeds");
            legend.push((Mark::Line(thick(PENCIL)), median));
            legend.push((Mark::Box(band(PENCIL)), "min–max".to_owned()));
        }
        if let Some((_, name)) = self.reference {
            legend.push((Mark::Dashes(reference()), name.to_owned()));
        }
        legend
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
    fn a_figure_names_its_axes_its_lines_and_its_reference() {
        let runs = vec![vec![(0, 1.0), (9, 1e6)], vec![(0, 2.0), (9, 1e3)]];
        let svg = figure(runs).draw().unwrap();
        for words in [
            "<title>Growth</title>",
            "Error",
            "Update",
            "Baird",
            "median of 2 seeds",
            "min–max",
            "the bound",
            "10⁶",
        ] {
            assert!(svg.contains(words), "{words}");
        }
        assert_eq!(svg.matches("<polygon").count(), 1);
        let alone = figure(vec![vec![(0, 1.0), (9, 1e6)]]).draw().unwrap();
        assert!(!alone.contains("<polygon") && !alone.contains("seeds"));
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
        let svg = DecadeFigure {
            reference: None,
            ..figure(Vec::new())
        };
        assert!(svg.draw().is_ok());
    }
}
