//! Small charts, two side by side, over the same training episodes.

use crate::error::Error;
use crate::lab::plots::axis::Axis;
use crate::lab::plots::canvas::{
    Drawn, MARGIN, PENCIL, SvgArea, svg, text, write_fitting,
};
use crate::lab::plots::legend::{Legend, draw_head};
use crate::lab::plots::picture::Svg;
use crate::lab::plots::plot::{Axes, Plot};
use plotters::style::text_anchor::{HPos, VPos};

/// This many charts are side by side.
const COLUMNS: usize = 2;
const WIDTH: u32 = 1200;
/// The height of a row of charts, where there is one row, and where there are more.
const ONLY_ROW: u32 = 500;
const ROW: u32 = 390;
/// The height of the title and of a legend of one line, and that of the words below
/// the lowest charts.
const HEAD: u32 = 144;
const FOOT: u32 = 52;
/// The most numbers along the axis of the episodes.
pub(crate) const MOST_EPISODES: usize = 5;
/// The room for a chart's title and a little more, and for the numbers along its axes.
const HEADING: u32 = 54;
const EPISODES: u32 = 54;
const VALUES: u32 = 132;
/// Height of the letters of a chart's title, and of the numbers along its axes.
const LABEL: f64 = 29.0;
const NUMBER: f64 = 27.0;

/// The axes of a small chart, and its title.
pub(crate) struct SmallChart {
    title: String,
    plot: Plot<'static>,
}

impl SmallChart {
    pub(crate) fn new(title: String, episodes: &Axis, values: Axis) -> Self {
        Self {
            title,
            plot: Plot {
                above: HEADING,
                right: 16,
                below: 0,
                x_numbers: EPISODES,
                y_numbers: VALUES,
                letters: NUMBER,
                ..Plot::new(episodes.clone(), values)
            },
        }
    }
}

/// A figure of `charts`, one at least. `draw` puts the lines of the chart with that
/// number on its axes.
pub(crate) fn grid(
    title: &str,
    legend: Legend,
    mut charts: Vec<SmallChart>,
    draw: impl Fn(usize, &mut Axes) -> Drawn,
) -> Result<Svg, Error> {
    let rows = match charts.len().div_ceil(COLUMNS) {
        1 => ONLY_ROW,
        rows => ROW * u32::try_from(rows).expect("few rows"),
    };
    svg(title, (WIDTH, HEAD + rows + FOOT), |area| {
        let below_head = draw_head(area, title, legend)?;
        let (_, below) = area.split_vertically(below_head + 16);
        draw_charts(&below, &mut charts, draw)
    })
}

fn draw_charts(
    area: &SvgArea,
    charts: &mut [SmallChart],
    draw: impl Fn(usize, &mut Axes) -> Drawn,
) -> Drawn {
    let (_, height) = area.dim_in_pixel();
    let (above_foot, _) = area.split_vertically(height - FOOT);
    let columns = charts.len().min(COLUMNS);
    let cells = above_foot.split_evenly((charts.len().div_ceil(columns), columns));

    // The axes of all charts are as wide as those with the longest numbers.
    let mut widest = 0;
    for chart in charts.iter() {
        widest = widest.max(chart.plot.left(area)?);
    }
    let lowest = charts.len() - columns;
    for (i, (chart, cell)) in charts.iter_mut().zip(&cells).enumerate() {
        chart.plot.y_numbers = widest;
        write_fitting(cell, &chart.title, LABEL, (MARGIN, 0))?;
        draw(i, &mut chart.plot.draw_on(cell)?)?;
        if i >= lowest {
            let (x, y) = cell.get_pixel_range();
            let middle = (x.start + widest.cast_signed() + x.end) / 2;
            let letters = text(LABEL, PENCIL, HPos::Center, VPos::Top);
            // The words are below the cell, which is a part of the whole picture.
            let (left, top) = area.get_base_pixel();
            let place = (middle - left, y.end - top);
            area.draw_text("Training episode", &letters, place)?;
        }
    }
    Ok(())
}
