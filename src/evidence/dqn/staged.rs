//! The numbers of the prose on the stages of one run of DQN.

use crate::error::Error;
use crate::evidence::dqn::stages::{Milestones, SLOWER, STEPS, learner_steps};
use crate::evidence::numbers::Named;
use crate::lab::runs::folders::Folders;

/// Where the run stands at each stage, and how it is shown.
///
/// # Errors
/// [`Error::NotRecorded`], and those of reading.
pub(crate) fn staged(folders: &Folders) -> Result<Vec<Named>, Error> {
    let Milestones { half, kept } = Milestones::recorded(folders)?;
    Ok(vec![
        ("stages_half_episode", half.episode.to_string()),
        ("stages_half_score", format!("{:.0}", half.score)),
        ("stages_half_learned", learner_steps(&half).to_string()),
        ("stages_kept_learned", learner_steps(&kept).to_string()),
        ("stages_steps", STEPS.to_string()),
        ("stages_slower", SLOWER.to_string()),
    ])
}
