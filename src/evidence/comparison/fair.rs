//! The agents of the chapters for equally many steps.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::curves::curves_of;
use crate::evidence::equal_steps::{mean_scores, means_over};
use crate::experiments::{CART_POLE, FAIR_STEPS, LARGEST_RETURN, Records};
use crate::lab::plots::{
    DotFigure, Dots, Over, PALETTE, Summary, Svg, learning_curves_over,
    waiting_curves,
};
use crate::lab::runs::{Row, by_seed};
use crate::lab::stats::{
    Estimate, Runs, Scale, Waiting, format_interval, grouped, hazard_ratio,
    improvement_of, interquartile_mean_of, median_time_of, none, table,
};
use std::ops::Range;

/// The end of a run.
pub(crate) const AT_THE_END: Range<usize> = FAIR_STEPS - 10_000..FAIR_STEPS;
/// The whole run.
pub(crate) const ALL_STEPS: Range<usize> = 0..FAIR_STEPS;
/// The second half of a run, by which most agents have learned what they will.
pub(crate) const SECOND_HALF: Range<usize> = FAIR_STEPS / 2..FAIR_STEPS;

/// The agents of the chapters, as the chapters call them.
pub(crate) const AGENTS: [(&str, &str); 6] = [
    ("DQN", "fair/dqn"),
    ("Double DQN", "fair/double"),
    ("PER", "fair/double-per"),
    ("Polyak", "fair/double-polyak"),
    ("Dueling", "fair/double-polyak-dueling"),
    ("All together", "fair/all"),
];

/// The room that the names of the agents take.
const AGENT_NAMES: u32 = 270;

/// The figures and the tables of the fair comparison.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let agents = rows_of(records, &AGENTS)?;
    let nfq = rows_of(records, &[("NFQ", "fair/nfq")])?;
    let title = "The agents of the chapters, γ = 0.99, at equal steps";
    let curves = learning_curves_over(
        &CART_POLE,
        Over::Steps,
        Summary::InterquartileMean,
        title,
        &curves_of(&agents),
    )?;
    let figure = |name, svg: Svg| Artifact::figure(records, name, svg);
    let scores = scores(&agents)?;
    let solved = solved(&agents)?;
    let all = [agents, nfq].concat();
    Ok(vec![
        figure("equal-steps", curves),
        figure("equal-scores", scores),
        figure("equal-solved", solved),
        Artifact::table(records, "equal-terms", in_numbers(&all)),
        Artifact::table(records, "equal-values", values(&all)),
    ])
}

/// The rows of some agents, each under the name that it has here.
pub(crate) fn rows_of<'a>(
    records: &Records,
    agents: &[(&'a str, &'static str)],
) -> Result<Vec<(&'a str, Vec<Row>)>, Error> {
    let rows = |(label, name): &(&'a str, &str)| Ok((*label, records.rows(name)?));
    agents.iter().map(rows).collect()
}

/// The mean score at the end of every run, with the interquartile means.
fn scores(agents: &[(&str, Vec<Row>)]) -> Result<Svg, Error> {
    let dots = agents.iter().zip(PALETTE).map(|((name, rows), color)| {
        let runs = mean_scores(rows, AT_THE_END);
        Dots {
            name,
            color,
            estimate: Some(interquartile_mean_of(&runs)),
            runs,
        }
    });
    let figure = DotFigure {
        title: "The end of every run, and the interquartile mean",
        x_label: &format!(
            "Mean score of the last {} steps, with 95 % interval",
            grouped(AT_THE_END.len())
        ),
        scale: Scale::Linear,
        range: CART_POLE.scores,
        reference: Some(CART_POLE.solved),
        names: AGENT_NAMES,
        agents: dots.collect(),
    };
    figure.draw()
}

/// The share of the runs that are solved, over the steps.
fn solved(agents: &[(&str, Vec<Row>)]) -> Result<Svg, Error> {
    let agents = agents.iter().zip(PALETTE);
    let waits = agents.map(|((name, rows), color)| (*name, color, waits(rows)));
    let waits: Vec<_> = waits.collect();
    let title = format!("Runs that have reached a mean of {}", CART_POLE.solved);
    waiting_curves(&title, FAIR_STEPS, &waits)
}

/// How long each run takes until it is solved; one that never is, is watched to its end.
pub(crate) fn waits(rows: &[Row]) -> Vec<Waiting> {
    let solved = Runs::of(&CART_POLE, rows).steps.into_iter();
    let ends = by_seed(rows).into_iter();
    let ends = ends.map(|(_, run)| run.last().map_or(0, |row| row.steps));
    let wait = |(solved, end): (f64, usize)| {
        let end = end.min(FAIR_STEPS) as f64;
        Waiting {
            time: end.min(solved),
            happened: solved <= end,
        }
    };
    solved.zip(ends).map(wait).collect()
}

/// The table of several agents, the first of which the others are compared with. A time
/// beyond the end of the runs is not known.
fn in_numbers(agents: &[(&str, Vec<Row>)]) -> String {
    let (first, baseline) = &agents[0];
    let line = |(name, rows): &(&str, Vec<Row>)| {
        let is_first = name == first;
        let waits = waits(rows);
        let of = |estimate: Estimate, decimals| {
            if is_first {
                none()
            } else {
                format_interval(estimate, decimals)
            }
        };
        let at_the_end = mean_scores(rows, AT_THE_END);
        let score = |scores| format_interval(interquartile_mean_of(scores), 1);
        vec![
            (*name).to_owned(),
            solved_in_time(&waits),
            until(median_time_of(&waits)),
            of(hazard_ratio(&waits, &self::waits(baseline)), 2),
            score(&mean_scores(rows, ALL_STEPS)),
            score(&at_the_end),
            of(
                improvement_of(&at_the_end, &mean_scores(baseline, AT_THE_END)),
                2,
            ),
        ]
    };
    let titles = &format!(
        "agent | runs that reach a mean of {} | half of them after steps \
         | times as soon as {first} | mean score, all steps \
         | mean score, last {} steps | better at the end than {first}",
        CART_POLE.solved,
        grouped(AT_THE_END.len()),
    );
    table(1, titles, agents.iter().map(line))
}

fn solved_in_time(waits: &[Waiting]) -> String {
    let solved = waits.iter().filter(|wait| wait.happened).count();
    format!("{solved} of {}", waits.len())
}

/// A time with its interval; what is beyond the end of the runs is not known.
pub(crate) fn until(time: Estimate) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a number of steps"
    )]
    let [value, low, high] = [time.value, time.low, time.high].map(|time| {
        if time.is_finite() {
            grouped(time as usize)
        } else {
            format!("> {}", grouped(FAIR_STEPS))
        }
    });
    if time.low.is_finite() {
        format!("{value} ({low} to {high})")
    } else {
        value
    }
}

