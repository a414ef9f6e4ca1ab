//! Figures of results: learning curves, smoothed when they are drawn.

use crate::error::Error;
use crate::lab::plots::canvas::{
    Area, Drawn, Failed, INK, LABEL, MARGIN, NUMBER, PENCIL, SIZE, TITLE, failure,
    svg, text, write_fitting,
};
pub use crate::lab::plots::canvas::{BLUE, ORANGE, PALETTE};
use crate::lab::plots::legend::{Agent, Mark, draw_legend, lines};
use crate::lab::plots::picture::Svg;
pub use crate::lab::plots::spread::{Over, Summary};
use crate::lab::plots::spread::{Point, Spread};
use crate::lab::runs::results::{Row, by_seed};
use plotters::backend::DrawingBackend;
use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::{RangedCoordf64, RangedCoordusize};
use plotters::element::{Circle, Polygon};
use plotters::series::{DashedLineSeries, LineSeries};
use plotters::style::text_anchor::{HPos, VPos};
use plotters::style::{Color, RGBColor, ShapeStyle};
use std::ops::Range;

/// A point of a curve is the mean of this many scores, its own and those before it.
pub const WINDOW: usize = 25;
/// The score at which CartPole-v1 counts as solved.
pub const SOLVED: f64 = 475.0;
/// The largest score in CartPole-v1.
const LARGEST_SCORE: f64 = 500.0;
/// The drawing library never returns from an axis that overflows.
pub(crate) const SHOWABLE: Range<f64> = -1e300..1e300;

/// The runs of one agent, to be drawn in one colour.
#[derive(Clone, Copy, Debug)]
pub struct Curve<'a> {
    /// The name of the agent.
    pub name: &'a str,
    /// The colour of its lines.
    pub color: RGBColor,
    /// The rows of all of its seeds.
    pub rows: &'a [Row],
}

/// The SVG text of the learning curves of one or more agents.
///
/// Each seed's scores become their trailing mean over [`WINDOW`] episodes, drawn as
/// a thin line where few agents are drawn; the thick line and the band are those of
/// the [`Summary`]. Where a run is shorter than two windows, the figure shows the
/// scores as they are, and says so.
///
/// # Errors
/// [`Error::Drawing`], also for a curve without rows, or with a score that no axis
/// can show.
pub fn learning_curves_over(
    over: Over,
    summary: Summary,
    title: &str,
    curves: &[Curve],
) -> Result<Svg, Error> {
    let figure = Figure::new(over, summary, curves);
    let figure = figure.map_err(|reason| failure(title, &reason))?;
    svg(title, SIZE, |area| figure.draw(title, area))
}

/// As [`learning_curves_over`] the episodes, with mean and range.
///
/// # Errors
/// As [`learning_curves_over`].
pub fn learning_curves(title: &str, curves: &[Curve]) -> Result<Svg, Error> {
    learning_curves_over(Over::default(), Summary::default(), title, curves)
}

/// The axes of a figure: score over training episode or step.
type Axes<'a, DB> =
    ChartContext<'a, DB, Cartesian2d<RangedCoordusize, RangedCoordf64>>;

/// Refuses a curve that cannot be drawn, with the reason: `of` is what is drawn of a
/// row, and `what` is its name.
fn check(
    Curve { name, rows, .. }: &Curve,
    what: &str,
    of: impl Fn(&Row) -> Option<f64>,
) -> Result<(), String> {
    if rows.is_empty() {
        return Err(format!("`{name}` has no rows; record some first"));
    }
    let values = rows.iter().filter_map(|row| Some((row, of(row)?)));
    match values.into_iter().find(|(_, v)| !SHOWABLE.contains(v)) {
        None => Ok(()),
        Some((row, value)) => Err(format!(
            "the {what} of `{name}` is {value} in episode {} of seed {}, but must lie \
             in {SHOWABLE:?}; record it again",
            row.episode, row.seed
        )),
    }
}

/// How many scores make a point: [`WINDOW`], unless a run is shorter than two.
pub(crate) fn window(curves: &[Curve]) -> usize {
    let runs = curves.iter().flat_map(|curve| by_seed(curve.rows));
    let shortest = runs.map(|(_, run)| run.len()).min().unwrap_or(0);
    if shortest < 2 * WINDOW { 1 } else { WINDOW }
}

