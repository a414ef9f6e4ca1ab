//! The head of a figure: its title, and the legend of its lines and bands.

use crate::lab::plots::canvas::{
    Failed, INK, LABEL, MARGIN, PENCIL, SvgArea, TITLE, text, write_fitting,
};
use plotters::element::{PathElement, Rectangle};
use plotters::style::text_anchor::{HPos, VPos};
use plotters::style::{RGBColor, ShapeStyle};

/// From one line of the legend to the next.
const LINE: i32 = 44;
/// The length of a line or box in the legend.
const MARK: i32 = 56;

/// How something in the legend is drawn.
pub(crate) enum Mark {
    Line(ShapeStyle),
    Box(ShapeStyle),
    Dashes(ShapeStyle),
}

/// What the legend explains, and how that is drawn.
pub(crate) type Legend = Vec<(Mark, String)>;

/// An agent in the legend.
pub(crate) struct LegendEntry<'a> {
    pub(crate) name: &'a str,
    pub(crate) color: RGBColor,
    /// What its thick line is, where that is said.
    pub(crate) line: Option<String>,
}

/// The thick lines of `agents`, one at least, and the colour in which the legend goes
/// on. What is the same for all agents is said once, below their names.
pub(crate) fn entries<'a>(
    agents: impl Iterator<Item = &'a LegendEntry<'a>> + Clone,
    thick: fn(RGBColor) -> ShapeStyle,
) -> (RGBColor, Legend) {
    let first = agents.clone().next().expect("an agent");
    let is_alone = agents.clone().nth(1).is_none();
    let says_it_once =
        !is_alone && agents.clone().all(|agent| agent.line == first.line);
    let entry = |agent: &LegendEntry| {
        let label = match &agent.line {
            Some(line) if !says_it_once => format!("{}: {line}", agent.name),
            _ => agent.name.to_owned(),
        };
        (Mark::Line(thick(agent.color)), label)
    };
    let mut legend: Legend = agents.map(entry).collect();
    let color = if is_alone { first.color } else { PENCIL };
    if let (true, Some(line)) = (says_it_once, &first.line) {
        legend.push((Mark::Line(thick(color)), line.clone()));
    }
    (color, legend)
}

/// Draws the title of a figure and its legend, if it has one; returns where they end.
pub(crate) fn draw_head(
    area: &SvgArea,
    title: &str,
    legend: Legend,
) -> Result<i32, Failed> {
    write_fitting(area, title, TITLE, (MARGIN, MARGIN))?;
    if legend.is_empty() {
        return Ok(MARGIN + 62);
    }
    draw_legend(area, legend, MARGIN + 74)
}

/// Draws the legend from `top` down; returns where it ends.
pub(crate) fn draw_legend(
    area: &SvgArea,
    legend: Legend,
    top: i32,
) -> Result<i32, Failed> {
    let end = area.dim_in_pixel().0.cast_signed();
    let letters = text(LABEL, INK, HPos::Left, VPos::Center);
    let (mut x, mut y) = (MARGIN, top);
    for (mark, label) in legend {
        let width = area.estimate_text_size(&label, &letters)?.0.cast_signed();
        if x > MARGIN && x + MARK + 14 + width > end {
            (x, y) = (MARGIN, y + LINE);
        }
        let (left, right) = (x, x + MARK);
        match mark {
            Mark::Line(style) => {
                let line = [(left, y), (right, y)];
                area.draw(&PathElement::new(line, style))?;
            }
            Mark::Box(style) => {
                let corners = [(left, y - 14), (right, y + 14)];
                area.draw(&Rectangle::new(corners, style))?;
            }
            Mark::Dashes(style) => {
                for dash in [left, left + 20, left + 40] {
                    let dash = [(dash, y), (dash + 16, y)];
                    area.draw(&PathElement::new(dash, style))?;
                }
            }
        }
        area.draw_text(&label, &letters, (right + 14, y))?;
        x = right + width + 42;
    }
    Ok(y + LINE / 2)
}