/// Whether a value of the batches is larger than any return.
pub(crate) fn is_impossible(row: &Row) -> Option<f64> {
    let largest = row.max_abs_q?;
    Some(f64::from(u8::from(largest > LARGEST_RETURN)))
}

/// By how much the return that is predicted of the start states is above the achieved.
pub(crate) fn surplus(row: &Row) -> Option<f64> {
    Some(row.start_q? - row.start_return?)
}

/// The table of what the values of several agents come to.
fn values(agents: &[(&str, Vec<Row>)]) -> String {
    let line = |(name, rows): &(&str, Vec<Row>)| {
        let percent = |share: f64| 100.0 * share;
        let impossible = means_over(rows, ALL_STEPS, is_impossible);
        let impossible: Vec<f64> = impossible.into_iter().map(percent).collect();
        let runs = by_seed(rows);
        let some = runs.iter().filter(|(_, run)| {
            run.iter().any(|row| is_impossible(row) == Some(1.0))
        });
        let largest = runs.iter().map(|(_, run)| {
            let values = run.iter().filter_map(|row| row.max_abs_q);
            values.fold(0.0, f64::max)
        });
        let mean = |numbers: &[f64], decimals| {
            format_interval(interquartile_mean_of(numbers), decimals)
        };
        vec![
            (*name).to_owned(),
            format!("{} of {}", some.count(), runs.len()),
            mean(&impossible, 1),
            mean(&largest.collect::<Vec<f64>>(), 0),
            mean(&means_over(rows, AT_THE_END, surplus), 1),
        ]
    };
    let titles = &format!(
        "agent | runs with a value above {LARGEST_RETURN} | share of their steps, in % \
         | largest |Q| of a run | predicted minus achieved return, last {} steps",
        grouped(AT_THE_END.len())
    );
    table(1, titles, agents.iter().map(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Episodes of 500 steps with this score; the run is watched to the end.
    fn run(seed: u64, scores: impl Fn(usize) -> f64) -> Vec<Row> {
        let row = |episode| Row {
            seed,
            episode,
            steps: 500 * episode,
            score: scores(episode),
            max_abs_q: Some(if episode <= 60 { 90.0 } else { 110.0 }),
            start_q: Some(80.0),
            start_return: Some(50.0),
            ..Row::default()
        };
        (1..=120).map(row).collect()
    }

    #[test]
    fn a_run_that_is_never_solved_is_watched_to_its_end() {
        let rows = [run(1, |_| 500.0), run(2, |_| 100.0)].concat();
        let waits = waits(&rows);
        // The mean of 25 episodes is there after 25 episodes of 500 steps.
        let expected = [(12_500.0, true), (60_000.0, false)];
        for (wait, (time, happened)) in waits.iter().zip(expected) {
            assert_eq!((wait.time, wait.happened), (time, happened));
        }
    }

    #[test]
    fn agents_are_compared_with_the_first_at_the_same_steps() {
        let good: Vec<Row> = (1..=4).flat_map(|s| run(s, |_| 500.0)).collect();
        let late = |episode| if episode > 100 { 500.0 } else { 0.0 };
        let late: Vec<Row> = (1..=4).flat_map(|s| run(s, late)).collect();
        let table = in_numbers(&[("Good", good), ("Late", late.clone())]);
        let lines: Vec<&str> = table.lines().skip(2).collect();
        let score = "500.0 (500.0–500.0)";
        let all = "83.3 (83.3–83.3)";
        assert_eq!(
            lines[0],
            format!(
                "| Good | 4 of 4 | 12,500 (12,500 to 12,500) | – | {score} | {score} | – |"
            )
        );
        let never = "> 60,000";
        assert!(
            lines[1].starts_with(&format!("| Late | 0 of 4 | {never} | 0.")),
            "{table}"
        );
        assert!(
            lines[1].ends_with(&format!("| {all} | {score} | 0.50 (0.50–0.50) |")),
            "{table}"
        );
        let values = values(&[("Late", late)]);
        let line = "| Late | 4 of 4 | 50.0 (50.0–50.0) | 110 (110–110) | 30.0 (30.0–30.0) |";
        assert!(values.contains(line), "{values}");
    }
}