/// The learning curves of one figure.
struct Figure<'a> {
    over: Over,
    summary: Summary,
    window: usize,
    spreads: Vec<Spread<'a>>,
}

impl<'a> Figure<'a> {
    /// The figure of `curves`, or the reason why there is none.
    fn new(
        over: Over,
        summary: Summary,
        curves: &[Curve<'a>],
    ) -> Result<Self, String> {
        if curves.is_empty() {
            return Err("there are no curves; hand in one at least".to_owned());
        }
        let score = |row: &Row| Some(row.score);
        curves.iter().try_for_each(|c| check(c, "score", score))?;
        let window = window(curves);
        let spreads = curves.iter();
        let spreads = spreads.map(|curve| Spread::new(curve, window, over, summary));
        Ok(Self {
            over,
            summary,
            window,
            spreads: spreads.collect(),
        })
    }

    fn draw<DB: DrawingBackend>(&self, title: &str, area: &Area<DB>) -> Drawn<DB> {
        let letters = |pixels| text(pixels, INK, HPos::Left, VPos::Top);
        write_fitting(area, title, TITLE, (MARGIN, MARGIN), letters)?;
        let below_legend = draw_legend(area, self.legend(), MARGIN + 74)?;

        // The name of the upright axis stands above it, where it reads level.
        let what = match self.window {
            1 => "Score after each training episode, not smoothed".to_owned(),
            last => format!("Score, mean over the last {last} training episodes"),
        };
        let letters = text(LABEL, PENCIL, HPos::Left, VPos::Top);
        area.draw_text(&what, &letters, (MARGIN, below_legend + 16))?;

        let (_, plot) = area.split_vertically(below_legend + 60);
        let mut axes = self.draw_axes(&plot)?;
        draw_reference(&mut axes)?;
        self.draw_curves(&mut axes)
    }

    fn points(&self) -> impl Iterator<Item = Point> {
        self.spreads.iter().flat_map(Spread::outline)
    }

    /// The scores from the lower to the upper end of the axis, with some room above.
    fn scores(&self) -> Range<f64> {
        let scores = || self.points().map(|(_, score)| score);
        let least = scores().fold(0.0, f64::min);
        let largest = scores().fold(LARGEST_SCORE, f64::max);
        least..largest + 0.06 * (largest - least)
    }

    fn draw_axes<'b, DB: DrawingBackend>(
        &self,
        plot: &'b Area<DB>,
    ) -> Result<Axes<'b, DB>, Failed<DB>> {
        let last = self.points().map(|(episode, _)| episode).max();
        let mut axes = ChartBuilder::on(plot)
            .margin_right(44)
            .margin_bottom(14)
            .x_label_area_size(90)
            .y_label_area_size(96)
            .build_cartesian_2d(0..last.unwrap_or(1), self.scores())?;
        axes.configure_mesh()
            .disable_x_mesh()
            .bold_line_style(INK.mix(0.15))
            .light_line_style(INK.mix(0.0))
            .axis_style(INK.stroke_width(2))
            .x_labels(6)
            .y_labels(6)
            .y_label_formatter(&|score| format!("{score:.0}"))
            .label_style(text(NUMBER, INK, HPos::Left, VPos::Top))
            .x_desc(match self.over {
                Over::Episodes => "Training episode",
                Over::Steps => "Environment steps of training",
            })
            .axis_desc_style(text(LABEL, PENCIL, HPos::Left, VPos::Top))
            .draw()?;
        Ok(axes)
    }

    /// Draws bands first and means last, so that no agent hides another's mean.
    fn draw_curves<DB: DrawingBackend>(&self, axes: &mut Axes<DB>) -> Drawn<DB> {
        let several = || self.spreads.iter().filter(|spread| spread.runs.len() > 1);
        for spread in several() {
            axes.draw_series([Polygon::new(spread.outline(), band(spread.color))])?;
        }
        for spread in several().filter(|_| self.shows_seeds()) {
            for run in &spread.runs {
                let points = run.iter().copied();
                axes.draw_series(LineSeries::new(points, one_seed(spread.color)))?;
            }
        }
        for spread in &self.spreads {
            axes.draw_series(LineSeries::new(spread.mean(), mean(spread.color)))?;
            // A curve of one point has no line.
            let end = spread.mean().last();
            let dot = |end| Circle::new(end, 7, spread.color.filled());
            axes.draw_series(end.map(dot))?;
        }
        Ok(())
    }

    /// The lines of single seeds are drawn where they can be told apart.
    fn shows_seeds(&self) -> bool {
        self.spreads.len() <= 2 && self.summary == Summary::MeanAndRange
    }

    /// What the legend explains, and how that is drawn.
    fn legend(&self) -> Vec<(Mark, String)> {
        let agents = self.spreads.iter().map(|spread| Agent {
            name: spread.name,
            color: spread.color,
            line: spread.mean_of(),
        });
        let (color, mut legend) = lines(&agents.collect::<Vec<_>>(), mean);
        if self.spreads.iter().any(|spread| spread.runs.len() > 1) {
            let range = match self.summary {
                Summary::MeanAndRange => "min–max",
                Summary::InterquartileMean => "95 % interval",
            };
            legend.push((Mark::Box(band(color)), range.to_owned()));
            if self.shows_seeds() {
                legend.push((Mark::Line(one_seed(color)), "one seed".to_owned()));
            }
        }
        legend.push((Mark::Dashes(reference()), format!("solved: {SOLVED}")));
        legend
    }
}

