//! Two charts side by side, over the same steps or fits.

use crate::error::Error;
use crate::lab::plots::canvas::{
    Area, Drawn, INK, LABEL, MARGIN, NUMBER, PENCIL, TITLE, svg, text, write_fitting,
};
use crate::lab::plots::picture::Svg;
use plotters::backend::DrawingBackend;
use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;
use plotters::element::{Circle, EmptyElement, Text};
use plotters::series::{DashedLineSeries, LineSeries};
use plotters::style::text_anchor::{HPos, VPos};
use plotters::style::{Color, RGBColor};
use std::ops::Range;

/// Width and height of two charts side by side, in pixels.
const SIZE: (u32, u32) = (1200, 600);

/// The axes of a chart: a number over a step or a fit.
type Axes<'a, DB> =
    ChartContext<'a, DB, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// Two charts over the same steps or fits, side by side.
pub(crate) struct Pair<'a> {
    pub(crate) title: &'a str,
    /// What the numbers are drawn over, and the last of it.
    pub(crate) level: &'a str,
    pub(crate) end: f64,
    pub(crate) sides: [Side<'a>; 2],
}

/// One chart of a pair.
pub(crate) struct Side<'a> {
    /// What its numbers are.
    pub(crate) heading: &'a str,
    pub(crate) values: Range<f64>,
    pub(crate) lines: Vec<Line<'a>>,
}

/// Numbers over 0, 1, 2 and so on, and how they are drawn.
pub(crate) struct Line<'a> {
    pub(crate) numbers: Vec<f64>,
    pub(crate) color: RGBColor,
    pub(crate) stroke: Stroke,
    pub(crate) label: Option<Label<'a>>,
}

#[derive(Clone, Copy)]
pub(crate) enum Stroke {
    Solid,
    Dashed,
    Dots,
}

/// What a line is, in words beside one of its points: to the left of it and above, to
/// the right and above, or to the right and below.
pub(crate) struct Label<'a> {
    pub(crate) words: &'a str,
    pub(crate) at: usize,
    pub(crate) place: Place,
}

#[derive(Clone, Copy)]
pub(crate) enum Place {
    LeftAbove,
    RightAbove,
    RightBelow,
}

impl Pair<'_> {
    pub(crate) fn draw(&self) -> Result<Svg, Error> {
        svg(self.title, SIZE, |area| self.draw_on(area))
    }

    fn draw_on<DB: DrawingBackend>(&self, area: &Area<DB>) -> Drawn<DB> {
        let letters = |pixels| text(pixels, INK, HPos::Left, VPos::Top);
        write_fitting(area, self.title, TITLE, (MARGIN, MARGIN), letters)?;
        let (_, charts) = area.split_vertically(MARGIN + 62);
        let half = charts.dim_in_pixel().0 / 2;
        let (left, right) = charts.split_horizontally(half);
        for (chart, side) in [left, right].iter().zip(&self.sides) {
            side.draw_on(chart, self.level, self.end)?;
        }
        Ok(())
    }
}

impl Side<'_> {
    fn draw_on<DB: DrawingBackend>(
        &self,
        chart: &Area<DB>,
        level: &str,
        end: f64,
    ) -> Drawn<DB> {
        let letters = text(LABEL, PENCIL, HPos::Left, VPos::Top);
        chart.draw_text(self.heading, &letters, (MARGIN, 8))?;
        let mut axes = ChartBuilder::on(chart)
            .margin_top(62)
            .margin_right(34)
            .margin_bottom(10)
            .x_label_area_size(88)
            .y_label_area_size(84)
            .build_cartesian_2d(0.0..end, self.values.clone())?;
        axes.configure_mesh()
            .disable_x_mesh()
            .bold_line_style(INK.mix(0.15))
            .light_line_style(INK.mix(0.0))
            .axis_style(INK.stroke_width(2))
            .x_labels(5)
            .y_labels(6)
            .x_label_formatter(&whole)
            .y_label_formatter(&whole)
            .label_style(text(NUMBER, INK, HPos::Left, VPos::Top))
            .x_desc(level)
            .axis_desc_style(text(LABEL, PENCIL, HPos::Left, VPos::Top))
            .draw()?;
        for line in &self.lines {
            line.draw_on(&mut axes)?;
        }
        Ok(())
    }
}

impl Line<'_> {
    fn draw_on<DB: DrawingBackend>(&self, axes: &mut Axes<DB>) -> Drawn<DB> {
        let points = || (0..).map(f64::from).zip(self.numbers.iter().copied());
        let style = self.color.stroke_width(5);
        match self.stroke {
            Stroke::Solid => {
                axes.draw_series(LineSeries::new(points(), style))?;
            }
            Stroke::Dashed => {
                axes.draw_series(DashedLineSeries::new(points(), 14, 9, style))?;
            }
            Stroke::Dots => {
                let style = self.color.filled();
                axes.draw_series(points().map(|at| Circle::new(at, 5, style)))?;
            }
        }
        if let Some(Label { words, at, place }) = &self.label {
            let (offset, horizontal, vertical) = match place {
                Place::LeftAbove => ((-10, -8), HPos::Right, VPos::Bottom),
                Place::RightAbove => ((0, -12), HPos::Left, VPos::Bottom),
                Place::RightBelow => ((18, 8), HPos::Left, VPos::Top),
            };
            let letters = text(LABEL, self.color, horizontal, vertical);
            let words = points().nth(*at).map(|point| {
                EmptyElement::at(point)
                    + Text::new((*words).to_owned(), offset, letters)
            });
            axes.draw_series(words)?;
        }
        Ok(())
    }
}

/// A whole number along an axis.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "the library hands it so")]
fn whole(number: &f64) -> String {
    // Rounding leaves a negative zero behind.
    format!("{:.0}", number + 0.0).replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_along_an_axis_is_whole_and_has_a_minus_sign() {
        assert_eq!(whole(&-12.0), "−12");
        assert_eq!(whole(&-0.0), "0");
        assert_eq!(whole(&40.0), "40");
    }

    #[test]
    fn a_pair_names_its_axes_its_sides_and_its_lines() {
        let side = |heading, stroke, words, place| Side {
            heading,
            values: 0.0..6.0,
            lines: vec![Line {
                numbers: vec![0.0, 5.0, 2.0],
                color: INK,
                stroke,
                label: Some(Label {
                    words,
                    at: 1,
                    place,
                }),
            }],
        };
        let pair = Pair {
            title: "Two of a kind",
            level: "Fit",
            end: 2.0,
            sides: [
                side("this", Stroke::Solid, "rises", Place::RightBelow),
                side("that", Stroke::Dashed, "falls", Place::LeftAbove),
            ],
        };
        let svg = pair.draw().unwrap();
        let title = "<title>Two of a kind</title>";
        for words in [title, "Fit", "this", "that", "rises", "falls"] {
            assert!(svg.contains(words), "{words}");
        }
    }
}
