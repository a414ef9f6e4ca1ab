//! The cart-pole drawn to scale: as one picture, and as an animation.

use crate::agent::Agent;
use crate::error::Error;
use crate::foundations::cart_pole::{
    CartPoleState, LARGEST_ANGLE, POLE_HALF_LENGTH, TRACK_HALF_LENGTH, has_fallen,
};
use crate::foundations::random::{Stream, random};
use crate::lab::drawing::{
    Area, Drawn, Failed, INK, PAPER, PENCIL, failure, on_paper, svg, text,
    write_fitting,
};
use crate::lab::picture::{Gif, Svg};
use plotters::backend::{BitMapBackend, DrawingBackend};
use plotters::drawing::IntoDrawingArea;
use plotters::element::{BitMapElement, Circle, PathElement, Polygon, Rectangle};
use plotters::style::text_anchor::{HPos, VPos};
use plotters::style::{Color, RGBColor};
use std::path::Path;

/// The pole: no colour of a network.
const WOOD: RGBColor = RGBColor(170, 119, 68);
/// Half the width of a frame, in m: the track, and room for a cart that leaves it.
const HALF_WIDTH: f64 = 2.9;
/// From the track up to the upper edge of a frame, in m.
const ABOVE: f64 = 1.75;
/// From the track down to the lower edge of a frame, in m.
const BELOW: f64 = 0.4;
/// Half the width of the cart, in m.
const CART_HALF_WIDTH: f64 = 0.22;
/// The radius of a wheel, in m.
const WHEEL: f64 = 0.05;
/// From the track up to the axle, on the roof of the cart, in m.
const AXLE_HEIGHT: f64 = 0.24;
/// Half the width of the pole, in m.
const POLE_HALF_WIDTH: f64 = 0.035;

/// Pixels of a metre in a frame as SVG.
const SVG_SCALE: f64 = 200.0;

/// A place in m: to the right of the middle of the track, and above the track.
type Place = (f64, f64);
/// A place in a frame, in pixels to the right and down.
type Pixel = (i32, i32);

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
pub(super) struct Frame {
    /// Pixels of a metre.
    pub(super) scale: f64,
    /// Half of its width, in m: the middle of the track is its middle.
    pub(super) half_width: f64,
    /// From the track up to its upper edge, in m.
    pub(super) above: f64,
    /// From the track down to its lower edge, in m.
    pub(super) below: f64,
}

impl Frame {
    /// A frame with room for the whole track, and for a caption.
    fn whole(scale: f64) -> Self {
        Self {
            scale,
            half_width: HALF_WIDTH,
            above: ABOVE,
            below: BELOW,
        }
    }

    /// Width and height, in pixels.
    pub(super) fn size(&self) -> (u32, u32) {
        let pixels = |metres| self.pixels(metres).unsigned_abs();
        (
            pixels(2.0 * self.half_width),
            pixels(self.above + self.below),
        )
    }

    #[expect(clippy::cast_possible_truncation, reason = "rounded, and far is far")]
    fn pixels(&self, metres: f64) -> i32 {
        (metres * self.scale).round() as i32
    }

    pub(super) fn at(&self, (x, y): Place) -> Pixel {
        (
            self.pixels(self.half_width + x),
            self.pixels(self.above - y),
        )
    }

    pub(super) fn rectangle(
        &self,
        from: Place,
        to: Place,
        color: RGBColor,
    ) -> Rectangle<Pixel> {
        Rectangle::new([self.at(from), self.at(to)], color.filled())
    }

    fn disc(&self, at: Place, radius: f64, color: RGBColor) -> Circle<Pixel, i32> {
        Circle::new(self.at(at), self.pixels(radius), color.filled())
    }

