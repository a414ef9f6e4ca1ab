//! The vocabulary of drawn ideas: boxes, arrows and words.

use crate::lab::plots::canvas::{Drawn, INK, PAPER, SvgArea, text};
use plotters::element::{PathElement, Polygon, Rectangle};
use plotters::style::text_anchor::{HPos, VPos};
use plotters::style::{Color, RGBColor, ShapeStyle};

/// A point of a drawing, in pixels from its upper left corner.
pub(crate) type Point = (i32, i32);

/// From the tip of an arrow to its wings, in pixels.
const HEAD: f64 = 22.0;

/// A box: its middle, its width and height, and its colour.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Block {
    pub(crate) middle: Point,
    pub(crate) size: (i32, i32),
    pub(crate) color: RGBColor,
}

impl Block {
    /// The box in full colour, with white words in its middle, one line below the
    /// other.
    pub(crate) fn filled(
        &self,
        area: &SvgArea,
        lines: &[&str],
        pixels: f64,
    ) -> Drawn {
        area.draw(&Rectangle::new(self.corners(), self.color.filled()))?;
        words(area, self.middle, lines, pixels, PAPER)
    }

    /// The box as an outline, with words in its middle.
    pub(crate) fn outlined(
        &self,
        area: &SvgArea,
        lines: &[&str],
        pixels: f64,
    ) -> Drawn {
        area.draw(&Rectangle::new(self.corners(), self.color.stroke_width(3)))?;
        words(area, self.middle, lines, pixels, INK)
    }

    /// The middles of its left, right, upper and lower side.
    pub(crate) fn left(&self) -> Point {
        (self.middle.0 - self.size.0 / 2, self.middle.1)
    }
    pub(crate) fn right(&self) -> Point {
        (self.middle.0 + self.size.0 / 2, self.middle.1)
    }
    pub(crate) fn top(&self) -> Point {
        (self.middle.0, self.middle.1 - self.size.1 / 2)
    }
    pub(crate) fn bottom(&self) -> Point {
        (self.middle.0, self.middle.1 + self.size.1 / 2)
    }

    fn corners(&self) -> [Point; 2] {
        [
            (self.left().0, self.top().1),
            (self.right().0, self.bottom().1),
        ]
    }
}

/// The point half-way between two.
pub(crate) fn halfway((x, y): Point, (to_x, to_y): Point) -> Point {
    (i32::midpoint(x, to_x), i32::midpoint(y, to_y))
}

/// Words around `middle`, one line below the other.
pub(crate) fn words(
    area: &SvgArea,
    middle: Point,
    lines: &[&str],
    pixels: f64,
    color: RGBColor,
) -> Drawn {
    let style = text(pixels, color, HPos::Center, VPos::Center);
    let height = 1.35 * pixels;
    let first = f64::from(middle.1) - height * (lines.len() as f64 - 1.0) / 2.0;
    for (i, line) in lines.iter().enumerate() {
        let y = first + height * i as f64;
        area.draw_text(line, &style, (middle.0, whole(y)))?;
    }
    Ok(())
}

/// A line through `points`, with a head at the last one.
pub(crate) fn arrow(area: &SvgArea, points: &[Point], color: RGBColor) -> Drawn {
    let [.., (x0, y0), tip] = *points else {
        return Ok(());
    };
    let (dx, dy) = (f64::from(tip.0 - x0), f64::from(tip.1 - y0));
    let length = (dx * dx + dy * dy).sqrt().max(1.0);
    let (dx, dy) = (dx / length * HEAD, dy / length * HEAD);
    let at = |along: f64, across: f64| -> Point {
        let x = f64::from(tip.0) - along * dx - across * dy;
        let y = f64::from(tip.1) - along * dy + across * dx;
        (whole(x), whole(y))
    };
    let style = ShapeStyle::from(&color).stroke_width(4);
    let mut line = points.to_vec();
    // The line ends within its head, which is sharper than the line is wide.
    *line.last_mut().expect("two points at least") = at(0.8, 0.0);
    area.draw(&PathElement::new(line, style))?;
    area.draw(&Polygon::new(
        [tip, at(1.0, 0.45), at(1.0, -0.45)],
        color.filled(),
    ))
}

/// The nearest whole pixel.
#[expect(
    clippy::cast_possible_truncation,
    reason = "places of a drawing are far below 2^31"
)]
pub(crate) fn whole(pixels: f64) -> i32 {
    pixels.round() as i32
}
