//! The cart-pole drawn to scale, as one picture.

use crate::error::Error;
use crate::foundations::{
    CartPoleState, LARGEST_ANGLE, POLE_HALF_LENGTH, TRACK_HALF_LENGTH, has_fallen,
};
use crate::lab::plots::{
    Area, Drawn, INK, PAPER, PENCIL, Point, Svg, svg, text, whole, write_fitting,
};
use plotters::backend::DrawingBackend;
use plotters::element::{Circle, PathElement, Polygon, Rectangle};
use plotters::style::text_anchor::{HPos, VPos};
use plotters::style::{Color, RGBColor};

/// The pole: no colour of a network.
pub(crate) const WOOD: RGBColor = RGBColor(170, 119, 68);
/// From the track up to the upper edge of a frame, in m.
const ABOVE: f64 = 1.75;
/// Half the width of the cart, in m.
const CART_HALF_WIDTH: f64 = 0.22;
/// The radius of a wheel, in m.
const WHEEL: f64 = 0.05;
/// From the track up to the axle, on the roof of the cart, in m.
const AXLE_HEIGHT: f64 = 0.24;
/// Half the width of the pole, in m.
const POLE_HALF_WIDTH: f64 = 0.035;

/// Points of a metre in a frame as SVG.
const SVG_SCALE: f64 = 200.0;

/// A place in m: to the right of the middle of the track, and above the track.
type Place = (f64, f64);

/// The axle and the tip of the pole. The pole leans to the right for an angle > 0.
fn axle_and_tip([position, _, angle, _]: CartPoleState) -> (Place, Place) {
    let axle = (position, AXLE_HEIGHT);
    (axle, towards(axle, angle, 2.0 * POLE_HALF_LENGTH))
}

/// The place `length` away from `from`, at `angle` to the right of straight up.
fn towards((x, y): Place, angle: f64, length: f64) -> Place {
    let (sin, cos) = libm::sincos(angle);
    (x + length * sin, y + length * cos)
}

/// A frame of the cart-pole.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    /// Points of a metre.
    pub(crate) scale: f64,
    /// Half of its width, in m: the middle of the track is its middle.
    pub(crate) half_width: f64,
    /// From the track up to its upper edge, in m.
    pub(crate) above: f64,
    /// From the track down to its lower edge, in m.
    pub(crate) below: f64,
}

impl Frame {
    /// A frame with room for the whole track, for a cart that leaves it, and for a
    /// caption.
    pub(crate) fn whole(scale: f64) -> Self {
        Self {
            scale,
            half_width: 2.9,
            above: ABOVE,
            below: 0.4,
        }
    }

    /// The same frame `times` times as large.
    pub(crate) fn enlarged(&self, times: f64) -> Self {
        Self {
            scale: self.scale * times,
            ..*self
        }
    }

    /// Width and height, in pixels.
    pub(crate) fn size(&self) -> (u32, u32) {
        let size = [2.0 * self.half_width, self.above + self.below];
        size.map(|metres| self.pixels(metres).unsigned_abs()).into()
    }

    fn pixels(&self, metres: f64) -> i32 {
        whole(metres * self.scale)
    }

    pub(crate) fn at(&self, (x, y): Place) -> Point {
        let (right, down) = (self.half_width + x, self.above - y);
        (self.pixels(right), self.pixels(down))
    }

    pub(crate) fn rectangle(
        &self,
        from: Place,
        to: Place,
        color: RGBColor,
    ) -> Rectangle<Point> {
        Rectangle::new([self.at(from), self.at(to)], color.filled())
    }

    fn disc(&self, at: Place, radius: f64, color: RGBColor) -> Circle<Point, i32> {
        Circle::new(self.at(at), self.pixels(radius), color.filled())
    }

    /// Draws the track, the cart and the pole in `state`, and `caption` above them.
    pub(crate) fn draw<DB: DrawingBackend>(
        &self,
        area: &Area<DB>,
        state: CartPoleState,
        caption: &str,
    ) -> Drawn<DB> {
        // At the left, the words do not move while the numbers change.
        let place = self.at((-TRACK_HALF_LENGTH, ABOVE - 0.07));
        write_fitting(area, caption, 0.24 * self.scale, place)?;
        self.draw_track(area)?;
        self.draw_cart(area, state[0])?;
        self.draw_pole(area, state)
    }

    /// Draws the track, with a label at its middle and at both of its ends.
    fn draw_track<DB: DrawingBackend>(&self, area: &Area<DB>) -> Drawn<DB> {
        let letters = text(0.18 * self.scale, PENCIL, HPos::Center, VPos::Top);
        let end = TRACK_HALF_LENGTH;
        area.draw(&self.rectangle((-end, 0.0), (end, -0.03), PENCIL))?;
        for place in [-end, 0.0, end] {
            let (from, to) = ((place - 0.015, 0.0), (place + 0.015, -0.1));
            area.draw(&self.rectangle(from, to, PENCIL))?;
            let label = typeset(&format!("{place} m"));
            area.draw_text(&label, &letters, self.at((place, -0.14)))?;
        }
        Ok(())
    }

    pub(crate) fn draw_cart<DB: DrawingBackend>(
        &self,
        area: &Area<DB>,
        x: f64,
    ) -> Drawn<DB> {
        for wheel in [x - CART_HALF_WIDTH / 2.0, x + CART_HALF_WIDTH / 2.0] {
            area.draw(&self.disc((wheel, WHEEL), WHEEL, INK))?;
        }
        let corner = (x - CART_HALF_WIDTH, WHEEL);
        area.draw(&self.rectangle(corner, (x + CART_HALF_WIDTH, AXLE_HEIGHT), INK))
    }