/// Draws the level at which CartPole-v1 counts as solved.
fn draw_reference<DB: DrawingBackend>(axes: &mut Axes<DB>) -> Drawn<DB> {
    let ends = axes.x_range();
    let ends = [(ends.start, SOLVED), (ends.end, SOLVED)];
    axes.draw_series(DashedLineSeries::new(ends, 16, 10, reference()))?;
    Ok(())
}

/// How the level to reach is drawn.
pub(crate) fn reference() -> ShapeStyle {
    PENCIL.stroke_width(2)
}

/// How the mean over the seeds is drawn.
pub(crate) fn mean(color: RGBColor) -> ShapeStyle {
    color.stroke_width(6)
}

/// How the band over the seeds is drawn.
pub(crate) fn band(color: RGBColor) -> ShapeStyle {
    color.mix(0.2).filled()
}

/// How the line of one seed is drawn.
fn one_seed(color: RGBColor) -> ShapeStyle {
    color.mix(0.45).stroke_width(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::plots::spread::tests::run;

    fn dqn(rows: &[Row]) -> Curve<'_> {
        Curve {
            name: "DQN",
            color: BLUE,
            rows,
        }
    }

    fn figure<'a>(curves: &[Curve<'a>]) -> Result<Figure<'a>, String> {
        Figure::new(Over::default(), Summary::default(), curves)
    }

    fn refusal(rows: &[Row]) -> String {
        learning_curves("A figure", &[dqn(rows)])
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn a_figure_is_an_svg_that_scales_and_explains_what_it_shows() {
        let rows = [run(1, &[20.0; 60]), run(2, &[40.0; 60])].concat();
        let svg = learning_curves("Ours & <theirs>", &[dqn(&rows)]).unwrap();
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
        assert!(svg.contains("viewBox=\"0 0 1200 800\""));
        for words in [
            "<title>Ours &amp; &lt;theirs></title>",
            "DQN: mean of 2 seeds",
            "min–max",
            "one seed",
            "Training episode",
            "Score, mean over the last 25 training episodes",
            "solved: 475",
        ] {
            assert!(svg.contains(words), "{words}");
        }
        assert_eq!(svg.matches("<text").count(), svg.matches("</text>").count());
    }

    #[test]
    fn the_same_rows_give_the_same_bytes() {
        let rows = [run(1, &[20.0; 30]), run(2, &[40.0; 40])].concat();
        let svg = || learning_curves("Twice", &[dqn(&rows)]).unwrap();
        assert_eq!(svg(), svg());
    }

    #[test]
    fn a_run_shorter_than_two_windows_is_shown_as_it_is() {
        let short = [20.0; 2 * WINDOW - 1];
        let rows = [run(1, &short), run(2, &[40.0; 2 * WINDOW])].concat();
        let curves = [dqn(&rows)];
        let figure = figure(&curves).unwrap();
        assert_eq!(figure.spreads[0].runs[0].len(), short.len());
        let svg = learning_curves("Short", &curves).unwrap();
        assert!(svg.contains("Score after each training episode, not smoothed"));
    }

    #[test]
    fn every_score_lies_below_the_upper_end_of_the_axis() {
        for largest in [1.0, LARGEST_SCORE, 900.0] {
            let rows = run(1, &[-5.0, largest]);
            let scores = figure(&[dqn(&rows)]).unwrap().scores();
            assert!(scores.contains(&-5.0) && scores.contains(&LARGEST_SCORE));
            assert!(scores.end > largest, "{scores:?}");
        }
    }

    #[test]
    fn a_figure_says_how_its_line_and_band_are_made() {
        let rows = [run(1, &[20.0; 60]), run(2, &[40.0; 60])].concat();
        let (over, summary) = (Over::Episodes, Summary::InterquartileMean);
        let svg = learning_curves_over(over, summary, "Fair", &[dqn(&rows)]);
        let svg = svg.unwrap();
        for words in ["DQN: interquartile mean of 2 seeds", "95 % interval"] {
            assert!(svg.contains(words), "{words}");
        }
        assert!(!svg.contains("one seed") && !svg.contains("min–max"));
    }

    #[test]
    fn one_seed_has_no_band() {
        let rows = run(1, &[20.0; 30]);
        let svg = learning_curves("Alone", &[dqn(&rows)]).unwrap();
        assert!(svg.contains("DQN: one seed"));
        assert!(!svg.contains("min–max") && !svg.contains("<polygon"));
    }

    #[test]
    fn of_three_agents_no_single_seeds_are_drawn() {
        let rows = [run(1, &[20.0; 30]), run(2, &[40.0; 30])].concat();
        let lines = |agents: usize| {
            let curves = vec![dqn(&rows); agents];
            learning_curves("Many", &curves).unwrap()
        };
        assert!(lines(2).contains("one seed") && !lines(3).contains("one seed"));
        let count = |agents| lines(agents).matches("<polyline").count();
        // A mean and two seeds for each of two; a mean for each of three.
        assert_eq!(count(2) - count(3), 3);
    }

    #[test]
    fn two_agents_are_drawn_in_their_colours_with_one_key_for_both() {
        let rows = [run(1, &[20.0; 30]), run(2, &[40.0; 30])].concat();
        let other = Curve {
            name: "Double DQN",
            color: ORANGE,
            rows: &rows,
        };
        let svg = learning_curves("Two", &[dqn(&rows), other]).unwrap();
        assert!(svg.contains("Double DQN") && !svg.contains("Double DQN: mean"));
        assert_eq!(svg.matches("mean of 2 seeds").count(), 1);
        assert!(svg.contains("#0072B2") && svg.contains("#D55E00"));
        assert_eq!(svg.matches("<polygon").count(), 2);
        assert_eq!(svg.matches("min–max").count(), 1);
    }

    #[test]
    fn one_episode_is_a_dot() {
        let svg = learning_curves("Brief", &[dqn(&run(1, &[20.0]))]).unwrap();
        assert_eq!(svg.matches("<circle").count(), 1);
    }

    #[test]
    fn what_cannot_be_drawn_is_refused_with_the_reason() {
        assert!(refusal(&[]).contains("`DQN` has no rows"));
        let reason = refusal(&run(8, &[1.0, f64::INFINITY]));
        assert!(reason.contains("inf in episode 2 of seed 8"), "{reason}");
        assert!(reason.contains("must lie in -1e300..1e300"), "{reason}");
        assert!(refusal(&run(8, &[f64::NAN])).contains("NaN in episode 1"));
        assert!(refusal(&run(8, &[f64::MAX])).contains("in episode 1"));
        assert!(learning_curves("Nothing", &[]).is_err());
    }
}
