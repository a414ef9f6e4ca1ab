//! The agents of the chapters for equally many steps.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::curves::curves_of;
use crate::evidence::outcomes::{
    self, LAST_STEPS, all_scores, impossible, is_impossible, largest_values,
    last_scores, last_surplus,
};
use crate::experiments::{CART_POLE, FAIR_STEPS, LARGEST_RETURN, Records};
use crate::lab::plots::{
    DotFigure, Dots, Over, PALETTE, Summary, Svg, learning_curves_over,
    waiting_curves,
};
use crate::lab::runs::{Row, by_seed};
use crate::lab::stats::{
    Estimate, Scale, Waiting, format_interval, grouped, hazard_ratio,
    improvement_of, interquartile_mean_of, median_time_of, none, table,
};

/// The agents of the chapters, as the chapters call them.
pub(crate) const AGENTS: [(&str, &str); 6] = [
    ("DQN", "fair/dqn"),
    ("Double DQN", "fair/double"),
    ("PER", "fair/double-per"),
    ("Polyak", "fair/double-polyak"),
    ("Dueling", "fair/double-polyak-dueling"),
    ("All together", "fair/all"),
];

/// The same agents without a discount.
const UNDISCOUNTED: [(&str, &str); 7] = [
    ("DQN", "undiscounted/dqn"),
    ("Double DQN", "undiscounted/double"),
    ("PER", "undiscounted/double-per"),
    ("Polyak", "undiscounted/double-polyak"),
    ("Dueling", "undiscounted/double-polyak-dueling"),
    ("All together", "undiscounted/all"),
    ("NFQ", "undiscounted/nfq"),
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

/// The figure and the table of the comparison without a discount.
pub(crate) fn without_a_discount(records: &Records) -> Result<Vec<Artifact>, Error> {
    let agents = rows_of(records, &UNDISCOUNTED)?;
    let curves = learning_curves_over(
        &CART_POLE,
        Over::Steps,
        Summary::InterquartileMean,
        "The agents of the chapters, γ = 1, at equal steps",
        &curves_of(&agents[..6]),
    )?;
    Ok(vec![
        Artifact::figure(records, "undiscounted", curves),
        Artifact::table(records, "undiscounted", in_numbers(&agents)),
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
        let runs = last_scores(rows);
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
            grouped(LAST_STEPS.len())
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
    let waits =
        agents.map(|((name, rows), color)| (*name, color, outcomes::waits(rows)));
    let waits: Vec<_> = waits.collect();
    let title = format!("Runs that have reached a mean of {}", CART_POLE.solved);
    waiting_curves(&title, FAIR_STEPS, &waits)
}

/// The table of several agents, the first of which the others are compared with. A time
/// beyond the end of the runs is not known.
pub(crate) fn in_numbers(agents: &[(&str, Vec<Row>)]) -> String {
    let (first, baseline) = &agents[0];
    let line = |(name, rows): &(&str, Vec<Row>)| {
        let is_first = name == first;
        let waits = outcomes::waits(rows);
        let of = |estimate: Estimate, decimals| {
            if is_first {
                none()
            } else {
                format_interval(estimate, decimals)
            }
        };
        let at_the_end = last_scores(rows);
        let score = |scores| format_interval(interquartile_mean_of(scores), 1);
        vec![
            (*name).to_owned(),
            solved_in_time(&waits),
            until(median_time_of(&waits)),
            of(hazard_ratio(&waits, &outcomes::waits(baseline)), 2),
            score(&all_scores(rows)),
            score(&at_the_end),
            of(improvement_of(&at_the_end, &last_scores(baseline)), 2),
        ]
    };
    let titles = &format!(
        "agent | runs that reach a mean of {} | half of them after steps \
         | times as soon as {first} | mean score, all steps \
         | mean score, last {} steps | better at the end than {first}",
        CART_POLE.solved,
        grouped(LAST_STEPS.len()),
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

/// The table of what the values of several agents come to.
pub(crate) fn values(agents: &[(&str, Vec<Row>)]) -> String {
    let line = |(name, rows): &(&str, Vec<Row>)| {
        let runs = by_seed(rows);
        let some = runs.iter().filter(|(_, run)| {
            run.iter().any(|row| is_impossible(row) == Some(true))
        });
        let mean = |numbers: &[f64], decimals| {
            format_interval(interquartile_mean_of(numbers), decimals)
        };
        vec![
            (*name).to_owned(),
            format!("{} of {}", some.count(), runs.len()),
            mean(&impossible(rows), 1),
            mean(&largest_values(rows), 0),
            mean(&last_surplus(rows), 1),
        ]
    };
    let titles = &format!(
        "agent | runs with a value above {LARGEST_RETURN} | share of their steps, in % \
         | largest |Q| of a run | predicted minus achieved return, last {} steps",
        grouped(LAST_STEPS.len())
    );
    table(1, titles, agents.iter().map(line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::outcomes::tests::run;

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
