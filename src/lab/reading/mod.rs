//! Runs as other programs leave them: comma-separated values of any dialect, JSON,
//! JSON lines and event files, with the names that other frameworks give their columns,
//! and the facts that lie beside them.

mod beside;
mod columns;
mod counting;
#[cfg(feature = "readers")]
mod events;
mod facts;
mod gaps;
mod lines;
mod names;
mod run;
mod source;
mod table;

pub use beside::facts_of_file;
pub use facts::facts_of_json;
pub use run::{Reading, read_run};
