//! The script with the network that the page of the game plays against: the file that is
//! recorded of DQN, byte by byte.

use crate::error::Error;
use crate::evidence::artifact::Artifact;
use crate::experiments::{Records, find};
use crate::storage::read_whole;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// A page that is opened from a folder loads scripts and no other files, so the network
/// is base64 in one.
pub(crate) fn artifacts(records: &Records) -> Result<Vec<Artifact>, Error> {
    let recording = records.recording(&find("dqn")?.into());
    let nowhere = || Error::NotRecorded(recording.path().to_owned());
    let model = recording.model().ok_or_else(nowhere)?;
    let model = STANDARD.encode(read_whole(model)?);
    let script = format!(
        "// Made by `deepq figures` from the kept network of DQN.\n'use strict';\n\n\
         const MODEL = '{model}';\n"
    );
    Ok(vec![Artifact::script(records, "model", script)])
}
