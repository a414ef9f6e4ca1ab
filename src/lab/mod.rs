//! What is done with an agent: it knows the chapters, and no chapter knows it.

pub mod animation;
pub mod catalogue;
pub mod comparisons;
mod drawing;
pub mod equal_terms;
pub mod evaluation;
pub mod experiment;
pub mod figures;
pub mod lecture;
pub mod museum;
pub mod picture;
pub mod products;
pub mod recording;
pub mod reliability;
pub mod results;
pub mod shelves;
pub mod statistics;
pub mod tables;
