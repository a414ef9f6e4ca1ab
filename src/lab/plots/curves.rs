//! Figures of results: learning curves, smoothed when they are drawn.

use crate::error::Error;
use crate::lab::plots::axis::Axis;
use crate::lab::plots::canvas::failure;
use crate::lab::plots::curve::{Curve, SHOWABLE, check_rows, window};
use crate::lab::plots::lines::{AgentLine, LineFigure};
use crate::lab::plots::picture::Svg;
use crate::lab::plots::plot::Plot;
use crate::lab::plots::spread::{Over, Summary, line};
use crate::lab::plots::ticks::plain;
use crate::lab::runs::Task;
use crate::lab::stats::Scale;
use std::ops::Range;

/// The SVG text of the learning curves of one or more agents in a task.
///
/// Each seed's scores become their trailing mean over the window of the task, drawn as
/// a thin line where few agents are drawn; the thick line and the band are those of
/// the [`Summary`]. Where a run is shorter than two windows, the figure shows the
/// scores as they are, and says so.
///
/// # Errors
/// [`Error::Drawing`], also for a curve without rows, or with a score that no axis
/// can show.
pub fn learning_curves_over(
    task: &Task,
    over: Over,
    summary: Summary,
    title: &str,
    curves: &[Curve],
) -> Result<Svg, Error> {
    check_rows(curves)
        .and_then(|()| curves.iter().try_for_each(check_scores))
        .map_err(|reason| failure(title, &reason))?;
    let window = window(curves, task.window);
    let lines = curves.iter().map(|c| line(c, window, over, summary));
    let lines: Vec<AgentLine> = lines.collect();
    let last = lines.iter().flat_map(|line| &line.spans).map(|span| span.x);
    let what = match window {
        1 => "Score after each training episode, not smoothed".to_owned(),
        last => format!("Score, mean over the last {last} training episodes"),
    };
    let plot = Plot {
        y_label: &what,
        x_label: match over {
            Over::Episodes => "Training episode",
            Over::Steps => "Environment steps of training",
        },
        above: 60,
        ..Plot::new(
            Axis::whole(0..last.max().unwrap_or(1), 6),
            Axis::between(Scale::Linear, scores(task, &lines), 6),
        )
    };
    let solved = format!("solved: {}", plain(task.solved));
    let figure = LineFigure {
        reference: Some((task.solved, &solved)),
        bands: match summary {
            Summary::MeanAndRange => "min–max",
            Summary::InterquartileMean => "95 % interval",
        },
        has_ends: true,
        // Single runs are drawn where they can be told apart.
        shows_runs: lines.len() <= 2 && summary == Summary::MeanAndRange,
        ..LineFigure::new(plot, lines)
    };
    figure.svg(title)
}

/// The scores from the lower to the upper end of the axis, with some room above.
pub(crate) fn scores(task: &Task, lines: &[AgentLine]) -> Range<f64> {
    let spans = || lines.iter().flat_map(|line| &line.spans);
    let Range { start, end } = task.scores;
    let least = spans().map(|span| span.low).fold(start, f64::min);
    let largest = spans().map(|span| span.high).fold(end, f64::max);
    least..largest + 0.06 * (largest - least)
}

/// Refuses a curve with a score that cannot be drawn, with the reason.
pub(crate) fn check_scores(Curve { name, rows, .. }: &Curve) -> Result<(), String> {
    match rows.iter().find(|row| !SHOWABLE.contains(&row.score)) {
        None => Ok(()),
        Some(row) => Err(format!(
            "the score of `{name}` is {} in episode {} of seed {}, but must lie in \
             {SHOWABLE:?}; record it again",
            row.score, row.episode, row.seed
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::plots::curve::tests::dqn;
    use crate::lab::runs::Row;
    use crate::lab::runs::results::samples::run;
    use crate::lab::runs::task::tests::SHORT;

    fn learning_curves(title: &str, curves: &[Curve]) -> Result<Svg, Error> {
        let (over, summary) = (Over::default(), Summary::default());
        learning_curves_over(&SHORT, over, summary, title, curves)
    }

    fn refusal(rows: &[Row]) -> String {
        learning_curves("A figure", &[dqn(rows)])
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn a_figure_of_short_runs_says_that_its_scores_are_not_smoothed() {
        let said = |episodes: usize| {
            let rows = run(1, &vec![20.0; episodes]);
            learning_curves("Ours & <theirs>", &[dqn(&rows)]).unwrap()
        };
        assert!(said(9).contains("Score after each training episode, not smoothed"));
        let long = said(10);
        assert!(long.contains("Score, mean over the last 5 training episodes"));
        assert!(long.contains("<title>Ours &amp; &lt;theirs></title>"));
        assert!(long.contains("solved: 90"));
    }

    #[test]
    fn every_score_lies_below_the_upper_end_of_the_axis() {
        let largest_of_all = SHORT.scores.end;
        for largest in [1.0, largest_of_all, 900.0] {
            let rows = run(1, &[-5.0, largest]);
            let (over, summary) = (Over::default(), Summary::default());
            let scores = scores(&SHORT, &[line(&dqn(&rows), 1, over, summary)]);
            assert!(scores.contains(&-5.0) && scores.contains(&largest_of_all));
            assert!(scores.end > largest, "{scores:?}");
        }
    }

    #[test]
    fn one_seed_has_no_band() {
        let rows = run(1, &[20.0; 30]);
        let svg = learning_curves("Alone", &[dqn(&rows)]).unwrap();
        assert!(svg.contains("DQN: one seed"));
        assert!(!svg.contains("min–max") && !svg.contains("<polygon"));
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
