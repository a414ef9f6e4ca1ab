//! Drawings: every text of a picture lies inside the picture, in the font in which the
//! course draws it.

use crate::pages::{assert_none, assert_one, files_below, root};
use ab_glyph::{Font, FontRef, ScaleFont};
use std::fs;

/// The letters of the font reach so far above and below their line, and a small x so far
/// above it, in heights of a letter.
const ASCENT: f32 = 0.76;
const DESCENT: f32 = 0.236;
const EX: f32 = 0.547;

type Point = (f32, f32);

/// What an element gives to those in it.
#[derive(Clone, Default)]
struct Style {
    size: f32,
    anchor: String,
    is_bold: bool,
    /// Where its x axis, its y axis and its origin are in the picture.
    axes: [Point; 3],
}

/// What comes before, of `text`, the first `end`; and what follows it.
fn cut<'a>(text: &'a str, end: &str) -> (&'a str, &'a str) {
    text.split_once(end).unwrap_or((text, ""))
}

/// The value of an attribute of a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, value) = tag.split_once(&format!(" {name}=\""))?;
    Some(cut(value, "\"").0)
}

fn numbers(list: &str) -> Vec<f32> {
    let numbers = list.split([' ', ',']).filter(|number| !number.is_empty());
    numbers.map(|number| number.parse().unwrap()).collect()
}

impl Style {
    /// That of an element in this one.
    fn of(&self, tag: &str) -> Self {
        let mut style = self.clone();
        if let Some(size) = attribute(tag, "font-size") {
            style.size = size.parse().unwrap();
        }
        if let Some(anchor) = attribute(tag, "text-anchor") {
            anchor.clone_into(&mut style.anchor);
        }
        if let Some(weight) = attribute(tag, "font-weight") {
            style.is_bold = weight == "bold";
        }
        let transform = attribute(tag, "transform").unwrap_or_default();
        for step in transform.split_inclusive(')') {
            let (name, list) = cut(step.trim_end_matches(')'), "(");
            match (name.trim(), &numbers(list)[..]) {
                ("", _) => {}
                ("translate", &[x, y]) => style.moved((x, y)),
                ("rotate", &[degrees]) => style.turned(degrees),
                ("rotate", &[degrees, x, y]) => {
                    style.moved((x, y));
                    style.turned(degrees);
                    style.moved((-x, -y));
                }
                unknown => panic!("{unknown:?} of {tag}"),
            }
        }
        style
    }

    fn at(&self, (x, y): Point) -> Point {
        let [right, down, origin] = self.axes;
        (
            origin.0 + x * right.0 + y * down.0,
            origin.1 + x * right.1 + y * down.1,
        )
    }

    fn moved(&mut self, to: Point) {
        self.axes[2] = self.at(to);
    }

    fn turned(&mut self, degrees: f32) {
        let (sin, cos) = libm::sincosf(degrees.to_radians());
        let [(a, b), (c, d), origin] = self.axes;
        let right = (cos * a + sin * c, cos * b + sin * d);
        let down = (cos * c - sin * a, cos * d - sin * b);
        self.axes = [right, down, origin];
    }

    /// How wide `words` are.
    fn width(&self, words: &str) -> f32 {
        let bytes = if self.is_bold {
            dejavu::sans::bold()
        } else {
            dejavu::sans::regular()
        };
        let font = FontRef::try_from_slice(bytes).unwrap();
        // The library counts the size of a font from its descent to its ascent.
        let em = font.height_unscaled() / font.units_per_em().unwrap();
        let font = font.as_scaled(self.size * em);
        let glyphs = words.chars().map(|letter| font.glyph_id(letter));
        glyphs.map(|glyph| font.h_advance(glyph)).sum()
    }

    /// The corners of `words` in the element of `tag`.
    fn corners(&self, tag: &str, words: &str) -> [Point; 4] {
        let place = |name| attribute(tag, name).map_or(0.0, |x| numbers(x)[0]);
        let shift = match attribute(tag, "dy") {
            None => 0.0,
            Some(dy) if dy.ends_with("em") => numbers(&dy.replace("em", ""))[0],
            Some(dy) => EX * numbers(&dy.replace("ex", ""))[0],
        };
        let width = self.width(words);
        let left = match &self.anchor[..] {
            "middle" => place("x") - width / 2.0,
            "end" => place("x") - width,
            _ => place("x"),
        };
        let line = place("y") + shift * self.size;
        let (top, bottom) = (line - ASCENT * self.size, line + DESCENT * self.size);
        [
            (left, top),
            (left + width, top),
            (left, bottom),
            (left + width, bottom),
        ]
        .map(|corner| self.at(corner))
    }
}

