//! The runs of one recipe by themselves: learning curve, animation and table.

use crate::agent::Agent;
use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::evidence::beside_lecture::runs_beside_lecture;
use crate::experiments::{Job, Records, Settings, find};
use crate::lab::plots::{BLUE, Curve, Over, Summary, learning_curves_over};
use crate::lab::runs::Recording;
use crate::lab::stats::Sheet;

/// What is made of the recording of `job`, in files that are called as its own; without
/// an animation where nothing draws its world.
pub fn artifacts(records: &Records, job: &Job) -> Result<Vec<Artifact>, Error> {
    let entry = &job.entry;
    let rows = records.rows_of(job)?;
    let recording = records.recording(job);
    let weights = recording.weights()?;
    let curve = Curve {
        name: &job.title(),
        color: BLUE,
        rows: &rows,
    };
    let title = format!("{} on {}", job.title(), entry.task.name);
    let (over, summary) = (Over::default(), Summary::default());
    let chart = learning_curves_over(entry.task, over, summary, &title, &[curve])?;
    let table = if job.settings == Settings::default() {
        runs_beside_lecture(entry.name, &rows)
    } else {
        Sheet::of_runs(&rows).to_aligned(0)
    };
    let film = entry.agents.animate(&weights, rows[0].seed);
    let film = film.map_err(|error| of_model(&recording, error))?;
    let mut made = vec![
        Artifact::figure(records, &job.file, chart),
        Artifact::table(records, &job.file, table),
    ];
    let animation =
        film.map(|film| Artifact::animation(records, &job.file, film.gif));
    made.splice(1..1, animation);
    Ok(made)
}

/// Puts the weights that are recorded of the recipe `name` into an agent of it.
pub(crate) fn load_recorded<const S: usize, const A: usize>(
    agent: &mut Agent<S, A>,
    records: &Records,
    name: &str,
) -> Result<(), Error> {
    let recording = records.recording(&find(name)?.into());
    let loaded = agent.set_weights(&recording.weights()?);
    loaded.map_err(|error| of_model(&recording, error))
}

/// The error, of the model of the recording.
fn of_model(recording: &Recording, error: Error) -> Error {
    match recording.model() {
        Some(model) => error.of_model(model),
        None => error,
    }
}
