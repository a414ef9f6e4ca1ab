//! The interquartile mean, the probability of improvement, and the median waiting time.

use super::judged::Judged;
use deepq::lab::stats::{
    Waiting, interquartile_mean, median, median_time, probability_of_improvement,
};
use deepq::prelude::*;

fn mean(scores: &[f64]) -> f64 {
    scores.iter().sum::<f64>() / scores.len() as f64
}

#[test]
fn interquartile_mean_is_judged() {
    let unsorted = |scores: &[f64]| {
        let quarter = scores.len() / 4;
        mean(&scores[quarter..scores.len() - quarter])
    };
    let over_all = |scores: &[f64]| {
        let middle = scores.len() - 2 * (scores.len() / 4);
        interquartile_mean(scores) * middle as f64 / scores.len() as f64
    };
    Judged::new("interquartile_mean")
        .right("of the lab", &check_interquartile_mean(interquartile_mean))
        .wrong("the mean", [1, 2, 3], &check_interquartile_mean(mean))
        .wrong(
            "the median",
            [3],
            &check_interquartile_mean(|scores| median(scores).unwrap()),
        )
        .wrong("unsorted", [2], &check_interquartile_mean(unsorted))
        .wrong(
            "over all runs",
            [1, 2, 3],
            &check_interquartile_mean(over_all),
        )
        .told();
}

#[test]
fn improvement_is_judged() {
    let share = |wins: fn(f64, f64) -> bool| {
        check_improvement(|first, second| {
            let of = |&x: &f64| second.iter().filter(|&&y| wins(x, y)).count();
            let won: usize = first.iter().map(of).sum();
            won as f64 / (first.len() * second.len()) as f64
        })
    };
    let side_by_side = |first: &[f64], second: &[f64]| {
        let pairs = first.iter().zip(second);
        let share = |(x, y): (&f64, &f64)| probability_of_improvement(&[*x], &[*y]);
        mean(&pairs.map(share).collect::<Vec<_>>())
    };
    Judged::new("improvement")
        .right("of the lab", &check_improvement(probability_of_improvement))
        .wrong("a tie is lost", [4], &share(|x, y| x > y))
        .wrong("a tie is won", [4], &share(|x, y| x >= y))
        .wrong(
            "swapped",
            [1, 2, 3],
            &check_improvement(|x, y| probability_of_improvement(y, x)),
        )
        .wrong("side by side", [3], &check_improvement(side_by_side))
        .told();
}

#[test]
fn median_time_is_judged() {
    let times = |runs: &[Waiting], is_left: fn(&Waiting) -> bool| -> Vec<f64> {
        let left = runs.iter().filter(|run| is_left(run));
        let mut times: Vec<f64> = left.map(|run| run.time).collect();
        times.sort_by(f64::total_cmp);
        times
    };
    let middle = |times: &[f64]| times[(times.len() - 1) / 2];
    let without_censored =
        |runs: &[Waiting]| middle(&times(runs, |run| run.happened));
    let all_done = |runs: &[Waiting]| middle(&times(runs, |_| true));
    let never_done = |runs: &[Waiting]| {
        let runs: Vec<Waiting> = runs
            .iter()
            .map(|run| Waiting {
                time: if run.happened {
                    run.time
                } else {
                    f64::INFINITY
                },
                ..*run
            })
            .collect();
        all_done(&runs)
    };
    Judged::new("median_time")
        .right("of the lab", &check_median_time(median_time))
        .wrong(
            "without the censored runs",
            [2, 4],
            &check_median_time(without_censored),
        )
        .wrong(
            "all runs as if they were done",
            [3, 4],
            &check_median_time(all_done),
        )
        .wrong(
            "the censored runs as if watched for ever",
            [3],
            &check_median_time(never_done),
        )
        .told();
}
