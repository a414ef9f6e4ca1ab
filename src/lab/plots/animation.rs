//! Animations: from pictures to the bytes of a GIF.

use crate::error::Error;
use crate::lab::plots::canvas::{Area, Drawn, Failed, failure, on_paper};
use crate::lab::plots::picture::Gif;
use gif::{Encoder, Repeat};
use plotters::backend::BitMapBackend;
use plotters::drawing::IntoDrawingArea;

/// What an error of drawing names.
pub(crate) const ANIMATION: &str = "the animation of an episode";

/// The red, green and blue of each pixel of a picture, or why it was not drawn.
pub(crate) type Picture = Result<Vec<u8>, Failed<BitMapBackend<'static>>>;

/// An animation of pictures of one size, each of which is shown so long, over and
/// over.
pub(crate) fn gif(
    size: (u32, u32),
    milliseconds: u32,
    pictures: impl Iterator<Item = Picture>,
) -> Result<Gif, Error> {
    let mut bytes = Vec::new();
    write_gif(&mut bytes, size, milliseconds, pictures)
        .map_err(|reason| failure(ANIMATION, &reason))?;
    Ok(Gif(bytes))
}

fn write_gif(
    bytes: &mut Vec<u8>,
    (width, height): (u32, u32),
    milliseconds: u32,
    pictures: impl Iterator<Item = Picture>,
) -> Result<(), Box<dyn std::error::Error>> {
    let (width, height) = (u16::try_from(width)?, u16::try_from(height)?);
    let hundredths = u16::try_from((milliseconds + 5) / 10)?;
    let mut encoder = Encoder::new(bytes, width, height, &[])?;
    encoder.set_repeat(Repeat::Infinite)?;
    for picture in pictures {
        let mut frame = gif::Frame::from_rgb_speed(width, height, &picture?, SPEED);
        frame.delay = hundredths;
        encoder.write_frame(&frame)?;
    }
    Ok(())
}

/// How much of a picture the search for its colours leaves out, of 1 to 30.
const SPEED: i32 = 10;

/// Each pixel of a frame of an animation is the mean of this many by this many.
const OVERSAMPLING: u16 = 3;
/// Colours are rounded to multiples of this, which divides the colours of what is
/// animated: so few colours remain that a GIF can hold them all.
pub(crate) const COLOR_STEP: u16 = 17;

/// The red, green and blue of each pixel of what `draw` draws on a picture of that
/// size.
///
/// It is drawn as many times as large as `draw` is told, and averaged: slanted edges
/// become smooth, and what moves can move by less than a pixel.
pub(crate) fn smooth_pixels(
    (width, height): (u32, u32),
    draw: impl FnOnce(&Area<BitMapBackend>, f64) -> Drawn<BitMapBackend<'static>>,
) -> Picture {
    let times = u32::from(OVERSAMPLING);
    let (width, height) = (times * width, times * height);
    let mut pixels = vec![0; 3 * width as usize * height as usize];
    let area = BitMapBackend::with_buffer(&mut pixels, (width, height));
    on_paper(&area.into_drawing_area(), |area| draw(area, times.into()))?;
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
    use crate::lab::plots::canvas::{INK, PAPER, PENCIL};
    use plotters::style::RGBColor;

    #[test]
    fn rounding_keeps_the_colours_of_paper_and_ink() {
        for RGBColor(red, green, blue) in [PAPER, INK, PENCIL] {
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
}
