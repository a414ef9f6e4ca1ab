//! The agents that the book records: each differs in what its name says.

#[path = "../support/pieces.rs"]
mod pieces;

mod corners;
mod equal_steps;
mod faults;
mod gallery;
