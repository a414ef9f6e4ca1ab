//! Curves of waiting times: the share of the runs to which it has happened, over time.

use crate::error::Error;
use crate::lab::plots::axis::Axis;
use crate::lab::plots::curve::Span;
use crate::lab::plots::lines::{AgentLine, LineFigure};
use crate::lab::plots::picture::Svg;
use crate::lab::plots::plot::Plot;
use crate::lab::stats::{Scale, Waiting, kaplan_meier};
use plotters::style::RGBColor;

/// The steps from one point of a curve to the next: far fewer than can be seen.
const APART: usize = 100;

/// The SVG text of the curves of some agents to the step `end`: in percent of its runs,
/// 1 − S(t) of each. It is a stair, and goes up where a run is done.
///
/// # Errors
/// [`Error::Drawing`].
pub(crate) fn waiting_curves(
    title: &str,
    end: usize,
    agents: &[(&str, RGBColor, Vec<Waiting>)],
) -> Result<Svg, Error> {
    let lines = agents.iter().map(|(name, color, runs)| AgentLine {
        name,
        color: *color,
        what: None,
        spans: stair(end, &kaplan_meier(runs)),
        runs: Vec::new(),
    });
    let plot = Plot {
        y_label: "Share of the runs, in %",
        x_label: "Environment steps of training",
        above: 60,
        ..Plot::new(
            Axis::whole(0..end, 6),
            Axis::between(Scale::Linear, 0.0..100.0, 5),
        )
    };
    LineFigure::new(plot, lines.collect()).svg(title)
}

fn stair(end: usize, shares: &[(f64, f64)]) -> Vec<Span> {
    let share = |step: usize| {
        let over = shares.partition_point(|(time, _)| *time <= step as f64);
        let left = over.checked_sub(1).map_or(1.0, |last| shares[last].1);
        100.0 * (1.0 - left)
    };
    let steps = (0..=end).step_by(APART);
    steps.map(|step| Span::of((step, share(step)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::plots::curve::middles;

    #[test]
    fn the_share_goes_up_where_a_run_is_done_and_stays() {
        let done = |time| Waiting {
            time,
            happened: true,
        };
        let shares = kaplan_meier(&[done(150.0), done(200.0)]);
        let spans = stair(400, &shares);
        let expected = [
            (0, 0.0),
            (100, 0.0),
            (200, 100.0),
            (300, 100.0),
            (400, 100.0),
        ];
        assert_eq!(middles(&spans).collect::<Vec<_>>(), expected);
        let half = stair(400, &shares[..1]);
        assert!(middles(&half).any(|point| point == (200, 50.0)));
    }
}
