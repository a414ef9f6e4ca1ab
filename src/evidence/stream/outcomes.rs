//! What the runs of agents without a memory and a target network come to.

use crate::experiments::{STREAM_STEPS, StreamLine};
use crate::lab::stats::Waiting;

/// What a run comes to.
pub(crate) struct Outcome {
    /// The step at which it is solved, or its end.
    pub(crate) wait: Waiting,
    /// The mean of the lengths on the lines of the last fifth.
    pub(crate) last_length: f64,
    /// The least length on a line after it is solved; `None` where it is not.
    pub(crate) fallen_to: Option<f64>,
    /// The largest |Q| of all.
    pub(crate) largest_q: f64,
}

/// What each run comes to.
pub(crate) fn outcomes(lines: &[StreamLine]) -> Vec<Outcome> {
    let runs = lines.chunk_by(|a, b| a.seed == b.seed);
    runs.map(outcome).collect()
}

fn outcome(run: &[StreamLine]) -> Outcome {
    let solved = run.last().and_then(|line| line.solved_at);
    let last = &run[run.len() - run.len() / 5..];
    let lengths = last.iter().map(|line| line.mean_length);
    let after = run.iter().filter(|line| Some(line.steps) >= solved);
    let after = after.map(|line| line.mean_length);
    Outcome {
        wait: Waiting {
            time: solved.unwrap_or(STREAM_STEPS) as f64,
            happened: solved.is_some(),
        },
        last_length: lengths.sum::<f64>() / last.len() as f64,
        fallen_to: solved.and_then(|_| after.reduce(f64::min)),
        largest_q: run.iter().map(|line| line.largest_q).fold(0.0, f64::max),
    }
}
