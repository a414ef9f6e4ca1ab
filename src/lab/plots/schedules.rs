//! Schedules as curves: what each of them gives as training goes on.

use crate::error::Error;
use crate::exploration::{Clock, Schedule};
use crate::lab::plots::axis::Axis;
use crate::lab::plots::canvas::{PALETTE, SIZE, failure};
use crate::lab::plots::curve::{Point, SHOWABLE};
use crate::lab::plots::legend::Mark;
use crate::lab::plots::picture::Svg;
use crate::lab::plots::plot::{Plot, Room, draw_line, thick};
use crate::lab::stats::scale::Scale;
use plotters::style::RGBColor;

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
    figure.draw(title)
}

/// One schedule in its colour.
struct Line<'a> {
    name: &'a str,
    color: RGBColor,
    /// Environment steps, and the value there.
    points: Vec<Point>,
}

/// The curves of several schedules.
struct Figure<'a> {
    lines: Vec<Line<'a>>,
}

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
            let point = |clock: &Clock| (clock.step, schedule.value(*clock));
            let points: Vec<Point> = clocks.iter().map(point).collect();
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

    fn draw(&self, title: &str) -> Result<Svg, Error> {
        let points = || self.lines.iter().flat_map(|line| &line.points);
        let steps: Vec<f64> = points().map(|(step, _)| *step as f64).collect();
        let values: Vec<f64> = points().map(|(_, value)| *value).collect();
        let plot = Plot {
            x_label: "Environment steps of training",
            room: Room {
                above: 18,
                right: 60,
                ..Room::default()
            },
            ..Plot::new(
                Axis::new(Scale::Linear, &steps, MOST),
                Axis::new(Scale::Linear, &values, MOST),
            )
        };
        let legend = self.lines.iter();
        let legend = legend.map(|l| (Mark::Line(thick(l.color)), l.name.to_owned()));
        plot.svg(title, legend.collect(), SIZE, |axes| {
            self.lines.iter().try_for_each(|line| {
                draw_line(axes, line.points.iter().copied(), thick(line.color))
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exploration::{Constant, EpisodeDecay, Ramp};

    const RAMP: Ramp = Ramp {
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
        assert_eq!(figure.lines[0].points[3].0, 3);
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
