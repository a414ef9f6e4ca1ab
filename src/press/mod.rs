//! How the course is printed: on the command line, as a book, in notebooks.

pub mod book;
pub mod chapter;
pub mod commands;
pub mod console;
mod display;
pub mod doctor;
pub mod judges;
pub mod kernel;
pub mod macros;
pub mod notebook;
pub mod numbers;
pub mod sheet;
pub mod tools;
pub mod weave;
pub mod workshop;
