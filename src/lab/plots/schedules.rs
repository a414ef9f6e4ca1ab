//! Schedules as curves: what each of them gives as training goes on.

use crate::error::Error;
use crate::exploration::{Clock, Schedule};
use crate::lab::plots::axis::Axis;
use crate::lab::plots::canvas::{
    Area, Drawn, Failed, INK, LABEL, MARGIN, NUMBER, PALETTE, PENCIL, SIZE, TITLE,
    failure, svg, text, write_fitting,
};
use crate::lab::plots::curves::{SHOWABLE, mean};
use crate::lab::plots::legend::{Mark, draw_legend};
use crate::lab::plots::picture::Svg;
use crate::lab::stats::scale::Scale;
use plotters::backend::DrawingBackend;
use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::cartesian::Cartesian2d;
use plotters::series::LineSeries;
use plotters::style::text_anchor::{HPos, VPos};
use plotters::style::{Color, RGBColor};

/// The most numbers along an axis.
const MOST: usize = 6;

/// The SVG text of the values of `schedules`, each with its name, at each of `clocks`,
/// over the environment steps.
///
/// # Errors
/// [`Error::Drawing`], also for no clock or schedule, for more schedules than
/// [`PALETTE`] has colours, and for a value that no axis can show.
pub fn schedule_curves(
    title: &str,
    clocks: &[Clock],
    schedules: &[(&str, &dyn Schedule)],
) -> Result<Svg, Error> {
    let figure = Figure::new(clocks, schedules);
    let figure = figure.map_err(|reason| failure(title, &reason))?;
    svg(title, SIZE, |area| figure.draw(title, area))
}

/// One schedule in its colour.
struct Line<'a> {
    name: &'a str,
    color: RGBColor,
    /// Environment steps, and the value there.
    points: Vec<(f64, f64)>,
}

/// The curves of several schedules.
struct Figure<'a> {
    lines: Vec<Line<'a>>,
}

/// The axes: value over environment step.
type Axes<'a, DB> = ChartContext<'a, DB, Cartesian2d<Axis, Axis>>;

