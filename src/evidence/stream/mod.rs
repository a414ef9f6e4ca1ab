//! What the book shows of agents without a memory and without a target network.

mod claims;
mod outcomes;

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::page::{Numbers, Page};
use crate::evidence::stream::outcomes::outcomes;
use crate::experiments::{
    ABLATIONS_OF_STREAMS, Records, STREAM_LINE, STREAM_SEEDS, STREAM_SOLVED,
    STREAM_STEPS, STREAM_WINDOW, StreamLine,
};
use crate::lab::plots::{Graph, GraphLine, PALETTE, Svg, waiting_curves};
use crate::lab::stats::{
    Scale, Waiting, format_count, format_interval, grouped, interquartile_mean,
    interquartile_mean_of, median, median_time, table, three_digits,
};

pub(crate) const PAGE: Page = Page {
    chapter: "stream",
    artifacts: &[artifacts],
    sketches: &[],
    numbers: |_, prose| {
        numbers(prose);
        Ok(())
    },
    claims: claims::CLAIMS,
};

const STREAM: &str = "streams/stream-q";

/// The agents of the figures.
const PARTS: [&str; 6] = [
    STREAM,
    "streams/no-norm",
    "streams/dense-no-norm",
    "streams/truncation-ends",
    "streams/lambda-0",
    "streams/plain-3",
];
const LONG: [&str; 4] = [
    STREAM,
    "streams/no-norm",
    "streams/truncation-ends",
    "streams/plain-3",
];
const MANY_WORLDS: [&str; 3] =
    ["streams/pqn", "streams/pqn-no-norm", "streams/pqn-lambda-0"];

fn title(name: &str) -> &'static str {
    let mut all = ABLATIONS_OF_STREAMS.iter();
    let found = all.find(|ablation| ablation.name == name);
    found.map_or("", |ablation| ablation.title)
}

fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let solved = solved_over_steps(
        records,
        "Stream Q(λ) and its parts: the share of the runs that are solved",
        &PARTS,
    )?;
    let many = solved_over_steps(
        records,
        "PQN and its parts: the share of the runs that are solved",
        &MANY_WORLDS,
    )?;
    Ok(vec![
        Artifact::figure(records, "streams-solved", solved),
        Artifact::figure(records, "streams-lengths", lengths(records)?),
        Artifact::figure(records, "streams-pqn", many),
        Artifact::table(records, "streams", in_numbers(records)?),
    ])
}

fn solved_over_steps(
    records: &Records,
    title_of_all: &str,
    names: &[&str],
) -> Result<Svg, Error> {
    let mut agents = Vec::new();
    for (name, color) in names.iter().zip(PALETTE) {
        let runs = outcomes(&records.paper(name)?).into_iter();
        let waits = runs.map(|run| run.wait).collect();
        agents.push((title(name), color, waits));
    }
    waiting_curves(title_of_all, STREAM_STEPS, &agents)
}

/// The figure of the lengths of episodes.
fn lengths(records: &Records) -> Result<Svg, Error> {
    let mut lines = Vec::new();
    for (name, color) in LONG.iter().zip(PALETTE) {
        let runs: Vec<StreamLine> = records.paper(name)?;
        let runs: Vec<&[StreamLine]> =
            runs.chunk_by(|a, b| a.seed == b.seed).collect();
        let point = |at: usize| {
            let of_runs: Vec<f64> = runs
                .iter()
                .filter_map(|run| Some(run.get(at)?.mean_length))
                .collect();
            let steps = (at + 1) * STREAM_LINE;
            (steps as f64, interquartile_mean(&of_runs))
        };
        lines.push(GraphLine {
            name: title(name),
            color,
            points: (0..STREAM_STEPS / STREAM_LINE).map(point).collect(),
        });
    }
    Graph {
        title: "The length of training episodes, interquartile mean of the runs",
        x_label: "Environment steps",
        y_label: "Mean length of the last episodes",
        scales: [Scale::Linear; 2],
        reference: Some((STREAM_SOLVED, "solved")),
        has_dots: false,
        lines,
    }
    .draw()
}

/// The table of all agents.
fn in_numbers(records: &Records) -> Result<String, Error> {
    let mut rows = Vec::new();
    for ablation in &ABLATIONS_OF_STREAMS {
        let runs = outcomes(&records.paper(ablation.name)?);
        let waits: Vec<Waiting> = runs.iter().map(|run| run.wait).collect();
        let solved = waits.iter().filter(|wait| wait.happened).count();
        let half = median_time(&waits);
        let last: Vec<f64> = runs.iter().map(|run| run.last_length).collect();
        let fallen: Vec<f64> = runs.iter().filter_map(|run| run.fallen_to).collect();
        let largest: Vec<f64> = runs.iter().map(|run| run.largest_q).collect();
        let or_dash = |number: Option<f64>| {
            let number = number.filter(|number| number.is_finite());
            number.map_or("–".to_owned(), format_count)
        };
        rows.push(vec![
            ablation.title.to_owned(),
            format!("{solved} of {}", runs.len()),
            or_dash(Some(half)),
            format_interval(interquartile_mean_of(&last), 0),
            or_dash(median(&fallen)),
            three_digits(median(&largest).unwrap_or(f64::NAN)),
        ]);
    }
    let titles = "Agent | solved | steps until half are | length at the end | \
                  least length once solved | largest absolute Q";
    Ok(table(1, titles, rows))
}

fn numbers(prose: &mut Numbers) {
    prose.add("stream_seeds", STREAM_SEEDS.len());
    prose.add("stream_steps", grouped(STREAM_STEPS));
    prose.add("stream_window", STREAM_WINDOW);
    prose.add("stream_solved", STREAM_SOLVED);
}
