//! Lines through points: what one number does as another grows.

use crate::error::Error;
use crate::lab::plots::axis::Axis;
use crate::lab::plots::canvas::SIZE;
use crate::lab::plots::legend::Mark;
use crate::lab::plots::picture::Svg;
use crate::lab::plots::plot::{Plot, draw_reference, reference, thick};
use crate::lab::stats::Scale;
use plotters::element::Circle;
use plotters::series::LineSeries;
use plotters::style::{Color, RGBColor};

/// A line of a graph.
pub(crate) struct GraphLine<'a> {
    pub(crate) name: &'a str,
    pub(crate) color: RGBColor,
    /// From the left to the right; a logarithmic scale needs numbers above 0.
    pub(crate) points: Vec<(f64, f64)>,
}

/// A figure with a line for each of several series.
pub(crate) struct Graph<'a> {
    pub(crate) title: &'a str,
    pub(crate) x_label: &'a str,
    pub(crate) y_label: &'a str,
    /// Of the level axis and of the upright one.
    pub(crate) scales: [Scale; 2],
    /// A number to compare with, and what it is.
    pub(crate) reference: Option<(f64, &'a str)>,
    /// Whether each point has a dot: where there are few.
    pub(crate) has_dots: bool,
    pub(crate) lines: Vec<GraphLine<'a>>,
}

impl Graph<'_> {
    /// The figure as SVG.
    pub(crate) fn draw(&self) -> Result<Svg, Error> {
        let points = || self.lines.iter().flat_map(|line| &line.points);
        let xs: Vec<f64> = points().map(|(x, _)| *x).collect();
        let references = self.reference.into_iter().map(|(number, _)| number);
        let ys: Vec<f64> = points().map(|(_, y)| *y).chain(references).collect();
        let [x_scale, y_scale] = self.scales;
        let plot = Plot {
            x_label: self.x_label,
            y_label: self.y_label,
            ..Plot::new(Axis::new(x_scale, &xs, 8), Axis::new(y_scale, &ys, 7))
        };
        let of_line =
            |line: &GraphLine| (Mark::Line(thick(line.color)), line.name.to_owned());
        let of_reference =
            |(_, name): (f64, &str)| (Mark::Dashes(reference()), name.to_owned());
        let legend = self.lines.iter().map(of_line);
        let legend = legend.chain(self.reference.map(of_reference)).collect();
        plot.svg(self.title, legend, SIZE, |axes| {
            if let Some((number, _)) = self.reference {
                draw_reference(axes, number)?;
            }
            for line in &self.lines {
                let points = line.points.iter().copied();
                let style = thick(line.color);
                axes.draw_series(LineSeries::new(points.clone(), style))?;
                if self.has_dots {
                    let dot = |point| Circle::new(point, 9, line.color.filled());
                    axes.draw_series(points.map(dot))?;
                }
            }
            Ok(())
        })
    }
}
