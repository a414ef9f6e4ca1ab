//! What is known of a run, as the other frameworks of the clinic write it.

use crate::name::Name;
use crate::settings::Known;
use crate::training::Trained;
use deepq::prelude::Row;
use serde::Serialize;
use serde_json::{Map, Value};

/// What is known of a run, beside its rows.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    run: String,
    framework: &'static str,
    task: String,
    fault: Option<String>,
    twin: String,
    seed: u64,
    gamma: f32,
    optimizer: String,
    reward_scale: f32,
    facts: Map<String, Value>,
    first_score: f64,
    end_score: f64,
    mean_score: f64,
    rows: usize,
    every: usize,
    seconds: f64,
}

impl Entry {
    /// The entry of the run of that name, which took `seconds`.
    pub fn new(name: &Name, known: Known, trained: &Trained, seconds: f64) -> Self {
        let settings = known.settings;
        let scale = f64::from(settings.seen.reward_scale);
        let score = |from, to| mean_score(&trained.rows, from, to) / scale;
        Self {
            run: name.to_string(),
            framework: "deepq",
            task: name.task.clone(),
            fault: (!name.is_healthy()).then(|| name.fault.clone()),
            twin: name.twin().to_string(),
            seed: name.seed,
            gamma: settings.gamma,
            optimizer: settings.optimizer,
            reward_scale: settings.seen.reward_scale,
            facts: completed(known.facts, trained),
            first_score: score(0.0, 0.1),
            end_score: score(0.9, 1.0),
            mean_score: score(0.0, 1.0),
            rows: trained.rows.len(),
            every: trained.every,
            seconds,
        }
    }
}

/// The facts with those of the agent itself.
fn completed(
    mut facts: Map<String, Value>,
    trained: &Trained,
) -> Map<String, Value> {
    let of_agent: [(&str, Value); 5] = [
        ("loss", "huber".into()),
        ("tau", 1.0.into()),
        ("buffer_size", trained.buffer_size.into()),
        ("train_frequency", trained.learn_every.into()),
        ("train_unit", "step".into()),
    ];
    facts.extend(of_agent.map(|(name, value)| (name.to_owned(), value)));
    facts
}

/// The mean score of the rows from one share of the run to another; where there is none,
/// that of the last row.
fn mean_score(rows: &[Row], from: f64, to: f64) -> f64 {
    let Some(last) = rows.last() else {
        return f64::NAN;
    };
    let share = |row: &&Row| row.steps as f64 / last.steps as f64;
    let within = rows.iter().filter(|row| (from..=to).contains(&share(row)));
    let scores: Vec<f64> = within.map(|row| row.score).collect();
    if scores.is_empty() {
        return last.score;
    }
    scores.iter().sum::<f64>() / scores.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_is_the_mean_over_a_share_of_the_steps() {
        let row = |steps, score| Row {
            steps,
            score,
            ..Row::default()
        };
        let rows = [row(50, 1.0), row(90, 2.0), row(100, 4.0)];
        let means = [(0.0, 1.0), (0.9, 1.0), (0.0, 0.1)]
            .map(|(from, to)| mean_score(&rows, from, to).to_string());
        assert_eq!(means, ["2.3333333333333335", "3", "4"]);
    }
}
