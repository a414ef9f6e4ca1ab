//! The map of two settings at once: how often the target network is copied, and the
//! learning rate.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::equal_steps::{ALL_STEPS, mean_scores};
use crate::evidence::page::Numbers;
use crate::experiments::sweep::USUAL;
use crate::experiments::{
    CART_POLE, MAP, MAP_COPIES, MAP_RATES, MAP_SEEDS, Records, STEPS,
};
use crate::lab::plots::{
    BLUE, Drawn, INK, LABEL, NUMBER, ORANGE, PENCIL, Point, Svg, SvgArea, draw_head,
    svg, whole, words,
};
use crate::lab::runs::Row;
use crate::lab::stats::{Runs, grouped, mean};
use plotters::element::{PathElement, Rectangle};
use plotters::style::Color;

/// A cell of the map.
struct Cell {
    /// The mean score of its runs over all steps.
    score: f64,
    /// How many of its runs are solved, and how many there are.
    solved: (usize, usize),
    is_usual: bool,
}

/// What the runs of a cell come to: those of the seeds that all cells have.
fn cell(name: &str, mut rows: Vec<Row>) -> Cell {
    rows.retain(|row| MAP_SEEDS.contains(&row.seed));
    let runs = Runs::of(&CART_POLE, &rows);
    Cell {
        score: mean(&mean_scores(&rows, ALL_STEPS)),
        solved: (runs.solved.len(), MAP_SEEDS.len()),
        is_usual: name == USUAL,
    }
}

/// The mean score of each cell, row by row, read by `rows`.
pub(crate) fn scores(
    rows: impl Fn(&str) -> Result<Vec<Row>, Error>,
) -> Result<Vec<Vec<f64>>, Error> {
    let cells = cells(rows)?.into_iter();
    Ok(cells
        .map(|row| row.iter().map(|cell| cell.score).collect())
        .collect())
}

fn cells(
    rows: impl Fn(&str) -> Result<Vec<Row>, Error>,
) -> Result<Vec<Vec<Cell>>, Error> {
    let of_row = |names: &[&str; 5]| {
        let cells = names.iter().map(|name| Ok(cell(name, rows(name)?)));
        cells.collect()
    };
    MAP.iter().map(of_row).collect()
}

/// The map.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let cells = cells(|name| records.rows(name))?;
    Ok(vec![Artifact::figure(
        records,
        "copies-and-rates",
        figure(&cells)?,
    )])
}

/// The numbers of the prose.
pub(crate) fn numbers(prose: &mut Numbers) {
    prose.add("map_seeds", MAP_SEEDS.len());
    prose.add("map_steps", grouped(STEPS));
    prose.add("map_often", MAP_COPIES[2]);
}

const SIZE: (u32, u32) = (1200, 980);
/// How much blue the highest score there is would have: ink is read on it.
const FULLEST: f64 = 0.75;
/// The middle of the upper left cell, and from one cell to the next.
const FIRST: Point = (330, 310);
const PITCH: (i32, i32) = (190, 130);

fn middle(row: i32, column: i32) -> Point {
    (FIRST.0 + PITCH.0 * column, FIRST.1 + PITCH.1 * row)
}

fn figure(cells: &[Vec<Cell>]) -> Result<Svg, Error> {
    let title = "Mean score by the copies and the learning rate, γ = 0.99";
    svg(title, SIZE, |area| {
        draw_head(area, title, Vec::new())?;
        draw_settings(area)?;
        for (row, cells) in (0..).zip(cells) {
            for (column, cell) in (0..).zip(cells) {
                draw_cell(area, middle(row, column), cell)?;
            }
        }
        Ok(())
    })
}

/// The learning rates above the map, and the steps between copies beside it.
fn draw_settings(area: &SvgArea) -> Drawn {
    let (above, left) = (FIRST.1 - PITCH.1 / 2 - 30, FIRST.0 - PITCH.0 / 2 - 70);
    for (column, rate) in (0..).zip(MAP_RATES) {
        let (x, _) = middle(0, column);
        words(area, (x, above), &[&rate.to_string()], NUMBER, INK)?;
    }
    for (row, copies) in (0..).zip(MAP_COPIES) {
        let (_, y) = middle(row, 0);
        words(area, (left, y), &[&grouped(copies)], NUMBER, INK)?;
    }
    let (middle_x, _) = middle(0, 2);
    words(
        area,
        (middle_x, above - 50),
        &["learning rate"],
        LABEL,
        PENCIL,
    )?;
    let titles = ["steps from", "a copy to", "the next"];
    words(area, (left - 55, above - 30), &titles, NUMBER, PENCIL)?;
    let below = middle(4, 2).1 + PITCH.1 / 2 + 46;
    let key = "outlined: the course’s settings; below each score: runs solved";
    words(
        area,
        (SIZE.0.cast_signed() / 2, below),
        &[key],
        NUMBER,
        PENCIL,
    )
}

/// A cell in a blue that is the fuller, the higher its score.
fn draw_cell(area: &SvgArea, (x, y): Point, cell: &Cell) -> Drawn {
    let (half_x, half_y) = (PITCH.0 / 2 - 6, PITCH.1 / 2 - 6);
    let corners = [(x - half_x, y - half_y), (x + half_x, y + half_y)];
    let share = cell.score / CART_POLE.scores.end;
    area.draw(&Rectangle::new(corners, BLUE.mix(FULLEST * share).filled()))?;
    if cell.is_usual {
        let [(left, top), (right, bottom)] = corners;
        let around = [(left, top), (right, top), (right, bottom), (left, bottom)];
        let outline = PathElement::new(around.repeat(2), ORANGE.stroke_width(8));
        area.draw(&outline)?;
    }
    let score = whole(cell.score).to_string();
    let (solved, all) = cell.solved;
    let solved = format!("{solved} of {all}");
    words(area, (x, y - 20), &[&score], 40.0, INK)?;
    words(area, (x, y + 28), &[&solved], NUMBER, INK)
}
