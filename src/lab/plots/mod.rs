//! Figures: paper and ink, axes and legends, and the kinds of pictures made of them.

pub(crate) mod animation;
pub(crate) mod apart;
pub(crate) mod axis;
pub(crate) mod canvas;
mod chart;
pub mod curve;
pub mod curves;
pub(crate) mod diagram;
pub(crate) mod dots;
pub(crate) mod graph;
pub(crate) mod grid;
pub(crate) mod legend;
pub(crate) mod lines;
pub(crate) mod log_lines;
pub(crate) mod pair;
pub mod panel;
pub mod picture;
pub(crate) mod plot;
pub mod schedules;
pub mod spread;
mod ticks;
mod waiting;

pub(crate) use animation::{ANIMATION, Picture, gif, smooth_pixels};
pub(crate) use apart::learning_curves_apart;
pub(crate) use axis::Axis;
pub use canvas::PALETTE;
pub(crate) use canvas::{
    Area, BLUE, Drawn, INK, LABEL, MARGIN, NUMBER, ORANGE, PAPER, PENCIL, SIZE,
    SvgArea, TITLE, failure, svg, text, write_fitting,
};
pub use curve::Curve;
pub use curves::learning_curves_over;
pub(crate) use diagram::{Block, Point, arrow, halfway, whole, words};
pub use dots::{DotFigure, Dots};
pub(crate) use graph::{Graph, GraphLine};
pub(crate) use legend::{Mark, draw_head, draw_legend};
pub(crate) use lines::AgentLine;
pub(crate) use log_lines::DecadeFigure;
pub(crate) use pair::{Label, Line, Pair, Place, Side, Stroke};
pub use panel::{all_diagnostics, diagnostics_without};
pub use picture::{Gif, Svg};
pub(crate) use plot::{Axes, Plot, draw_line, draw_reference, reference, thick};
pub use schedules::schedule_curves;
pub use spread::{Over, Summary};
pub(crate) use waiting::waiting_curves;
