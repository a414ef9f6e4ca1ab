//! What the book shows of double DQN.

pub(crate) mod noise;
pub(crate) mod numbers;
pub(crate) mod promises;
