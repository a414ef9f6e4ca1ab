//! How long Q-learning and double Q-learning choose a gamble that loses.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::page::Numbers;
use crate::experiments::Records;
use crate::lab::plots::{Graph, GraphLine, PALETTE};
use crate::lab::stats::{Scale, grouped, table};
use crate::papers::temptation::{EPISODES, EPSILON, GAMBLES, Line, RUNS};

/// The episodes of the table.
pub(crate) const SHOWN: [usize; 3] = [22, 100, EPISODES];

/// The least share of left of an ε-greedy policy, in percent: half of what it explores.
const LEAST: f64 = 100.0 * EPSILON / 2.0;

fn lines(records: &Records) -> Result<Vec<Line>, Error> {
    records.paper("papers/temptation")
}

/// The figure and the table.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let lines = lines(records)?;
    let share = |name, color, of: fn(&Line) -> f64| GraphLine {
        name,
        color,
        points: lines
            .iter()
            .map(|line| (line.episode as f64, 100.0 * of(line)))
            .collect(),
    };
    let title = format!("The gamble that loses, over {} runs", grouped(RUNS));
    let graph = Graph {
        title: &title,
        x_label: "Episode",
        y_label: "Runs that go left, in %",
        scales: [Scale::Linear; 2],
        reference: Some((LEAST, "the least with ε-greedy play")),
        has_dots: false,
        lines: vec![
            share("Q-learning", PALETTE[0], |line| line.q_learning),
            share("double Q-learning", PALETTE[1], |line| line.double),
        ],
    };
    let shown = SHOWN.map(|episode| {
        let Line {
            q_learning, double, ..
        } = lines[episode - 1];
        let percent = |share: f64| format!("{:.1}", 100.0 * share);
        vec![
            episode.to_string(),
            percent(q_learning),
            percent(double),
            format!("{LEAST:.1}"),
        ]
    });
    let titles = "episode | Q-learning, left in % | double Q-learning | the least";
    Ok(vec![
        Artifact::figure(records, "temptation", graph.draw()?),
        Artifact::table(records, "temptation", table(1, titles, shown)),
    ])
}

/// The numbers of the prose.
pub(crate) fn numbers(records: &Records, prose: &mut Numbers) -> Result<(), Error> {
    let lines = lines(records)?;
    let [single, double] =
        [|line: &Line| line.q_learning, |line: &Line| line.double]
            .map(|of| lines.iter().map(of).fold(0.0, f64::max));
    prose.add("gambles", GAMBLES);
    prose.add("tempted_runs", grouped(RUNS));
    prose.percent("tempted_single_most", single);
    prose.percent("tempted_double_most", double);
    prose.rounded("tempted_least", LEAST, 0);
    Ok(())
}