/// The texts of a picture that reach beyond its edges.
fn cut_texts(svg: &str) -> Vec<String> {
    let view = numbers(attribute(svg, "viewBox").expect("a picture has a size"));
    let mut styles = vec![Style {
        size: 16.0,
        axes: [(1.0, 0.0), (0.0, 1.0), (0.0, 0.0)],
        ..Style::default()
    }];
    let mut cut_texts = Vec::new();
    let mut rest = svg;
    while let Some((_, after)) = rest.split_once('<') {
        if let Some(comment) = after.strip_prefix("!--") {
            rest = cut(comment, "-->").1;
            continue;
        }
        let (tag, after) = cut(after, ">");
        rest = after;
        if tag.starts_with('/') {
            styles.pop();
            continue;
        }
        let style = styles[styles.len() - 1].of(tag);
        if tag.starts_with("text ") {
            let (content, after) = cut(after, "</text>");
            rest = after;
            let words = words(content);
            let is_inside = |(x, y): Point| {
                (0.0..=view[2]).contains(&x) && (0.0..=view[3]).contains(&y)
            };
            if !style.corners(tag, &words).into_iter().all(is_inside) {
                cut_texts.push(words);
            }
        } else if !tag.ends_with('/') {
            styles.push(style);
        }
    }
    cut_texts
}

/// The words of an element, without the tags in it.
fn words(content: &str) -> String {
    let parts = content.split('<').enumerate();
    let parts = parts.map(|(i, part)| if i == 0 { part } else { cut(part, ">").1 });
    let words = parts.collect::<String>().trim().replace("&lt;", "<");
    words.replace("&gt;", ">").replace("&amp;", "&")
}

#[test]
fn every_text_lies_inside_its_picture() {
    let folders = ["book/src/figures", "book/src/pictures"];
    let mut faults = Vec::new();
    let files = folders.map(files_below).concat();
    for file in files
        .iter()
        .filter(|file| file.extension().unwrap() == "svg")
    {
        let texts = cut_texts(&fs::read_to_string(root().join(file)).unwrap());
        let fault = |text| format!("{} cuts `{text}`", file.display());
        faults.extend(texts.into_iter().map(fault));
    }
    assert_none(&faults);
}

/// A picture of 100 by 50 with one text that is 10 pixels high.
fn picture(attributes: &str, words: &str) -> String {
    format!(
        "<svg viewBox=\"0 0 100 50\"><!-- <g> --><g font-size=\"10\">\
         <text {attributes}>{words}</text></g></svg>"
    )
}

#[test]
fn a_text_beyond_an_edge_is_found_whatever_its_anchor() {
    // Ten digits of 6.36 pixels each.
    let words = "0123456789";
    for (fits, does_not) in [
        ("x=\"36\" y=\"20\"", "x=\"37\" y=\"20\""),
        (
            "x=\"64\" y=\"20\" text-anchor=\"end\"",
            "x=\"63\" y=\"20\" text-anchor=\"end\"",
        ),
        (
            "x=\"32\" y=\"20\" text-anchor=\"middle\"",
            "x=\"31\" y=\"20\" text-anchor=\"middle\"",
        ),
        (
            "x=\"0\" y=\"0\" dy=\"0.76em\"",
            "x=\"0\" y=\"0\" dy=\"0.5ex\"",
        ),
        (
            "x=\"36\" y=\"20\"",
            "x=\"36\" y=\"20\" font-weight=\"bold\"",
        ),
    ] {
        assert!(cut_texts(&picture(fits, words)).is_empty(), "{fits}");
        assert_one(&cut_texts(&picture(does_not, words)), words);
    }
}

#[test]
fn a_turned_text_is_measured_along_its_line() {
    let turned = "x=\"9\" y=\"45\" transform=\"rotate(270, 9, 45)\"";
    // 4 · 6.36 pixels upwards fit, and 10 · 6.36 do not.
    assert!(cut_texts(&picture(turned, "0123")).is_empty());
    assert_one(&cut_texts(&picture(turned, "0123456789")), "0123");
    let moved = "transform=\"translate(60 10) rotate(90)\"";
    assert!(cut_texts(&picture(moved, "a &amp; <tspan>b</tspan>")).is_empty());
    assert_one(&cut_texts(&picture(moved, "a &amp; bcdefgh")), "a & b");
}
