//! Target networks that are equally late: copied now and then, or following in small
//! steps.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::combining::effects::{
    all_scores, steadiness, steps_until_solved,
};
use crate::evidence::comparison::fair::{ALL_STEPS, AT_THE_END, rows_of};
use crate::evidence::equal_steps::mean_scores;
use crate::experiments::{CART_POLE, COPIED_EVERY, Records, find};
use crate::lab::plots::{DotFigure, Dots, PALETTE, Svg};
use crate::lab::runs::{Row, of_common_seeds};
use crate::lab::stats::{
    Scale, format_interval, grouped, improvement_of, interquartile_mean_of, table,
};
use crate::polyak::Polyak;
use crate::target::HardCopy;

/// The agents of each pair: the one that copies first.
const PAIRS: [[&str; 2]; COPIED_EVERY.len()] = [
    ["fair/dqn", "fair/lag-10"],
    ["fair/copies-100", "fair/lag-100"],
    ["fair/copies-500", "fair/lag-500"],
];

/// The figure and the table of the pairs.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let names = PAIRS.iter().flatten();
    let agents = names.map(|name| Ok((find(name)?.title, *name)));
    let agents = agents.collect::<Result<Vec<_>, Error>>()?;
    let mut agents = rows_of(records, &agents)?;
    // DQN has more seeds, and another name elsewhere.
    let (_, fewer) = agents[1].clone();
    let (_, rows) = agents.remove(0);
    agents.insert(0, ("copies every 10", of_common_seeds(rows, &fewer)));
    Ok(vec![
        Artifact::figure(records, "lags", figure(&agents)?),
        Artifact::table(records, "lags", in_numbers(&agents)),
    ])
}

fn figure(agents: &[(&str, Vec<Row>)]) -> Result<Svg, Error> {
    let dots = agents.iter().enumerate().map(|(i, (name, rows))| {
        let runs = mean_scores(rows, ALL_STEPS);
        Dots {
            name,
            color: PALETTE[i % 2],
            estimate: Some(interquartile_mean_of(&runs)),
            runs,
        }
    });
    let figure = DotFigure {
        title: "Target networks that are equally late, pair by pair",
        x_label: "Mean score of all steps, 95 % interval",
        scale: Scale::Linear,
        range: CART_POLE.scores,
        reference: None,
        names: 440,
        agents: dots.collect(),
    };
    figure.draw()
}

/// The table of the pairs: the second of each is compared with the first.
fn in_numbers(agents: &[(&str, Vec<Row>)]) -> String {
    let lines = PAIRS.iter().zip(COPIED_EVERY).zip(agents.chunks(2));
    let lines = lines.map(|((_, every), pair)| {
        let tau = Polyak::with_lag_of(HardCopy { every }).tau;
        let of = |of: fn(&[Row]) -> Vec<f64>| {
            let [copied, following] = [&pair[0].1, &pair[1].1].map(|rows| of(rows));
            format_interval(improvement_of(&following, &copied), 2)
        };
        // The larger number of steps is the worse one.
        let sooner = |rows: &[Row]| -> Vec<f64> {
            steps_until_solved(rows)
                .iter()
                .map(|steps| -steps)
                .collect()
        };
        let [copied, following] = [&pair[0].1, &pair[1].1].map(|rows| sooner(rows));
        vec![
            format!("{}", (every as f64 - 1.0) / 2.0),
            every.to_string(),
            format!("{tau:.4}"),
            format_interval(improvement_of(&following, &copied), 2),
            of(all_scores),
            of(|rows| mean_scores(rows, AT_THE_END)),
            of(steadiness),
        ]
    });
    let titles = &format!(
        "late by steps, on average | copies every | τ | solved sooner \
         | higher over all steps | higher over the last {} | steadier",
        grouped(AT_THE_END.len())
    );
    table(1, titles, lines)
}
