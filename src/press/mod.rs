//! How the course is printed: on the command line, as a book, in notebooks.

pub mod book;
mod broken;
pub mod chapter;
pub mod commands;
mod compared;
pub mod console;
mod display;
mod diverged;
pub mod doctor;
pub mod judges;
pub mod kernel;
pub mod macros;
pub mod notebook;
pub mod numbers;
mod paper;
mod recorded;
pub mod sheet;
pub mod tools;
pub mod weave;
pub mod workshop;