    /// Draws the track, the cart and the pole in `state`, and `caption` above them.
    fn draw<DB: DrawingBackend>(
        &self,
        area: &Area<DB>,
        state: CartPoleState,
        caption: &str,
    ) -> Drawn<DB> {
        // At the left, the words stand still while the numbers change.
        let letters = |pixels| text(pixels, INK, HPos::Left, VPos::Top);
        let place = self.at((-TRACK_HALF_LENGTH, ABOVE - 0.07));
        write_fitting(area, caption, 0.24 * self.scale, place, letters)?;
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

    pub(super) fn draw_cart<DB: DrawingBackend>(
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
    pub(super) fn draw_pole<DB: DrawingBackend>(
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
        let corners = [
            (axle, POLE_HALF_WIDTH),
            (tip, POLE_HALF_WIDTH),
            (tip, -POLE_HALF_WIDTH),
            (axle, -POLE_HALF_WIDTH),
        ];
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
///
/// # Errors
/// [`Error::Drawing`].
pub(crate) fn cart_pole_frame(
    state: CartPoleState,
    caption: &str,
) -> Result<Svg, Error> {
    let frame = Frame::whole(SVG_SCALE);
    svg(caption, frame.size(), |area| {
        frame.draw(area, state, caption)
    })
}

/// The states of an episode on the cart-pole, its start state first.
#[derive(Clone, Debug, PartialEq)]
pub struct Episode(pub Vec<CartPoleState>);

impl Episode {
    /// Plays one greedy episode, from the first start state that an evaluation under
    /// `seed` would meet.
    pub fn play(agent: &Agent<4, 2>, seed: u64) -> Self {
        let mut environment = agent.environment();
        let mut state = environment.reset(&mut random(seed, Stream::Evaluation));
        let mut states = vec![state.map(f64::from)];
        loop {
            let step = environment.step(agent.act(state));
            state = step.state;
            states.push(state.map(f64::from));
            if step.is_last() {
                return Self(states);
            }
        }
    }

    /// The number of steps.
    pub fn steps(&self) -> usize {
        self.0.len() - 1
    }

    /// The animation of the episode.
    ///
    /// # Errors
    /// [`Error::Drawing`].
    pub fn animate(&self) -> Result<Gif, Error> {
        cart_pole_gif(&self.0)
    }
}

/// Pixels of a metre in an animation.
const GIF_SCALE: f64 = 80.0;
/// An animation shows one state of this many: many viewers slow down frames that are
/// as short as a time step.
const FRAME_STRIDE: usize = 2;
/// How long a frame is shown, in ms.
const FRAME_MILLISECONDS: u32 = 40;
/// How often the last frame is shown again before the animation starts over.
const LAST_FRAME_REPEATS: usize = 25;

/// The bytes of an animated GIF of an episode, from its start state on.
///
/// It plays in real time, starts over after a pause, and has the step and the angle
/// of each state above it, as [`cart_pole_caption`] words them.
///
/// # Errors
/// [`Error::Drawing`], also for an episode without states.
pub(crate) fn cart_pole_gif(states: &[CartPoleState]) -> Result<Gif, Error> {
    if states.is_empty() {
        let reason = "it has no states; hand in its start state";
        return Err(failure(ANIMATION, &reason));
    }
    let frame = Frame::whole(GIF_SCALE);
    let picture = |step| {
        smooth_pixels(&frame, |frame, area| {
            let caption = cart_pole_caption(step, states[step]);
            frame.draw(area, states[step], &caption)
        })
    };
    let pictures = frames_shown(states.len()).map(picture);
    gif(frame.size(), FRAME_MILLISECONDS, pictures)
}

/// What an error of drawing names.
const ANIMATION: &str = "the animation of an episode";

/// The red, green and blue of each pixel of a picture, or why it was not drawn.
pub(super) type Picture = Result<Vec<u8>, Failed<BitMapBackend<'static>>>;

/// An animation of pictures of one size, each of which is shown so long, over and
/// over.
pub(super) fn gif(
    size: (u32, u32),
    milliseconds: u32,
    pictures: impl Iterator<Item = Picture>,
) -> Result<Gif, Error> {
    let failed = |reason: &dyn std::fmt::Display| failure(ANIMATION, reason);
    // The drawing library writes an animation to a file only.
    let file = tempfile::NamedTempFile::new().map_err(|e| failed(&e))?;
    write_gif(file.path(), size, milliseconds, pictures).map_err(|e| failed(&e))?;
    let bytes = std::fs::read(file.path()).map_err(|e| failed(&e))?;
    Ok(Gif(bytes))
}

fn write_gif(
    path: &Path,
    size: (u32, u32),
    milliseconds: u32,
    pictures: impl Iterator<Item = Picture>,
) -> Result<(), Box<dyn std::error::Error>> {
    let gif = BitMapBackend::gif(path, size, milliseconds)?;
    let area = gif.into_drawing_area();
    for picture in pictures {
        let picture = BitMapElement::with_owned_buffer((0, 0), size, picture?);
        area.draw(&picture.expect("there are as many pixels as the frame has"))?;
        area.present()?;
    }
    // The last bytes of the file are written when `area` goes.
    Ok(())
}

/// The states that an animation shows: every second one, and the last one for long.
fn frames_shown(states: usize) -> impl Iterator<Item = usize> {
    let last = states - 1;
    let pause = std::iter::repeat_n(last, 1 + LAST_FRAME_REPEATS);
    (0..last).step_by(FRAME_STRIDE).chain(pause)
}

/// Each pixel of a frame of an animation is the mean of so many by so many.
const OVERSAMPLING: u16 = 3;
/// Colours are rounded to multiples of this, which divides the colours of the frame:
/// so few colours remain that a GIF can hold them all.
const COLOR_STEP: u16 = 17;

/// The red, green and blue of each pixel of what `draw` draws in `frame`.
///
/// It is drawn large, and averaged: slanted edges become smooth, and the cart can
/// move by less than a pixel.
pub(super) fn smooth_pixels(
    frame: &Frame,
    draw: impl for<'a> FnOnce(
        &Frame,
        &Area<BitMapBackend<'a>>,
    ) -> Drawn<BitMapBackend<'a>>,
) -> Picture {
    let large = Frame {
        scale: frame.scale * f64::from(OVERSAMPLING),
        ..*frame
    };
    let (width, height) = large.size();
    let mut pixels = vec![0; 3 * width as usize * height as usize];
    let area = BitMapBackend::with_buffer(&mut pixels, (width, height));
    on_paper(&area.into_drawing_area(), |area| draw(&large, area))?;
    Ok(shrink(&pixels, 3 * width as usize))
}

/// The means over squares of pixels, whose rows have `row` bytes.
fn shrink(pixels: &[u8], row: usize) -> Vec<u8> {
    let side = usize::from(OVERSAMPLING);
    let mut means = Vec::with_capacity(pixels.len() / (side * side));
    for rows in pixels.chunks_exact(side * row) {
        let mut sums = vec![[0; 3]; row / (3 * side)];
        for row in rows.chunks_exact(row) {
            for (sum, pixels) in sums.iter_mut().zip(row.chunks_exact(3 * side)) {
                for pixel in pixels.chunks_exact(3) {
                    (0..3).for_each(|color| sum[color] += u16::from(pixel[color]));
                }
            }
        }
        means.extend(sums.as_flattened().iter().map(|&sum| rounded_mean(sum)));
    }
    means
}

/// The mean of one square of pixels, as one of the few colours of the animation.
fn rounded_mean(sum: u16) -> u8 {
    let mean = sum / (OVERSAMPLING * OVERSAMPLING);
    let color = (mean + COLOR_STEP / 2) / COLOR_STEP * COLOR_STEP;
    u8::try_from(color).expect("a mean of bytes is a byte")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundations::cart_pole::{RIGHT, TIME_STEP, next_state};

    fn episode(steps: usize) -> Vec<CartPoleState> {
        let start = [0.0, 0.0, 0.01, 0.0];
        let states =
            std::iter::successors(Some(start), |&s| Some(next_state(s, RIGHT)));
        states.take(steps + 1).collect()
    }

    /// The delay of each frame of a GIF, in 1/100 s, by walking from block to block.
    fn delays(gif: &[u8]) -> Vec<u16> {
        assert!(gif.starts_with(b"GIF89a"));
        let table = |flags: u8| match flags >> 7 {
            0 => 0,
            _ => 3 << ((flags & 7) + 1),
        };
        let (mut delays, mut at) = (Vec::new(), 13 + table(gif[10]));
        while gif[at] != b';' {
            match (gif[at], gif[at + 1]) {
                (b'!', 0xF9) => {
                    delays.push(u16::from_le_bytes([gif[at + 4], gif[at + 5]]));
                    at += 2;
                }
                (b'!', _) => at += 2,
                (b',', _) => at += 11 + table(gif[at + 9]),
                block => panic!("no block starts with {block:?}"),
            }
            while gif[at] != 0 {
                at += 1 + usize::from(gif[at]);
            }
            at += 1;
        }
        assert_eq!(at + 1, gif.len(), "nothing follows the end of the file");
        delays
    }

    #[test]
    fn the_pole_leans_to_the_right_for_a_positive_angle() {
        let (axle, tip) = axle_and_tip([1.0, 0.0, 0.2, 0.0]);
        assert!(tip.0 > axle.0);
        let (axle, tip) = axle_and_tip([1.0, 0.0, -0.2, 0.0]);
        assert!(tip.0 < axle.0);
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

    #[test]
    fn a_state_that_is_far_away_or_no_number_is_drawn_without_panic() {
        let far = [[1e300; 4], [-1e300, 0.0, 0.1, 0.0], [1e7, 0.0, -0.1, 0.0]];
        let no_numbers = [[f64::NAN; 4], [f64::NEG_INFINITY; 4]];
        for state in far.into_iter().chain(no_numbers) {
            assert!(cart_pole_frame(state, "").is_ok());
            assert!(cart_pole_gif(&[state]).is_ok());
        }
    }

    #[test]
    fn an_animation_shows_every_second_state_and_holds_the_last() {
        let shown: Vec<usize> = frames_shown(6).collect();
        assert_eq!(shown[..4], [0, 2, 4, 5]);
        assert_eq!(shown[4..], [5; LAST_FRAME_REPEATS]);
        assert_eq!(frames_shown(1).next(), Some(0));
    }

    #[test]
    fn an_animation_plays_in_real_time() {
        let states = episode(8);
        let delays = delays(&cart_pole_gif(&states).unwrap());
        assert_eq!(delays.len(), frames_shown(states.len()).count());
        for delay in delays {
            let seconds = f64::from(delay) / 100.0;
            assert!((seconds - FRAME_STRIDE as f64 * TIME_STEP).abs() < 1e-12);
        }
    }

    #[test]
    fn a_frame_of_an_animation_takes_few_bytes() {
        let states = episode(8);
        let gif = cart_pole_gif(&states).unwrap();
        assert!(gif.len() / frames_shown(states.len()).count() < 4000);
    }

    #[test]
    fn the_same_states_give_the_same_bytes() {
        let states = episode(4);
        let frame = || cart_pole_frame(states[3], "twice").unwrap();
        assert_eq!(frame(), frame());
        let gif = || cart_pole_gif(&states).unwrap();
        assert_eq!(gif(), gif());
    }

    #[test]
    fn rounding_keeps_the_colours_of_a_frame() {
        for RGBColor(red, green, blue) in [PAPER, INK, PENCIL, WOOD] {
            for byte in [red, green, blue] {
                let sum = u16::from(byte) * OVERSAMPLING * OVERSAMPLING;
                assert_eq!(rounded_mean(sum), byte);
            }
        }
    }

    #[test]
    fn an_animation_averages_squares_of_pixels() {
        let side = usize::from(OVERSAMPLING);
        let row = [vec![[0, 34, 255]; side], vec![[17, 51, 68]; side]].concat();
        let small = shrink(row.repeat(side).as_flattened(), 2 * 3 * side);
        assert_eq!(small, [0, 34, 255, 17, 51, 68]);
    }

    #[test]
    fn an_episode_without_states_is_refused() {
        let error = cart_pole_gif(&[]).unwrap_err().to_string();
        assert!(error.contains("no states"), "{error}");
    }
}
