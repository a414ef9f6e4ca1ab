//! What is done with an agent: it knows the chapters, and no chapter knows it.

pub mod animation;
pub mod catalogue;
pub mod comparisons;
pub mod dots;
mod drawing;
pub mod equal_terms;
pub mod evaluation;
pub mod experiment;
pub mod figures;
pub mod lecture;
pub mod museum;
pub mod picture;
pub mod products;
pub mod promises;
pub mod recording;
pub mod references;
pub mod reliability;
pub mod results;
pub mod shelves;
mod spread;
pub mod statistics;
pub mod studies;
pub mod tables;
