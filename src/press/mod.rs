//! How the course is printed: on the command line, as a book, as notebooks.

pub mod book;
pub mod chapter;
pub mod commands;
pub(crate) mod console;
pub mod doctor;
pub mod kernel;
pub(crate) mod macros;
pub mod notebook;
pub(crate) mod tools;
pub mod weave;
pub(crate) mod workshop;
