//! A chart: the axes, what is around them, and what is drawn on them.

use crate::error::Error;
use crate::lab::plots::axis::Axis;
use crate::lab::plots::canvas::{
    Drawn, Failed, INK, LABEL, MARGIN, NUMBER, PENCIL, SvgArea, svg, text, width_of,
};
use crate::lab::plots::legend::{Legend, draw_head};
use crate::lab::plots::picture::Svg;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

/// From an axis to its numbers: twice the length of a tick.
const TICKS: u32 = 10;
/// The least room beside a number.
const AIR: u32 = 4;

/// A chart: its axes, and what is around them.
pub(crate) struct Plot<'a> {
    pub(crate) x: Axis,
    /// Its numbers have lines across the chart. Where it has none, the axis is not
    /// drawn, and the lines are those of the other axis.
    pub(crate) y: Axis,
    /// What the numbers of the axes are, or nothing.
    pub(crate) x_label: &'a str,
    pub(crate) y_label: &'a str,
    /// The height of the numbers along the axes.
    pub(crate) letters: f64,
    /// The room around the axes, in pixels.
    pub(crate) above: u32,
    pub(crate) right: u32,
    pub(crate) below: u32,
    /// The room for the numbers of the lower axis and for its name, and that for the
    /// numbers of the upright one. It grows where a number would be cut.
    pub(crate) x_numbers: u32,
    pub(crate) y_numbers: u32,
}

/// The axes of a chart, to draw on.
pub(crate) type Axes<'a, 'b> =
    ChartContext<'a, SVGBackend<'b>, Cartesian2d<Axis, Axis>>;

impl Plot<'_> {
    pub(crate) fn new(x: Axis, y: Axis) -> Self {
        Self {
            x,
            y,
            x_label: "",
            y_label: "",
            letters: NUMBER,
            above: 76,
            right: 44,
            below: 14,
            x_numbers: 90,
            y_numbers: 96,
        }
    }

    /// A figure that is this chart, with its title and legend above it.
    pub(crate) fn svg(
        &self,
        title: &str,
        legend: Legend,
        size: (u32, u32),
        series: impl FnOnce(&mut Axes) -> Drawn,
    ) -> Result<Svg, Error> {
        svg(title, size, |area| {
            let below_head = draw_head(area, title, legend)?;
            let (_, chart) = area.split_vertically(below_head);
            series(&mut self.draw_on(&chart)?)
        })
    }

    /// Draws the axes on `area`, with their numbers and names.
    pub(crate) fn draw_on<'a, 'b>(
        &self,
        area: &'a SvgArea<'b>,
    ) -> Result<Axes<'a, 'b>, Failed> {
        let name = text(LABEL, PENCIL, HPos::Left, VPos::Top);
        if !self.y_label.is_empty() {
            // It is above the upright axis, where it reads level.
            area.draw_text(self.y_label, &name, (MARGIN, 16))?;
        }
        let left = self.left(area)?;
        let mut axes = ChartBuilder::on(area)
            .margin_top(self.above)
            .margin_right(self.right(area, left)?)
            .margin_bottom(self.below)
            .x_label_area_size(self.x_numbers)
            .y_label_area_size(left)
            .build_cartesian_2d(self.x.clone(), self.y.clone())?;
        let mut mesh = axes.configure_mesh();
        mesh.bold_line_style(INK.mix(0.15))
            .light_line_style(INK.mix(0.0))
            .axis_style(INK.stroke_width(2))
            .label_style(text(self.letters, INK, HPos::Left, VPos::Top))
            .axis_desc_style(name);
        if !self.x_label.is_empty() {
            mesh.x_desc(self.x_label);
        }
        if self.y.ticks().is_empty() {
            mesh.disable_y_mesh().disable_y_axis();
        } else {
            mesh.disable_x_mesh();
        }
        mesh.draw()?;
        Ok(axes)
    }

    /// The room for the numbers of the upright axis.
    pub(crate) fn left(&self, area: &SvgArea) -> Result<u32, Failed> {
        let mut room = self.y_numbers;
        for tick in self.y.ticks() {
            room =
                room.max(width_of(area, &tick.label, self.letters)? + TICKS + AIR);
        }
        Ok(room)
    }

    /// The room to the right of the axes, where those of the numbers are `left`
    /// pixels wide: half of a number is beyond its tick.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a part of a picture, rounded"
    )]
    fn right(&self, area: &SvgArea, left: u32) -> Result<u32, Failed> {
        let width = f64::from(area.dim_in_pixel().0 - left);
        let mut room = self.right;
        for tick in self.x.ticks() {
            let share = self.x.share(tick.value);
            let half = f64::from(width_of(area, &tick.label, self.letters)?) / 2.0
                + f64::from(AIR);
            let beyond = (half - (1.0 - share) * width) / share;
            room = room.max(beyond.ceil() as u32);
        }
        Ok(room)
    }
}

/// Draws the line through `points`.
pub(crate) fn draw_line(
    axes: &mut Axes,
    points: impl IntoIterator<Item = (usize, f64)>,
    style: ShapeStyle,
) -> Drawn {
    let points = points.into_iter().map(|(x, y)| (x as f64, y));
    axes.draw_series(LineSeries::new(points, style))?;
    Ok(())
}

/// Draws the number of the upright axis that others are compared with.
pub(crate) fn draw_reference(axes: &mut Axes, number: f64) -> Drawn {
    let ends = axes.x_range();
    let ends = [(ends.start, number), (ends.end, number)];
    axes.draw_series(DashedLineSeries::new(ends, 16, 10, reference()))?;
    Ok(())
}

/// How a number to compare with is drawn.
pub(crate) fn reference() -> ShapeStyle {
    PENCIL.stroke_width(2)
}

/// How a line is drawn that matters.
pub(crate) fn thick(color: RGBColor) -> ShapeStyle {
    color.stroke_width(6)
}

/// How the band over several runs is drawn.
pub(crate) fn band(color: RGBColor) -> ShapeStyle {
    color.mix(0.2).filled()
}
