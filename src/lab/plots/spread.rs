//! The scores of one agent's runs as one line with a band.

use crate::lab::plots::curve::{Curve, Point, Span, by_episode, spans};
use crate::lab::plots::lines::{AgentLine, of_seeds};
use crate::lab::runs::{Row, by_seed};
use crate::lab::stats::{Estimate, interquartile_mean_of};

/// The points of a curve along the steps are this many steps apart.
const STEPS_APART: usize = 500;
/// Those of a curve of interquartile means are this many episodes or steps apart,
/// because each takes thousands of bootstrap draws.
const MEANS_APART: (usize, usize) = (5, 1_000);

/// What the score is drawn over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Over {
    /// The training episodes.
    #[default]
    Episodes,
    /// The environment steps of training: an agent whose episodes are longer has seen
    /// more by the same episode.
    Steps,
}

/// How the runs of an agent become one line with a band.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Summary {
    /// The mean over the seeds, and a band from the least to the largest. Where some
    /// runs are over, both are those of the runs that go on.
    #[default]
    MeanAndRange,
    /// The interquartile mean, and the interval of 95 % of its bootstrap draws. The
    /// curve ends where the first run is over.
    InterquartileMean,
}

/// The trailing means of one run, every [`STEPS_APART`] steps: each is that of the
/// last episode that is over by then.
fn by_step(run: &[&Row], window: usize) -> Vec<Point> {
    let means = by_episode(run, window);
    // The first of the means belongs to the last episode of the first window.
    let ends = run.iter().skip(run.len() - means.len());
    let ends: Vec<usize> = ends.map(|row| row.steps).collect();
    let last = ends.last().copied().unwrap_or(0);
    let grid = (0..=last).step_by(STEPS_APART);
    let points = grid.filter_map(|step| {
        let over_by_then = ends.partition_point(|&end| end <= step);
        Some((step, means[over_by_then.checked_sub(1)?].1))
    });
    points.collect()
}

/// Whether runs along the steps would have fewer than ten means.
fn is_short(runs: &[Vec<Point>]) -> bool {
    let ends = runs.iter().filter_map(|run| run.last());
    ends.map(|(step, _)| *step).max() < Some(10 * MEANS_APART.1)
}

fn intervals(runs: &[Vec<Point>], over: Over) -> Vec<Span> {
    let apart = match over {
        Over::Episodes => MEANS_APART.0,
        Over::Steps if is_short(runs) => STEPS_APART,
        Over::Steps => MEANS_APART.1,
    };
    spans(runs, |x, values| {
        if x % apart != 0 || values.len() < runs.len() {
            return None;
        }
        let Estimate { value, low, high } = interquartile_mean_of(values);
        Some(Span {
            x,
            low,
            middle: value,
            high,
        })
    })
}

/// The line of one agent.
pub(crate) fn line<'a>(
    &Curve { name, color, rows }: &Curve<'a>,
    window: usize,
    over: Over,
    summary: Summary,
) -> AgentLine<'a> {
    let runs = by_seed(rows).into_iter();
    let runs = runs.map(|(_, run)| match over {
        Over::Episodes => by_episode(&run, window),
        Over::Steps => by_step(&run, window),
    });
    let runs: Vec<Vec<Point>> = runs.collect();
    let (middle, spans) = match summary {
        Summary::MeanAndRange => ("mean", spans(&runs, Span::mean)),
        Summary::InterquartileMean => ("interquartile mean", intervals(&runs, over)),
    };
    AgentLine {
        name,
        color,
        what: Some(of_seeds(middle, runs.len())),
        runs,
        spans,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::runs::results::samples::run;

    #[test]
    fn along_the_steps_a_mean_is_that_of_the_last_episode_that_is_over() {
        let mut rows = run(1, &[1.0, 3.0, 8.0]);
        for (row, steps) in rows.iter_mut().zip([500, 900, 1_600]) {
            row.steps = steps;
        }
        let run: Vec<&Row> = rows.iter().collect();
        let means = [(500, 1.0), (1_000, 3.0), (1_500, 3.0)];
        assert_eq!(by_step(&run, 1), means);
        // Of two episodes the first mean is there when the second is over.
        assert_eq!(by_step(&run, 2), [(1_000, 2.0), (1_500, 2.0)]);
    }

    #[test]
    fn an_interquartile_mean_stands_where_all_runs_go_on() {
        let scores = [0.0, 10.0, 20.0, 600.0];
        let runs = scores.map(|score| vec![(4, score), (5, score)]);
        let [span] = intervals(&runs, Over::Episodes)[..] else {
            panic!("one episode of two is a multiple of five");
        };
        assert_eq!((span.x, span.middle), (5, 15.0));
        assert!(span.low < 15.0 && span.high > 15.0);
        let one_is_over = [runs[0].clone(), vec![(4, 1.0)]];
        assert!(intervals(&one_is_over, Over::Episodes).is_empty());
    }
}
