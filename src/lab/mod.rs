//! What is done with any agent in any world: it names no experiment, no chapter and no
//! task.

pub mod doctor;
pub mod plots;
pub mod runs;
pub mod stats;