    /// Draws the pole between the two angles at which it counts as fallen.
    pub(crate) fn draw_pole<DB: DrawingBackend>(
        &self,
        area: &Area<DB>,
        state: CartPoleState,
    ) -> Drawn<DB> {
        let (axle, tip) = axle_and_tip(state);
        for angle in [-LARGEST_ANGLE, LARGEST_ANGLE] {
            let limit = towards(axle, angle, 2.0 * POLE_HALF_LENGTH);
            let ends = [self.at(axle), self.at(limit)];
            let line = self.pixels(0.01).unsigned_abs();
            area.draw(&PathElement::new(ends, PENCIL.mix(0.6).stroke_width(line)))?;
        }
        let across = state[2] + std::f64::consts::FRAC_PI_2;
        let [right, left] = [POLE_HALF_WIDTH, -POLE_HALF_WIDTH];
        let corners = [(axle, right), (tip, right), (tip, left), (axle, left)];
        let corners = corners.map(|(end, by)| self.at(towards(end, across, by)));
        area.draw(&Polygon::new(corners, WOOD.filled()))?;
        area.draw(&self.disc(axle, 0.05, INK))?;
        area.draw(&self.disc(axle, 0.02, PAPER))
    }
}

/// A number with the typographic minus, and without a minus before zero.
fn typeset(number: &str) -> String {
    match number {
        "-0.0" => "0.0".to_owned(),
        _ => number.replace('-', "−"),
    }
}

/// What an animation writes above a state: the step, the angle, and whether the
/// state is a failure.
pub(crate) fn cart_pole_caption(step: usize, state: CartPoleState) -> String {
    let angle = typeset(&format!("{:.1}", state[2].to_degrees()));
    let ending = if has_fallen(state) { ": failure" } else { "" };
    format!("step {step}, angle {angle}°{ending}")
}

/// The SVG text of the cart-pole in `state`, to scale, with `caption` above it.
///
/// Two thin lines from the axle show how far the pole may lean.
pub(crate) fn cart_pole_frame(
    state: CartPoleState,
    caption: &str,
) -> Result<Svg, Error> {
    let frame = Frame::whole(SVG_SCALE);
    svg(caption, frame.size(), |area| {
        frame.draw(area, state, caption)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::plots::animation::COLOR_STEP;

    #[test]
    fn the_pole_leans_to_the_right_for_a_positive_angle() {
        for angle in [0.2, -0.2] {
            let (axle, tip) = axle_and_tip([1.0, 0.0, angle, 0.0]);
            assert_eq!(tip.0 > axle.0, angle > 0.0);
        }
    }

    #[test]
    fn the_upright_pole_stands_one_metre_above_the_cart() {
        let (axle, tip) = axle_and_tip([-1.5, 0.0, 0.0, 0.0]);
        assert_eq!(axle, (-1.5, AXLE_HEIGHT));
        assert_eq!(tip, (-1.5, AXLE_HEIGHT + 1.0));
    }

    #[test]
    fn right_and_up_in_metres_are_right_and_up_in_a_frame() {
        let frame = Frame::whole(100.0);
        assert_eq!(frame.at((0.0, 0.0)), (290, 175));
        assert_eq!(frame.at((1.0, 0.5)), (390, 125));
        assert_eq!(frame.size(), (580, 215));
    }

    #[test]
    fn a_frame_is_an_svg_that_scales_and_bears_its_caption() {
        let svg = cart_pole_frame([0.1, 0.0, 0.05, 0.0], "a < b & c").unwrap();
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
        assert!(svg.contains("viewBox=\"0 0 1160 430\""));
        assert!(svg.contains("<title>a &lt; b &amp; c</title>"));
        assert!(svg.contains("−2.4 m") && svg.contains("2.4 m"));
        assert_eq!(svg.matches("<svg").count(), 1);
        assert_eq!(svg.matches("<text").count(), svg.matches("</text>").count());
    }

    #[test]
    fn an_animation_keeps_the_colour_of_the_pole() {
        for byte in [WOOD.0, WOOD.1, WOOD.2] {
            assert!(u16::from(byte).is_multiple_of(COLOR_STEP));
        }
    }

    #[test]
    fn a_caption_tells_the_step_the_angle_and_a_failure() {
        let caption = |angle| cart_pole_caption(7, [0.0, 0.0, angle, 0.0]);
        assert_eq!(caption(0.1), "step 7, angle 5.7°");
        assert_eq!(caption(-0.1), "step 7, angle −5.7°");
        assert_eq!(caption(-0.0001), "step 7, angle 0.0°");
        assert_eq!(caption(0.22), "step 7, angle 12.6°: failure");
    }

    #[test]
    fn a_long_caption_is_written_smaller() {
        let height = |caption: &str| {
            let svg = cart_pole_frame([0.0; 4], caption).unwrap();
            let (_, rest) = svg.split_once("font-size=\"").unwrap();
            rest.split_once('"').unwrap().0.parse::<f64>().unwrap()
        };
        assert!((height("short") - 48.0).abs() < 0.1);
        assert!(height(&"long ".repeat(20)) < 30.0);
    }
}
