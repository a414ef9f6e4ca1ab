//! How the course is made from the command line.

pub mod commands;
pub mod console;