impl<'a> Figure<'a> {
    /// The figure, or the reason why there is none.
    fn new(
        clocks: &[Clock],
        schedules: &[(&'a str, &dyn Schedule)],
    ) -> Result<Self, String> {
        if clocks.is_empty() || schedules.is_empty() {
            return Err(
                "there is no curve; hand in a schedule and clocks".to_owned()
            );
        }
        if schedules.len() > PALETTE.len() {
            return Err(format!(
                "{} schedules are too many; draw {} at most",
                schedules.len(),
                PALETTE.len()
            ));
        }
        let lines = schedules.iter().zip(PALETTE);
        let lines = lines.map(|((name, schedule), color)| {
            let point = |clock: &Clock| (clock.step as f64, schedule.value(*clock));
            let points: Vec<(f64, f64)> = clocks.iter().map(point).collect();
            match points.iter().find(|(_, value)| !SHOWABLE.contains(value)) {
                None => Ok(Line { name, color, points }),
                Some((step, value)) => Err(format!(
                    "`{name}` is {value} at step {step}, but must lie in {SHOWABLE:?}"
                )),
            }
        });
        let lines: Result<Vec<Line>, String> = lines.collect();
        lines.map(|lines| Self { lines })
    }

    fn draw<DB: DrawingBackend>(&self, title: &str, area: &Area<DB>) -> Drawn<DB> {
        let letters = |pixels| text(pixels, INK, HPos::Left, VPos::Top);
        write_fitting(area, title, TITLE, (MARGIN, MARGIN), letters)?;
        let legend = self.lines.iter();
        let legend = legend.map(|l| (Mark::Line(mean(l.color)), l.name.to_owned()));
        let below_legend = draw_legend(area, legend.collect(), MARGIN + 74)?;

        let (_, plot) = area.split_vertically(below_legend + 6);
        let mut axes = self.draw_axes(&plot)?;
        for line in &self.lines {
            let points = line.points.iter().copied();
            axes.draw_series(LineSeries::new(points, mean(line.color)))?;
        }
        Ok(())
    }

    fn draw_axes<'b, DB: DrawingBackend>(
        &self,
        plot: &'b Area<DB>,
    ) -> Result<Axes<'b, DB>, Failed<DB>> {
        let points = || self.lines.iter().flat_map(|line| &line.points);
        let steps: Vec<f64> = points().map(|(step, _)| *step).collect();
        let values: Vec<f64> = points().map(|(_, value)| *value).collect();
        let mut axes = ChartBuilder::on(plot)
            .margin_top(12)
            .margin_right(60)
            .margin_bottom(14)
            .x_label_area_size(90)
            .y_label_area_size(96)
            .build_cartesian_2d(
                Axis::new(Scale::Linear, &steps, MOST),
                Axis::new(Scale::Linear, &values, MOST),
            )?;
        axes.configure_mesh()
            .disable_x_mesh()
            .bold_line_style(INK.mix(0.15))
            .light_line_style(INK.mix(0.0))
            .axis_style(INK.stroke_width(2))
            .label_style(text(NUMBER, INK, HPos::Left, VPos::Top))
            .x_desc("Environment steps of training")
            .axis_desc_style(text(LABEL, PENCIL, HPos::Left, VPos::Top))
            .draw()?;
        Ok(axes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exploration::{Constant, EpisodeDecay, LinearSchedule};

    const RAMP: LinearSchedule = LinearSchedule {
        start: 1.0,
        end: 0.5,
        steps: 4,
    };

    fn clocks(steps: usize) -> Vec<Clock> {
        let clock = |step| Clock {
            step,
            episode: step / 2,
        };
        (0..steps).map(clock).collect()
    }

    fn refusal(clocks: &[Clock], schedules: &[(&str, &dyn Schedule)]) -> String {
        let refused = schedule_curves("None", clocks, schedules);
        refused.unwrap_err().to_string()
    }

    #[test]
    fn a_curve_is_the_value_at_each_clock() {
        let halving = EpisodeDecay {
            start: 1.0,
            factor: 0.5,
            end: 0.0,
        };
        let schedules: [(&str, &dyn Schedule); 2] =
            [("ramp", &RAMP), ("halving", &halving)];
        let figure = Figure::new(&clocks(5), &schedules).unwrap();
        let values = |line: usize| -> Vec<f64> {
            figure.lines[line].points.iter().map(|p| p.1).collect()
        };
        assert_eq!(values(0), [1.0, 0.875, 0.75, 0.625, 0.5]);
        assert_eq!(values(1), [1.0, 1.0, 0.5, 0.5, 0.25]);
        assert_eq!(figure.lines[0].points[3].0, 3.0);
    }

    #[test]
    fn a_figure_names_its_schedules() {
        let svg = schedule_curves(
            "Two & more",
            &clocks(5),
            &[("a ramp", &RAMP), ("a constant", &Constant(0.5))],
        );
        let svg = svg.unwrap();
        for words in [
            "<title>Two &amp; more</title>",
            "a ramp",
            "a constant",
            "Environment steps of training",
        ] {
            assert!(svg.contains(words), "{words}");
        }
    }

    #[test]
    fn what_cannot_be_drawn_is_refused_with_the_reason() {
        let constant: (&str, &dyn Schedule) = ("wild", &Constant(f64::NAN));
        assert!(refusal(&[], &[constant]).contains("there is no curve"));
        assert!(refusal(&clocks(2), &[]).contains("there is no curve"));
        let reason = refusal(&clocks(2), &[constant]);
        assert!(reason.contains("`wild` is NaN at step 0"), "{reason}");
        assert!(refusal(&clocks(2), &[constant; 7]).contains("7 schedules are too"));
    }
}
