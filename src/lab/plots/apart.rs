//! Learning curves of several agents, each on a small chart of its own, where no band
//! hides the runs of another.

use crate::error::Error;
use crate::lab::plots::axis::Axis;
use crate::lab::plots::canvas::{PENCIL, failure};
use crate::lab::plots::curve::{Curve, check_rows, middles, window};
use crate::lab::plots::curves::{check_scores, scores};
use crate::lab::plots::grid::{MOST_EPISODES, SmallChart, grid};
use crate::lab::plots::legend::{Legend, Mark};
use crate::lab::plots::lines::{AgentLine, one_run};
use crate::lab::plots::picture::Svg;
use crate::lab::plots::plot::{draw_line, draw_reference, reference, thick};
use crate::lab::plots::spread::{Over, Summary, line};
use crate::lab::plots::ticks::plain;
use crate::lab::runs::Task;
use crate::lab::stats::Scale;
use plotters::style::{Color, ShapeStyle};

/// The most numbers along the axis of the scores.
const MOST_SCORES: usize = 6;

/// The SVG text of the learning curves of several agents over the training episodes, on
/// a chart for each: every run as a thin line, their mean as a thick one, and the mean of
/// the first agent in grey, to compare with.
///
/// # Errors
/// Those of [`learning_curves_over`](crate::lab::plots::learning_curves_over).
pub(crate) fn learning_curves_apart(
    task: &Task,
    title: &str,
    curves: &[Curve],
) -> Result<Svg, Error> {
    check_rows(curves)
        .and_then(|()| curves.iter().try_for_each(check_scores))
        .map_err(|reason| failure(title, &reason))?;
    let window = window(curves, task.window);
    let lines = curves
        .iter()
        .map(|c| line(c, window, Over::Episodes, Summary::MeanAndRange));
    let lines: Vec<AgentLine> = lines.collect();
    let last = lines.iter().flat_map(|line| &line.spans).map(|span| span.x);
    let episodes = Axis::whole(0..last.max().unwrap_or(1), MOST_EPISODES);
    let scores = Axis::between(Scale::Linear, scores(task, &lines), MOST_SCORES);
    let chart = |line: &AgentLine| {
        SmallChart::new(line.name.to_owned(), &episodes, scores.clone())
    };
    let charts = lines.iter().map(chart).collect();
    grid(title, legend(task, window, &lines), charts, |i, axes| {
        draw_reference(axes, task.solved)?;
        let AgentLine {
            spans, runs, color, ..
        } = &lines[i];
        if i > 0 {
            draw_line(axes, middles(&lines[0].spans), first_agent())?;
        }
        for run in runs {
            draw_line(axes, run.iter().copied(), one_run(*color))?;
        }
        draw_line(axes, middles(spans), thick(*color))
    })
}

fn legend(task: &Task, window: usize, lines: &[AgentLine]) -> Legend {
    let first = &lines[0];
    let one_seed = match window {
        1 => "score of one seed".to_owned(),
        window => format!("one seed, mean of {window} scores"),
    };
    let of_all = first.what.clone().unwrap_or_default();
    vec![
        (Mark::Line(thick(first.color)), of_all),
        (Mark::Line(one_run(first.color)), one_seed),
        (Mark::Line(first_agent()), format!("mean of {}", first.name)),
        (
            Mark::Dashes(reference()),
            format!("solved: {}", plain(task.solved)),
        ),
    ]
}

/// How the mean of the first agent is drawn beside another's.
fn first_agent() -> ShapeStyle {
    PENCIL.mix(0.7).stroke_width(4)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::plots::canvas::ORANGE;
    use crate::lab::plots::curve::tests::dqn;
    use crate::lab::runs::results::samples::run;
    use crate::lab::runs::task::tests::SHORT;

    #[test]
    fn every_run_has_a_line_on_the_chart_of_its_agent() {
        let rows = [run(1, &[20.0; 30]), run(2, &[40.0; 30])].concat();
        let other = Curve {
            name: "Other",
            color: ORANGE,
            rows: &rows,
        };
        let svg = learning_curves_apart(&SHORT, "Two", &[dqn(&rows), other]);
        let svg = svg.unwrap().0;
        for words in ["\nDQN\n", "\nOther\n", "mean of 2 seeds", "mean of DQN"] {
            assert!(svg.contains(words), "{words}");
        }
        assert!(svg.contains("one seed, mean of 5 scores"));
        assert!(!svg.contains("<polygon"), "a band hides runs");
        // Two runs on each chart, and one in the legend.
        assert_eq!(svg.matches("opacity=\"0.45\"").count(), 2 * 2 + 1);
    }

    #[test]
    fn an_agent_without_rows_is_refused() {
        let refused = learning_curves_apart(&SHORT, "None", &[dqn(&[])]);
        assert!(refused.unwrap_err().to_string().contains("has no rows"));
    }
}
