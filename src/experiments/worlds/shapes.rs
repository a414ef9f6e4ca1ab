//! Pictures of worlds: shapes in the units of a world, and the frame that they are in.

use crate::lab::plots::{Area, Drawn, Point, text, whole, write_fitting};
use plotters::backend::DrawingBackend;
use plotters::element::{Circle, Polygon};
use plotters::style::text_anchor::{HPos, VPos};
use plotters::style::{Color, RGBColor};

/// A place in the units of a world: to the right, and up.
pub(crate) type Place = (f64, f64);

/// A part of a picture.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    /// A filled disc.
    Disc(Place, f64, RGBColor),
    /// A filled area between corners.
    Area(Vec<Place>, RGBColor),
    /// Words around a place, with letters of this height.
    Words(Place, String, f64, RGBColor),
}

impl Shape {
    /// A straight line of a width.
    pub(crate) fn line(from: Place, to: Place, width: f64, color: RGBColor) -> Self {
        let (x, y) = (to.0 - from.0, to.1 - from.1);
        let length = (x * x + y * y).sqrt().max(f64::MIN_POSITIVE);
        let half = 0.5 * width / length;
        let (dx, dy) = (-y * half, x * half);
        let corners = vec![
            (from.0 + dx, from.1 + dy),
            (to.0 + dx, to.1 + dy),
            (to.0 - dx, to.1 - dy),
            (from.0 - dx, from.1 - dy),
        ];
        Self::Area(corners, color)
    }

    /// A rectangle between two corners.
    pub(crate) fn rectangle(from: Place, to: Place, color: RGBColor) -> Self {
        let corners = vec![from, (to.0, from.1), to, (from.0, to.1)];
        Self::Area(corners, color)
    }
}

/// The part of a world that a picture shows, with room for a caption above it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    /// The lower left corner.
    pub(crate) from: Place,
    /// The upper right corner.
    pub(crate) to: Place,
    /// Points of a unit.
    pub(crate) scale: f64,
}

/// The height of the letters of a caption, and of the room for it, in points.
const LETTERS: f64 = 19.0;
const CAPTION: f64 = 34.0;

impl Frame {
    /// Width and height, in pixels.
    pub(crate) fn size(&self) -> (u32, u32) {
        let width = (self.to.0 - self.from.0) * self.scale;
        let height = (self.to.1 - self.from.1) * self.scale + CAPTION;
        (whole(width).unsigned_abs(), whole(height).unsigned_abs())
    }

    /// Draws `shapes`, the later above the earlier, `times` as large, with `caption`.
    pub(crate) fn draw<DB: DrawingBackend>(
        &self,
        area: &Area<DB>,
        times: f64,
        shapes: &[Shape],
        caption: &str,
    ) -> Drawn<DB> {
        let scale = times * self.scale;
        let at = |(x, y): Place| -> Point {
            let right = (x - self.from.0) * scale;
            let down = (self.to.1 - y) * scale + times * CAPTION;
            (whole(right), whole(down))
        };
        for shape in shapes {
            match shape {
                Shape::Disc(place, radius, color) => {
                    let radius = whole(radius * scale);
                    area.draw(&Circle::new(at(*place), radius, color.filled()))?;
                }
                Shape::Area(corners, color) => {
                    let corners = corners.iter().map(|&corner| at(corner));
                    let corners: Vec<Point> = corners.collect();
                    area.draw(&Polygon::new(corners, color.filled()))?;
                }
                Shape::Words(place, words, height, color) => {
                    let height = height * scale;
                    let letters = text(height, *color, HPos::Center, VPos::Center);
                    area.draw_text(words, &letters, at(*place))?;
                }
            }
        }
        let place = (whole(times * 8.0), whole(times * 8.0));
        write_fitting(area, caption, times * LETTERS, place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::plots::INK;

    #[test]
    fn a_line_is_a_rectangle_around_its_ends() {
        let Shape::Area(corners, _) = Shape::line((0.0, 1.0), (2.0, 1.0), 0.5, INK)
        else {
            panic!("a line is an area");
        };
        assert_eq!(
            corners,
            [(0.0, 1.25), (2.0, 1.25), (2.0, 0.75), (0.0, 0.75)]
        );
    }

    #[test]
    fn a_frame_has_room_for_the_world_and_the_caption() {
        let frame = Frame {
            from: (-1.0, 0.0),
            to: (1.0, 1.0),
            scale: 100.0,
        };
        assert_eq!(frame.size(), (200, 134));
    }
}
