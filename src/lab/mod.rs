//! What is done with any agent in any world. It sees what every agent has, and names no
//! technique, no experiment and no task.

pub mod consulting;
pub mod doctor;
pub mod plots;
pub mod reading;
pub mod runs;
pub mod stats;
