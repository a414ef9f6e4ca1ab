//! What the book shows of DQN.

pub(crate) mod numbers;
pub(crate) mod paper;
pub(crate) mod staged;
pub(crate) mod stages;
