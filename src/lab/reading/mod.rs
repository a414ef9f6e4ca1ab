//! Runs as other programs leave them: comma-separated values of any dialect, JSON, and
//! JSON lines, with the names that other frameworks give their columns.

mod names;
mod rows;
mod table;

pub use rows::{Reading, read_run};
