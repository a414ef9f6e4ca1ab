//! What the book shows of its recorded runs: figures, tables and numbers.

pub mod artifact;
pub(crate) mod beside_lecture;
pub(crate) mod combining;
pub mod comparison;
pub(crate) mod comparisons;
pub(crate) mod ddqn;
pub(crate) mod differences;
pub mod doctor;
pub(crate) mod dqn;
pub(crate) mod dueling;
pub(crate) mod exploration;
pub(crate) mod museum;
pub(crate) mod nfq;
pub mod numbers;
pub(crate) mod per;
pub(crate) mod play;
pub(crate) mod polyak;
pub(crate) mod series;
pub(crate) mod sketches;
pub(crate) mod target;
pub(crate) mod triad;
