//! Lines along a logarithmic axis: what grows or shrinks by orders of magnitude.

use crate::error::Error;
use crate::lab::plots::canvas::{
    Area, Drawn, Failed, INK, LABEL, MARGIN, NUMBER, PENCIL, SIZE, TITLE, failure,
    svg, text, write_fitting,
};
use crate::lab::plots::curves::{band, mean, reference};
use crate::lab::plots::legend::{Mark, draw_legend};
use crate::lab::plots::picture::Svg;
use crate::lab::plots::spread::{Point, at_each_point};
use crate::lab::stats::scale::{Scale, decades};
use crate::lab::stats::statistics::{Band, median};
use plotters::backend::DrawingBackend;
use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::{RangedCoordf64, RangedCoordusize};
use plotters::element::Polygon;
use plotters::series::{DashedLineSeries, LineSeries};
use plotters::style::text_anchor::{HPos, VPos};
use plotters::style::{Color, RGBColor};

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
    pub(crate) upright: &'a str,
    /// What they are drawn over.
    pub(crate) level: &'a str,
    /// A number to compare with, and what it is.
    pub(crate) reference: Option<(f64, &'a str)>,
    pub(crate) agents: Vec<Lines<'a>>,
}

/// The axes: the place of a number over an episode or update.
type Axes<'a, DB> =
    ChartContext<'a, DB, Cartesian2d<RangedCoordusize, RangedCoordf64>>;

impl Lines<'_> {
    /// The least, the median and the largest of the runs at each point, as places.
    fn spread(&self) -> Vec<(usize, [f64; 3])> {
        let values = at_each_point(&self.runs).into_iter();
        let spread = values.filter_map(|(x, numbers)| {
            let Band { min, max, .. } = Band::of(&numbers)?;
            let ends = [min, median(&numbers)?, max];
            Some((x, ends.map(|number| Scale::Logarithmic.place(number))))
        });
        spread.collect()
    }
}

impl DecadeFigure<'_> {
    /// The figure as SVG.
    ///
    /// # Errors
    /// [`Error::Drawing`], also for a number that no logarithmic axis can show.
    pub(crate) fn draw(&self) -> Result<Svg, Error> {
        self.check()
            .map_err(|reason| failure(self.title, &reason))?;
        svg(self.title, SIZE, |area| self.draw_on(area))
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

    fn points(&self) -> impl Iterator<Item = Point> + Clone {
        let runs = self.agents.iter().flat_map(|agent| &agent.runs);
        runs.flatten().copied()
    }

    fn draw_on<DB: DrawingBackend>(&self, area: &Area<DB>) -> Drawn<DB> {
        let letters = |pixels| text(pixels, INK, HPos::Left, VPos::Top);
        write_fitting(area, self.title, TITLE, (MARGIN, MARGIN), letters)?;
        let below_legend = draw_legend(area, self.legend(), MARGIN + 74)?;

        // The name of the upright axis stands above it, where it reads level.
        let letters = text(LABEL, PENCIL, HPos::Left, VPos::Top);
        area.draw_text(self.upright, &letters, (MARGIN, below_legend + 16))?;

        let (_, plot) = area.split_vertically(below_legend + 60);
        let mut axes = self.draw_axes(&plot)?;
        if let Some((number, _)) = self.reference {
            let place = Scale::Logarithmic.place(number);
            let ends = axes.x_range();
            let ends = [(ends.start, place), (ends.end, place)];
            axes.draw_series(DashedLineSeries::new(ends, 16, 10, reference()))?;
        }
        self.draw_lines(&mut axes)
    }

    fn draw_axes<'b, DB: DrawingBackend>(
        &self,
        plot: &'b Area<DB>,
    ) -> Result<Axes<'b, DB>, Failed<DB>> {
        let last = self.points().map(|(x, _)| x).max().unwrap_or(1);
        let levels = self.reference.into_iter().map(|(number, _)| number);
        let places = decades(self.points().map(|(_, y)| y).chain(levels));
        let mut axes = ChartBuilder::on(plot)
            .margin_top(16)
            .margin_right(60)
            .margin_bottom(14)
            .x_label_area_size(90)
            .y_label_area_size(110)
            .build_cartesian_2d(0..last, places)?;
        axes.configure_mesh()
            .disable_x_mesh()
            .bold_line_style(INK.mix(0.15))
            .light_line_style(INK.mix(0.0))
            .axis_style(INK.stroke_width(2))
            .x_labels(6)
            .y_labels(8)
            .y_label_formatter(&|&place| Scale::Logarithmic.label(place))
            .label_style(text(NUMBER, INK, HPos::Left, VPos::Top))
            .x_desc(self.level)
            .axis_desc_style(text(LABEL, PENCIL, HPos::Left, VPos::Top))
            .draw()?;
        Ok(axes)
    }

    /// Draws bands first and medians last, so that no agent hides another's median.
    fn draw_lines<DB: DrawingBackend>(&self, axes: &mut Axes<DB>) -> Drawn<DB> {
        for agent in self.agents.iter().filter(|agent| agent.runs.len() > 1) {
            let spread = agent.spread();
            let upper = spread.iter().map(|&(x, [.., most])| (x, most));
            let lower = spread.iter().map(|&(x, [least, ..])| (x, least));
            let outline: Vec<Point> = upper.chain(lower.rev()).collect();
            axes.draw_series([Polygon::new(outline, band(agent.color))])?;
        }
        for agent in &self.agents {
            let spread = agent.spread().into_iter();
            let line = spread.map(|(x, [_, median, _])| (x, median));
            axes.draw_series(LineSeries::new(line, mean(agent.color)))?;
        }
        Ok(())
    }

    /// What the legend explains, and how that is drawn.
    fn legend(&self) -> Vec<(Mark, String)> {
        let agents = self.agents.iter();
        let line =
            |agent: &Lines| (Mark::Line(mean(agent.color)), agent.name.to_owned());
        let mut legend: Vec<(Mark, String)> = agents.clone().map(line).collect();
        let most = agents.map(|agent| agent.runs.len()).max().unwrap_or(0);
        if most > 1 {
            let median = format!("median of {most} seeds");
            legend.push((Mark::Line(mean(PENCIL)), median));
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
            upright: "Error",
            level: "Update",
            reference: Some((100.0, "the bound")),
            agents: vec![Lines {
                name: "Baird",
                color: BLUE,
                runs,
            }],
        }
    }

    #[test]
    fn the_line_is_the_median_and_the_band_spans_the_runs() {
        let runs = [1.0, 10.0, 1_000.0].map(|number| vec![(1, number)]);
        let spread = figure(runs.to_vec()).agents[0].spread();
        assert_eq!(spread, [(1, [0.0, 1.0, 3.0])]);
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
