//! How the course is printed: on the command line, as a book, in notebooks.

pub mod chapter;
pub mod commands;
pub mod console;
mod display;
pub mod macros;
pub mod notebook;
pub mod sheet;
pub mod weave;
