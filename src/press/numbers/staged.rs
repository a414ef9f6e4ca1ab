//! The numbers of the prose on the stages of one run of DQN.

use crate::error::Error;
use crate::lab::shelves::Shelves;
use crate::lab::sketches::stages::{Milestones, SLOWER, STEPS, learner_steps};
use crate::press::numbers::Named;

/// Where the run stands at each stage, and how it is shown.
///
/// # Errors
/// [`Error::NotRecorded`], and those of reading.
pub(super) fn staged(shelves: &Shelves) -> Result<Vec<Named>, Error> {
    let Milestones { half, kept } = Milestones::recorded(shelves)?;
    Ok(vec![
        ("stages_half_episode", half.episode.to_string()),
        ("stages_half_score", format!("{:.0}", half.score)),
        ("stages_half_learned", learner_steps(&half).to_string()),
        ("stages_kept_learned", learner_steps(&kept).to_string()),
        ("stages_steps", STEPS.to_string()),
        ("stages_slower", SLOWER.to_string()),
    ])
}
