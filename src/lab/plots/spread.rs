//! The runs of one agent as one line with a band.

use crate::lab::plots::curves::Curve;
use crate::lab::runs::results::{Row, by_seed};
use crate::lab::stats::reliability::{Estimate, interquartile_mean_of};
use crate::lab::stats::statistics::{Band, trailing_mean};
use plotters::style::RGBColor;
use std::collections::BTreeMap;

/// A curve along the steps has a point every so many of them.
const STEPS_APART: usize = 500;
/// A curve of interquartile means has one every so many episodes or steps: each takes
/// thousands of bootstrap draws.
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

/// A score, or a mean of scores, and the episode or step that it belongs to.
pub(crate) type Point = (usize, f64);

/// What is drawn of one agent.
pub(crate) struct Spread<'a> {
    pub(crate) name: &'a str,
    pub(crate) color: RGBColor,
    /// The line of each seed.
    pub(crate) runs: Vec<Vec<Point>>,
    /// The band over the seeds, point by point.
    bands: Vec<(usize, Band)>,
    summary: Summary,
}

/// The trailing means of one run, each at its episode.
pub(crate) fn by_episode(run: &[&Row], window: usize) -> Vec<Point> {
    let scores: Vec<f64> = run.iter().map(|row| row.score).collect();
    let means = trailing_mean(&scores, window).into_iter();
    let points = run.iter().map(|row| row.episode).zip(means);
    points.filter_map(|(x, y)| Some((x, y?))).collect()
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

/// The values of all runs at each point.
pub(crate) fn at_each_point(runs: &[Vec<Point>]) -> BTreeMap<usize, Vec<f64>> {
    let mut values: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for &(x, y) in runs.iter().flatten() {
        values.entry(x).or_default().push(y);
    }
    values
}

fn ranges(runs: &[Vec<Point>]) -> Vec<(usize, Band)> {
    let values = at_each_point(runs).into_iter();
    let bands = values.filter_map(|(x, values)| Some((x, Band::of(&values)?)));
    bands.collect()
}

fn intervals(runs: &[Vec<Point>], over: Over) -> Vec<(usize, Band)> {
    let apart = match over {
        Over::Episodes => MEANS_APART.0,
        Over::Steps => MEANS_APART.1,
    };
    let values = at_each_point(runs).into_iter();
    let shown = values.filter(|(x, y)| x % apart == 0 && y.len() == runs.len());
    let bands = shown.map(|(x, values)| {
        let Estimate { value, low, high } = interquartile_mean_of(&values);
        let band = Band {
            min: low,
            mean: value,
            max: high,
        };
        (x, band)
    });
    bands.collect()
}

impl<'a> Spread<'a> {
    pub(crate) fn new(
        &Curve { name, color, rows }: &Curve<'a>,
        window: usize,
        over: Over,
        summary: Summary,
    ) -> Self {
        let runs = by_seed(rows).into_iter();
        let runs = runs.map(|(_, run)| match over {
            Over::Episodes => by_episode(&run, window),
            Over::Steps => by_step(&run, window),
        });
        let runs: Vec<Vec<Point>> = runs.collect();
        Self {
            name,
            color,
            bands: match summary {
                Summary::MeanAndRange => ranges(&runs),
                Summary::InterquartileMean => intervals(&runs, over),
            },
            summary,
            runs,
        }
    }

    /// The outline of the band: along the largest means, and back along the least.
    pub(crate) fn outline(&self) -> Vec<Point> {
        let upper = self.bands.iter().map(|&(x, band)| (x, band.max));
        let lower = self.bands.iter().map(|&(x, band)| (x, band.min));
        upper.chain(lower.rev()).collect()
    }

    pub(crate) fn mean(&self) -> impl Iterator<Item = Point> + Clone {
        self.bands.iter().map(|&(x, band)| (x, band.mean))
    }

    /// What the thick line is.
    pub(crate) fn mean_of(&self) -> String {
        match self.runs.len() {
            1 => "one seed".to_owned(),
            seeds => match self.summary {
                Summary::MeanAndRange => format!("mean of {seeds} seeds"),
                Summary::InterquartileMean => {
                    format!("interquartile mean of {seeds} seeds")
                }
            },
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::lab::plots::curves::{BLUE, WINDOW};

    /// A run of `scores`, one step each.
    pub(crate) fn run(seed: u64, scores: &[f64]) -> Vec<Row> {
        let row = |(i, &score)| Row {
            seed,
            episode: i + 1,
            steps: i + 1,
            score,
            ..Row::default()
        };
        scores.iter().enumerate().map(row).collect()
    }

    fn spread(rows: &[Row], window: usize) -> Spread<'_> {
        let curve = Curve {
            name: "DQN",
            color: BLUE,
            rows,
        };
        Spread::new(&curve, window, Over::default(), Summary::default())
    }

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
        let mut bands = intervals(&runs, Over::Episodes);
        let (episode, band) = bands.pop().unwrap();
        assert!(bands.is_empty());
        assert_eq!((episode, band.mean), (5, 15.0));
        assert!(band.min < 15.0 && band.max > 15.0);
        let one_is_over = [runs[0].clone(), vec![(4, 1.0)]];
        assert!(intervals(&one_is_over, Over::Episodes).is_empty());
    }

    #[test]
    fn a_curve_starts_at_the_last_episode_of_its_first_window() {
        let mut scores = [0.0; WINDOW + 1];
        scores[WINDOW] = 50.0;
        let rows = run(1, &scores);
        let spread = spread(&rows, WINDOW);
        assert_eq!(spread.runs, [[(25, 0.0), (26, 2.0)]]);
        assert_eq!(spread.mean().collect::<Vec<_>>(), spread.runs[0]);
    }

    #[test]
    fn the_band_spans_the_seeds_from_the_least_to_the_largest() {
        let runs = [
            run(1, &[1.0, 7.0]),
            run(2, &[3.0, 2.0]),
            run(3, &[2.0, 6.0]),
        ];
        let rows = runs.concat();
        let spread = spread(&rows, 1);
        let outline = [(1, 3.0), (2, 7.0), (2, 2.0), (1, 1.0)];
        assert_eq!(spread.outline(), outline);
        assert_eq!(spread.mean().collect::<Vec<_>>(), [(1, 2.0), (2, 5.0)]);
    }

    #[test]
    fn where_a_run_is_over_the_others_make_the_mean() {
        let rows = [run(1, &[1.0, 1.0]), run(2, &[3.0, 3.0, 5.0])].concat();
        let spread = spread(&rows, 1);
        let mean: Vec<Point> = spread.mean().collect();
        assert_eq!(mean, [(1, 2.0), (2, 2.0), (3, 5.0)]);
    }
}
