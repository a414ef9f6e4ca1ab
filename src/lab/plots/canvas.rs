//! Paper and ink for all figures.

use crate::error::Error;
use crate::lab::plots::picture::Svg;
use plotters::backend::{DrawingBackend, SVGBackend};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontFamily, IntoFont, RGBColor, TextStyle};

/// The blue of θ, the online network. All colours are of the palette of Okabe and
/// Ito, which colour-blind readers can tell apart.
pub(crate) const BLUE: RGBColor = RGBColor(0, 114, 178);
/// The orange of θ⁻, the target network.
pub(crate) const ORANGE: RGBColor = RGBColor(213, 94, 0);
/// One colour for each curve of a figure, in the order in which they are used. The
/// orange of θ⁻ is none of them.
pub const PALETTE: [RGBColor; 6] = [
    BLUE,
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(86, 180, 233),
    RGBColor(230, 159, 0),
    RGBColor(0, 0, 0),
];
/// Text and outlines.
pub(crate) const INK: RGBColor = RGBColor(34, 34, 34);
/// Reference lines and their labels, which recede behind the curves.
pub(crate) const PENCIL: RGBColor = RGBColor(102, 102, 102);
/// Every figure has its own background, so it reads the same on a dark page.
pub(crate) const PAPER: RGBColor = RGBColor(255, 255, 255);

/// Width and height of a figure with curves, in pixels.
pub(crate) const SIZE: (u32, u32) = (1200, 800);
/// From the left edge of a figure to its text.
pub(crate) const MARGIN: i32 = 24;
/// Height of the letters of titles, of labels, and of the numbers along the axes.
/// On a telephone a figure is shown at a third of its size.
pub(crate) const TITLE: f64 = 38.0;
pub(crate) const LABEL: f64 = 32.0;
pub(crate) const NUMBER: f64 = 30.0;
/// The drawing library takes the height of a line, and divides it by this.
const LINE: f64 = 1.24;
/// The ascent and the descent of the font, as a multiple of the height of its letters.
const ASCENT_AND_DESCENT: f64 = 1.164;

/// An empty part of a figure.
pub(crate) type Area<DB> = DrawingArea<DB, Shift>;
/// An empty part of a figure that is written as SVG.
pub(crate) type SvgArea<'a> = Area<SVGBackend<'a>>;
/// What goes wrong while drawing on a backend; its lifetime does not matter.
pub(crate) type Failed<DB = SVGBackend<'static>> =
    DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>;
/// What drawing on a backend returns.
pub(crate) type Drawn<DB = SVGBackend<'static>> = Result<(), Failed<DB>>;

/// The SVG text of what `draw` draws, `width` × `height` pixels large.
///
/// Coordinates are whole pixels, so figures are drawn large and shown small: the
/// text scales to the width of its page. `title` is what a screen reader says.
pub(crate) fn svg(
    title: &str,
    (width, height): (u32, u32),
    draw: impl FnOnce(&SvgArea) -> Drawn,
) -> Result<Svg, Error> {
    let mut body = String::new();
    let area =
        SVGBackend::with_string(&mut body, (width, height)).into_drawing_area();
    on_paper(&area, draw).map_err(|error| failure(title, &error))?;
    drop(area);

    let (_, shapes) = body.split_once(">\n").expect("an SVG has a root");
    let title = title.replace('&', "&amp;").replace('<', "&lt;");
    let title = title.replace("]]>", "]]&gt;");
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" \
         viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         style=\"max-width: 100%; height: auto\" stroke-linejoin=\"round\">\n\
         <title>{title}</title>\n{shapes}"
    );
    Ok(Svg(allowed(&svg)))
}

/// The text with a mark in place of each character that no XML may have, as the name of a
/// file can.
fn allowed(text: &str) -> String {
    let is_allowed = |letter: char| {
        !letter.is_control() || matches!(letter, '\n' | '\t' | '\r' | '\u{80}'..)
    };
    let is_letter =
        |letter| is_allowed(letter) && !"\u{fffe}\u{ffff}".contains(letter);
    let letters = text.chars();
    letters
        .map(|l| if is_letter(l) { l } else { '\u{fffd}' })
        .collect()
}

/// Clears the paper, draws on it, and hands it to the backend.
pub(crate) fn on_paper<DB: DrawingBackend>(
    area: &Area<DB>,
    draw: impl FnOnce(&Area<DB>) -> Drawn<DB>,
) -> Drawn<DB> {
    // In a browser the drawing library asks the page for its fonts.
    #[cfg(not(target_arch = "wasm32"))]
    register_font();
    area.fill(&PAPER)?;
    draw(area)?;
    area.present()
}

/// Hands the font that is part of the crate to the drawing library, once.
#[cfg(not(target_arch = "wasm32"))]
fn register_font() {
    use plotters::style::{FontStyle, register_font};
    use std::sync::Once;
    static FONT: Once = Once::new();
    FONT.call_once(|| {
        let family = FontFamily::SansSerif.as_str();
        let font = dejavu::sans::regular();
        let registered = register_font(family, FontStyle::Normal, font);
        assert!(registered.is_ok(), "the font in the crate is whole");
    });
}

/// The error of a figure that the drawing library could not draw.
pub(crate) fn failure(what: &str, reason: &dyn std::fmt::Display) -> Error {
    Error::Drawing {
        what: what.to_owned(),
        reason: reason.to_string(),
    }
}

/// Text whose letters are `pixels` high, anchored to its place.
pub(crate) fn text(
    pixels: f64,
    color: RGBColor,
    horizontal: HPos,
    vertical: VPos,
) -> TextStyle<'static> {
    let font = (FontFamily::SansSerif, pixels * LINE).into_font();
    font.color(&color).pos(Pos::new(horizontal, vertical))
}

/// Writes `words` at `place` in letters that are `pixels` high, or lower where the
/// words would be wider than the figure.
pub(crate) fn write_fitting<DB: DrawingBackend>(
    area: &Area<DB>,
    words: &str,
    pixels: f64,
    place: (i32, i32),
) -> Drawn<DB> {
    let letters = |pixels| text(pixels, INK, HPos::Left, VPos::Top);
    let (width, _) = area.estimate_text_size(words, &letters(pixels))?;
    let room = 0.96 * f64::from(area.dim_in_pixel().0);
    let share = (room / f64::from(width)).min(1.0);
    area.draw_text(words, &letters(pixels * share), place)
}

/// How wide `words` are in letters that are `pixels` high, in whole pixels.
pub(crate) fn width_of<DB: DrawingBackend>(
    area: &Area<DB>,
    words: &str,
    pixels: f64,
) -> Result<u32, Failed<DB>> {
    // The drawing library takes ascent and descent for the height of a line.
    let pixels = pixels * ASCENT_AND_DESCENT / LINE;
    let letters = text(pixels, INK, HPos::Left, VPos::Top);
    Ok(area.estimate_text_size(words, &letters)?.0 + 1)
}
