//! Figures: paper and ink, axes and legends, and the kinds of pictures made of them.

pub(crate) mod animation;
pub(crate) mod axis;
pub(crate) mod canvas;
mod chart;
pub mod curve;
pub mod curves;
pub(crate) mod diagram;
pub(crate) mod dots;
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
