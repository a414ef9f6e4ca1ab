//! Target networks that are equally late: copied now and then, or following in small
//! steps.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::comparison::fair::rows_of;
use crate::evidence::outcomes::{
    LAST_STEPS, OfRuns, all_scores, last_scores, steadiness, steps_until_solved,
};
use crate::experiments::{CART_POLE, COPIED_EVERY, Records, find};
use crate::lab::plots::{DotFigure, Dots, PALETTE, Svg};
use crate::lab::runs::{Row, of_common_seeds};
use crate::lab::stats::{
    Scale, format_interval, grouped, improvement_of, interquartile_mean_of, table,
};
use crate::polyak::Polyak;
use crate::target::HardCopy;

/// The agents of each pair: the one that copies first.
pub(super) const PAIRS: [[&str; 2]; COPIED_EVERY.len()] = [
    ["fair/dqn", "fair/lag-15"],
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
    agents.insert(0, ("copies every 15", of_common_seeds(rows, &fewer)));
    Ok(vec![
        Artifact::figure(records, "lags", figure(&agents)?),
        Artifact::table(records, "lags", in_numbers(&agents)),
    ])
}

fn figure(agents: &[(&str, Vec<Row>)]) -> Result<Svg, Error> {
    let dots = agents.iter().enumerate().map(|(i, (name, rows))| {
        let runs = all_scores(rows);
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

/// What the runs of a pair are compared by; the larger number is the better one.
pub(super) const OUTCOMES: [OfRuns; 4] = [
    |rows| {
        steps_until_solved(rows)
            .into_iter()
            .map(|steps| -steps)
            .collect()
    },
    all_scores,
    last_scores,
    steadiness,
];

/// The table of the pairs: the second of each is compared with the first.
fn in_numbers(agents: &[(&str, Vec<Row>)]) -> String {
    let lines = COPIED_EVERY.iter().zip(agents.chunks(2));
    let lines = lines.map(|(&every, pair)| {
        let tau = Polyak::with_lag_of(HardCopy { every }).tau;
        let words = [
            format!("{}", (every as f64 - 1.0) / 2.0),
            every.to_string(),
            format!("{tau:.4}"),
        ];
        let better = OUTCOMES.map(|of| {
            let [copied, following] = [&pair[0].1, &pair[1].1].map(|rows| of(rows));
            format_interval(improvement_of(&following, &copied), 2)
        });
        [&words[..], &better].concat()
    });
    let titles = &format!(
        "late by steps, on average | copies every | τ | solved sooner \
         | higher over all steps | higher over the last {} | steadier",
        grouped(LAST_STEPS.len())
    );
    table(1, titles, lines)
}
