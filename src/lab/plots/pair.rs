//! Two charts side by side, over the same steps or fits.

use crate::error::Error;
use crate::lab::plots::axis::Axis;
use crate::lab::plots::canvas::{Drawn, LABEL, MARGIN, PENCIL, SvgArea, svg, text};
use crate::lab::plots::legend::draw_head;
use crate::lab::plots::picture::Svg;
use crate::lab::plots::plot::{Axes, Plot};
use crate::lab::stats::Scale;
use plotters::element::{Circle, EmptyElement, Text};
use plotters::series::{DashedLineSeries, LineSeries};
use plotters::style::text_anchor::{HPos, VPos};
use plotters::style::{Color, RGBColor};
use std::ops::Range;

/// Width and height of two charts side by side, in pixels.
const SIZE: (u32, u32) = (1200, 600);

/// Two charts over the same steps or fits, side by side.
pub(crate) struct Pair<'a> {
    pub(crate) title: &'a str,
    /// What the numbers are drawn over, and the last of it.
    pub(crate) x_label: &'a str,
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
        svg(self.title, SIZE, |area| {
            let below_head = draw_head(area, self.title, Vec::new())?;
            let (_, charts) = area.split_vertically(below_head);
            let halves = charts.split_evenly((1, 2));
            for (half, side) in halves.iter().zip(&self.sides) {
                side.draw_on(half, self.x_label, self.end)?;
            }
            Ok(())
        })
    }
}

impl Side<'_> {
    fn draw_on(&self, half: &SvgArea, x_label: &str, end: f64) -> Drawn {
        let letters = text(LABEL, PENCIL, HPos::Left, VPos::Top);
        half.draw_text(self.heading, &letters, (MARGIN, 8))?;
        let plot = Plot {
            x_label,
            above: 62,
            right: 34,
            below: 10,
            x_numbers: 88,
            y_numbers: 84,
            ..Plot::new(
                Axis::between(Scale::Linear, 0.0..end, 5),
                Axis::between(Scale::Linear, self.values.clone(), 6),
            )
        };
        let mut axes = plot.draw_on(half)?;
        self.lines
            .iter()
            .try_for_each(|line| line.draw_on(&mut axes))
    }
}

impl Line<'_> {
    fn draw_on(&self, axes: &mut Axes) -> Drawn {
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
